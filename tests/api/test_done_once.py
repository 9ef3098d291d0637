"""What is posted twice is made once: each operation that makes something or does it, sent again with its key.

The company is made once for all of them; what one of them did is taken back before the next.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from pomni.catalog.models import Service
from pomni.kit import clock
from pomni.people.models import Client
from pomni.team.models import Location, User
from pomni.team.tasks import forget_old_keys

from .conftest import filled, operations, program_of, records_of

pytestmark = pytest.mark.django_db
JSON = "application/json"

# What is sent to each operation that makes something, and something else under the same key.
POSTS = {
    "add_client": ({"name": "Anna"}, {"name": "Boris"}),
    "add_file": ({"text": "one"}, {"text": "other"}),
    "add_import": ({"text": "Name;Phone\nJan;1"}, {"text": "Name;Phone\nEwa;1"}),
    "ask_export": ({"format": "csv", "columns": ["name"]}, {"format": "vcf", "columns": ["name"]}),
    "add_webhook": (
        {"name": "Till", "url": "https://example.org/till"},
        {"name": "Till", "url": "https://example.com/till"},
    ),
    "replay_since": ({"since": "SINCE"}, {"since": "LATER"}),
    "replay_delivery": (None, None),
    "add_tie": ({"kind": "sibling", "colleague": "COLLEAGUE"}, {"kind": "spouse", "colleague": "COLLEAGUE"}),
    "add_peculiarity": ({"kind": "pet", "text": "Cat"}, {"kind": "pet", "text": "Dog"}),
    "add_date": ({"title": "Wedding", "day": "--06-12"}, {"title": "Wedding", "day": "--06-13"}),
    "tell_consent": ({"kind": "data", "is_given": True}, {"kind": "data", "is_given": False}),
    "add_note": ({"text": "Likes tea"}, {"text": "Likes coffee"}),
    "add_interaction": ({"how": "call", "outcome": "Comes"}, {"how": "call", "outcome": "Stays"}),
    "add_task": ({"title": "Call"}, {"title": "Write"}),
    "add_field": ({"name": "Height", "kind": "number"}, {"name": "Weight", "kind": "number"}),
    "ask_bulk_change": ({"what": "category", "value": "A"}, {"what": "category", "value": "B"}),
    "make_segment": ({"name": "Fair"}, {"name": "Street"}),
    "write_line": (
        {"text": "Call her on Friday", "client": "CLIENT"},
        {"text": "Write to her on Friday", "client": "CLIENT"},
    ),
    "add_meeting": (
        {"title": "Plans", "day": "2027-01-11", "begins": "09:00"},
        {"title": "Plans", "day": "2027-01-12", "begins": "09:00"},
    ),
    "make_sale": (
        {
            "location": "LOCATION",
            "lines": [{"kind": "other", "name": "Comb", "price": "10"}],
            "paid": [{"way": "cash"}],
        },
        {
            "location": "LOCATION",
            "lines": [{"kind": "other", "name": "Soap", "price": "10"}],
            "paid": [{"way": "cash"}],
        },
    ),
    "complete_visit": ({"paid": [{"way": "cash"}]}, {"paid": [{"way": "card"}]}),
    "take_payment": ({"way": "cash", "amount": "5"}, {"way": "card", "amount": "5"}),
    "take_prepayment": (
        {"client": "CLIENT", "location": "LOCATION", "way": "cash", "amount": "5"},
        {"client": "CLIENT", "location": "LOCATION", "way": "cash", "amount": "6"},
    ),
    "book_visit": (
        {
            "location": "LOCATION",
            "day": "2027-01-11",
            "begins": "09:00",
            "lines": [{"service": "SERVICE", "colleague": "PERFORMER"}],
        },
        {
            "location": "LOCATION",
            "day": "2027-01-12",
            "begins": "09:00",
            "lines": [{"service": "SERVICE", "colleague": "PERFORMER"}],
        },
    ),
    "book_series": (
        {
            "location": "LOCATION",
            "first": "2027-01-11",
            "begins": "09:00",
            "rule": "FREQ=WEEKLY;COUNT=2",
            "lines": [{"service": "SERVICE", "colleague": "PERFORMER"}],
        },
        {
            "location": "LOCATION",
            "first": "2027-01-12",
            "begins": "09:00",
            "rule": "FREQ=WEEKLY;COUNT=2",
            "lines": [{"service": "SERVICE", "colleague": "PERFORMER"}],
        },
    ),
    "add_waiting": (
        {"client": "CLIENT", "services": ["SERVICE"], "last": "2027-01-12"},
        {"client": "CLIENT", "services": ["SERVICE"], "last": "2027-01-13"},
    ),
    "save_view": ({"name": "Missed"}, {"name": "Online"}),
    "add_minimum": ({"location": "LOCATION", "number": 2}, {"location": "LOCATION", "number": 3}),
    "ask_absence": (
        {"begins_on": "2027-01-11", "ends_on": "2027-01-12"},
        {"begins_on": "2027-02-11", "ends_on": "2027-02-12"},
    ),
    "add_promise": ({"text": "Call", "client": "CLIENT"}, {"text": "Write", "client": "CLIENT"}),
    "add_service": ({"name": "Dyeing", "minutes": 90}, {"name": "Shave", "minutes": 20}),
    "add_good": ({"name": "Balm"}, {"name": "Comb"}),
    "add_tax_rate": ({"name": "Reduced", "percent": "8"}, {"name": "Reduced", "percent": "5"}),
    "add_package": (
        {"name": "Five", "price": "50", "rows": [{"visits": 5, "services": ["SERVICE"]}]},
        {"name": "Five", "price": "60", "rows": [{"visits": 5, "services": ["SERVICE"]}]},
    ),
    "add_certificate": ({"name": "Gift", "amount": "50"}, {"name": "Gift", "amount": "60"}),
    "add_price_list": ({"name": "Winter"}, {"name": "Spring"}),
    "hand_over": ({"heirs": {}}, {"heirs": {"tasks": None}}),
}
SENT_AS_FILES = {"add_file", "add_import"}
# Acts that make nothing: done twice they are done once, with a key or without.
ACTS = (
    "pin_moment",
    "unpin_moment",
    "merge_clients",
    "tell_apart",
    "unmerge_clients",
    "archive_client",
    "restore_client",
    "archive_field",
    "restore_field",
    "start_bulk_change",
    "stop_bulk_change",
    "undo_bulk_change",
    "try_import",
    "start_import",
    "pause_import",
    "resume_import",
    "stop_import",
    "undo_import",
    "archive_segment",
    "restore_segment",
    "withdraw_note",
    "restore_note",
    "withdraw_tie",
    "restore_tie",
    "withdraw_peculiarity",
    "restore_peculiarity",
    "withdraw_date",
    "restore_date",
    "withdraw_interaction",
    "restore_interaction",
    "finish_task",
    "reopen_task",
    "drop_task",
    "restore_task",
    "close_promise",
    "reopen_promise",
    "hold_meeting",
    "reopen_meeting",
    "cancel_meeting",
    "restore_meeting",
    "put_off_pair",
    "look_again",
    "find_likely",
    "forget_client",
    "disable_colleague",
    "enable_colleague",
    "take_back",
    "cancel_visit",
    "miss_visit",
    "reverse_sale",
    "reopen_visit",
    "give_back",
    "finish_visit",
    "resume_visit",
    "drop_waiting",
    "archive_service",
    "restore_service",
    "archive_good",
    "restore_good",
    "archive_tax_rate",
    "restore_tax_rate",
    "archive_package",
    "restore_package",
    "archive_certificate",
    "restore_certificate",
    "archive_price_list",
    "restore_price_list",
)


@pytest.fixture
def _django_db_helper():
    """No transaction around each test, as elsewhere: the company is in one already."""


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, hiring):
    """A program of the director and a record for each place, made once in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        vera, mark = hiring("vera", "director"), hiring("mark", "salesperson")
        yield program_of(vera), records_of(vera, mark)
        transaction.set_rollback(True)


