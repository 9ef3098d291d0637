from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import translation

from pomni.booking import throttle
from pomni.booking.commands import set_up_booking
from pomni.booking.rules import slug_of
from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.team.commands import add_location

ZONE = "Europe/Warsaw"


@pytest.fixture(autouse=True)
def _in_english():
    cache.clear()
    throttle._seen.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def north(vera):
    return add_location(name="North", zone=ZONE, address="Long street 1", by=vera)


@pytest.fixture
def day():
    """A day within two weeks on which no clock is changed."""
    day = clock.today() + timedelta(days=7)
    return day + timedelta(days=1) if day.month in (3, 10) and day.weekday() == 6 else day


@pytest.fixture
def cut(vera, sam):
    """Half an hour, by Sam."""
    service = add_service(name="Haircut", minutes=30, price=100, by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def wash(vera, sam):
    service = add_service(name="Wash", minutes=15, by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def open_for(vera, sam, north, cut):
    """Online booking is on at North, where Sam works all days from nine to noon; more words as they are told."""
    from pomni.schedule.models import Pattern

    Pattern.objects.create(
        user=sam, location=north, begins_on=clock.today() - timedelta(days=30), days=[[["09:00", "12:00"]]],
        off_on_holidays=False,
    )  # fmt: skip

    def open_it(**words):
        return set_up_booking(locations=[north], is_on=True, by=vera, **words)

    return open_it


@pytest.fixture
def place(north):
    return f"/book/{slug_of(north.name, north.uid)}/"


@pytest.fixture
def haircut(cut):
    return slug_of(cut.name, cut.uid)
