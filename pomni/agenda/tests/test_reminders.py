"""Reminders: told once, in time, and not at night; whoever is cut off has told nothing."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import override_settings

from pomni.agenda import pulses
from pomni.agenda.commands import (
    accept_meeting,
    add_meeting,
    add_promise,
    add_task,
    cancel_meeting,
    choose_wishes,
    decline_meeting,
    drop_reminder,
    edit_meeting,
    edit_task,
    finish_task,
    hand_over_meetings,
    set_reminder,
)
from pomni.agenda.models import Reminder
from pomni.agenda.pulses import tell_reminders
from pomni.agenda.rules import told_at
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.post.models import Outgoing
from pomni.team.commands import set_mail_server
from pomni.team.models import Notice

TUESDAY, NINE = date(2026, 11, 24), time(9)
NIGHT = time(21), time(8)
MAIL = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


@pytest.fixture(autouse=True)
def _sunday(noon):
    """It is Sunday, 22 November 2026, noon."""


@pytest.fixture
def plans(mark):
    """Mark's meeting on Tuesday at nine."""
    return add_meeting(title="Plans", day=TUESDAY, begins=NINE, by=mark)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def told(user):
    found = Notice.objects.filter(user=user, kind__endswith="_ahead")
    return list(found.order_by("pk").values_list("kind", flat=True))


def tell_at(*when):
    with clock.travel_to(at(*when)):
        return tell_reminders()


@pytest.mark.parametrize(
    ("due", "before", "when"),
    [
        (at(24, 12), 60, at(24, 11)),
        (at(24, 9), 30, at(24, 8, 30)),
        (at(24, 9), 120, at(24, 8)),  # seven is at night: told when it ends
        (at(24, 7), 30, at(23, 20, 59)),  # when it ends would be too late: told before it begins
        (at(24, 23), 60, at(24, 20, 59)),
        (at(24, 22), 60, at(24, 20, 59)),  # exactly as it begins
        (at(24, 9), 60, at(24, 8)),  # exactly as it ends
    ],
)
def test_at_night_nobody_is_reminded_but_before_or_after(due, before, when):
    assert told_at(due, before, NIGHT, "UTC") == when


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("before", [0, 15, 600, 1440])
def test_whatever_the_hour_a_reminder_comes_before_its_time_and_never_in_the_quiet(hour, before):
    due = at(24, hour)
    when = told_at(due, before, NIGHT, "UTC")
    assert NIGHT[1] <= when.time() < NIGHT[0]
    assert when < due or before == 0


def test_a_meeting_reminds_each_who_comes_once_a_quarter_of_an_hour_before(mark, lena):
    add_meeting(title="Plans", day=TUESDAY, begins=NINE, guests=[lena], by=mark)
    tell_at(24, 8, 44)
    assert (told(mark), told(lena)) == ([], [])
    for minute in (45, 46, 59):
        tell_at(24, 8, minute)
    assert (told(mark), told(lena)) == (["agenda.meeting_ahead"], ["agenda.meeting_ahead"])
    assert "Plans" not in str(Notice.objects.filter(user=mark).last().facts)


def test_whoever_dies_while_telling_has_told_nothing_and_the_next_one_tells_it_once(plans, mark, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_told, **_more):
        Notice.objects.create(user=mark, kind="agenda.meeting_ahead", dedupe="half", at=clock.now())
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(pulses, "notify", die)
        with pytest.raises(Killed):
            tell_at(24, 8, 45)
    assert (told(mark), Reminder.objects.waiting().count()) == ([], 1)
    tell_at(24, 8, 46)
    tell_at(24, 8, 47)
    assert told(mark) == ["agenda.meeting_ahead"]