@pytest.fixture
def company(kept):
    """The program and the records; whatever is done with them is taken back."""
    with transaction.atomic():
        yield kept
        transaction.set_rollback(True)


def posts(schema):
    return {told["operationId"]: path for method, path, told in operations(schema) if method == "post"}


def body_of(words):
    hours_ago = {"SINCE": 2, "LATER": 1}
    told = {word: (clock.now() - timedelta(hours=number)).isoformat() for word, number in hours_ago.items()}
    told["CLIENT"] = str(Client.objects.latest("pk").uid) if Client.objects.exists() else ""
    told["COLLEAGUE"] = str(User.objects.people().first().uid)
    told["PERFORMER"] = str(User.objects.get(username="vera").uid)
    told["LOCATION"] = str(Location.objects.latest("pk").uid) if Location.objects.exists() else ""
    told["SERVICE"] = str(Service.objects.latest("pk").uid) if Service.objects.exists() else ""
    return _named(words or {}, told)


def _named(value, told):
    """The words with whatever they name put in."""
    if isinstance(value, dict):
        return {name: _named(one, told) for name, one in value.items()}
    if isinstance(value, list):
        return [_named(one, told) for one in value]
    return told.get(value, value) if isinstance(value, str) else value


def rows():
    return {
        model: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label != "team.Token"
    }


