"""Messages about visits: one each, when it is due, by the way that the client wishes; and what they answer."""

import re
import threading
from datetime import time, timedelta

import pytest
from django.db import connection

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.models import Moment
from pomni.people.commands import forget_client
from pomni.post.models import Outgoing
from pomni.reminders import commands, sending
from pomni.reminders.links import address_of
from pomni.reminders.models import Message, Reply
from pomni.reminders.rules import due_before, quiet_span
from pomni.reminders.sending import send_due
from pomni.reminders.tests.conftest import ADDRESS
from pomni.reminders.wording import usual_texts
from pomni.schedule.commands import cancel_visit, complete_visit, move_visit
from pomni.schedule.models import Pattern
from pomni.team.models import Notice
from pomni.team.robots import robot

pytestmark = pytest.mark.django_db


def states():
    return sorted(Message.objects.values_list("rule__occasion", "version", "state"))


def link_of(visit):
    return address_of(visit).removeprefix(ADDRESS)


def test_a_client_is_reminded_once_in_their_language_by_the_first_way_that_works(hear, sms, day_before, book):
    visit = book()
    hear()
    hear()
    assert states() == [("before", 0, "planned")]
    with clock.travel_to(visit.begins_at - timedelta(hours=24)):
        send_due()
        send_due()
    one, left = Message.objects.get(), Outgoing.objects.get(kind="message")
    assert (one.state, one.channel, left.payload["to"]) == ("sent", "sms", "+48600100200")
    assert "Haircut" in one.text
    assert "10:00" in one.text
    assert address_of(visit) in one.text
    assert Moment.objects.filter(kind="reminders.message_sent", record_id=visit.pk).count() == 1


def test_each_version_of_a_visit_has_its_reminder_and_what_was_planned_before_is_dropped(
    hear, sms, day_before, book, vera
):
    visit = book()
    hear()
    move_visit(visit, begins=time(12), by=vera)
    hear()
    assert states() == [("before", 0, "dropped"), ("before", 1, "planned")]
    cancel_visit(visit, by=vera)
    hear()
    assert states() == [("before", 0, "dropped"), ("before", 1, "dropped")]


def test_a_visit_that_was_cancelled_before_the_listener_ran_is_never_reminded_of(
    hear, sms, day_before, book, vera
):
    visit = book()
    hear()
    cancel_visit(visit, by=vera)
    with clock.travel_to(visit.begins_at - timedelta(hours=23)):
        send_due()
    assert Message.objects.get().because == "changed"


def test_booked_moved_cancelled_and_thanks_are_told_when_they_happen(hear, sms, book, vera):
    for occasion in ("booked", "moved", "cancelled", "after"):
        commands.add_rule(occasion=occasion, texts=usual_texts(occasion), by=vera)
    visit, other = book(), book(at=time(15))
    hear()
    move_visit(visit, begins=time(12), by=vera)
    hear()
    cancel_visit(visit, by=vera)
    hear()
    send_due()
    with clock.travel_to(other.ends_at):
        complete_visit(other, by=vera)
        hear()
        send_due()
    sent = Message.objects.filter(state="sent").values_list("rule__occasion", "visit")
    assert sorted(sent) == [("after", other.pk), ("booked", other.pk), ("cancelled", visit.pk)]
    assert Message.objects.get(rule__occasion="moved").because == "changed"  # overtaken by the cancelling


def test_nobody_is_written_to_in_quiet_hours_nor_who_wants_no_messages(
    hear, sms, day_before, book, vera, anna
):
    commands.set_manner(channels=["sms"], quiet_from=time(21), quiet_till=time(9), by=vera)
    visit = book(at=time(7))
    hear()
    due = Message.objects.get().due_at  # 7 o'clock a day before is in the quiet hours, so it comes at 9
    assert visit.begins_at - due == timedelta(hours=22)
    commands.set_wish(anna, is_silent=True, by=vera)
    with clock.travel_to(due):
        send_due()
    assert (Message.objects.get().because, Outgoing.objects.filter(kind="message").count()) == ("silent", 0)


def test_quiet_hours_go_past_midnight_and_a_reminder_that_would_be_too_late_comes_before_them():
    zone, night = "Asia/Vladivostok", (time(21), time(9))
    early = clock.now().replace(hour=22, minute=30, second=0, microsecond=0)  # 8:30 there
    assert quiet_span(early, night, zone)[1] - early == timedelta(minutes=30)
    begins = early + timedelta(hours=1)  # at 9:30; an hour before it all are asleep
    assert due_before(begins, 60, night, zone) == early.replace(hour=10, minute=59)


def test_what_cannot_be_delivered_goes_by_the_next_way(hear, sms, day_before, book, set_up_mail):
    visit = book()
    hear()
    with clock.travel_to(visit.begins_at - timedelta(hours=24)):
        send_due()
        Outgoing.objects.filter(kind="message").update(status="failed", last_error="gateway_refused")
        set_up_mail(2525)
        sending.follow_failures()
    one = Message.objects.get()
    assert (one.channel, one.tried, one.outgoing.kind) == ("email", ["sms"], "mail")


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(hear, sms, day_before, book):
    for hour in range(9, 15):
        book(at=time(hour))
    hear()
    last = Message.objects.latest("due_at").due_at
    gate, wrong = threading.Barrier(2), []

    def work():
        try:
            gate.wait()
            while send_due():
                pass
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    with clock.travel_to(last):
        workers = [threading.Thread(target=work) for _worker in range(2)]
        [one.start() for one in workers]
        [one.join() for one in workers]
    assert not wrong
    assert Outgoing.objects.filter(kind="message").count() == 6
    assert Moment.objects.filter(kind="reminders.message_sent").count() == 6


