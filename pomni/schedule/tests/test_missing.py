"""Who did not come, or cancelled too late, is asked for a prepayment: a term of the location."""

from datetime import time, timedelta
from decimal import Decimal

import pytest

from pomni.billing.commands import take_prepayment
from pomni.kit import clock
from pomni.schedule.commands import book_visit, cancel_visit, miss_visit, set_status, set_terms
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import asks_prepayment, prepayment_of

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def booked(vera, sam, anna, north, day, cut):
    def book(hour, client=anna):
        lines = [Wanted(cut, sam)]
        return book_visit(client, location=north, day=day, begins=time(hour), lines=lines, by=vera)

    return book


def test_a_prepayment_is_asked_after_so_many_no_shows_and_late_cancellations(
    vera, anna, north, booked, client
):
    set_terms(north, prepay_after=2, late_hours=24, by=vera)
    late, missed, ours, early = booked(9), booked(10), booked(11), booked(12)
    cancel_visit(early, is_by_client=True, by=vera)
    with clock.travel_to(late.begins_at - timedelta(hours=3)):
        cancel_visit(late, is_by_client=True, by=vera)
        cancel_visit(ours, is_by_client=False, by=vera)
    assert [one.is_late for one in (late, ours, early)] == [False] * 3  # as they were read
    for one in (late, ours, early):
        one.refresh_from_db()
    assert [one.is_late for one in (late, ours, early)] == [True, False, False]
    again = booked(15)
    assert (asks_prepayment(north, [anna.pk]), prepayment_of(again)) == ({}, "")
    with clock.travel_to(missed.begins_at + timedelta(minutes=30)):
        miss_visit(missed, by=vera)
    assert "cancelled late 2 times" in prepayment_of(again)
    client.force_login(vera)
    for page in (f"/schedule/visits/{again.uid}/", f"/schedule/clients/?q=Anna&at={north.uid}"):
        assert "repayment" in client.get(page).content.decode(), page
    assert "Cancelled late 1 time" in client.get(f"/clients/{anna.uid}/").content.decode()
    take_prepayment(anna, location=north, way="cash", amount=Decimal(50), by=vera)
    assert prepayment_of(again) == ""


def test_what_is_taken_back_or_long_ago_does_not_count(vera, anna, north, booked):
    set_terms(north, prepay_after=1, late_hours=24, by=vera)
    late = booked(9)
    with clock.travel_to(late.begins_at - timedelta(hours=3)):
        cancel_visit(late, is_by_client=True, by=vera)
        assert anna.pk in asks_prepayment(north, [anna.pk])
        set_status(late, status="booked", by=vera)
        assert asks_prepayment(north, [anna.pk]) == {}
        cancel_visit(late, is_by_client=True, by=vera)
    with clock.travel_to(late.begins_at + timedelta(days=366)):
        assert asks_prepayment(north, [anna.pk]) == {}
