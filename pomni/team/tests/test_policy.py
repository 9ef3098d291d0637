"""The company's rules of signing in: who must have a second step, how long a sign-in lasts, when the screen locks."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser

from pomni.config.routes import all_routes
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.team import commands
from pomni.team.access import PUBLIC
from pomni.team.models import Company

NOWHERE = "01900000-0000-7000-8000-000000000000"
STEP = "/me/second-step/"
PASSWORD = "correct horse battery"


def get_a_code_app(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    commands.note_second_factor(user, what="totp", by=user)


def give_it_up(user):
    Authenticator.objects.filter(user=user).delete()
    commands.note_second_factor(user, what="totp", by=user)


# --- A second step ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "led"),
    [("nobody", set()), ("directors", {"director"}), ("everybody", {"director", "salesperson"})],
)
def test_whom_the_rule_asks_is_led_to_make_a_second_step_and_nobody_else(vera, mark, signed_in, rule, led):
    commands.set_policy(second_factor=rule, by=vera)
    for user, role in ((vera, "director"), (mark, "salesperson")):
        answer = signed_in(user).get("/clients/")
        assert (answer.status_code == 302 and answer["Location"] == STEP) == (role in led)


def test_the_rule_holds_for_who_is_already_inside_and_ends_with_the_second_step(vera, mark, signed_in):
    browser = signed_in(mark)
    assert browser.get("/clients/").status_code == 200
    commands.set_policy(second_factor="everybody", by=vera)
    assert browser.get("/clients/")["Location"] == STEP
    get_a_code_app(mark)
    assert browser.get("/clients/").status_code == 200
    give_it_up(mark)
    assert browser.get("/clients/")["Location"] == STEP


def test_recovery_codes_alone_are_no_second_step(vera, mark, signed_in):
    commands.set_policy(second_factor="everybody", by=vera)
    Authenticator.objects.create(user=mark, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert signed_in(mark).get("/clients/")["Location"] == STEP


def test_whoever_is_led_there_can_make_one_leave_and_read_the_page_and_is_led_in_no_circle(vera, signed_in):
    commands.set_policy(second_factor="everybody", by=vera)
    browser = signed_in(vera)
    page = browser.get("/", follow=True)
    assert page.redirect_chain == [(STEP, 302)]
    assert "asks for a second step" in page.content.decode()
    asked = browser.get("/account/2fa/totp/activate/")["Location"]
    assert asked.startswith("/account/reauthenticate/")
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"password": PASSWORD})["Location"] == "/account/2fa/totp/activate/"
    assert browser.get("/account/2fa/totp/activate/").status_code == 200
    assert browser.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert browser.post("/look/theme", {"theme": "dark"}).status_code == 302
    assert browser.post("/account/logout/")["Location"] != STEP


def test_without_the_second_step_no_page_of_the_house_shows_or_changes_anything(vera, signed_in):
    commands.set_policy(second_factor="everybody", by=vera)
    browser = signed_in(vera)
    for route in all_routes():
        if not _is_of_the_house(route):
            continue
        for method in route.methods.split():
            answer = browser.generic(method, f"/{_filled(route.path)}")
            assert answer.status_code in {302, 403, 204, 401, 404}, f"{method} {route.path}"
            assert answer.get("Location", STEP) == STEP, f"{method} {route.path}"
            assert "vera" not in answer.content.decode().lower(), f"{method} {route.path}"


def test_scripts_and_programs_with_a_session_are_told_so_and_tokens_go_on(vera, mark, signed_in, with_token):
    token = with_token(mark, scopes=["people:read"])
    browser = signed_in(mark)
    commands.set_policy(second_factor="everybody", by=vera)
    htmx = browser.get("/clients/", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (403, STEP)
    assert browser.get("/live/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 204
    assert browser.get("/api/v1/me").status_code == 403
    assert Browser().get("/api/v1/clients", headers=token).status_code == 200


def test_whoever_is_invited_reads_of_the_second_step_beforehand(vera, role_of):
    def page_for(preset):
        invitation = commands.invite(name="Nina", role=role_of(preset), by=vera)
        return Browser().get(f"/invited/{invitation.secret}/").content.decode()

    assert "have your phone at hand" not in page_for("director")
    commands.set_policy(second_factor="directors", by=vera)
    assert "have your phone at hand" in page_for("director")
    assert "have your phone at hand" not in page_for("marketer")


# --- How long a sign-in lasts -------------------------------------------------------------------------------


def test_a_sign_in_ends_after_its_days_however_much_it_was_used(vera, mark, signed_in):
    commands.set_policy(session_days=7, by=vera)
    browser, began = signed_in(mark), clock.now()
    for day in range(7):
        with clock.travel_to(began + timedelta(days=day, hours=23)):
            assert browser.get("/clients/").status_code == 200
    with clock.travel_to(began + timedelta(days=7, minutes=1)):
        assert "/account/login/" in browser.get("/clients/")["Location"]
        assert browser.get("/api/v1/me").status_code == 401
    assert "/account/login/" in browser.get("/clients/")["Location"]


def test_a_shorter_time_ends_older_sign_ins_at_once(vera, mark, signed_in):
    browser, began = signed_in(mark), clock.now()
    with clock.travel_to(began + timedelta(days=3)):
        assert browser.get("/clients/").status_code == 200
        commands.set_policy(session_days=1, by=vera)
        assert "/account/login/" in browser.get("/clients/")["Location"]


def test_a_session_that_does_not_say_when_it_began_is_over(mark, signed_in):
    browser = signed_in(mark)
    session = browser.session
    del session["signed_in_at"]
    session.save()
    assert "/account/login/" in browser.get("/clients/")["Location"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("session_days", 0),
        ("session_days", 365),
        ("lock_after", 481),
        ("lock_after", -1),
        ("second_factor", "some"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_beside_its_field(vera, field, value):
    with pytest.raises(Refused) as no:
        commands.set_policy(**{field: value}, by=vera)
    assert no.value.field == field
    assert not Company.objects.exists()


# --- The screen -------------------------------------------------------------------------------------------


def test_a_page_locks_itself_only_where_the_company_wants_it_and_somebody_is_signed_in(vera, client):
    client.force_login(vera)
    assert "idle-lock" not in client.get("/settings/").content.decode()
    commands.set_policy(lock_after=5, by=vera)
    assert '<idle-lock data-minutes="5">' in client.get("/settings/").content.decode()
    assert "idle-lock" not in Browser().get("/account/login/?password=1").content.decode()


def test_who_has_a_pin_is_locked_out_and_who_has_none_is_signed_out(vera, mark, signed_in):
    commands.set_pin(vera, pin="4829", by=vera)
    with_pin, without = signed_in(vera), signed_in(mark)
    assert with_pin.post("/lock/", {"idle": "5"})["Location"] == "/locked/"
    assert with_pin.get("/clients/")["Location"] == "/locked/"
    assert without.post("/lock/", {"idle": "5"})["Location"] == "/account/login/"
    assert "/account/login/" in without.get("/clients/")["Location"]


def test_the_rules_are_saved_in_the_browser_and_two_at_once_see_both_values(vera, client):
    client.force_login(vera)
    words = {
        "block": "policy", "second_factor": "nobody", "was-second_factor": "nobody", "lock_after": "10",
        "was-lock_after": "0", "session_days": "7", "was-session_days": "30",
    }  # fmt: skip
    assert client.post("/settings/security/", words).status_code == 302
    row = Company.objects.get()
    assert (row.lock_after, row.session_days, row.second_factor) == (10, 7, "nobody")
    assert client.post("/settings/security/", words | {"lock_after": "30"}).status_code == 409


def _is_of_the_house(route):
    open_to_all = route.door == PUBLIC or route.path in {
        "me/second-step/", "lock/", "locked/", "unlock/", "healthz", "readyz", "look/theme", "look/language",
    }  # fmt: skip
    return not open_to_all and not route.path.startswith("account/")


def _filled(path):
    import re

    path = (
        re.sub(r"<uuid:\w+>|<uid>", NOWHERE, path)
        .replace("<slug:group>", "name")
        .replace("<slug:key>", "note")
    )
    return re.sub(r"<int:\w+>", "1", re.sub(r"<((str|slug):)?\w+>", "x", path))