# --- Answers -----------------------------------------------------------------------------------------------------------


def test_a_link_shows_the_visit_and_only_a_press_confirms_it(sms, book, client):
    visit = book()
    shown = client.get(link_of(visit))
    assert (shown.status_code, visit.status) == (200, "booked")
    assert "Haircut" in shown.content.decode()
    for _press in range(2):
        client.post(link_of(visit), {"act": "confirm", "version": "0"})
    visit.refresh_from_db()
    assert visit.status == "confirmed"
    assert Moment.objects.filter(kind="reminders.visit_confirmed").count() == 1
    assert client.get(link_of(visit)[:-3] + "xx/").status_code == 404


def test_a_link_confirms_no_time_that_was_not_on_the_page(sms, book, client, vera):
    visit = book()
    move_visit(visit, begins=time(16), by=vera)
    answer = client.post(link_of(visit), {"act": "confirm", "version": "0"})
    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (422, "booked")
    assert "16:00" in answer.content.decode()


def test_a_client_cancels_by_the_link_as_early_as_the_company_lets_them_and_the_desk_is_told(
    sms, book, client, sam
):
    visit = book()
    with clock.travel_to(visit.begins_at - timedelta(hours=11)):
        assert client.post(link_of(visit), {"act": "cancel", "version": "0"}).status_code == 422
    client.post(link_of(visit), {"act": "cancel", "version": "0"})
    visit.refresh_from_db()
    assert (visit.status, visit.is_cancelled_by_client) == ("cancelled", True)
    assert Notice.objects.get(user=sam).kind == "schedule.cancelled_by_client"


def test_a_client_moves_by_the_link_of_a_reminder_as_early_as_the_company_lets_them(
    sms, book, client, sam, north
):
    visit = book()
    Pattern.objects.create(
        user=sam, location=north, begins_on=visit.day - timedelta(days=9), days=[[["09:00", "18:00"]]],
        off_on_holidays=False,
    )  # fmt: skip
    there = re.search(r'href="(/book/visit/[^"]+)"', client.get(link_of(visit)).content.decode())[1]
    times = client.get(f"{there}&on={visit.day}").content.decode()
    assert 'lang="pl"' in times  # as the reminder was
    chosen = re.search(r'href="([^"]+)">16:00<', times)[1].replace("&amp;", "&")
    at = re.search(r"at=(\w+)", chosen)[1]
    assert client.post(there, {"at": at}).status_code == 302
    visit.refresh_from_db()
    assert visit.begins == time(16)
    assert Notice.objects.get(user=sam).kind == "schedule.moved_by_client"
    with clock.travel_to(visit.begins_at - timedelta(hours=11)):
        assert "/book/visit/" not in client.get(link_of(visit)).content.decode()


def test_a_yes_by_sms_confirms_the_next_visit_once(hear, sms, day_before, book, client, vera):
    visit, later = book(), book(days=5)
    hear()
    with clock.travel_to(later.begins_at - timedelta(hours=24)):
        Message.objects.update(due_at=clock.now())
    with clock.travel_to(visit.begins_at - timedelta(hours=20)):
        Message.objects.update(due_at=clock.now())
        send_due()
        address = commands.open_replies(channel="sms", by=vera)
        told = {"from": "48600100200", "text": "Tak!", "id": "m1"}
        for _twice in range(2):
            url = f"/messages/replies/sms/{address.secret}/"
            assert client.post(url, told, content_type="application/json").status_code == 200
    visit.refresh_from_db()
    later.refresh_from_db()
    assert (visit.status, later.status, Reply.objects.count()) == ("confirmed", "booked", 1)
    assert client.post("/messages/replies/sms/guessed/", told).status_code == 403


def test_a_forgotten_client_leaves_no_text_behind(hear, sms, day_before, book, vera, anna):
    visit = book()
    hear()
    with clock.travel_to(visit.begins_at - timedelta(hours=24)):
        send_due()
    forget_client(anna, by=vera)
    one = Message.objects.get()
    assert (one.text, one.to, one.outgoing.payload) == ("", "", {})


# --- Settings ----------------------------------------------------------------------------------------------------------


def test_a_text_with_an_unknown_word_is_refused_by_its_name(vera):
    with pytest.raises(Refused, match="surname"):
        commands.add_rule(occasion="booked", texts={"en": "{surname}, come"}, by=vera)


def test_a_rule_made_later_is_planned_for_visits_that_were_booked_before(hear, sms, book, vera):
    from pomni.jobs.worker import run_jobs_once

    book()
    hear()
    rule = commands.add_rule(occasion="before", minutes=60, texts=usual_texts("before"), by=vera)
    run_jobs_once()
    assert states() == [("before", 0, "planned")]
    commands.remove_rule(rule, by=vera)
    assert states() == [("before", 0, "dropped")]


def test_the_robot_that_writes_may_do_nothing_else(book):
    assert not robot("Reminders").may("schedule.visit.change")
