"""The screen lock, and changing the person at a shared computer with a PIN."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from pomni.config.routes import all_routes
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.team import commands
from pomni.team.desks import OPEN_WHILE_LOCKED
from pomni.team.models import DeskUse, User

NOWHERE = "01900000-0000-7000-8000-000000000000"
PIN = "2580"


@pytest.fixture
def with_pin(signed_in):
    """Colleagues who set a PIN; each signed in in full in one and the same browser, the last one stays."""

    def sit_down(*users, browser=None):
        browser = browser or Browser()
        for user in users:
            commands.set_pin(user, pin=PIN, by=user)
            user.refresh_from_db()
            browser.post("/account/logout/")
            signed_in(user, browser=browser)
        return browser

    return sit_down


def lock(browser):
    assert browser.post("/lock/")["Location"] == "/locked/"
    return browser


def unlock(browser, user, pin=PIN):
    return browser.post("/unlock/", {"person": str(user.uid), "pin": pin})


def who(browser):
    page = browser.get("/me/")
    return page.context["user"].name if page.status_code == 200 else None


def address(route):
    path = route.path
    for place, value in (
        ("<uuid:uid>", NOWHERE),
        ("<uid>", NOWHERE),
        ("<int:held_id>", "1"),
        ("<int:pk>", "1"),
        ("<str:secret>", "secret"),
        ("<str:name>", "none.png"),
    ):
        path = path.replace(place, value)
    if "^" in path:
        path = "account/confirm-email/abc/" if "confirm" in path else "account/password/reset/key/1-abc/"
    return f"/{path}"


def test_a_locked_screen_answers_nothing_but_the_lock(vera, mark, with_pin):
    add_client(name="Anna", by=mark)
    browser = lock(with_pin(mark))
    open_ones = {route.name for route in all_routes() if route.name in OPEN_WHILE_LOCKED}
    assert open_ones == OPEN_WHILE_LOCKED
    for route in all_routes():
        if route.name in OPEN_WHILE_LOCKED:
            continue
        for method in route.methods.split():
            answer = browser.generic(method, address(route), content_type="application/x-www-form-urlencoded")
            told = answer.status_code, answer.get("Location", "") or answer.get("HX-Redirect", "")
            assert told in {(302, "/locked/"), (401, "/locked/")}, f"{method} {route.path}: {told}"
            assert not answer.content or answer["Content-Type"] == "application/problem+json"
    assert "Anna" not in browser.get("/locked/").content.decode()


def test_no_part_of_a_page_comes_through_the_lock(mark, with_pin):
    browser = lock(with_pin(mark))
    answer = browser.get("/clients/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (401, "/locked/", b"")


def test_an_unknown_address_and_a_late_form_tell_nothing_of_the_person_behind_the_lock(mark, with_pin):
    browser = lock(with_pin(mark, browser=Browser()))
    assert browser.get("/there-is-nothing-here/")["Location"] == "/locked/"
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/clients/add/", {"name": "Anna"})["Location"] == "/locked/"


def test_the_lock_holds_in_the_sessions_other_tabs_and_not_for_programs_with_a_token(
    mark, with_pin, with_token
):
    browser, token = with_pin(mark), with_token(mark)
    tab = Browser()
    tab.cookies = browser.cookies
    lock(browser)
    assert tab.get("/clients/")["Location"] == "/locked/"
    assert Browser().get("/api/v1/me", headers=token).status_code == 200
    assert tab.get("/api/v1/me", headers=token).status_code == 401


def test_the_right_pin_opens_the_lock(mark, with_pin):
    browser = lock(with_pin(mark))
    assert unlock(browser, mark, "9999").status_code == 422
    assert who(browser) is None
    assert unlock(browser, mark).status_code == 302
    assert who(browser) == "Mark"


def test_whoever_unlocks_goes_on_where_they_were_and_a_colleague_from_the_start(mark, lena, with_pin):
    browser = lock(with_pin(lena, mark))
    locked = browser.get("/locked/", headers={"Referer": "http://testserver/clients/add/?name=Anna"})
    next_page = locked.context["form"]["next"].value()
    assert next_page == "/clients/add/"
    assert "Anna" not in locked.content.decode()
    told = {"person": str(mark.uid), "pin": "9999", "next": next_page}
    assert browser.post("/unlock/", told).context["form"]["next"].value() == next_page
    assert browser.post("/unlock/", told | {"pin": PIN})["Location"] == next_page
    lock(browser)
    assert browser.post("/unlock/", told | {"pin": PIN, "person": str(lena.uid)})["Location"] == "/"


@pytest.mark.parametrize(
    "asked",
    ["https://elsewhere.example/clients/", "//elsewhere.example/", "/unlock/", "/none/", "clients/", ""],
)
def test_unlocking_leads_to_no_strange_address_and_to_no_page_that_is_none(mark, with_pin, asked):
    browser = lock(with_pin(mark))
    told = {"person": str(mark.uid), "pin": PIN, "next": asked}
    assert browser.post("/unlock/", told)["Location"] == "/"


def test_a_second_tab_that_was_locked_too_goes_back_to_its_own_page(mark, with_pin):
    browser = lock(with_pin(mark))
    unlock(browser, mark)
    again = browser.get("/locked/", headers={"Referer": "http://testserver/clients/"})
    assert again["Location"] == "/clients/"


def test_after_five_wrong_pins_even_the_right_one_is_refused(mark, with_pin):
    browser = lock(with_pin(mark))
    for _try in range(5):
        assert unlock(browser, mark, "9999").status_code == 422
    assert unlock(browser, mark).status_code == 422
    assert who(browser) is None


def test_wrong_pins_of_several_days_do_not_open_what_one_day_would_not(mark, with_pin, signed_in):
    """Only a full sign-in gives new tries."""
    browser = lock(with_pin(mark))
    for _try in range(5):
        unlock(browser, mark, "9999")
    browser.post("/account/logout/")
    signed_in(mark, browser=browser)
    assert DeskUse.objects.get().wrong == 0


def test_a_pin_opens_only_within_a_working_day_of_the_full_sign_in(mark, with_pin):
    browser = lock(with_pin(mark))
    with clock.travel_to(clock.now() + timedelta(hours=12, minutes=1)):
        assert unlock(browser, mark).status_code == 422
        assert who(browser) is None


def test_a_pin_does_not_prolong_the_working_day(mark, with_pin):
    browser = lock(with_pin(mark))
    with clock.travel_to(clock.now() + timedelta(hours=11)):
        assert unlock(browser, mark).status_code == 302
        lock(browser)
    with clock.travel_to(clock.now() + timedelta(hours=13)):
        assert unlock(browser, mark).status_code == 422


def test_a_pin_opens_nothing_in_another_browser(mark, lena, with_pin):
    with_pin(mark)
    elsewhere = lock(with_pin(lena))
    assert unlock(elsewhere, mark).status_code == 422
    assert who(elsewhere) is None
    assert "Mark" not in elsewhere.get("/locked/").content.decode()


def test_a_pin_opens_nothing_for_a_stranger(mark, with_pin):
    browser = with_pin(mark)
    browser.post("/account/logout/")
    assert unlock(browser, mark)["Location"].startswith("/account/login/")
    assert unlock(Browser(), mark)["Location"].startswith("/account/login/")


def test_a_new_password_ends_the_pin_at_every_browser(mark, with_pin):
    browser = lock(with_pin(mark))
    commands.note_password_change(mark, by=mark)
    assert unlock(browser, mark)["Location"].startswith("/account/login/")
    assert who(browser) is None


def test_a_new_password_ends_the_way_in_beside_a_colleague_too(mark, lena, with_pin):
    browser = lock(with_pin(mark, lena))
    commands.note_password_change(mark, by=mark)
    assert unlock(browser, mark).status_code == 422
    assert "Mark" not in browser.get("/locked/").content.decode()


def test_a_disabled_colleague_cannot_change_in(vera, mark, lena, with_pin):
    browser = lock(with_pin(mark, lena))
    commands.disable_colleague(mark, by=vera)
    commands.enable_colleague(mark, by=vera)
    assert unlock(browser, mark).status_code == 422


def test_whoever_changes_in_finds_nothing_of_the_one_before(mark, lena, with_pin):
    add_client(name="Marks Client", by=mark)
    add_client(name="Lenas Client", by=lena)
    browser = with_pin(lena, mark)
    session = browser.session
    session["left by mark"] = "a draft"
    session.save()
    before = browser.cookies["pomni"].value
    assert unlock(lock(browser), lena).status_code == 302
    page = browser.get("/clients/").content.decode()
    assert who(browser) == "Lena"
    assert "Lenas Client" in page
    assert "Marks Client" not in page
    assert "left by mark" not in browser.session
    old = Browser()
    old.cookies["pomni"] = before
    assert old.get("/clients/").status_code == 302


def test_a_change_of_person_is_remembered_as_done_with_a_pin(vera, mark, lena, with_pin, signed_in):
    from pomni.memory.models import Moment

    unlock(lock(with_pin(lena, mark)), lena)
    last = Moment.objects.filter(kind="team.signed_in").order_by("-pk").first()
    assert last.facts["how"] == "pin"
    assert last.by_id == lena.pk


def test_a_pin_session_cannot_change_the_ways_of_signing_in(mark, lena, with_pin):
    browser = with_pin(lena, mark)
    unlock(lock(browser), lena)
    assert "reauthenticate" in browser.get("/account/2fa/totp/activate/")["Location"]
    words = {"oldpassword": PIN, "password1": "mine and mine alone", "password2": "mine and mine alone"}
    assert browser.post("/account/password/change/", words).status_code == 200
    assert User.objects.get(pk=lena.pk).password == lena.password


def test_a_pin_is_kept_hashed(mark, all_text):
    commands.set_pin(mark, pin="739251", by=mark)
    assert "739251" not in all_text()


@pytest.mark.parametrize("pin", ["123", "1234", "0000", "123456789", "12a4", "", "8765", "٣٤٥٦٧"])
def test_a_pin_that_is_no_pin_or_easily_guessed_is_refused(mark, pin):
    with pytest.raises(Refused):
        commands.set_pin(mark, pin=pin, by=mark)


def test_without_a_pin_the_screen_is_not_locked_for_good(mark, signed_in):
    assert signed_in(mark).post("/lock/")["Location"] == "/me/pin/"


def test_the_way_out_of_a_lock_is_the_full_sign_in(mark, with_pin, signed_in):
    browser = lock(with_pin(mark))
    assert browser.post("/account/logout/").status_code == 302
    assert who(signed_in(mark, browser=browser)) == "Mark"
