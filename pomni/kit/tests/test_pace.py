"""Bulk work goes on also where each stroke alone takes longer than a stroke is meant to."""

import pytest

from pomni.kit import pace

pytestmark = pytest.mark.django_db


def strokes_of(rows, held, **more):
    """How many rows each stroke had, where each held the lock for so many seconds."""
    sizes = []

    def write(portion):
        sizes.append(len(portion))
        return held(len(portion))

    pace.in_strokes(range(rows), write, **more)
    return sizes


def test_costs_that_do_not_follow_from_the_rows_never_shrink_strokes_to_single_rows():
    assert min(strokes_of(400, lambda _rows: 1.0)[:-1]) == pace.LEAST
    assert min(strokes_of(40, lambda _rows: 1.0, first=3)[:-1]) == 3


def test_strokes_grow_where_they_are_short():
    assert max(strokes_of(10_000, lambda rows: rows * 0.00001)) == 2000
