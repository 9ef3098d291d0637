from datetime import time, timedelta

import pytest
from django.utils import translation

from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal
from pomni.people.commands import add_client
from pomni.schedule.commands import book_visit, complete_visit
from pomni.schedule.laying import Wanted
from pomni.team.commands import add_location


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def north(vera):
    return add_location(name="North", zone="Europe/Warsaw", by=vera)


@pytest.fixture
def cut(vera, sam):
    """Comes again after 30 days."""
    service = add_service(name="Haircut", minutes=30, price=100, repeat_days=30, category="Hair", by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def dye(vera, sam):
    """Nothing is said of when it comes again."""
    service = add_service(name="Dye", minutes=30, price=100, category="Hair", by=vera)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def anna(vera):
    return add_client(name="Anna", phone="+48 600 100 200", email="anna@example.org", by=vera)


@pytest.fixture
def book(north, cut, sam, anna, vera):
    def booked(days, service=cut, client=anna):
        day = clock.today() + timedelta(days=days)
        wanted = [Wanted(service, sam)]
        return book_visit(client, location=north, day=day, begins=time(12), lines=wanted, over=True, by=vera)

    return booked


@pytest.fixture
def came(book, vera):
    """The client came so many days ago, each time."""

    def been(*ago, **told):
        return [complete_visit(book(-days, **told), by=vera).visit for days in ago]

    return been


@pytest.fixture
def hear(db):
    """What happened is sealed, and listeners hear of it; a new one hears of what comes after its first time."""

    def now():
        seal()
        tell_all()

    now()
    return now