def test_a_meeting_that_is_moved_reminds_anew_and_one_that_is_cancelled_does_not(plans, mark):
    tell_at(24, 8, 50)
    edit_meeting(plans, day=date(2026, 11, 25), by=mark)
    tell_at(24, 9, 50)
    assert len(told(mark)) == 1
    tell_at(25, 8, 45)
    assert len(told(mark)) == 2
    edit_meeting(plans, day=date(2026, 11, 26), by=mark)
    cancel_meeting(plans, by=mark)
    tell_at(26, 8, 45)
    assert len(told(mark)) == 2


def test_whoever_takes_their_reminder_of_a_meeting_away_keeps_none_until_they_are_invited_anew(
    plans, mark, lena, sam
):
    edit_meeting(plans, guests=[lena], by=mark)
    for user in (mark, lena):
        drop_reminder(Reminder.objects.get(meeting=plans, user=user), by=user)
    edit_meeting(plans, place="Café", by=mark)
    edit_meeting(plans, begins=time(10), ends=time(11), guests=[lena, sam], by=mark)
    assert [one.user for one in Reminder.objects.filter(meeting=plans)] == [sam]
    decline_meeting(plans, by=sam)
    accept_meeting(plans, by=sam)
    edit_meeting(plans, guests=[sam], by=mark)
    edit_meeting(plans, guests=[lena, sam], by=mark)
    invited = Reminder.objects.filter(meeting=plans).order_by("user__name")
    assert [one.user for one in invited] == [lena, sam]


def test_whoever_could_not_be_reminded_in_time_is_once_the_meeting_is_put_off(mark):
    with clock.travel_to(at(24, 8, 50)):
        soon = add_meeting(title="Plans", day=TUESDAY, begins=NINE, by=mark)
        assert not Reminder.objects.exists()
        edit_meeting(soon, day=date(2026, 11, 25), by=mark)
    assert Reminder.objects.get().at == at(25, 8, 45)


def test_whoever_takes_a_meeting_over_is_reminded_of_it(plans, mark, lena, vera):
    hand_over_meetings(mark, meetings=[plans.pk], to=lena, by=vera)
    assert [one.user for one in Reminder.objects.all()] == [lena]


def test_nobody_is_reminded_of_what_is_over_or_out_of_reach_by_then(plans, mark, lena):
    tell_at(24, 10, 1)  # the machine was off while it took place
    assert told(mark) == []
    other = add_meeting(title="Other", day=TUESDAY, begins=time(15), guests=[mark], by=lena)
    Reminder.objects.filter(meeting=other, user=mark).update(user=mark)
    other.guests.all().delete()
    tell_at(24, 14, 50)
    assert (told(mark), told(lena)) == ([], ["agenda.meeting_ahead"])


def test_what_is_put_off_by_a_little_reminds_anew_although_the_new_hour_is_past(mark, anna):
    """Told a day before Tuesday, nine o'clock; on Tuesday at one somebody moves it to Wednesday, less than a day away."""
    task = add_task(anna, title="Call", due_on=date(2026, 11, 24), by=mark)
    set_reminder(mark, about=task, before=24 * 60, by=mark)
    tell_at(23, 9)
    assert told(mark) == ["agenda.task_ahead"]
    with clock.travel_to(at(24, 13)):
        edit_task(task, due_on=date(2026, 11, 25), by=mark)
    tell_at(24, 14)
    assert told(mark) == ["agenda.task_ahead"] * 2
    with clock.travel_to(at(24, 15)):
        edit_task(task, due_on=date(2026, 11, 24), by=mark)
    tell_at(24, 16)
    assert told(mark) == ["agenda.task_ahead"] * 2  # of a sooner day they heard


def test_a_day_without_an_hour_is_reminded_of_before_nine_and_follows_the_task(mark, anna):
    task = add_task(anna, title="Call", due_on=TUESDAY, by=mark)
    set_reminder(mark, about=task, before=60, by=mark)
    assert Reminder.objects.get().at == at(24, 8)
    edit_task(task, due_on=date(2026, 11, 25), due_time=time(15), by=mark)
    assert Reminder.objects.get().at == at(25, 14)
    finish_task(task, by=mark)
    tell_at(25, 14, 5)
    assert told(mark) == []


