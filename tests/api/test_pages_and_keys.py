"""Lists come page by page and lose nobody meanwhile."""

import json

import pytest

from pomni.kit import clock
from pomni.kit.paging import page_of
from pomni.people.commands import add_client, edit_client
from pomni.people.models import Client

from .conftest import filled, operations


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
