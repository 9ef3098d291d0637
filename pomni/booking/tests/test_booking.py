"""A client books by themselves: three steps, links and forms only."""

import gzip
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from pomni.booking import rules
from pomni.booking.commands import set_up_booking
from pomni.booking.links import link_of
from pomni.booking.models import BookingPage
from pomni.booking.tests.conftest import ZONE
from pomni.catalog.commands import add_price_list, add_service, edit_service, set_performers, set_prices
from pomni.kit import clock
from pomni.people.commands import add_client, forget_client
from pomni.people.models import Client, Consent
from pomni.schedule.commands import Wanted, book_visit, set_terms
from pomni.schedule.models import Visit, Waiting
from pomni.team.commands import add_location
from pomni.team.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")
ANNA = {"name": "Anna Nowak", "phone": "+48 600 100 200"}


def instant(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), WARSAW).astimezone(ZoneInfo("UTC")).strftime(rules.AT)


@pytest.fixture
def at_nine(place, haircut, day):
    return f"{place}contacts/?s={haircut}&at={instant(day, 9)}"


def follow(client, page, text):
    """Follow the link with this text."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(escape(text))}</a>', page.content.decode())
    assert found, text
    return client.get(found[1].replace("&amp;", "&"))


def test_three_steps_of_links_and_one_form_lead_to_a_visit(
    client, open_for, north, place, cut, wash, haircut, day
):
    open_for()
    page = client.get("/book/")
    assert page["Location"] == place
    page = client.get(place)
    assert 'name="s"' in page.content.decode()
    assert "script" not in page.content.decode()
    page = client.get(f"{place}time/?s={haircut}&s={rules.slug_of(wash.name, wash.uid)}&on={day}")
    page = follow(client, page, "10:15")
    assert "10:15" in page.content.decode()
    action = re.search(r'action="([^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    answer = client.post(action, ANNA)
    assert answer.status_code == 302
    visit = Visit.objects.get()
    assert (visit.source, visit.day, visit.begins, visit.client.name) == (
        "online",
        day,
        time(10, 15),
        "Anna Nowak",
    )
    assert [line.service for line in visit.lines.order_by("place")] == [cut, wash]
    page = client.get(answer["Location"])
    assert "Long street 1" in page.content.decode()
    assert "Anna" not in page.content.decode()


def test_the_desk_is_told_and_the_answers_stand_in_the_comment(client, open_for, at_nine, sam):
    asked = [
        {"text": "Allergies?", "kind": "yes_no", "choices": [], "is_required": True},
        {"text": "Length?", "kind": "choice", "choices": ["short", "long"], "is_required": False},
    ]
    open_for(questions=asked, consent="I agree that my details are kept.")
    assert client.post(at_nine, ANNA).status_code == 422
    assert client.post(at_nine, ANNA | {"q0": "yes", "q1": "bald", "agrees": "on"}).status_code == 422
    assert client.post(at_nine, ANNA | {"q0": "yes", "q1": "short", "agrees": "on"}).status_code == 302
    assert Visit.objects.get().comment == "Allergies? Yes\nLength? short"
    assert Consent.objects.get().wording == "I agree that my details are kept."
    assert Notice.objects.get(user=sam).kind == "schedule.booked_online"


def test_whoever_comes_second_keeps_what_they_typed_and_is_offered_three_times(
    client, open_for, vera, sam, north, cut, at_nine, day
):
    open_for()
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    page = client.post(at_nine, ANNA)
    told = page.content.decode()
    assert page.status_code == 422
    assert 'value="Anna Nowak"' in told
    offered = re.findall(r'name="at" value="(\w+)"', told)
    assert len(offered) == 3
    assert offered[-1] <= instant(day, 12)
    assert client.post(at_nine, ANNA | {"at": offered[0]}).status_code == 302


def test_a_known_phone_and_an_unknown_one_are_answered_alike(
    client, open_for, vera, at_nine, day, place, haircut
):
    open_for()
    add_client(name="Anna Nowak", phone=ANNA["phone"], by=vera)
    at_ten = f"{place}contacts/?s={haircut}&at={instant(day, 10)}"
    pages = []
    for address, phone in ((at_nine, ANNA["phone"]), (at_ten, "+48 600 999 999")):
        answer = client.post(address, ANNA | {"phone": phone})
        told = client.get(answer["Location"]).content.decode()
        link = re.search(r"visit/([^/]+)/", answer["Location"])[1]
        pages.append(told.replace(link, "LINK").replace("9:00", "AT").replace("10:00", "AT"))
    assert pages[0] == pages[1]
    assert (
        Client.objects.filter(name="Anna Nowak").count() == 3
    )  # nobody comes upon a card by typing its phone


def test_the_price_is_that_of_the_day_and_the_place_and_is_what_the_visit_is_booked_at(
    client, open_for, vera, north, cut, wash, sam, lena, haircut, place, day
):
    open_for()
    cheaper = add_price_list(name="From that day on", starts_on=day, locations=[north], by=vera)
    set_prices(cheaper, prices={cut: 80}, by=vera)
    elsewhere = add_price_list(
        name="Elsewhere", locations=[add_location(name="Far", zone=ZONE, by=vera)], by=vera
    )
    set_prices(elsewhere, prices={cut: 5}, by=vera)
    both = f"s={haircut}&s={rules.slug_of(wash.name, wash.uid)}"

    def told(address):
        return re.findall(r'class="cost">\D*([\d.]+)', client.get(address).content.decode())

    assert told(place) == ["100"]
    assert told(f"{place}time/?s={haircut}&on={day - timedelta(days=1)}") == ["100"]
    assert told(f"{place}time/?s={haircut}&on={day}") == ["80"]
    assert told(f"{place}time/?{both}&on={day}") == ["80"]  # what costs nobody knows yet makes no total
    edit_service(wash, price=20, by=vera)
    assert told(f"{place}contacts/?{both}&at={instant(day, 9)}") == ["80", "20", "100"]
    set_performers(
        cut, performers=[(sam, 90, None), (lena, 120, None)], by=vera
    )  # one's own comes before any list
    assert told(place)[0] == "90"
    answer = client.post(f"{place}contacts/?{both}&at={instant(day, 9)}", ANNA)
    assert told(answer["Location"]) == ["90", "20", "110"]
    assert [line.price for line in Visit.objects.get().lines.order_by("place")] == [90, 20]
    open_for(shows_prices=False)
    assert told(place) == told(answer["Location"]) == []


def test_odd_addresses_are_answered_in_words(client, open_for, place, haircut, day):
    open_for()
    for address in (
        "/book/nowhere-12345678/", f"{place}time/?s=nothing-12345678", f"{place}with/nobody-00000000/",
        f"{place}for/x/", "/book/visit/forged.signature/", f"/book/code/{'x' * 30}/",
    ):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 404, address
        assert "There is nothing to book here" in page.content.decode(), address
    for query in ("", f"s={haircut}&at=never", f"s={haircut}&at=99999999T9999Z"):
        assert client.get(f"{place}contacts/?{query}").status_code == 302
    past = f"{place}contacts/?s={haircut}&at={instant(day - timedelta(days=30), 9)}"
    assert client.post(past, ANNA).status_code == 422
    assert client.get(f"{place}time/?s={haircut}&on=9999-12-31&from=0001-01-01&by=%00").status_code == 200
    bad = {"name": "https://spam.example", "phone": "no", "email": "x"}
    assert client.post(f"{place}contacts/?s={haircut}&at={instant(day, 9)}", bad).status_code == 422
    assert not Visit.objects.exists()


def test_whoever_finds_no_time_joins_the_waiting_list(client, open_for, place, haircut, cut, sam, north):
    open_for()
    page = follow(
        client, client.get(f"{place}time/?s={haircut}"), "No time that suits? Join the waiting list"
    )
    assert page.status_code == 200
    assert client.post(f"{place}wait/?s={haircut}", {"days": "3"}).status_code == 422
    page = client.post(f"{place}wait/?s={haircut}", ANNA | {"days": "14", "part": "evening"})
    assert "You are on the waiting list" in page.content.decode()
    waiting = Waiting.objects.get()
    assert (waiting.part, waiting.location, list(waiting.services.all())) == ("evening", north, [cut])


def test_what_is_not_offered_online_is_nowhere(client, open_for, vera, place, haircut, cut):
    open_for()
    edit_service(cut, is_online=False, by=vera)
    assert "Haircut" not in client.get(place).content.decode()
    assert client.get(f"{place}time/?s={haircut}").status_code == 404


def test_it_is_off_until_it_is_switched_on(client, open_for, north, vera, place, at_nine):
    assert client.get(place).status_code == 404
    open_for()
    set_up_booking(locations=[north], is_on=False, by=vera)
    assert client.get(place).status_code == 404
    assert client.post(at_nine, ANNA).status_code == 404


def test_whoever_is_to_call_is_told_so_and_nothing_else(client, open_for, at_nine):
    open_for(refused=["+48600100200"], phone="+48 22 000 00 00")
    page = client.post(at_nine, ANNA)
    assert page.status_code == 422
    assert "Please call us: +48 22 000 00 00" in page.content.decode()
    assert 'href="tel:+48220000000"' in page.content.decode()
    assert not Visit.objects.exists()


def test_what_is_wrong_is_told_first_and_what_was_typed_stays(client, open_for, at_nine):
    open_for()
    page = client.post(at_nine, {"name": "Anna Nowak", "phone": "12"}).content.decode()
    said = page.index('role="alert" tabindex="-1" autofocus')
    assert said < page.index('href="#id_phone"') < page.index("<input")
    assert ('value="Anna Nowak"' in page, 'value="12"' in page) == (True, True)


def test_who_is_forgotten_is_on_no_list(open_for, vera):
    anna = add_client(name="Anna", phone="+48 600 100 200", by=vera)
    open_for(refused=["+48600100200", "+48600999999"])
    forget_client(anna, by=vera)
    assert BookingPage.objects.get().refused == ["+48600999999"]


def test_many_from_one_address_are_slowed_down(client, open_for, at_nine, monkeypatch):
    open_for()
    monkeypatch.setattr("pomni.booking.throttle.SENT_BY_ONE", 2)
    answers = [client.post(at_nine, ANNA).status_code for _n in range(4)]
    assert answers == [302, 422, 429, 429]
    monkeypatch.setattr("pomni.booking.throttle.PAGES_A_MINUTE", 0)
    page = client.get(at_nine)
    assert (page.status_code, page["Retry-After"]) == (429, "60")


def test_language_is_the_browsers_and_a_link_changes_it(client, open_for, place):
    open_for()
    page = client.get(place, headers={"accept-language": "pl"})
    assert '<html lang="pl"' in page.content.decode()
    page = client.get(f"{place}?lang=ru", headers={"accept-language": "pl"})
    assert '<html lang="ru"' in page.content.decode()
    assert 'name="lang" value="ru"' in page.content.decode()


def test_only_named_sites_may_frame_it_and_it_runs_no_script(client, open_for, place):
    open_for()
    page = client.get(place)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert not page.cookies
    open_for(sites=["https://salon.example"])
    page = client.get(place)
    assert "frame-ancestors https://salon.example" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    script = client.get("/book/embed.js")
    assert len(script.content) < 3000
    assert b"data-pomni-book" in script.content


def test_a_whole_page_is_small(client, open_for, place, haircut, day):
    open_for(greeting="Welcome. " * 50)
    sheet = open(finders.find("booking/public.css"), "rb").read()  # noqa: SIM115
    for address in (
        place,
        f"{place}time/?s={haircut}&on={day}",
        f"{place}contacts/?s={haircut}&at={instant(day, 9)}",
    ):
        page = client.get(address).content
        assert len(gzip.compress(page)) + len(gzip.compress(sheet)) < 12_000


def test_the_pages_run_as_many_statements_whatever_there_is_to_book(
    client, open_for, vera, sam, lena, north, place, haircut, day, monkeypatch
):
    monkeypatch.setattr("pomni.team.company.FRESH", 3600.0)
    open_for()
    asked = (place, f"{place}time/?s={haircut}&on={day}")

    def run():
        found = []
        for address in asked:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    run()
    few = run()
    for number in range(30):
        more = add_service(name=f"More {number}", minutes=30, by=vera)
        set_performers(more, performers=[(sam, None, None), (lena, None, None)], by=vera)
    assert run() == few
    assert max(few) <= 17


# --- By the signed link --------------------------------------------------------------------------------------------------


@pytest.fixture
def link(client, open_for, at_nine):
    open_for()
    return client.post(at_nine, ANNA)["Location"]


def test_a_visit_is_moved_and_cancelled_by_its_link_and_desk_and_calendar_follow(client, link, day, sam):
    file = client.get(f"{link}calendar.ics").content.decode()
    assert "SEQUENCE:0" in file
    assert "METHOD:PUBLISH" in file
    assert "STATUS:CONFIRMED" in file
    assert f"DTSTART;TZID=Europe/Warsaw:{day:%Y%m%d}T090000" in file
    assert "BEGIN:VTIMEZONE" in file
    uid = re.search(r"UID:(\S+)", file)[1]
    page = follow(client, client.get(f"{link}move/?on={day}"), "11:00")
    value = re.search(r'name="at" value="(\w+)"', page.content.decode())[1]
    assert client.post(f"{link}move/", {"at": value}).status_code == 302
    assert Visit.objects.get().begins == time(11)
    assert "SEQUENCE:1" in client.get(f"{link}calendar.ics").content.decode()
    assert client.get(f"{link}cancel/").status_code == 200
    assert client.post(f"{link}cancel/").status_code == client.post(f"{link}cancel/").status_code == 302
    visit = Visit.objects.get()
    assert (visit.status, visit.is_cancelled_by_client) == ("cancelled", True)
    told = Notice.objects.filter(user=sam).order_by("pk").values_list("kind", flat=True)
    assert [kind.removeprefix("schedule.") for kind in told] == [
        "booked_online", "moved_by_client", "cancelled_by_client"
    ]  # fmt: skip
    file = client.get(f"{link}calendar.ics").content.decode()
    assert "SEQUENCE:2" in file
    assert "METHOD:CANCEL" in file
    assert "STATUS:CANCELLED" in file
    assert uid in file


def test_a_visit_that_is_moved_by_its_link_is_not_in_its_own_way(client, link, day, vera, north, open_for):
    from pomni.schedule.commands import set_terms

    set_terms(north, most_a_day=1, by=vera)  # which is this very one
    page = client.get(f"{link}move/?on={day}")
    assert ">9:15<" in page.content.decode()  # it stands from 9:00 to 9:30
    page = follow(client, page, "9:15")
    value = re.search(r'name="at" value="(\w+)"', page.content.decode())[1]
    assert client.post(f"{link}move/", {"at": value}).status_code == 302
    assert Visit.objects.get().begins == time(9, 15)


def test_a_link_that_was_changed_opens_nothing_and_one_ends_with_its_visit(
    client, link, vera, north, sam, cut, day
):
    other = book_visit(location=north, day=day, begins=time(11), lines=[Wanted(cut, sam)], by=vera)
    mine = re.search(r"visit/([^/]+)/", link)[1]
    _uid, _dot, signature = mine.partition(".")
    for forged in (f"{other.uid.hex}.{signature}", mine[:-1], mine.upper(), str(other.uid)):
        for page in ("", "move/", "cancel/", "calendar.ics"):
            assert client.get(f"/book/visit/{forged}/{page}").status_code == 404
    assert client.post(f"/book/visit/{other.uid.hex}.{signature}/cancel/").status_code == 404
    with clock.travel_to(Visit.objects.get(source="online").ends_at + timedelta(minutes=1)):
        assert client.get(link).status_code == 404


def test_inside_the_last_hours_a_visit_can_only_be_changed_by_phone(client, link, day, north, vera):
    visit = Visit.objects.get()
    with clock.travel_to(visit.begins_at - timedelta(hours=11)):
        assert "no longer be changed here" in client.get(link).content.decode()
        assert client.post(f"{link}cancel/").status_code == 422
        assert client.post(f"{link}move/", {"at": instant(day, 11)}).status_code == 422
    set_terms(north, own_change=None, by=vera)  # the desk does it, however early they ask
    assert "no longer be changed here" in client.get(link).content.decode()
    assert client.post(f"{link}cancel/").status_code == 422
    visit.refresh_from_db()
    assert (visit.status, visit.begins) == ("booked", time(9))


def test_links_are_long_enough():
    from uuid import uuid4

    assert len(link_of(uuid4()).partition(".")[2]) >= 27
