"""Visits: who and what they take, and what becomes of that when they are moved, cancelled, or taken up again."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from pomni.billing.commands import Paid
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.schedule import guard
from pomni.schedule.commands import (
    add_thing,
    book_visit,
    cancel_visit,
    complete_visit,
    edit_visit,
    miss_visit,
    move_visit,
    reopen_visit,
    set_needs,
    set_status,
)
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Line, Taken, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), WARSAW)


def taken_of(user):
    rows = Taken.objects.filter(user=user).order_by("begins_at")
    return [tuple(f"{i.astimezone(WARSAW):%H:%M}" for i in (row.begins_at, row.ends_at)) for row in rows]


def test_a_visit_takes_whoever_performs_it_only_where_hands_are_needed(vera, sam, anna, north, day, dye, cut):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(dye, sam)], by=vera)
    assert (visit.begins_at, visit.ends_at) == (at(day, 10), at(day, 11, 30))
    assert taken_of(sam) == [("10:00", "10:20"), ("11:00", "11:40")]
    book_visit(location=north, day=day, begins=time(10, 20), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Busy) as busy:
        book_visit(location=north, day=day, begins=time(11, 30), lines=[Wanted(cut, sam)], by=vera)
    assert str(busy.value) == "Busy: Sam, 11:00–11:40."
    assert Visit.objects.count() == 2


def test_several_services_follow_each_other_each_at_its_own_price_and_length(
    vera, sam, lena, anna, north, day, cut
):
    from pomni.catalog.commands import set_performers

    set_performers(cut, performers=[(sam, None, None), (lena, Decimal(150), 45)], by=vera)
    lines = [Wanted(cut, lena), Wanted(cut, sam), Wanted(cut, sam, price=Decimal(80))]
    visit = book_visit(anna, location=north, day=day, begins=time(9), lines=lines, by=vera)
    told = [(one.user.username, one.price, one.ends_at) for one in visit.lines.order_by("place")]
    assert told == [
        ("lena", 150, at(day, 9, 45)),
        ("sam", 100, at(day, 10, 15)),
        ("sam", 80, at(day, 10, 45)),
    ]
    assert visit.ends_at == at(day, 10, 45)


def test_a_room_takes_as_many_as_it_has_places_and_only_for_the_phases_that_need_it(
    vera, sam, lena, north, day, dye
):
    from pomni.catalog.commands import set_performers

    set_performers(dye, performers=[(sam, None, None), (lena, None, None)], by=vera)
    basin = add_thing(name="Basin", kind="basin", location=north, by=vera)
    set_needs(dye, needs=[("Basin", [2])], by=vera)
    first = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(dye, sam)], by=vera)
    (row,) = Taken.objects.filter(thing=basin)
    assert (row.visit, row.begins_at, row.ends_at) == (first, at(day, 11), at(day, 11, 30))
    with pytest.raises(Busy, match=r"Busy: Basin, 11:00–11:30\."):
        book_visit(location=north, day=day, begins=time(10, 15), lines=[Wanted(dye, lena)], by=vera)
    book_visit(location=north, day=day, begins=time(10, 30), lines=[Wanted(dye, lena)], by=vera)


def test_a_hall_is_booked_with_nobody_to_perform_anything(vera, north, day):
    from pomni.catalog.commands import add_service

    hour = add_service(name="Hall, an hour", minutes=60, by=vera)
    hall = add_thing(name="Hall", kind="hall", location=north, capacity=2, by=vera)
    for _guests in range(2):
        book_visit(location=north, day=day, begins=time(9), lines=[Wanted(hour, things=(hall,))], by=vera)
    with pytest.raises(Busy, match="Hall"):
        book_visit(location=north, day=day, begins=time(9, 59), lines=[Wanted(hour, things=(hall,))], by=vera)
    assert sorted(Taken.objects.values_list("unit", flat=True)) == [0, 1]


def test_booking_over_somebody_needs_a_right_and_is_remembered(vera, sam, hire, north, day, cut):
    nina = hire("nina", "front_desk", location=north)
    book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(NotAllowed):
        book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], over=True, by=sam)
    over = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], over=True, by=nina)
    assert list(Taken.objects.filter(visit=over).values_list("is_over", flat=True)) == [True]
    told = Moment.objects.filter(kind="schedule.visit_booked").latest("pk")
    assert (told.by_id, told.facts["over"]) == (nina.pk, ["Sam"])
    free = book_visit(location=north, day=day, begins=time(12), lines=[Wanted(cut, sam)], over=True, by=nina)
    assert not Taken.objects.get(visit=free).is_over


def test_whoever_was_booked_over_still_counts_as_taken(vera, sam, north, day, cut):
    first = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], over=True, by=vera)
    cancel_visit(first, by=vera)
    with pytest.raises(Busy):
        book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)


def test_a_visit_is_moved_whole_or_not_at_all(vera, sam, north, day, cut, dye):
    book_visit(location=north, day=day, begins=time(12), lines=[Wanted(cut, sam)], by=vera)
    visit = book_visit(
        location=north, day=day, begins=time(9), lines=[Wanted(cut, sam), Wanted(dye, sam)], by=vera
    )
    with pytest.raises(Busy):
        move_visit(visit, begins=time(10, 30), by=vera)
    assert taken_of(sam)[:3] == [("09:00", "09:30"), ("09:30", "09:50"), ("10:30", "11:10")]
    moved = move_visit(visit, begins=time(9, 15), by=vera)
    assert (moved.version, taken_of(sam)[0]) == (1, ("09:15", "09:45"))
    assert move_visit(visit, begins=time(9, 15), by=vera).version == 1
    with pytest.raises(Refused, match="meanwhile"):
        move_visit(visit, begins=time(8), seen=0, by=vera)


def test_prices_stay_as_agreed_where_the_catalogue_changes(vera, sam, north, day, cut):
    from pomni.catalog.commands import edit_service

    visit = book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    edit_service(cut, price=Decimal(500), by=vera)
    move_visit(visit, begins=time(10), by=vera)
    assert Line.objects.get().price == 100


def test_who_cancels_frees_the_hour_and_who_takes_it_up_again_needs_it_free(vera, sam, anna, north, day, cut):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    gone = cancel_visit(visit, why="ill", is_by_client=True, by=vera)
    assert (gone.status, gone.ended_as, Taken.objects.count()) == ("cancelled", "ill", 0)
    other = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Busy):
        set_status(visit, status="booked", by=vera)
    cancel_visit(other, by=vera)
    again = set_status(visit, status="booked", by=vera)
    assert (again.status, again.ended_as, taken_of(sam)) == ("booked", "", [("10:00", "10:30")])


def test_the_steps_of_a_visit_tell_their_instants_and_have_a_way_back(vera, sam, north, day, cut):
    visit = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with clock.travel_to(at(day, 9, 52)):
        set_status(visit, status="arrived", by=vera)
    with clock.travel_to(at(day, 10, 4)):
        visit = set_status(visit, status="started", by=vera)
    assert round((visit.started_at - visit.arrived_at) / timedelta(minutes=1)) == 12
    complete_visit(visit, paid=[Paid("cash")], by=vera)
    visit = reopen_visit(visit, by=vera)
    assert (visit.completed_at, visit.started_at is None) == (None, False)
    for wrong in ("no_show", "cancelled"):
        with pytest.raises(Refused):
            set_status(visit, status=wrong, by=vera)


def test_nobody_came_only_after_they_were_to_come(vera, sam, north, day, cut):
    visit = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with pytest.raises(Refused, match="still to come"):
        miss_visit(visit, by=vera)
    with clock.travel_to(at(day, 10, 20)):
        assert miss_visit(visit, by=vera).status == "no_show"
    assert not Taken.objects.exists()


def test_an_hour_that_a_clock_leaves_out_or_shows_twice_is_named(vera, sam, north, cut):
    with clock.travel_to(datetime(2027, 3, 1, tzinfo=WARSAW)):
        with pytest.raises(Refused, match="There is no 02:30 on this day"):
            book_visit(
                location=north, day=date(2027, 3, 28), begins=time(2, 30), lines=[Wanted(cut, sam)], by=vera
            )
        twice = [
            book_visit(
                location=north, day=date(2027, 10, 31), begins=time(2, 30), lines=[Wanted(cut, sam)], is_second=second,
                by=vera,
            )
            for second in (False, True)
        ]  # fmt: skip
    assert twice[1].begins_at - twice[0].begins_at == timedelta(hours=1)


def test_the_database_itself_refuses_what_overlaps(vera, sam, north, day, cut):
    visit = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    line = visit.lines.get()

    def put(begins, ends, **more):
        with transaction.atomic():
            return Taken.objects.create(
                visit=visit, line=line, user=sam, begins_at=begins, ends_at=ends, **more
            )

    for begins, ends in (
        (at(day, 10, 29), at(day, 11)),
        (at(day, 9), at(day, 10, 1)),
        (at(day, 10, 5), at(day, 10, 6)),
    ):
        with pytest.raises(IntegrityError) as no:
            put(begins, ends)
        assert guard.is_about_it(no.value)
    put(at(day, 10), at(day, 10, 30), is_over=True)
    after = put(at(day, 10, 30), at(day, 11))
    with pytest.raises(IntegrityError), transaction.atomic():
        Taken.objects.filter(pk=after.pk).update(begins_at=at(day, 10, 29))
    if connection.vendor == "sqlite":  # longer ones would be looked for in vain
        with pytest.raises(IntegrityError):
            put(at(day, 12), at(day, 12) + timedelta(days=2, minutes=1))


def test_a_colleague_out_of_reach_changes_nothing(vera, sam, hire, north, day, cut):
    visit = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    other = hire("olga", "specialist")
    for act in (lambda: cancel_visit(visit, by=other), lambda: edit_visit(visit, comment="x", by=other)):
        with pytest.raises(NotAllowed):
            act()
    assert edit_visit(visit, comment=" late ", by=sam).comment == "late"
