"""What is offered only in some months, and at what price a visit is booked."""

from datetime import date, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pomni.catalog.commands import add_price_list, edit_service, set_prices
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.schedule.commands import book_visit, move_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Pattern
from pomni.schedule.queries import Asked, starts


def test_a_service_is_not_booked_out_of_its_season(vera, sam, anna, cut, north, day):
    cut = edit_service(cut, season=[day.month % 12 + 1], by=vera)
    told = {"location": north, "begins": time(12), "lines": [Wanted(cut, sam)], "by": vera}
    with pytest.raises(Refused) as no:
        book_visit(anna, day=day, **told)
    assert no.value.field == "lines"
    cut = edit_service(cut, season=[day.month], by=vera)
    assert book_visit(anna, day=day, **(told | {"lines": [Wanted(cut, sam)]})).pk


def test_a_visit_is_booked_at_the_price_that_holds_on_its_day_and_keeps_it(vera, sam, anna, cut, north, day):
    made = add_price_list(name="That day", starts_on=day, ends_on=day, locations=[north], by=vera)
    set_prices(made, prices={cut: Decimal(80)}, by=vera)
    lines = [Wanted(cut, sam)]
    visit = book_visit(anna, location=north, day=day, begins=time(12), lines=lines, by=vera)
    assert visit.lines.get().price == 80
    visit = move_visit(visit, day=date.fromordinal(day.toordinal() + 1), by=vera)
    assert visit.lines.get().price == 80


def test_no_start_is_free_out_of_season(vera, sam, cut, north):
    days = [["09:00", "12:00"]]
    first = clock.today().replace(day=1) + timedelta(days=62)
    Pattern.objects.create(
        user=sam, location=north, begins_on=clock.today(), days=[days], off_on_holidays=False
    )
    cut = edit_service(cut, season=[first.month], by=vera)
    found = starts([Asked(cut)], north, first - timedelta(days=3), first.replace(day=3))
    assert {one.at.astimezone(ZoneInfo(north.zone)).month for one in found} == {first.month}
