"""A location gets another zone while others book there: no visit keeps the zone of before, on both engines."""

from datetime import date, time, timedelta

import pytest

from conftest import member
from pomni.catalog.commands import add_service, set_performers
from pomni.kit.clock import today
from pomni.people.commands import add_client
from pomni.schedule import rules
from pomni.schedule.commands import book_visit, move_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Taken, Visit
from pomni.team.commands import add_location, edit_location
from tests.together import raised, together

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]
WARSAW, TOKYO = "Europe/Warsaw", "Asia/Tokyo"


@pytest.fixture
def day():
    """A day that is to come, and on which no clock is changed."""
    found = today() + timedelta(days=7)
    return date(found.year + 1, 1, 12) if found.month in (3, 10) else found


def test_who_books_and_moves_while_the_zone_changes_gets_the_hour_by_the_new_clock(vera, day):
    north, south = (add_location(name=name, zone=WARSAW, by=vera) for name in ("North", "South"))
    anna = add_client(name="Anna", by=vera)
    people = [member(f"s{number}", "specialist") for number in range(4)]
    cut = add_service(name="Cut", minutes=30, by=vera)
    set_performers(cut, performers=[(user, None, None) for user in people], by=vera)

    def booking(number, location, client=()):
        lines = [Wanted(cut, people[number])]
        return lambda: book_visit(*client, location=location, day=day, begins=time(10), lines=lines, by=vera)

    elsewhere = booking(3, south)()
    acts = [booking(0, north), booking(1, north, [anna]), booking(2, north, [anna])]
    acts.append(lambda: move_visit(elsewhere, location=north, by=vera))
    moves = [lambda: edit_location(north, zone=TOKYO, by=vera)]
    assert raised(together(*acts[:2], *moves, *acts[2:])) == []
    late = book_visit(location=north, day=day, begins=time(14), lines=[Wanted(cut, people[0])], by=vera)
    told = [late, *Visit.objects.exclude(pk=late.pk)]
    assert [one.zone for one in told] == [TOKYO] * 5
    assert [one.begins_at for one in told] == [rules.instant_of(day, one.begins, TOKYO) for one in told]
    assert {row.begins_at for row in Taken.objects.all()} == {one.begins_at for one in told}
