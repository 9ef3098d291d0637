"""Minutes, phases, seasons and prices, without tables."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.catalog import rules
from pomni.kit.errors import Refused

PHASES = st.lists(st.tuples(st.integers(1, 120), st.booleans()), min_size=1, max_size=8)


@given(PHASES)
def test_phases_read_as_they_are_written(told):
    kept = rules.phases_of(told)
    assert rules.phases_of(rules.phases_in(rules.phases_told(kept))) == kept


@given(PHASES)
def test_joining_neighbours_loses_no_minute(told):
    kept = rules.phases_of(told)
    assert not kept or sum(minutes for minutes, _hands in kept) == sum(minutes for minutes, _hands in told)
    assert all(one[1] != other[1] for one, other in pairwise(kept))


@pytest.mark.parametrize("typed", ["30 + (40 + 20", "30 minutes", "30 + x", "(30", "0"])
def test_phases_that_cannot_be_read_are_refused(typed):
    with pytest.raises(Refused):
        rules.phases_of(rules.phases_in(typed))


@given(PHASES, st.integers(1, 1000))
def test_whoever_is_slower_takes_longer_only_where_hands_are_needed(told, own):
    phases = rules.phases_of(told)
    usual = sum(minutes for minutes, _hands in phases)
    stretched = rules.stretched(phases, usual, own)
    assert [hands for _minutes, hands in stretched] == [hands for _minutes, hands in phases]
    assert all(minutes >= 1 for minutes, _hands in stretched)
    waits = [minutes for minutes, hands in phases if not hands]
    assert [minutes for minutes, hands in stretched if not hands] == waits
    busy = sum(hands for _minutes, hands in phases)
    if phases and own - sum(waits) >= busy > 0:
        assert sum(minutes for minutes, _hands in stretched) == own


def test_all_twelve_months_are_no_season():
    assert rules.season_of(range(1, 13)) == []
    assert rules.season_of(["7", 5]) == [5, 7]
    with pytest.raises(Refused):
        rules.season_of([13])


@pytest.mark.parametrize("price", [Decimal("-1"), Decimal("0.001"), Decimal(10) ** 11])
def test_a_price_is_not_below_nothing_nor_finer_than_a_hundredth(price):
    with pytest.raises(Refused):
        rules.price_of(price)
