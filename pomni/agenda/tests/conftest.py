"""What the stories about tasks play with."""

from datetime import UTC, datetime

import pytest

from pomni.kit import clock
from pomni.people.commands import add_client


@pytest.fixture
def anna(mark):
    """Mark's client, with a phone."""
    return add_client(name="Anna Kern", phone="+48 600 100 201", by=mark)


@pytest.fixture
def noon():
    """Sunday, 22 November 2026, 12:00 in UTC."""
    with clock.travel_to(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield clock.today()
