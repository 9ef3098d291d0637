"""Free starts, as the tables have them, are just those at which a visit can be booked."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import set_performers
from pomni.kit import clock
from pomni.kit.prepared import rows_of
from pomni.schedule import queries
from pomni.schedule.commands import add_thing, book_visit, set_needs
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Absence, Pattern, WorkDay
from pomni.schedule.queries import Asked, starts

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")
DAY_OF_WORK = [[["09:00", "12:00"], ["13:00", "17:00"]]]


@pytest.fixture
def at_work(sam, lena, north, day):
    """Sam and Lena work at North, each day alike."""
    for user in (sam, lena):
        Pattern.objects.create(
            user=user,
            location=north,
            begins_on=day - timedelta(days=30),
            days=DAY_OF_WORK,
            off_on_holidays=False,
        )


def told(found):
    return [f"{one.at.astimezone(WARSAW):%H:%M}" for one in found]


def test_starts_lie_within_working_hours_beside_breaks_and_visits(vera, sam, north, day, cut, dye, at_work):
    book_visit(location=north, day=day, begins=time(9, 30), lines=[Wanted(dye, sam)], by=vera)
    found = told(starts([Asked(cut, sam)], north, day, day))
    # 9:30–9:50 and 10:30–11:10 are taken by the dye; the half hour between them is free.
    assert found == [
        "09:00", "10:00", "11:15", "11:30",
        *(f"{13 + n // 4}:{n % 4 * 15:02}" for n in range(15)),
    ]  # fmt: skip
    assert told(starts([Asked(cut, sam)], north, day, day, part=(time(12), time(14)), most=2)) == [
        "13:00",
        "13:15",
    ]


def test_somebody_away_or_off_has_none_and_any_colleague_will_do(vera, sam, lena, north, day, cut, at_work):
    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    Absence.objects.create(user=sam, begins_on=day, ends_on=day, state="approved", asked_at=clock.now())
    assert starts([Asked(cut, sam)], north, day, day) == []
    assert {one.performed_by for one in starts([Asked(cut)], north, day, day)} == {(lena.pk,)}
    WorkDay.objects.create(user=lena, location=north, day=day, hours=[["20:00", "21:00"]])
    assert told(starts([Asked(cut)], north, day, day)) == ["20:00", "20:15", "20:30"]


def test_just_what_is_free_can_be_booked(vera, sam, lena, north, day, cut, dye, at_work):
    set_performers(dye, performers=[(sam, None, None), (lena, None, 120)], by=vera)
    add_thing(name="Basin", kind="basin", location=north, by=vera)
    set_needs(dye, needs=[("basin", [2])], by=vera)
    for begins, lines in (
        (time(9, 15), [Wanted(cut, sam)]),
        (time(10), [Wanted(dye, lena)]),
        (time(14), [Wanted(dye, sam), Wanted(cut, sam)]),
    ):
        book_visit(location=north, day=day, begins=begins, lines=lines, by=vera)
    for wanted in (
        [Wanted(cut, sam)],
        [Wanted(dye, sam)],
        [Wanted(dye, lena)],
        [Wanted(cut, sam), Wanted(dye, lena)],
    ):
        asked = [Asked(one.service, one.user) for one in wanted]
        free = told(starts(asked, north, day, day))
        for minute in range(9 * 60, 17 * 60, 15):
            begins = time(minute // 60, minute % 60)
            is_free = f"{begins:%H:%M}" in free
            assert not is_free or can_be_booked(north, day, begins, wanted, vera), (begins, wanted)
            if not is_free and can_be_booked(north, day, begins, wanted, vera):
                assert goes_beyond_work(day, begins, wanted), (begins, wanted)


def can_be_booked(north, day, begins, wanted, by):
    with transaction.atomic():
        try:
            book_visit(location=north, day=day, begins=begins, lines=wanted, by=by)
        except Busy:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def goes_beyond_work(day, begins, wanted):
    """Whether hands are needed where nobody works: a booking may do that, a proposal does not."""
    at, hands = datetime.combine(day, begins), []
    for one in wanted:
        minutes = (one.user and one.service.performers.get(user=one.user).minutes) or one.service.minutes
        hands.append((at, at + timedelta(minutes=minutes)))
        at += timedelta(minutes=minutes)
    shut = [(time(0), time(9)), (time(12), time(13)), (time(17), time(23, 59))]
    return any(
        first < datetime.combine(day, ends) and last > datetime.combine(day, begun)
        for first, last in hands
        for begun, ends in shut
    )


def test_the_statements_do_not_grow_with_days_or_visits(vera, sam, lena, north, day, cut, dye, at_work):
    def statements(last):
        with CaptureQueriesContext(
            connection,
        ) as ran:
            starts([Asked(cut), Asked(dye)], north, day, last)
        return len(ran)

    statements(day)  # what the process keeps in mind is asked for once
    few = statements(day)
    for number in range(5):
        book_visit(
            location=north,
            day=day + timedelta(days=number),
            begins=time(9),
            lines=[Wanted(cut, sam)],
            by=vera,
        )
    assert statements(day + timedelta(days=30)) == few <= 9


def test_what_was_over_before_the_first_start_is_not_read(vera, sam, north, day, cut, at_work, monkeypatch):
    words = {"location": north, "lines": [Wanted(cut, sam)], "by": vera}
    book_visit(day=day, begins=time(9), **words)
    book_visit(day=day, begins=time(10), **words)
    rows = {}

    def counted(key, *values, **given):
        rows[key[:2]] = found = rows_of(key, *values, **given)
        return found

    monkeypatch.setattr(queries.free, "rows_of", counted)

    def read(first):
        found = starts([Asked(cut, sam)], north, first, day)
        return told(found), len(rows["taken", "user"])

    with clock.travel_to(datetime.combine(day, time(9, 40), WARSAW)):
        found, taken = read(day - timedelta(days=20))
    assert (found[:2], taken) == (["10:30", "10:45"], 1)
    with clock.travel_to(datetime.combine(day, time(9, 10), WARSAW)):
        assert read(day)[1] == 2  # the first one still lasts


def test_what_is_past_or_too_soon_is_not_offered(vera, sam, north, day, cut, at_work):
    with clock.travel_to(datetime.combine(day, time(15, 50), WARSAW)):
        assert told(starts([Asked(cut, sam)], north, day, day)) == ["16:00", "16:15", "16:30"]
        assert told(starts([Asked(cut, sam)], north, day, day, lead=timedelta(minutes=30))) == ["16:30"]
