"""Visits that come again: booked with a look at what stands in the way, and changed together."""

from datetime import date, time, timedelta

import pytest

from pomni.kit.errors import Refused
from pomni.schedule.commands import book_series, book_visit, cancel_series, move_series
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Visit
from pomni.schedule.queries import series_preview
from pomni.schedule.repeating import days_of, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WEEK = timedelta(days=7)


def told(status="booked"):
    return [(one.day, one.begins) for one in Visit.objects.filter(status=status).order_by("begins_at")]


def test_a_series_keeps_its_wall_time_over_a_change_of_the_clock(vera, sam, north, cut, anna):
    first = date(2027, 3, 22)  # in Warsaw clocks are put forward on the 28th
    book_series(
        anna, location=north, first=first, begins=time(10), lines=[Wanted(cut, sam)], rule="FREQ=WEEKLY;COUNT=2", by=vera
    )  # fmt: skip
    one, other = Visit.objects.order_by("begins_at")
    assert (one.begins, other.begins, one.series) == (time(10), time(10), other.series)
    assert other.begins_at - one.begins_at == WEEK - timedelta(hours=1)


def test_what_stands_in_the_way_is_seen_before_and_all_or_none_are_booked(vera, sam, north, day, cut, anna):
    book_visit(location=north, day=day + WEEK, begins=time(9, 45), lines=[Wanted(cut, sam)], by=vera)
    lines, rule = [Wanted(cut, sam)], rule_of("1", 3, [])
    days = days_of(rule, day)
    turns = series_preview(north, days, time(10), lines, {})
    assert [turn.why for turn in turns] == ["", "Busy: Sam, 09:45–10:15.", ""]
    assert not any(turn.why for turn in series_preview(north, days, time(10), lines, {days[1]: time(11)}))
    words = {"location": north, "first": day, "begins": time(10), "lines": lines, "rule": rule, "by": vera}
    with pytest.raises(Refused, match="Busy: Sam"):
        book_series(anna, **words)
    assert Visit.objects.count() == 1
    book_series(anna, **words, moved=[(days[1], time(11))], skip=[days[2]])
    assert Visit.objects.filter(client=anna).count() == 2


def test_this_and_following_or_all_are_moved_and_cancelled_together(vera, sam, lena, north, day, cut, anna):
    words = {"location": north, "first": day, "begins": time(10), "lines": [Wanted(cut, sam)], "by": vera}
    book_series(anna, **words, rule="FREQ=DAILY;COUNT=4")
    second = Visit.objects.order_by("begins_at")[1]
    assert move_series(second, scope="following", days=1, begins=time(12), by=vera) == 3
    days = [day + timedelta(days=number) for number in range(5)]
    assert told() == [(days[0], time(10)), *((one, time(12)) for one in days[2:])]
    last = Visit.objects.latest("begins_at")
    assert cancel_series(last, scope="following", why="Ill", by=vera) == 1
    assert cancel_series(last, scope="all", by=vera) == 3
    assert told() == []


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY", "FREQ=SECONDLY;COUNT=3", "FREQ=DAILY;COUNT=61", "COUNT=3", "x"]
)
def test_a_rule_that_does_not_end_or_is_none_is_refused(rule):
    with pytest.raises(Refused):
        days_of(rule, date(2027, 1, 4))


def test_the_desk_looks_skips_and_books(client, vera, sam, north, day, cut, anna):
    client.force_login(vera)
    book_visit(location=north, day=day + WEEK, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    sent = {
        "client": str(anna.uid),
        "service-0": str(cut.uid),
        "user-0": str(sam.uid),
        "day": day.isoformat(),
    }
    sent |= {"begins": "10:00", "every": "1", "count": "2", "once": "1"}
    page = f"/schedule/series/book/?at={north.uid}"
    shown = client.post(page, sent).content.decode()
    assert ("Busy: Sam" in shown, f'value="{day + WEEK}" checked' in shown) == (True, True)
    assert f'aria-label="Another hour, {day.day} {day:%B}"' in shown
    assert client.post(page, sent | {"book": "1"}).status_code == 422
    done = {"book": "1", f"at-{day + WEEK}": "12:00"}
    assert client.post(page, sent | done).status_code == 302
    assert Visit.objects.filter(client=anna).count() == 2
    new = {"client": "", "client-typed": "Ola Lis", "begins": "15:00", "book": "1", "once": "2"}
    assert client.post(page, sent | new).status_code == 302
    assert Visit.objects.filter(client__name="Ola Lis").count() == 2
    one = Visit.objects.filter(client=anna).earliest("begins_at")
    address = f"/schedule/visits/{one.uid}/series/"
    assert client.post(address, {"scope": "all", "days": "1", "begins": ""}).status_code == 302
    assert client.post(address, {"scope": "all", "why": "Ill"}).status_code == 302
    assert Visit.objects.filter(status="cancelled").count() == 2
