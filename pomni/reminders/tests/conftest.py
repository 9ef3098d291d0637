from datetime import time, timedelta

import pytest
from django.utils import translation

from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal
from pomni.people.commands import add_client
from pomni.reminders.commands import add_rule, set_gateway, set_manner
from pomni.reminders.wording import usual_texts
from pomni.schedule.commands import book_visit
from pomni.schedule.laying import Wanted
from pomni.team.commands import add_location

ADDRESS = "https://salon.example"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.ADDRESS = ADDRESS
    with translation.override("en"):
        yield


@pytest.fixture
def north(vera):
    return add_location(name="North", zone="Europe/Warsaw", address="Long Street 1", by=vera)


@pytest.fixture
def cut(vera, sam):
    service = add_service(name="Haircut", minutes=30, price=100, by=vera, repeat_days=30)
    return set_performers(service, performers=[(sam, None, None)], by=vera)


@pytest.fixture
def anna(vera):
    words = {"phone": "+48 600 100 200", "email": "anna@example.org", "language": "pl"}
    return add_client(name="Anna", **words, by=vera)


@pytest.fixture
def sms(vera):
    """SMS into a folder; no hours of quiet, and SMS before e-mail."""
    set_gateway(channel="sms", kind="file", by=vera)
    return set_manner(channels=["sms", "email"], by=vera)


@pytest.fixture
def day_before(vera):
    return add_rule(occasion="before", minutes=24 * 60, texts=usual_texts("before"), by=vera)


@pytest.fixture
def book(north, cut, sam, anna, vera):
    def booked(days=3, at=time(10), client=anna):
        day = clock.today() + timedelta(days=days)
        return book_visit(client, location=north, day=day, begins=at, lines=[Wanted(cut, sam)], by=vera)

    return booked


@pytest.fixture
def hear(db):
    """What happened is sealed, and listeners hear of it; a new one hears of what comes after its first time."""

    def now():
        seal()
        tell_all()

    now()
    return now


@pytest.fixture
def set_up_mail(settings):
    def point(port):
        smtp = {"host": "127.0.0.1", "port": port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "pomni.post.smtp.EmailBackend", "OPTIONS": smtp}}
        settings.POMNI = {**settings.POMNI, "POMNI_MAIL_FROM": "Salon <hello@salon.example>"}

    return point
