"""A token opens what it was made for: every operation is refused to a token without its scope."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.team.commands import make_token, take_role
from pomni.team.models import Role, Token
from pomni.team.scopes import open_to

from .conftest import filled, operations

# What is sent where something must be: words are read before rights are asked for.
A_ROW = {"client": "01900000-0000-7000-8000-000000000000", "service": "01900000-0000-7000-8000-000000000000"}
BODIES = {
    "invite_due": {"rows": [A_ROW], "texts": {"en": "Come, {name}"}},
    "put_off_due": {"rows": [A_ROW], "until": None},
    "add_task": {"title": "Call"},
    "write_line": {"text": "Call", "client": "01900000-0000-7000-8000-000000000000"},
    "add_promise": {"text": "Call", "client": "01900000-0000-7000-8000-000000000000"},
    "add_client": {"name": "Anna"},
    "add_note": {"text": "Likes tea"},
    "add_webhook": {"name": "Till", "url": "https://example.org/till"},
    "rename_file": {"name": "Page"},
    "replay_since": {"since": "2026-11-22T10:00:00Z"},
    "add_service": {"name": "Dyeing", "minutes": 90},
    "set_performers": {"performers": []},
    "add_good": {"name": "Balm"},
    "add_tax_rate": {"name": "Reduced"},
    "edit_tax_rate": {"name": "Reduced"},
    "add_package": {
        "name": "Five",
        "price": "50",
        "rows": [{"visits": 5, "services": ["01900000-0000-7000-8000-000000000000"]}],
    },
    "add_certificate": {"name": "Gift"},
    "add_price_list": {"name": "Winter"},
    "set_prices": {"prices": [{"good": "01900000-0000-7000-8000-000000000000", "price": "5"}]},
    "add_field": {"name": "Height", "kind": "number"},
    "ask_bulk_change": {"what": "category", "value": "A"},
    "make_segment": {"name": "Fair"},
    "add_tie": {"kind": "sibling"},
    "add_peculiarity": {"kind": "pet", "text": "Cat"},
    "add_date": {"title": "Wedding", "day": "--06-12"},
    "tell_consent": {"kind": "data", "is_given": True},
    "add_meeting": {"title": "Plans", "day": "2027-01-11", "begins": "09:00"},
    "save_view": {"name": "Missed"},
    "add_minimum": {"location": "01900000-0000-7000-8000-000000000000", "number": 2},
    "publish_hours": {
        "location": "01900000-0000-7000-8000-000000000000",
        "first": "2027-01-11",
        "last": "2027-01-12",
    },
    "remind_of_hours": {"location": "01900000-0000-7000-8000-000000000000"},
    "ask_absence": {"begins_on": "2027-01-11", "ends_on": "2027-01-12"},
    "answer_absence": {"state": "withdrawn"},
    "book_visit": {
        "location": "01900000-0000-7000-8000-000000000000",
        "day": "2027-01-11",
        "begins": "09:00",
        "lines": [{"service": "01900000-0000-7000-8000-000000000000"}],
    },
    "make_sale": {
        "location": "01900000-0000-7000-8000-000000000000",
        "lines": [{"kind": "other", "name": "Comb", "price": "10"}],
    },
    "complete_visit": {"paid": [{"way": "cash"}]},
    "take_payment": {"way": "cash", "amount": "5"},
    "take_prepayment": {
        "client": "01900000-0000-7000-8000-000000000000",
        "location": "01900000-0000-7000-8000-000000000000",
        "way": "cash",
        "amount": "5",
    },
    "edit_visit": {"comment": "Late"},
    "book_series": {
        "location": "01900000-0000-7000-8000-000000000000",
        "first": "2027-01-11",
        "begins": "09:00",
        "rule": "FREQ=WEEKLY;COUNT=2",
        "lines": [{"service": "01900000-0000-7000-8000-000000000000"}],
    },
    "move_series": {"scope": "all"},
    "cancel_series": {"scope": "all"},
    "enrol": {"client": "01900000-0000-7000-8000-000000000000"},
    "mark_seat": {"status": "left"},
    "set_seats": {"seats": 4},
    "add_waiting": {
        "client": "01900000-0000-7000-8000-000000000000",
        "services": ["01900000-0000-7000-8000-000000000000"],
        "last": "2027-01-11",
    },
    "answer_offer": {"state": "declined"},
    "set_visit_status": {"status": "confirmed"},
    "fill_own_fields": {"values": {}},
    "answer_task": {"accepts": True},
    "answer_meeting": {"comes": True},
    "set_reminder": {"what": "task", "about": "01900000-0000-7000-8000-000000000000"},
}


def ends_something(one):
    """Whether an operation takes away what others need: then it is tried after them."""
    return one[0] == "delete" or one[1].endswith("/forget")


def test_every_operation_is_shut_to_a_token_that_holds_all_scopes_but_its_own(vera, program, schema, records):
    wrong = []
    for method, path, told in operations(schema):
        others = [scope for scope in open_to(vera) if scope != told["x-scope"]]
        body = json.dumps(BODIES.get(told["operationId"], {}))
        till = program(vera, others)
        if told["operationId"] in {"add_file", "add_import"}:
            answer = till.post(filled(path, records), {"file": SimpleUploadedFile("a.txt", b"a page")})
        else:
            answer = till.generic(method.upper(), filled(path, records), body, "application/json")
        said = answer.json() if answer.content else {}
        if (answer.status_code, said.get("scope")) != (403, told["x-scope"]):
            wrong.append(f"{method} {path}: {answer.status_code} {said}")
    assert wrong == [], "\n".join(wrong)


def test_every_operation_is_open_to_a_token_that_holds_its_scope_alone(vera, program, schema, records):
    for method, path, told in sorted(operations(schema), key=ends_something):
        answer = program(vera, [told["x-scope"]]).generic(
            method.upper(), filled(path, records), "{}", "application/json"
        )
        assert answer.status_code not in {401, 403, 404}, f"{method} {path}"


def test_a_scope_to_change_is_none_to_read(vera, program):
    writer = program(vera, ["people:change"])
    assert writer.post("/api/v1/clients", {"name": "Anna"}, "application/json").status_code == 201
    assert writer.get("/api/v1/clients").status_code == 403


def test_scopes_give_nothing_that_the_person_does_not_have(vera, mark, program):
    with pytest.raises(Refused):
        make_token(mark, name="Program", scopes=["automation:change"], by=mark)
    sellers = program(mark, ["people:read", "people:change"])
    take_role(mark, Role.objects.get(preset="salesperson"), by=vera)
    answer = sellers.get("/api/v1/clients")
    assert (answer.status_code, "scope" in answer.json()) == (403, False)


@pytest.mark.parametrize("scopes", [[], ["people"], ["people:all"], ["*"], ["people:read", "nothing:read"]])
def test_senseless_scopes_are_refused(vera, scopes):
    with pytest.raises(Refused):
        make_token(vera, name="Program", scopes=scopes, by=vera)


@pytest.mark.parametrize("days", [0, 7, 3650])
def test_a_token_works_for_one_of_three_times(vera, days):
    with pytest.raises(Refused) as no:
        make_token(vera, name="Program", scopes=["team:read"], days=days, by=vera)
    assert no.value.field == "days"


def test_the_form_offers_only_what_the_person_may_give(hire, client):
    rita = hire("rita")
    rita.roles_held.create(role=Role.objects.create(name="Reader", grants={"people.client.see": 1}))
    client.force_login(rita)
    page = client.get("/me/tokens/make/").content.decode()
    assert 'name="area_people"' in page
    assert 'name="area_automation"' not in page
    assert "Read and change" not in page
    words = {"name": "Till", "days": "30", "area_people": "change", "area_team": "nothing"}
    assert not client.post("/me/tokens/make/", words).context["form"].is_valid()


def test_the_form_makes_a_token_with_what_was_chosen(vera, client):
    client.force_login(vera)
    areas = {f"area_{scope.split(':')[0]}": "nothing" for scope in open_to(vera)}
    words = {"name": "Till", "days": "30", **areas, "area_people": "change", "area_team": "read"}
    client.post("/me/tokens/make/", words)
    token = Token.objects.get()
    assert token.scopes == ["people:change", "people:read", "team:read"]
    assert token.expires - token.at == timedelta(days=30)


def test_when_a_token_was_used_is_known_to_the_hour_and_not_written_at_each_call(
    vera, program, django_assert_num_queries
):
    till, start = program(vera), clock.now()
    for minutes in (0, 30, 59, 61):
        with clock.travel_to(start + timedelta(minutes=minutes)):
            till.get("/api/v1/me")
    used = Token.objects.get().used_at
    assert timedelta(minutes=60) < used - start < timedelta(minutes=62)
    with clock.travel_to(start + timedelta(minutes=70)), django_assert_num_queries(2):
        till.get("/api/v1/me")


def test_a_use_that_cannot_be_noted_hinders_nobody(vera, program, monkeypatch):
    from django.db import OperationalError

    from pomni.team import token_use

    def full(*_filters, **_words):
        raise OperationalError("database or disk is full")

    till = program(vera)
    token = Token.objects.get()
    monkeypatch.setattr(token_use.Token.objects, "filter", full)
    token_use.note_use(token)
    monkeypatch.undo()
    assert till.get("/api/v1/me").status_code == 200


def test_a_token_has_nothing_told_elsewhere_that_it_may_not_read_itself(vera, program):
    till = program(vera, ["automation:change", "automation:read"])
    words = {"name": "Till", "url": "https://example.org/till", "kinds": ["people.client_added"]}
    for kinds, scope in ((words["kinds"], "people:read"), ([], "catalog:read")):  # none: of everything
        answer = till.post("/api/v1/webhooks", words | {"kinds": kinds}, "application/json")
        assert (answer.status_code, answer.json()["scope"]) == (403, scope), kinds
    reader = program(vera, ["automation:change", "people:read"])
    made = reader.post("/api/v1/webhooks", words, "application/json")
    assert made.status_code == 201
    hook = f"/api/v1/webhooks/{made.json()['uid']}"
    for turned in ({"url": "https://example.com/mine"}, {"state": "on"}):
        assert till.patch(hook, turned, "application/json").status_code == 403
    assert till.patch(hook, {"name": "Shop", "state": "off"}, "application/json").status_code == 200
