"""Clients for programs: the list's own filters, everything about each client, and no more than the colleague sees."""

from datetime import date

import pytest

from pomni.facts.commands import add_field, archive_field
from pomni.people.api.schemas import ClientOut
from pomni.people.api.told import client_told
from pomni.people.commands import add_client, archive_client, edit_client, fill_own_fields
from pomni.people.models import Client, Tag
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import found
from pomni.people.queries.whole import whole_clients
from pomni.people.rules import Reached
from pomni.team import company
from pomni.team.commands import change_role
from pomni.team.models import Role

ADDRESS = "/api/v1/clients"


@pytest.fixture
def anna(vera):
    """A client of whom everything is known."""
    works_at = add_client(name="Mill", kind="organisation", by=vera)
    return add_client(
        family="Kern",
        given="Anna",
        patronymic="Olegovna",
        called="Anya",
        phones=[Reached("+48 600 100 201", "mobile"), Reached("+48 22 300 40 50", "work")],
        emails=[Reached("anna@example.com", "")],
        works_at=works_at,
        position="Baker",
        sex="female",
        birth_day="02-29",
        birth_year=1980,
        tax_id="7707083893",
        address="Long street 1",
        source="A friend",
        alert="Allergic to nuts",
        about="Likes tea",
        tags=["vip", "Aunt"],
        responsible=vera,
        by=vera,
    )


def ruled(hire, **rules):
    """A colleague who sees all clients, their phones and e-mails by these rules."""
    fields = {f"people.client.{name}": rule for name, rule in rules.items()}
    colleague = hire("ruled")
    role = Role.objects.create(name="Reader", grants={"people.client.see": 4}, fields=fields)
    colleague.roles_held.create(role=role)
    return colleague


@pytest.mark.parametrize(
    ("rule", "phone", "normal"),
    [("", "+48 600 100 201", "+48600100201"), ("mask", "•••01", ""), ("hide", None, None)],
)
def test_what_is_told_fits_the_schema_and_the_rules_of_the_role(vera, anna, hire, rule, phone, normal):
    viewer = ruled(hire, phone=rule, email=rule) if rule else vera
    (whole,) = whole_clients(viewer, [anna.pk])
    told = ClientOut.model_validate(client_told(whole), strict=False, extra="forbid")
    assert set(client_told(whole)) == set(ClientOut.model_fields)
    assert (told.phone, told.phones and told.phones[0].normal) == (phone, normal)
    assert (told.birthday, told.tags, told.organisation.name) == ("1980-02-29", ["Aunt", "vip"], "Mill")
    assert all(value for name, value in told if name in {"called", "tax_id", "alert", "position", "source"})
    assert "600 100" not in str(client_told(whole)) or not rule


def test_a_page_of_the_list_and_the_client_alone_are_told_alike(vera, anna, program):
    till = program(vera)
    in_list = next(one for one in till.get(ADDRESS).json()["items"] if one["uid"] == str(anna.uid))
    alone = till.get(f"{ADDRESS}/{anna.uid}").json()
    assert in_list == alone
    assert [point["label"] for point in alone["phones"]] == ["mobile", "work"]


def test_an_employer_out_of_reach_is_not_told(vera, mark, program):
    hers = add_client(name="Hidden mill", kind="organisation", by=vera, responsible=vera)
    add_client(name="His", works_at=hers, by=vera, responsible=mark)
    answer = program(mark).get(ADDRESS)
    assert [(one["name"], one["organisation"]) for one in answer.json()["items"]] == [("His", None)]
    assert b"Hidden" not in answer.content


ASKED = {
    "all": {},
    "mine": {"view": "mine"},
    "nobody": {"view": "nobody", "sort": "-name"},
    "archived": {"view": "archived"},
    "week": {"view": "week"},
    "words": {"q": "kern"},
    "digits": {"q": "600 100"},
    "kind": {"kind": "organisation", "sort": "-added"},
    "source": {"source": "A friend"},
    "tag": {"tag": "TAG"},
    "whose": {"responsible": "VERA"},
    "no one's": {"responsible": "nobody"},
    "nowhere": {"location": "none", "sort": "due"},
    "days": {"added_from": "TODAY", "added_to": "TODAY", "sort": "-contact"},
    "with a phone": {"phone": "with"},
    "without": {"phone": "without"},
}


@pytest.mark.parametrize("words", ASKED.values(), ids=ASKED)
def test_the_lists_filters_mean_the_same_to_programs(vera, anna, program, client, words):
    from pomni.kit.clock import today

    boris = add_client(name="Boris", phone="+48 600 555 111", by=vera)
    edit_client(boris, responsible=None, by=vera)
    archive_client(add_client(name="Gone", by=vera), by=vera)
    there = {"TAG": str(Tag.objects.first().uid), "VERA": str(vera.uid), "TODAY": today().isoformat()}
    words = {name: there.get(value, value) for name, value in words.items()}
    told = program(vera).get(ADDRESS, words).json()["items"]
    listed = [str(one.uid) for one in found(vera, Asked.from_query(words))]
    assert [one["uid"] for one in told] == listed
    client.force_login(vera)
    shown = client.get("/clients/", words).content.decode()
    assert listed
    assert all(uid in shown for uid in listed)
    others = Client.objects.exclude(uid__in=listed).values_list("uid", flat=True)
    assert not any(f"/clients/{uid}/" in shown for uid in others)


