"""Price lists: which price holds on a day at a place."""

from datetime import date
from decimal import Decimal

import pytest

from pomni.catalog import commands, queries
from pomni.kit.errors import Refused
from pomni.team.commands import add_location

DAY = date(2026, 11, 25)


@pytest.fixture
def place(vera):
    return add_location(name="North", zone="Europe/Warsaw", by=vera)


@pytest.fixture
def south(vera):
    return add_location(name="South", zone="Europe/Warsaw", by=vera)


@pytest.fixture
def cut(vera, mark, lena):
    performers = [(mark, None, None), (lena, Decimal(150), None)]
    return commands.add_service(name="Cut", minutes=45, price=Decimal(100), performers=performers, by=vera)


def listed(by, record, price, name="List", **words):
    made = commands.add_price_list(name=name, by=by, **words)
    return commands.set_prices(made, prices={record: price and Decimal(price)}, by=by)


def price(cut, user, place, day=DAY):
    return queries.offers([cut.pk], day=day, location=place)[cut.pk, user.pk].price


def test_a_list_holds_from_its_first_day_until_its_last_at_its_locations(vera, mark, cut, place, south):
    listed(vera, cut, 80, starts_on=DAY, ends_on=date(2026, 11, 26), locations=[place])
    days = [date(2026, 11, day) for day in (24, 25, 26, 27)]
    assert [price(cut, mark, place, day) for day in days] == [100, 80, 80, 100]
    assert price(cut, mark, south) == 100
    assert queries.offers([cut.pk])[cut.pk, mark.pk].price == 100


def test_of_several_lists_the_one_for_the_place_holds_then_the_one_that_began_last(
    vera, mark, cut, place, south
):
    listed(vera, cut, 70, "Here", locations=[place])
    listed(vera, cut, 95, "Newer", starts_on=date(2026, 11, 20))
    listed(vera, cut, 90, "All", starts_on=date(2026, 11, 1))
    assert (price(cut, mark, place), price(cut, mark, south)) == (70, 95)


def test_a_price_of_a_colleagues_own_is_changed_by_no_list_and_an_archived_list_changes_none(
    vera, mark, lena, cut, place
):
    made = listed(vera, cut, 80)
    assert (price(cut, mark, place), price(cut, lena, place)) == (80, 150)
    commands.archive_price_list(made, by=vera)
    assert price(cut, mark, place) == 100


def test_goods_have_listed_prices_too(vera, place):
    soap = commands.add_good(name="Soap", price=Decimal(10), by=vera)
    made = listed(vera, soap, 8)
    assert queries.good_prices([soap], day=DAY, location=place) == {soap.pk: 8}
    commands.set_prices(made, prices={soap: None}, by=vera)
    assert queries.good_prices([soap], day=DAY, location=place) == {soap.pk: 10}


def test_a_list_that_ends_before_it_begins_is_refused(vera):
    made = commands.add_price_list(name="List", starts_on=DAY, by=vera)
    with pytest.raises(Refused) as no:
        commands.edit_price_list(made, ends_on=date(2026, 11, 1), by=vera)
    assert no.value.field == "ends_on"


def test_only_prices_that_were_changed_are_written(vera, cut, page_of):
    soap = commands.add_good(name="Soap", price=Decimal(10), by=vera)
    made = listed(vera, soap, 8)
    browser = page_of(vera)
    address = f"/services/price-lists/{made.uid}/prices/"
    commands.set_prices(made, prices={soap: Decimal(7)}, by=vera)  # by a colleague, meanwhile
    told = {f"price-{soap.uid}": "8", f"initial-price-{soap.uid}": "8", f"price-{cut.uid}": "90"}
    assert browser.post(address, told).status_code == 302
    assert {one.record.name: one.price for one in queries.prices_in(made)} == {"Cut": 90, "Soap": 7}
    page = browser.get(f"{address}?q=soap").content.decode()
    assert (f"price-{soap.uid}" in page, f"price-{cut.uid}" in page) == (True, False)