def test_a_reminder_is_ones_own_and_set_once(mark, lena, anna):
    promise = add_promise(anna, text="Send", due_on=TUESDAY, by=mark)
    first, again = (set_reminder(mark, about=promise, before=60, by=mark) for _time in range(2))
    assert first == again
    for wrong in ({"about": promise, "before": 60}, {"about": add_task(title="Own", by=mark), "before": 60}):
        with pytest.raises(NotAllowed):
            set_reminder(lena, **wrong, by=lena)
    with pytest.raises(NotAllowed):
        drop_reminder(first, by=lena)


def test_what_has_no_day_or_is_over_cannot_be_reminded_of(mark, plans):
    with pytest.raises(Refused):
        set_reminder(mark, about=add_task(title="Some day", by=mark), before=60, by=mark)
    with pytest.raises(Refused):
        set_reminder(mark, about=plans, before=60 * 24 * 7, by=mark)


def test_hours_of_quiet_move_what_waits_and_hold_even_what_was_late(mark, plans):
    set_reminder(mark, about=plans, before=600, by=mark)  # at eleven at night
    choose_wishes(mark, quiet_from=NIGHT[0], quiet_till=NIGHT[1], before_meetings=None, by=mark)
    tell_at(23, 23, 30)
    assert told(mark) == []
    tell_at(24, 8, 1)
    assert told(mark) == ["agenda.meeting_ahead"]
    add_meeting(title="Late", day=TUESDAY, begins=time(12), by=mark)
    assert (
        Reminder.objects.waiting().filter(meeting__title="Late").count() == 0
    )  # wanted none before meetings


def test_a_letter_goes_with_it_where_that_is_wanted_and_mail_is_set_up(vera, mark, plans):
    type(mark).objects.filter(pk=mark.pk).update(email="mark@example.org")
    choose_wishes(mark, before_meetings=15, by_mail=True, by=mark)
    with override_settings(MAILERS=MAIL):
        set_mail_server(host="smtp.example.org", sender="hello@example.org", by=vera)
        tell_at(24, 8, 45)
        tell_at(24, 8, 46)
    letters = Outgoing.objects.filter(kind="mail")
    assert [row.payload["to"] for row in letters] == ["mark@example.org"]
    assert "Plans" not in letters[0].payload["text"]


def test_pages_set_and_drop_a_reminder_and_keep_wishes(mark, lena, plans, page_of):
    browser = page_of(mark)
    told_ = {"what": "meeting", "uid": plans.uid, "before": "60"}
    assert browser.post("/tasks/reminders/set/", told_)["Location"] == f"/tasks/meetings/{plans.uid}/"
    assert "An hour before" in browser.get(f"/tasks/meetings/{plans.uid}/").content.decode()
    one = Reminder.objects.get(before=60)
    assert page_of(lena).post(f"/tasks/reminders/{one.uid}/drop/").status_code == 404
    browser.post(f"/tasks/reminders/{one.uid}/drop/")
    assert not Reminder.objects.filter(before=60).exists()
    assert browser.post("/tasks/reminders/", {"quiet_from": "21"}).status_code == 422
    assert browser.post("/tasks/reminders/", {"quiet_from": "21", "quiet_till": "8"}).status_code == 302
    assert 'value="21:00"' in browser.get("/tasks/reminders/").content.decode()


def test_many_that_are_due_are_told_in_strokes(mark, monkeypatch):
    monkeypatch.setattr(pulses, "STROKE", 2)
    for number in range(3):
        add_meeting(title=str(number), day=TUESDAY, begins=NINE, by=mark)
    assert tell_at(24, 8, 50)
    assert not tell_at(24, 8, 50)
    assert len(told(mark)) == 3