def test_every_post_of_the_api_is_tried_here_and_documents_its_key(schema):
    assert set(posts(schema)) == {*POSTS, *ACTS}
    for method, path, told in operations(schema):
        takes = {"$ref": "#/components/parameters/IdempotencyKey"} in told["parameters"]
        assert takes == (method == "post"), path


@pytest.mark.parametrize("name", sorted(POSTS))
def test_the_same_post_with_its_key_is_done_once(company, schema, name):
    (till, records), (words, others) = company, POSTS[name]
    address = filled(posts(schema)[name], records)
    body = body_of(words)

    def post(told, key):
        if name in SENT_AS_FILES:
            sent = {"file": SimpleUploadedFile("a.txt", told["text"].encode())}
            return till.post(address, sent, headers={"Idempotency-Key": key})
        return till.post(address, told, JSON, headers={"Idempotency-Key": key})

    first = post(body, "k" * 200)
    assert first.status_code in {201, 202}, first.content
    after = rows()
    again = post(body, "k" * 200)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert rows() == after
    if others:
        assert post(body_of(others), "k" * 200).status_code == 409
    long = post(body, "k" * 201)
    assert (long.status_code, long.json()["field"]) == (422, "Idempotency-Key")
    assert rows() == after
    with clock.travel_to(clock.now() + timedelta(hours=73)):
        forget_old_keys.func()
        assert not any(
            model._default_manager.exclude(made_key=None).exists()
            for model in apps.get_models()
            if hasattr(model, "made_key")
        )


@pytest.mark.parametrize("name", ACTS)
def test_an_act_done_twice_is_done_once(company, schema, name):
    till, records = company
    address = filled(posts(schema)[name], records)
    if name.startswith("reopen"):
        till.post(address.replace("reopen", "hold" if "meeting" in name else "finish"), {}, JSON)
    if name == "finish_visit":
        till.patch(address.replace("finish", "status"), {"status": "started"}, JSON)
    first = till.post(address, {}, JSON)
    assert first.status_code == 200, first.content
    after = rows()
    again = till.post(address, {}, JSON)
    assert (again.status_code, again.json()) == (200, first.json())
    assert rows() == after
    long = till.post(address, {}, JSON, headers={"Idempotency-Key": "k" * 201})
    assert (long.status_code, long.json()["field"]) == (422, "Idempotency-Key")
