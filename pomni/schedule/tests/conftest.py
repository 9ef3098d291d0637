from datetime import timedelta

import pytest
from django.utils import translation

from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.people.commands import add_client
from pomni.team.commands import add_location

ZONE = "Europe/Warsaw"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def north(vera):
    return add_location(name="North", zone=ZONE, by=vera)


@pytest.fixture
def day():
    """A day that is to come, and on which no clock is changed."""
    day = clock.today() + timedelta(days=7)
    return day + timedelta(days=1) if day.month in (3, 10) and day.weekday() == 6 else day


@pytest.fixture
def cut(vera, sam):
    """Half an hour, by Sam."""
    service = add_service(name="Haircut", minutes=30, price=100, by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def dye(vera, sam):
    """20 minutes of hands, 40 of waiting, 30 of hands; 10 minutes of cleaning after it."""
    phases = [[20, True], [40, False], [30, True]]
    service = add_service(name="Dye", minutes=90, phases=phases, after=10, price=300, by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def anna(vera):
    return add_client(name="Anna", phone="+48 600 100 200", by=vera)
