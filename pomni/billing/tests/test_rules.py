"""Sums are exact: what is shown adds up, whatever the rounding."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pomni.billing import rules

sums = st.decimals(min_value=0, max_value=100_000, places=2)
shares = st.decimals(min_value=0, max_value=100, places=2)
numbers = st.decimals(min_value=Decimal("0.001"), max_value=100, places=3)


@given(sums, numbers, sums, shares, st.none() | shares)
def test_amount_and_discount_make_up_the_whole_and_the_tax_is_within(price, quantity, usual, per_cent, rate):
    told = rules.sums_of(price, quantity, usual=usual, per_cent=per_cent, tax_rate=rate)
    assert told.amount + told.discount == rules.rounded(max(price, usual) * quantity)
    assert told.amount == rules.rounded(told.amount)
    assert told.discount >= 0
    if rate is not None:
        assert 0 <= told.tax <= told.amount
    if price >= usual:
        assert not rules.is_beyond(told, per_cent)
