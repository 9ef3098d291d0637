"""Meetings: planning, moving, holding and cancelling them; who reaches them; what the clients' cards learn."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import (
    add_meeting,
    cancel_meeting,
    decline_meeting,
    edit_meeting,
    hand_over_meetings,
    hold_meeting,
    reopen_meeting,
    restore_meeting,
)
from pomni.agenda.models import Meeting, MeetingClient, MeetingGuest
from pomni.agenda.rules import span
from pomni.kit import clock
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Concern, Moment
from pomni.people.commands import add_client, edit_client, forget_client, merge_clients, unmerge_clients
from pomni.people.models import Client, ClientFigures
from pomni.team.commands import add_location
from pomni.team.models import Notice
from pomni.team.notices import sentence_of

DAY, NINE = date(2026, 11, 24), time(9)


@pytest.fixture(autouse=True)
def _sunday(noon):
    """It is Sunday, 22 November 2026, noon."""


@pytest.fixture
def review(mark, lena, anna):
    """Mark meets Anna on Tuesday at nine; Lena is invited."""
    return add_meeting(anna, title="Review", day=DAY, begins=NINE, place="Café", guests=[lena], by=mark)


def kinds(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def figures(client):
    return ClientFigures.objects.get(client=client)


def test_an_hour_is_that_of_the_place_whatever_the_clock_of_the_company(vera):
    far = add_location(name="Vladivostok", zone="Asia/Vladivostok", by=vera)
    client = add_client(name="Far", location=far, by=vera)
    made = add_meeting(client, title="Plans", day=DAY, begins=NINE, by=vera)
    assert (made.zone, made.starts_at) == ("Asia/Vladivostok", datetime(2026, 11, 23, 23, tzinfo=UTC))
    assert made.ends == time(10)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "hours"),
    [
        (date(2026, 10, 24), time(22), time(4), 7),  # the night has one hour twice
        (date(2026, 3, 28), time(22), time(4), 5),  # and one has an hour less
        (date(2026, 11, 24), time(23, 30), time(0, 30), 1),
    ],
)
def test_a_meeting_may_go_on_past_midnight_and_lasts_as_long_as_the_clock_there_says(
    day, begins, ends, hours
):
    starts_at, ends_at = span(day, begins, ends, "Europe/Warsaw")
    assert ends_at - starts_at == timedelta(hours=hours)


def test_who_is_invited_is_told_without_a_word_of_what_about_and_reaches_it(review, lena, mark):
    notice = Notice.objects.get(user=lena)
    assert notice.kind == "agenda.meeting_planned"
    assert "Review" not in str(notice.facts)
    assert queries.meeting(lena, review.uid) == review
    assert queries.meeting_row(lena, review).client is None  # Anna is Mark's client
    assert not Notice.objects.filter(user=mark).exists()


def test_whoever_is_not_invited_and_does_not_lead_does_not_find_it(review, sam):
    assert not queries.meetings_between(sam, DAY, DAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        cancel_meeting(review, by=sam)


def test_moving_it_is_told_to_all_and_what_moves_nothing_to_nobody(review, lena, mark):
    edit_meeting(review, about="Prices", by=mark)
    assert kinds(lena) == ["agenda.meeting_planned"]
    moved = edit_meeting(review, begins=time(11), ends=time(12), by=mark)
    assert kinds(lena) == ["agenda.meeting_planned", "agenda.meeting_moved"]
    assert (moved.sequence, moved.starts_at.hour) == (2, 11)
    cancel_meeting(review, by=mark)
    assert kinds(lena)[-1] == "agenda.meeting_cancelled"


def test_a_new_guest_is_invited_and_one_who_is_let_go_no_longer_finds_it(review, lena, sam, mark):
    edit_meeting(review, guests=[sam], by=mark)
    assert kinds(sam) == ["agenda.meeting_planned"]
    assert not Meeting.objects.visible_to(lena).exists()
    told = Moment.objects.get(kind="agenda.meeting_edited").personal["changes"]
    assert told == {"guests": ["Lena", "Sam"]}


def test_two_who_change_one_field_are_told_and_an_empty_title_is_refused(review, mark):
    with pytest.raises(Conflict):
        edit_meeting(review, title="Call", seen={"title": "Plans"}, by=mark)
    with pytest.raises(Refused):
        edit_meeting(review, title=" ", by=mark)
    with pytest.raises(Refused):
        edit_meeting(review, begins=time(12), ends=time(8), by=mark)
    assert Meeting.objects.get() == review


def test_nobody_is_invited_who_could_not_see_meetings(mark, guest):
    with pytest.raises(Refused) as no:
        add_meeting(title="Plans", day=DAY, begins=NINE, guests=[guest], by=mark)
    assert (no.value.field, Meeting.objects.count()) == ("guests", 0)


def test_a_planned_meeting_is_the_next_step_of_each_client_who_comes(mark, anna):
    ben = add_client(name="Ben", by=mark)
    made = add_meeting(anna, title="Plans", day=DAY, begins=NINE, further=[ben], by=mark)
    for client in (anna, ben):
        client.refresh_from_db()
        assert (client.has_next_step, figures(client).next_due_on) == (True, DAY)
    cancel_meeting(made, by=mark)
    for client in (anna, ben):
        client.refresh_from_db()
        assert (client.has_next_step, figures(client).next_due_on) == (False, None)
    assert Concern.objects.filter(client_id=ben.pk, record="agenda.meeting").count() == 2


def test_a_meeting_that_was_held_is_a_contact_and_one_that_was_not_after_all_is_none(review, mark, anna):
    with clock.travel_to(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        hold_meeting(review, outcome="Signs", by=mark)
        hold_meeting(review, outcome="again", by=mark)
        assert figures(anna).last_contact_at == review.starts_at
        assert not Client.objects.get(pk=anna.pk).has_next_step
        with pytest.raises(Refused):
            cancel_meeting(review, by=mark)
        assert reopen_meeting(review, by=mark).outcome == ""
    assert figures(anna).last_contact_at is None
    acts = [
        kind.rpartition("_")[2]
        for kind in Moment.objects.filter(record="agenda.meeting").values_list("kind", flat=True)
    ]
    assert sorted(acts) == ["added", "held", "reopened"]


def test_a_held_meeting_stands_fast_until_it_is_opened_again(review, mark, lena, program_of):
    """Its day is that of a contact, and who was there was in touch: both would tell otherwise than the meeting."""
    hold_meeting(review, outcome="Signs", by=mark)
    ben = add_client(name="Ben", by=mark)
    address, program = f"/api/v1/meetings/{review.uid}", program_of(mark)
    for told in ({"day": "2026-11-20"}, {"further": [str(ben.uid)]}, {"guests": []}, {"title": "Other"}):
        answer = program.patch(address, told, "application/json")
        assert (answer.status_code, "open it again" in str(answer.json())) == (422, True), told
    assert program.patch(address, {"outcome": "Signs on Friday"}, "application/json").status_code == 200
    reopen_meeting(review, by=mark)
    assert program.patch(address, {"day": "2026-11-20"}, "application/json").status_code == 200


def test_a_cancelled_meeting_is_changed_only_once_it_is_planned_again(review, mark):
    cancel_meeting(review, by=mark)
    with pytest.raises(Refused):
        edit_meeting(review, title="Other", by=mark)
    assert restore_meeting(review, by=mark).cancelled_at is None


def test_a_meeting_outlives_whoever_planned_it_and_goes_to_one_successor(review, vera, mark, lena, sam):
    invited = add_meeting(title="Team", day=DAY, begins=NINE, guests=[mark], by=sam)
    assert hand_over_meetings(mark, meetings=[review.pk, invited.pk], to=lena, by=vera) == 2
    review.refresh_from_db()
    assert (review.responsible, review.guests.count()) == (lena, 0)
    invited.refresh_from_db()
    assert (invited.responsible, [one.user for one in invited.guests.all()]) == (sam, [lena])


def test_a_meeting_about_a_client_is_called_off_and_emptied_with_them_and_all_concerned_know(
    review, vera, mark, lena, anna
):
    ben = add_client(name="Ben", by=mark)
    edit_meeting(review, further=[ben], about="more", by=mark)
    forget_client(anna, by=vera)
    review.refresh_from_db()
    assert (review.title, review.about, review.place) == ("", "", "")
    assert review.cancelled_at
    assert [kinds(user)[-1] for user in (mark, lena)] == ["agenda.meeting_erased"] * 2
    ben.refresh_from_db()
    assert (ben.has_next_step, figures(ben).next_due_on) == (False, None)
    with pytest.raises(Refused):
        add_meeting(anna, title="Again", day=DAY, begins=NINE, by=vera)


def test_others_meet_without_whoever_was_erased_and_only_what_names_them_is_gone(vera, mark, lena, anna):
    """Under any name that they ever had, in any case of it, and by their phone in any spelling."""
    ben = add_client(name="Ben", by=mark)
    edit_client(anna, name="Ива Новак", email="iva@example.com", by=mark)
    texts = {"title": "Долги Ивы Новак", "place": "Café", "about": "Call 600 100-201 before"}
    made = add_meeting(ben, **texts, further=[anna], guests=[lena], by=mark, day=DAY, begins=NINE)
    old = add_meeting(
        ben,
        title="Anna’s wish",
        place="iva@example.com",
        about="An example",
        further=[anna],
        by=mark,
        day=DAY,
        begins=NINE,
    )
    hold_meeting(old, outcome="Signs in May", by=mark)
    forget_client(anna, by=vera)
    made.refresh_from_db()
    old.refresh_from_db()
    assert (made.title, made.place, made.about, made.found_by) == ("", "Café", "", "")
    assert (old.title, old.place, old.about, old.outcome) == ("", "", "An example", "Signs in May")
    assert made.cancelled_at is None
    assert not MeetingClient.objects.filter(client=anna).exists()
    assert kinds(lena) == ["agenda.meeting_planned"]
    ben.refresh_from_db()
    assert (ben.has_next_step, figures(ben).next_due_on) == (True, DAY)


def test_a_merge_brings_the_meetings_along_and_taking_it_back_returns_them(vera, mark, anna):
    other = add_client(name="Anna Kern", by=mark)
    ben = add_client(name="Ben", by=vera)
    own = add_meeting(other, title="Own", day=DAY, begins=NINE, by=vera)
    beside = add_meeting(ben, title="Beside", further=[other, anna], day=DAY, begins=NINE, by=vera)
    merge = merge_clients(anna, other, by=vera)
    own.refresh_from_db()
    assert own.client == anna
    assert [row.client for row in beside.further.all()] == [anna]
    assert figures(anna).next_due_on == DAY
    unmerge_clients(merge, by=vera)
    own.refresh_from_db()
    assert own.client_id == other.pk
    assert beside.further.count() == 2


def test_the_week_tells_each_meeting_once_and_hides_the_clients_of_others(review, lena, page_of):
    shown = page_of(lena).get("/tasks/meetings/?on=2026-11-24").content.decode()
    assert shown.count("Review") >= 1
    assert "Café" in shown
    assert "Anna Kern" not in shown
    assert "Review" not in page_of(lena).get("/tasks/meetings/?on=2026-12-01").content.decode()
    assert page_of(lena).get("/tasks/meetings/?on=nonsense").status_code == 200
    assert page_of(lena).get("/tasks/meetings/?on=0001-01-01").status_code == 200


def test_a_meeting_is_planned_on_a_card_and_stands_there(mark, anna, page_of):
    browser = page_of(mark)
    told = {
        "on": "card",
        "client": anna.uid,
        "title": "Plans",
        "day": "24.11.2026",
        "begins": "9",
        "place": "Café",
    }
    answer = browser.post("/tasks/meetings/add/", told, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "09:00–10:00" in answer.content.decode()
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    assert "Plans" in card
    assert "Café" in card


def test_a_page_changes_a_meeting_with_its_people(review, mark, anna, sam, page_of):
    ben, browser = add_client(name="Ben Stone", by=mark), page_of(mark)
    address = f"/tasks/meetings/{review.uid}/"
    form = browser.get(address).context["form"]
    told = {name: form[name].value() or "" for name in form.fields if name not in {"responsible", "also"}}
    told |= {"day": "25.11.2026", "begins": "09:00", "ends": "10:00", "responsible": str(mark.uid)}
    told |= {"guests": [str(sam.uid)], "also-typed": "Ben Stone"}
    assert browser.post(address, told).status_code == 302
    review.refresh_from_db()
    assert review.day == date(2026, 11, 25)
    assert [row.user for row in MeetingGuest.objects.all()] == [sam]
    assert [row.client for row in review.further.all()] == [ben]


def test_finishing_a_meeting_asks_for_the_next_step(review, mark, anna, page_of):
    answer = page_of(mark).post(f"/tasks/meetings/{review.uid}/hold/", {"outcome": "Signs"})
    assert answer["Location"].startswith(f"/tasks/next/?client={anna.uid}")


def test_a_program_plans_moves_and_lists_meetings(mark, lena, anna, program_of):
    till = program_of(mark)
    words = {"title": "Plans", "day": "2026-11-24", "begins": "09:00", "client": str(anna.uid)}
    made = till.post("/api/v1/meetings", words | {"guests": [str(lena.uid)]}, "application/json")
    assert (made.status_code, made.json()["guests"][0]["name"]) == (201, "Lena")
    one = f"/api/v1/meetings/{made.json()['uid']}"
    moved = till.patch(one, {"day": "2026-11-26", "guests": []}, "application/json").json()
    assert (moved["starts_at"][:10], moved["guests"]) == ("2026-11-26", [])
    listed = till.get(f"/api/v1/meetings?client={anna.uid}&day_from=2026-11-26").json()["items"]
    assert [line["title"] for line in listed] == ["Plans"]
    wrong = till.patch(one, {"guests": [str(anna.uid)]}, "application/json")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "guests")


def test_a_guest_who_changes_the_place_lets_nobody_go_that_they_do_not_see(review, mark, lena, anna, page_of):
    ben = add_client(name="Ben Stone", by=mark)
    edit_meeting(review, further=[ben], by=mark)
    browser, address = page_of(lena), f"/tasks/meetings/{review.uid}/"
    form = browser.get(address).context["form"]
    told = {name: form[name].value() or "" for name in form.fields if name not in {"responsible", "also"}}
    told |= {
        "place": "Office",
        "day": "24.11.2026",
        "begins": "09:00",
        "ends": "10:00",
        "responsible": str(mark.uid),
    }
    assert browser.post(address, told).status_code == 302
    review.refresh_from_db()
    assert (review.place, [row.user for row in review.guests.all()]) == ("Office", [lena])
    dora = add_client(name="Dora", by=lena)
    edit_meeting(review, further=[dora], by=lena)
    assert {row.client for row in review.further.all()} == {ben, dora}


def test_a_guest_who_takes_a_meeting_over_stands_there_once_and_is_told(review, mark, vera, lena):
    decline_meeting(review, by=lena)
    edit_meeting(review, responsible=lena, begins=time(11), ends=time(12), by=vera)
    assert not review.guests.exists()
    assert Meeting.objects.of(lena).count() == 1
    assert kinds(lena) == ["agenda.meeting_planned", "agenda.meeting_planned"]
    assert kinds(mark)[-1] == "agenda.meeting_without_you"  # he was to hold it


def test_whoever_is_taken_off_a_meeting_is_told_at_which_hour_they_need_not_come(review, mark, lena, page_of):
    edit_meeting(review, guests=[], begins=time(11), ends=time(12), by=mark)
    notice = Notice.objects.filter(user=lena).latest("pk")
    assert (notice.kind, notice.facts["at"]) == ("agenda.meeting_without_you", "09:00")
    assert "need not come" in sentence_of(notice)
    assert page_of(lena).get(notice.url).status_code == 200
    assert kinds(mark) == []  # who did it knows


def test_whoever_declines_is_out_of_the_calendar_and_the_holder_is_told(review, lena, mark, anna, page_of):
    page = page_of(lena)
    page.post(f"/tasks/meetings/{review.uid}/decline/")
    page.post(f"/tasks/meetings/{review.uid}/decline/")  # twice is once
    assert review not in Meeting.objects.of(lena)
    assert review.reminders.filter(user=lena).count() == 0
    assert [n.kind for n in Notice.objects.filter(user=mark)] == ["agenda.meeting_declined"]
    assert "declined" in page_of(mark).get(f"/tasks/meetings/{review.uid}/").content.decode()
    assert page.get(f"/tasks/meetings/{review.uid}/").status_code == 200  # she still finds it
    page.post(f"/tasks/meetings/{review.uid}/accept/")
    assert review in Meeting.objects.of(lena)
    kinds = Moment.objects.filter(record_id=review.pk, record="agenda.meeting").values_list("kind", flat=True)
    assert list(kinds.order_by("pk"))[-2:] == ["agenda.meeting_declined", "agenda.meeting_accepted"]


def test_whoever_declined_is_asked_anew_when_it_is_moved(review, lena, mark):
    decline_meeting(review, by=lena)
    edit_meeting(review, begins=time(16), ends=time(17), by=mark)
    assert review in Meeting.objects.of(lena)


def test_only_whoever_is_invited_declines_and_only_what_is_still_to_come(review, lena, mark, vera):
    for by in (mark, vera):
        with pytest.raises(Refused):
            decline_meeting(review, by=by)
    cancel_meeting(review, by=mark)
    with pytest.raises(Refused):
        decline_meeting(review, by=lena)


def test_the_page_says_who_will_be_there_and_names_no_client_out_of_reach(review, lena, mark, anna, page_of):
    edit_client(anna, alert="Pays late", by=mark)
    told = page_of(mark).get(f"/tasks/meetings/{review.uid}/").content.decode()
    assert "Who will be there" in told
    assert "Pays late · " in told
    of_lena = page_of(lena).get(f"/tasks/meetings/{review.uid}/").content.decode()
    assert anna.name not in of_lena
    assert "Pays late" not in of_lena
    assert mark.name in of_lena
