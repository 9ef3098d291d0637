"""What the stories of locks play with."""

import re

import pytest
from django.apps import apps
from django.test import Client as Browser

PASSWORD = "correct horse battery"


@pytest.fixture
def signed_in(db):
    """A browser in which a colleague signed in through the page, with the password."""

    def sign_in(user, password=PASSWORD, browser=None):
        browser = browser or Browser()
        answer = browser.post("/account/login/", {"login": user.username, "password": password})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return sign_in


@pytest.fixture
def with_token(db):
    """A program's way in: makes a token for a colleague and gives what its requests need."""
    from pomni.team.commands import make_token
    from pomni.team.scopes import open_to

    def make(user, scopes=None):
        token = make_token(user, name="Program", scopes=scopes or open_to(user), by=user)
        return {"Authorization": f"Bearer {token.secret}"}

    return make


@pytest.fixture
def all_text(db):
    """All that the database keeps, as one text: for looking whether a secret is in it."""
    return everything_stored


def everything_stored():
    """Every value of every row of every table, the cache's and the sessions' (opened) too."""
    from django.contrib.sessions.models import Session
    from django.db import connection

    told = [str(session.get_decoded()) for session in Session.objects.all()]
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names of our own tables)
            told += [_text(value) for row in cursor.fetchall() for value in row]
    assert len(told) > len(list(apps.get_models()))
    return "\n".join(told)


def _text(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


@pytest.fixture
def places(vera):
    """Two locations, north and south."""
    from pomni.team.commands import add_location

    return [add_location(name=name, zone="Europe/Warsaw", by=vera) for name in ("North", "South")]


@pytest.fixture
def role_of():
    """A preset role, by its key."""
    from pomni.team.models import Role

    return lambda preset: Role.objects.get(preset=preset)


@pytest.fixture
def told_by():
    """What an answer tells, apart from the address that was asked for from the second and from tokens that differ each time."""

    def tell(answer):
        text = answer.content.decode().replace(answer.wsgi_request.get_full_path(), "PATH")
        for token in re.findall(r"[A-Za-z0-9]{64}", text):
            text = text.replace(token, "TOKEN")
        headers = {name: value for name, value in answer.items() if name not in ("Set-Cookie", "Expires")}
        return answer.status_code, headers | {"Content-Length": ""}, text

    return tell
