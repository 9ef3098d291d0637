"""Lists come page by page and lose nobody meanwhile; what is posted twice is made once."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from pomni.kit import clock
from pomni.kit.paging import page_of
from pomni.people.commands import add_client, edit_client
from pomni.people.models import Client
from pomni.team.models import User
from pomni.team.tasks import forget_old_keys

from .conftest import filled, operations

JSON = "application/json"


def walk(browser, address, limit):
    """Every item of a list, page by page."""
    items, after = [], ""
    while after is not None:
        told = browser.get(address, {"limit": limit, **({"after": after} if after else {})}).json()
        items, after = items + told["items"], told["next"]
        assert len(told["items"]) <= limit
    return items


def test_every_list_is_walked_to_its_end_in_its_order(vera, hire, program, schema, records):
    anna = Client.objects.get(name="Anna")
    for number in range(5):
        add_client(name="Same name", by=vera)
        edit_client(anna, name=f"Anna {number}", by=vera)
        hire(f"colleague{number}")
    till = program(vera)
    lists = [
        filled(path, records)
        for method, path, told in operations(schema)
        if _is_list(schema, told) and method == "get"
    ]
    assert len(lists) >= 5
    for address in lists:
        whole = walk(till, address, 200)
        assert walk(till, address, 2) == whole, address
        for known in ([one["uid"] for one in whole if "uid" in one], [json.dumps(one) for one in whole]):
            assert len(set(known)) == len(known), address


def _is_list(schema, told):
    names = {one.get("name") for one in told["parameters"]}
    assert ("after" in names) == ("limit" in names)
    return "after" in names


def test_a_client_added_or_removed_meanwhile_neither_repeats_nor_hides_another(vera, program):
    names = ["Ada", "Ben", "Cid", "Dan", "Eva"]
    made = {name: add_client(name=name, by=vera) for name in names}
    till = program(vera)
    first = till.get("/api/v1/clients?limit=2").json()
    add_client(name="Abe", by=vera)
    Client.objects.filter(pk=made["Ben"].pk).update(
        forgotten_at=clock.now()
    )  # the very last of the page before
    rest = till.get("/api/v1/clients", {"limit": 10, "after": first["next"]}).json()
    assert [c["name"] for c in first["items"] + rest["items"]] == names
    assert rest["next"] is None


def test_two_moments_of_one_instant_are_both_on_their_pages(vera, program, anna):
    with clock.travel_to(clock.now()):
        for number in range(4):
            edit_client(anna, name=f"Anna {number}", by=vera)
    address = f"/api/v1/clients/{anna.uid}/timeline"
    assert walk(program(vera), address, 1) == walk(program(vera), address, 200)


@pytest.fixture
def anna(vera):
    return add_client(name="Anna Kern", by=vera)


def test_a_cursor_that_is_forged_altered_or_of_another_list_is_refused_in_words(vera, program, anna):
    for number in range(3):
        add_client(name=f"Client {number}", by=vera)
    till = program(vera)
    cursor = till.get("/api/v1/clients?limit=1").json()["next"]
    other = page_of(Client.objects.all(), by=("name", "pk"), of="others", limit=1).next
    swapped = cursor[:30] + ("A" if cursor[30] != "A" else "B") + cursor[31:]
    for forged in ("x", "0", "é", "%00", swapped, cursor[:-4], other, "A" * 3999):
        answer = till.get("/api/v1/clients", {"after": forged})
        assert (answer.status_code, answer.json()["field"]) == (422, "after"), forged
    assert till.get("/api/v1/clients", {"after": "A" * 5000}).status_code == 422
    assert till.get(f"/api/v1/clients/{anna.uid}/timeline", {"after": cursor}).status_code == 422


def test_a_cursor_tells_nothing_of_the_row_that_it_stands_at(vera, program):
    import base64

    for name in ("Anna Kern", "Boris"):
        add_client(name=name, by=vera)
    cursor = program(vera).get("/api/v1/clients?limit=1").json()["next"]
    assert b"Anna" not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1e9"])
def test_a_page_has_1_to_200_rows(vera, program, limit):
    assert program(vera).get("/api/v1/clients", {"limit": limit}).status_code == 422


# --- Keys --------------------------------------------------------------------------------------------------------------

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
    "add_promise": ({"text": "Call", "client": "CLIENT"}, {"text": "Write", "client": "CLIENT"}),
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
)


def posts(schema):
    return {told["operationId"]: path for method, path, told in operations(schema) if method == "post"}


def body_of(words):
    hours_ago = {"SINCE": 2, "LATER": 1}
    told = {word: (clock.now() - timedelta(hours=number)).isoformat() for word, number in hours_ago.items()}
    told["CLIENT"] = str(Client.objects.latest("pk").uid) if Client.objects.exists() else ""
    told["COLLEAGUE"] = str(User.objects.people().first().uid)
    words = words or {}
    return {
        name: told.get(value, value) if isinstance(value, str) else value for name, value in words.items()
    }


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
def test_the_same_post_with_its_key_is_done_once(vera, program, schema, records, name):
    till, address, (words, others) = program(vera), filled(posts(schema)[name], records), POSTS[name]
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
def test_an_act_done_twice_is_done_once(vera, program, schema, records, name):
    till, address = program(vera), filled(posts(schema)[name], records)
    if name.startswith("reopen"):
        till.post(address.replace("reopen", "hold" if "meeting" in name else "finish"), {}, JSON)
    first = till.post(address, {}, JSON)
    assert first.status_code == 200, first.content
    after = rows()
    again = till.post(address, {}, JSON)
    assert (again.status_code, again.json()) == (200, first.json())
    assert rows() == after
    long = till.post(address, {}, JSON, headers={"Idempotency-Key": "k" * 201})
    assert (long.status_code, long.json()["field"]) == (422, "Idempotency-Key")
