"""Free times against a search that tries each minute, and against cases that are known."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pomni.schedule.free import (
    Part,
    Place,
    Taken,
    Way,
    all_free,
    capacity_left,
    first_in,
    grid,
    mask_of,
    minutes_in,
    plan,
    starts,
)

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar" / "slots.json"
WINDOW = 60
SPANS = st.lists(
    st.tuples(st.integers(0, WINDOW), st.integers(1, 20)).map(lambda s: (s[0], sum(s))), max_size=4
)
KINDS = ("chair", "laser")


# --- A search that tries each minute -------------------------------------------------------------------------------------


def is_free(minute, spans):
    return not any(begins <= minute < ends for begins, ends in spans)


def is_open(minute, spans):
    return any(begins <= minute < ends for begins, ends in spans)


def fits(way, place, at):
    """Whether a service can begin at this minute, tried minute by minute."""
    openings, things = place
    whose, parts, before, after = way
    if not all(is_open(minute, openings) for minute in range(at, at + sum(p.minutes for p in parts))):
        return False
    moments, minute = [], at
    for part in parts:
        moments += [(minute + n, part) for n in range(part.minutes)]
        minute += part.minutes
    hands = [minute for minute, part in moments if part.hands]
    if whose and hands:
        shift, busy = whose
        if not all(is_open(minute, shift) and is_free(minute, busy) for minute in hands):
            return False
        breaks = [*range(hands[0] - before, hands[0]), *range(hands[-1] + 1, hands[-1] + 1 + after)]
        if not all(is_free(minute, busy) for minute in breaks):
            return False
    for kind in KINDS:
        wanted = [minute for minute, part in moments if kind in part.needs]
        free = (all(is_free(minute, busy) for minute in wanted) for busy in things.get(kind, ()))
        if wanted and not any(free):
            return False
    return True


def tried(services, place, at):
    """Whether the services fit one after the other in some choice of ways."""
    for choice in product(*services):
        minute, good = at, True
        for way in choice:
            good = good and fits(way, place, minute)
            minute += sum(part.minutes for part in way[1])
        if good:
            return True
    return False


def as_way(told):
    whose, parts, before, after = told
    who = Taken("somebody", mask_of(whose[0]), mask_of(whose[1])) if whose else None
    return Way(who, tuple(parts), before, after)


PARTS = st.lists(
    st.builds(Part, st.integers(1, 9), st.booleans(), st.frozensets(st.sampled_from(KINDS), max_size=2)),
    min_size=1,
    max_size=3,
)
WAYS = st.tuples(st.none() | st.tuples(SPANS, SPANS), PARTS, st.integers(0, 6), st.integers(0, 6))
PLACES = st.tuples(SPANS, st.dictionaries(st.sampled_from(KINDS), st.lists(SPANS, max_size=2)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(WAYS, min_size=1, max_size=2), min_size=1, max_size=2), PLACES)
def test_free_starts_are_those_that_trying_each_minute_finds(services, place):
    openings, things = place
    kinds = {
        kind: [Taken(n, mask_of([(0, 200)]), mask_of(busy)) for n, busy in enumerate(units)]
        for kind, units in things.items()
    }
    where, ways = Place(mask_of(openings), kinds), [[as_way(way) for way in each] for each in services]
    found = set(minutes_in(starts(ways, where, allowed=mask_of([(0, WINDOW)]))))
    assert found == {at for at in range(WINDOW) if tried(services, place, at)}
    for at in range(WINDOW):
        steps = plan(ways, where, at)
        assert (steps is not None) == (at in found)
        if steps:
            assert next(step.starts for step in steps) == at
            assert all((one.starts + one.way.minutes) == other.starts for one, other in pairwise(steps))


@given(SPANS, st.integers(1, 40))
def test_a_stretch_is_free_where_each_of_its_minutes_is(spans, minutes):
    free = set(minutes_in(all_free(mask_of(spans), minutes)))
    assert free == {at for at in range(100) if all(is_open(at + n, spans) for n in range(minutes))}


@given(SPANS, st.integers(1, 3))
def test_a_room_for_several_is_taken_where_that_many_are_at_once(spans, capacity):
    taken = set(minutes_in(capacity_left(spans, capacity)))
    assert taken == {
        at for at in range(100) if sum(begins <= at < ends for begins, ends in spans) >= capacity
    }


@given(st.sets(st.integers(0, 300)), st.integers(0, 300))
def test_the_first_free_minute_is_the_least_of_them(minutes, after):
    mask = sum(1 << minute for minute in minutes)
    assert first_in(mask, after=after) == min((m for m in minutes if m >= after), default=None)


def test_whoever_dyes_hair_serves_another_while_it_takes():
    dyeing = (Part(30), Part(40, hands=False), Part(20))
    cut = Taken("Lena", mask_of([(0, 90)]), mask_of([(30, 70)]))
    assert list(minutes_in(starts([[Way(cut, dyeing)]], Place(mask_of([(0, 90)])), allowed=-1 & 1))) == [0]


# --- Cases that are known ------------------------------------------------------------------------------------------------


def cases():
    return json.loads(CASES.read_text())["cases"] if CASES.exists() else []


@pytest.mark.skipif(not CASES.exists(), reason="the shared data sets are not here")
def test_the_known_cases_are_there():
    assert len(cases()) > 50


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_known_case(case):
    zone, day = ZoneInfo(case["tz"]), datetime.fromisoformat(case["day"])
    begins = _at(day, "00:00", zone) - timedelta(days=1)

    def minute(at):
        return int((at - begins).total_seconds() // 60)

    opening = tuple(minute(_at(day, told, zone)) for told in case["hours"])
    busy = [tuple(minute(_instant(told, day, zone)) for told in one) for one in case.get("busy", ())]
    busy += [tuple(minute(_at(day, told, UTC)) for told in one) for one in case.get("busy_utc", ())]
    allowed = grid([opening], case["step"])
    things = {}
    if second := case.get("second_resource"):
        shift = mask_of([tuple(minute(_at(day, told, ZoneInfo(second["tz"]))) for told in second["hours"])])
        things = {"second": [Taken("second", shift)]}
    part = Part(case["duration"], needs=frozenset(things))
    who = Taken("somebody", mask_of([opening]), mask_of(busy))
    way = Way(who, (part,), case.get("buffer_before", 0), case.get("buffer_after", 0))
    if "not_before" in case:
        allowed &= -1 << minute(_at(day, case["not_before"], zone))
    if "now" in case:
        soonest = _instant(case["now"], day, zone) + timedelta(minutes=case["notice_min"])
        allowed &= -1 << -int((begins - soonest).total_seconds() // 60)
    found = [
        begins + timedelta(minutes=at)
        for at in minutes_in(starts([[way]], Place(mask_of([opening]), things), allowed=allowed))
    ]
    if "expect_count" in case:
        assert len(found) == case["expect_count"]
    elif "expect" in case:
        assert [f"{at.astimezone(zone):%H:%M}" for at in found] == case["expect"]
    else:
        wanted = [_instant(told, day, UTC) for told in case["expect_utc"]]
        assert [at.astimezone(UTC) for at in found] == wanted


def _at(day, told, zone):
    """A wall time of the day; 24:00 is the next midnight."""
    hour, minute = map(int, told.split(":"))
    wall = day.replace(tzinfo=None) + timedelta(days=hour // 24, hours=hour % 24, minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _instant(told, day, zone):
    return datetime.fromisoformat(told).astimezone(UTC) if "T" in told else _at(day, told, zone)
