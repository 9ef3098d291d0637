"""The calendar that other programs read: whose, what stands in it, and how it is written."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pomni.agenda.commands import (
    add_meeting,
    add_promise,
    add_task,
    cancel_meeting,
    close_calendar,
    decline_meeting,
    edit_meeting,
    edit_task,
    open_calendar,
    set_reminder,
)
from pomni.agenda.ics import calendar
from pomni.agenda.models import Feed
from pomni.agenda.views import calendars
from pomni.kit import clock
from pomni.kit.ical import Entry, escaped, folded
from pomni.people.commands import add_client
from pomni.team.commands import edit_company, note_password_change

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar"
DAY, NINE = date(2026, 11, 24), time(9)


@pytest.fixture
def open_for(client):
    """Opens somebody's calendar and gives its address."""
    return lambda user: f"/calendar/{open_calendar(user, by=user).secret}.ics"


def unfolded(text):
    assert re.fullmatch(r"(?:[^\r\n]*\r\n)+", text)  # each line has its end
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def events(text):
    """Each event of a calendar: its properties by name."""
    found, within = [], []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            within.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert within.pop() == value
        elif within[-1] == "VEVENT":
            found[-1][name] = value
        elif within[-1] == "VALARM" and name == "TRIGGER":
            found[-1].setdefault("alarms", []).append(value)
    assert not within
    return found


def read(browser, address):
    answer = browser.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not answer.cookies
    return events(answer.content.decode())


def test_a_program_without_a_session_reads_the_meetings_of_one_person(
    noon, mark, lena, anna, client, open_for
):
    add_meeting(anna, title="Prices, terms; more", day=DAY, begins=NINE, place="Café", guests=[lena], by=mark)
    add_meeting(title="Mark alone", day=DAY, begins=NINE, by=mark)
    (mine,) = read(client, open_for(lena))
    assert mine["SUMMARY"] == r"Prices\, terms\; more"
    assert (mine["DTSTART"], mine["DTEND"]) == ("20261124T090000Z", "20261124T100000Z")
    assert "Anna" not in str(mine)  # she is a client of Mark's
    assert mine["alarms"] == ["-PT15M"]
    assert len(read(client, open_for(mark))) == 2


def test_a_change_keeps_the_name_and_raises_the_number_and_a_cancelled_one_says_so(
    noon, mark, client, open_for
):
    made, address = add_meeting(title="Plans", day=DAY, begins=NINE, by=mark), open_for(mark)
    (first,) = read(client, address)
    edit_meeting(made, begins=time(11), ends=time(12), by=mark)
    (second,) = read(client, address)
    cancel_meeting(made, by=mark)
    (third,) = read(client, address)
    assert first["UID"] == second["UID"] == third["UID"]
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < int(third["SEQUENCE"])
    assert [one["STATUS"] for one in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_tasks_and_promises_with_a_day_stand_there_and_take_no_time(noon, mark, anna, client, open_for):
    task = add_task(anna, title="Call", due_on=DAY, by=mark)
    set_reminder(mark, about=task, before=60, by=mark)
    add_task(title="Some day", by=mark)
    add_promise(anna, text="Send", due_on=DAY, due_time=time(15), by=mark)
    address = open_for(mark)
    call, send = read(client, address)
    assert (call["DTSTART;VALUE=DATE"], call["TRANSP"], call["alarms"]) == (
        "20261124",
        "TRANSPARENT",
        ["PT480M"],  # at eight: the day is due at nine, as it is where Pomni itself reminds of it
    )
    assert (send["DTSTART"], send["DESCRIPTION"]) == ("20261124T150000Z", "Anna Kern")
    edit_task(task, title="Ring", by=mark)
    assert int(read(client, address)[0]["SEQUENCE"]) > int(call["SEQUENCE"])


def test_an_address_ends_when_it_is_withdrawn_made_anew_or_its_owner_leaves_or_changes_the_password(
    noon, mark, client, open_for
):
    def works(address):
        return client.get(address).status_code == 200

    first = open_for(mark)
    second = open_for(mark)
    assert (works(first), works(second)) == (False, True)
    close_calendar(mark, by=mark)
    assert not works(second)
    third = open_for(mark)
    note_password_change(mark, by=mark)
    assert not works(third)
    mark.refresh_from_db()
    fourth = open_for(mark)
    type(mark).objects.filter(pk=mark.pk).update(is_active=False)
    assert not works(fourth)


def test_the_secret_is_kept_as_a_digest_and_shown_once(mark, page_of):
    browser = page_of(mark)
    (secret,) = re.findall(r"/calendar/([\w-]+)\.ics", browser.post("/tasks/calendar/open/").content.decode())
    assert secret not in str(Feed.objects.values().get())
    assert secret not in browser.get("/tasks/reminders/").content.decode()


def test_nobody_learns_anything_from_a_wrong_address_and_may_not_ask_without_end(
    mark, client, open_for, monkeypatch
):
    address = open_for(mark)
    monkeypatch.setattr(calendars, "MOST_A_MINUTE", 2)
    with clock.travel_to(clock.now().replace(second=0)):  # all of them within one minute
        wrong = [client.get("/calendar/wrong.ics").status_code for _time in range(3)]
        answers = [client.get(address) for _time in range(3)]
    assert wrong == [404, 404, 429]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"]


def test_whoever_may_see_no_meetings_has_an_empty_calendar(guest, client, open_for):
    assert read(client, open_for(guest)) == []


def test_a_client_out_of_reach_since_is_no_longer_named(noon, vera, mark, lena, client, open_for):
    ben = add_client(name="Ben Stone", by=mark)
    add_meeting(ben, title="Plans", day=DAY, begins=NINE, by=mark)
    address = open_for(mark)
    assert "Ben" in str(read(client, address))
    type(ben).objects.filter(pk=ben.pk).update(responsible=lena, entered_by=lena)
    assert "Ben" not in str(read(client, address))


@pytest.mark.parametrize("text", ["é" * 100, "x" * 74 + "€" * 40, "👩‍👩‍👧" * 30, "", "a" * 75, "a" * 76])
def test_a_line_is_folded_between_letters_and_unfolds_to_what_it_was(text):
    pieces = folded(text).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert folded(text).replace("\r\n ", "") == text


def test_what_people_type_cannot_write_a_line_of_its_own():
    made = Entry("1", datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), "")
    evil = "Plans\r\nEND:VEVENT\rBEGIN:VEVENT\x00\x0b"
    (one,) = events(calendar(evil, [Entry(**(vars(made) | {"title": evil, "place": evil, "text": evil}))]))
    assert one["SUMMARY"] == r"Plans\nEND:VEVENT\nBEGIN:VEVENT"


SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=150)
INSTANT = st.integers(10**9, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ENTRY = st.builds(
    Entry,
    uid=st.uuids().map(lambda uid: f"{uid}@pomni"),
    starts=INSTANT | st.dates(date(2000, 1, 1), date(2099, 12, 30)),
    stamp=INSTANT,
    title=SAID,
    place=SAID,
    text=SAID,
    sequence=st.integers(0, 999),
    alarms=st.lists(st.integers(0, 20_000), max_size=2),
)


@given(st.lists(ENTRY, max_size=4))
def test_a_parser_of_the_standard_reads_back_what_was_told(entries):
    read_back = Calendar.from_ical(calendar("Of Mark", entries))
    for one, event in zip(entries, read_back.walk("VEVENT"), strict=True):
        assert event.errors == []
        known = (event["UID"], event["SEQUENCE"], event.decoded("DTSTAMP"))
        assert known == (one.uid, one.sequence, one.stamp)
        assert event.decoded("DTSTART") == one.starts
        told = [str(event.get(name, "")) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
        assert told == [one.title, one.place, one.text]
        ahead = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
        since = timedelta(0) if isinstance(one.starts, datetime) else timedelta(hours=9)
        assert ahead == [since - timedelta(minutes=before) for before in one.alarms]


def unescaped(value):
    return re.sub(r"\\(.)", lambda sign: {"n": "\n", "N": "\n"}.get(sign[1], sign[1]), value)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared test data are not there")
def test_texts_of_calendars_of_other_programs_come_back_as_they_were_read():
    """What other programs wrote as a text is written by us so that it reads the same."""
    seen = 0
    for path in sorted(SAMPLES.rglob("*.ics")):
        text = re.sub(r"\r?\n[ \t]", "", path.read_text("utf-8", "replace"))
        for value in re.findall(r"^(?:SUMMARY|DESCRIPTION|LOCATION):(.*?)\r?$", text, re.M):
            plain = unescaped(value)
            line = folded(f"SUMMARY:{escaped(plain)}")
            assert unescaped(line.replace("\r\n ", "").removeprefix("SUMMARY:")) == plain, path.name
            seen += 1
    assert seen > 50


def test_an_address_and_the_hours_in_it_survive_a_change_of_the_zone(noon, vera, mark, client, open_for):
    """What was agreed by the clock of a place stays that hour there; the address goes on working."""
    edit_company(zone="Europe/Warsaw", by=vera)
    address = open_for(mark)
    add_meeting(title="Here", day=DAY, begins=NINE, by=mark)
    add_task(title="Call", due_on=DAY, due_time=NINE, by=mark)
    before = {one["SUMMARY"]: one for one in read(client, address)}
    edit_company(zone="Asia/Yekaterinburg", by=vera)
    after = {one["SUMMARY"]: one for one in read(client, address)}
    assert after["Here"]["DTSTART"] == before["Here"]["DTSTART"] == "20261124T080000Z"
    assert (before["Call"]["DTSTART"], after["Call"]["DTSTART"]) == ("20261124T080000Z", "20261124T040000Z")
    assert after["Call"]["UID"] == before["Call"]["UID"]


def test_the_address_ends_with_the_access_of_its_owner_whoever_ends_it_and_wherever(
    vera, mark, client, page_of, open_for
):
    address = open_for(mark)
    assert client.get(address).status_code == 200
    page_of(vera).post(f"/team/{mark.uid}/disable/", {})
    assert client.get(address).status_code == 404
    page_of(vera).post(f"/team/{mark.uid}/enable/")
    assert client.get(address).status_code == 404  # given again, the old address stays shut


def test_a_declined_meeting_is_not_in_the_calendar(noon, mark, lena, client, open_for):
    meeting = add_meeting(title="Plans", day=DAY, begins=NINE, guests=[lena], by=mark)
    address = open_for(lena)
    assert len(read(client, address)) == 1
    decline_meeting(meeting, by=lena)
    assert read(client, address) == []
