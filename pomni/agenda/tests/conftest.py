"""What the stories about tasks play with."""

from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from pomni.kit import clock
from pomni.people.commands import add_client


@pytest.fixture
def page_of(db):
    """A browser in which a colleague is signed in."""

    def open_for(user):
        browser = Browser()
        browser.force_login(user)
        return browser

    return open_for


@pytest.fixture
def program_of(db):
    """A browser that sends a colleague's token, as a program does."""

    def make(user):
        from pomni.team.commands import make_token
        from pomni.team.scopes import open_to

        token = make_token(user, name="Program", scopes=open_to(user), by=user)
        return Browser(headers={"Authorization": f"Bearer {token.secret}"})

    return make


@pytest.fixture
def anna(mark):
    """Mark's client, with a phone."""
    return add_client(name="Anna Kern", phone="+48 600 100 201", by=mark)


@pytest.fixture
def noon():
    """Sunday, 22 November 2026, 12:00 in UTC."""
    with clock.travel_to(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield clock.today()
