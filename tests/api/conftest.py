"""The company as programs see it: the operations of the schema, and a record for every place in their addresses."""

import json
from io import BytesIO

import pytest
from django.test import Client as Browser

UNSAFE = ("post", "patch", "put", "delete")


@pytest.fixture(scope="session")
def schema(django_db_setup):
    """The schema of the API, as programs read it."""
    from django.utils import translation

    from pomni.config.api import api

    with translation.override("en"):
        answer = api.create_response(None, api.get_openapi_schema(), status=200)
    return json.loads(answer.content)


@pytest.fixture
def program(db):
    """Makes a program of a colleague: a browser with a token that holds these scopes (by default all it may hold)."""
    from pomni.team.commands import make_token
    from pomni.team.scopes import open_to

    def make(user, scopes=None, **headers):
        token = make_token(user, name="Program", scopes=scopes or open_to(user), by=user)
        return Browser(headers={"Authorization": f"Bearer {token.secret}", **headers})

    return make


@pytest.fixture
def records(vera):
    """A record for each place in the addresses, by the first words of its path."""
    from pomni.agenda.commands import add_task
    from pomni.automation import commands as automation
    from pomni.documents.taking import take_file
    from pomni.people.commands import add_client, add_interaction, add_note

    hook = automation.add_webhook(name="Shop", url="https://example.org/hook", by=vera)
    call = automation.try_webhook(hook, by=vera)
    _arrived(call)
    anna = add_client(name="Anna", by=vera)
    return {
        "/api/v1/clients/{uid}": str(anna.uid),
        "/api/v1/files/{uid}": str(take_file(anna, BytesIO(b"a page"), name="a.txt", by=vera).uid),
        "/api/v1/webhooks/{uid}": str(hook.uid),
        "/api/v1/tasks/{uid}": str(add_task(title="Call", by=vera).uid),
        "{call}": str(call.uid),
        "{note}": str(add_note(anna, text="Likes tea", by=vera).uid),
        "{interaction}": str(add_interaction(anna, how="call", by=vera).uid),
    }


def _arrived(call):
    from pomni.kit.clock import now
    from pomni.post.models import Outgoing, Status

    Outgoing.objects.filter(pk=call.outgoing_id).update(status=Status.SENT, sent_at=now())


def filled(path, records):
    """An address with records in its places."""
    for place, uid in records.items():
        if path.startswith(place):
            path = path.replace("{uid}", uid)
    for place in ("{call}", "{note}", "{interaction}"):
        path = path.replace(place, records[place])
    return path


def operations(schema):
    """(method, path, operation) of everything that programs can do."""
    return [(m, path, told) for path, methods in schema["paths"].items() for m, told in methods.items()]