@pytest.mark.parametrize(
    "words",
    [
        {"colour": "red"},
        {"view": "none"},
        {"tag": "x"},
        {"phone": "yes"},
        {"sort": "size"},
        {"added_from": "x"},
    ],
)
def test_a_filter_that_is_not_understood_is_refused_by_its_name(vera, program, words):
    answer = program(vera).get(ADDRESS, words)
    assert answer.status_code == 422
    problem = answer.json()
    named = {problem.get("field"), *(one["field"] for one in problem.get("fields", []))}
    assert set(words) <= named


def test_a_page_costs_the_same_number_of_statements_however_many_it_holds(
    vera, anna, program, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(company, "FRESH", 3600.0)  # what a process keeps is looked up once, not by the clock
    company.forget()
    till = program(vera)
    till.get(ADDRESS)
    with django_assert_max_num_queries(8) as few:
        assert len(till.get(ADDRESS, {"limit": 200}).json()["items"]) == 2
    for number in range(118):
        add_client(name=f"Client {number}", phone=f"+48 600 200 {number:03}", tags=["vip"], by=vera)
    with django_assert_max_num_queries(8) as many:
        assert len(till.get(ADDRESS, {"limit": 200}).json()["items"]) == 120
    assert len(many) == len(few)


def test_a_whole_client_is_written_and_read_back(vera, program):
    till = program(vera)
    mill = till.post(ADDRESS, {"name": "Mill", "kind": "organisation"}, "application/json").json()
    sent = {
        "family": "Kern",
        "given": "Anna",
        "birthday": "--02-29",
        "phones": [{"typed": "+48 600 100 201", "label": "mobile"}, {"typed": "+48 600 100 202"}],
        "organisation": mill["uid"],
        "responsible": str(vera.uid),
        "tags": ["vip"],
    }
    made = till.post(ADDRESS, sent, "application/json")
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["name"], told["birthday"], told["tags"]) == ("Kern Anna", "--02-29", ["vip"])
    assert [point["normal"] for point in told["phones"]] == ["+48600100201", "+48600100202"]
    assert (told["organisation"]["name"], told["responsible"]["name"]) == ("Mill", "Vera")
    other = {"phones": [{"typed": "+48 600 100 203"}]}  # a label need not be told
    changed = till.patch(f"{ADDRESS}/{told['uid']}", other, "application/json").json()
    assert [(point["normal"], point["label"]) for point in changed["phones"]] == [("+48600100203", "")]
    bare = {"organisation": None, "tags": [], "phones": [], "birthday": ""}
    changed = till.patch(f"{ADDRESS}/{told['uid']}", bare, "application/json").json()
    assert (changed["organisation"], changed["tags"], changed["phones"], changed["birthday"]) == (
        None,
        [],
        [],
        "",
    )
    assert changed["responsible"]["name"] == "Vera"


@pytest.mark.parametrize("field", ["responsible", "location", "organisation"])
def test_whoever_is_named_and_not_within_reach_is_refused_by_the_field(vera, program, field):
    nobody = "01a201af-5a81-705b-a3ba-d49ceac12494"
    answer = program(vera).post(ADDRESS, {"name": "Anna", field: nobody}, "application/json")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_days_and_instants_are_told_as_the_standard_has_them(vera, anna):
    from pomni.agenda.commands import add_task
    from pomni.people.commands import add_interaction

    add_interaction(anna, how="call", by=vera)
    add_task(anna, title="Call", due_on=date(2030, 1, 2), by=vera)
    told = client_told(*whole_clients(vera, [anna.pk]))
    assert told["next_due_on"] == "2030-01-02"
    assert told["last_contact_at"].endswith("Z")
    assert told["archived_at"] is None


def test_a_list_comes_in_the_order_of_a_custom_field_and_says_where_there_is_none(vera, mark, program):
    def sized(kind, **words):
        field = add_field(name=f"My {kind}", kind=kind, by=vera, **words)
        return field, f"own_{field.uid}"

    (size, key), (_many, many) = sized("number"), sized("many", choices=["a"])
    for name, value in (("Anna", "2"), ("Boris", "10"), ("Cleo", ""), ("Dora", "-3")):
        client = add_client(name=name, responsible=mark, by=vera)
        fill_own_fields(client, values={key: value}, by=vera)
    till = program(vera)

    def names(sort):
        told, after = [], ""
        while True:
            part = till.get(f"{ADDRESS}?sort={sort}&limit=1{after}").json()
            told += [one["name"] for one in part["items"]]
            if not part["next"]:
                return told
            after = f"&after={part['next']}"

    assert names(key) == ["Dora", "Anna", "Boris", "Cleo"]
    assert names(f"-{key}") == ["Boris", "Anna", "Dora", "Cleo"]
    for sort in (many, f"own_{client.uid}", "own_x"):
        assert till.get(f"{ADDRESS}?sort={sort}").status_code == 422
    role = mark.roles_held.get().role
    assert program(mark).get(f"{ADDRESS}?sort={key}").status_code == 200
    change_role(role, fields=role.fields | {f"people.client.{key}": "mask"}, by=vera)
    answer = program(type(mark).objects.get(pk=mark.pk)).get(f"{ADDRESS}?sort={key}")
    assert answer.status_code == 422
    assert "sort" in answer.content.decode()
    archive_field(size, by=vera)
    assert till.get(f"{ADDRESS}?sort={key}").status_code == 422
