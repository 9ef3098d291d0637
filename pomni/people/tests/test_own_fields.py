"""Fields of the company's own: defined without a restart, filled in on the card, asked for, and gone with the person."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.http import QueryDict

from pomni.exchange.commands import exporting
from pomni.exchange.export_run import write_export
from pomni.facts import commands as defining
from pomni.facts import queries as facts
from pomni.facts.models import FieldChoice, OwnField
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import commands
from pomni.people.models import Client, OwnValue
from pomni.people.queries.asked import Asked
from pomni.people.queries.card import card_of
from pomni.people.queries.listing import found
from pomni.people.queries.own import own_of, own_values

from .test_forgetting import everything_stored

TOLD = {
    "text": ("Blue, dark", "Blue, dark"),
    "number": ("42,5", "42.5"),
    "money": ("1 200", 1200),
    "date": ("2026-11-22", "2026-11-22"),
    "yes_no": ("true", True),
}


@pytest.fixture
def anna(vera):
    return commands.add_client(name="Anna", by=vera)


def field(vera, kind="text", name="", **words):
    if kind in ("choice", "many"):
        words.setdefault("choices", ["red", "green", "blue"])
    return defining.add_field(name=name or f"My {kind}", kind=kind, by=vera, **words)


def key(one):
    return f"own_{one.uid}"


def uid(one, name):
    return str(FieldChoice.objects.get(field=one, name=name).uid)


def fill(client, by, **more):
    seen = more.pop("seen", None)
    return commands.fill_own_fields(client, values=more.pop("values"), seen=seen, by=by, **more)


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_what_is_written_is_told_again_and_emptied_leaves_nothing(vera, anna, kind):
    one, (told, kept) = field(vera, kind), TOLD[kind]
    fill(anna, vera, values={key(one): told})
    assert own_values([anna.pk]) == {anna.pk: {key(one): kept}}
    before = Moment.objects.count()
    fill(anna, vera, values={key(one): kept})  # the same again changes nothing
    assert Moment.objects.count() == before
    fill(anna, vera, values={key(one): ""})
    assert not OwnValue.objects.exists()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("number", "many"), ("number", "Infinity"), ("number", True), ("money", "1e20"), ("date", "31.02.2026"),
        ("yes_no", "perhaps"), ("choice", "pink"), ("many", ["red", "pink"]), ("text", "x" * 2001), ("text", "\x00"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(vera, anna, kind, told):
    one = field(vera, kind)
    with pytest.raises(Refused) as no:
        fill(anna, vera, values={key(one): told})
    assert no.value.field == key(one)
    assert not OwnValue.objects.exists()


def test_choices_are_told_by_uid_or_name_and_one_no_longer_offered_stays_on_cards(vera, anna):
    one, many = field(vera, "choice"), field(vera, "many")
    fill(anna, vera, values={key(one): "GREEN", key(many): ["red", uid(many, "blue")]})
    told = own_values([anna.pk])[anna.pk]
    assert told == {key(one): uid(one, "green"), key(many): [uid(many, "red"), uid(many, "blue")]}
    defining.change_field(one, choices=["red", "white"], by=vera)
    seen = {part.field.kind: part.shown for part in own_of(vera, anna)}
    assert seen == {"choice": "green", "many": "red, blue"}


def test_a_condition_asks_for_a_field_the_moment_it_is_defined(vera, anna):
    boris = commands.add_client(name="Boris", by=vera)
    size, many, day = field(vera, "number"), field(vera, "many"), field(vera, "date")
    fill(anna, vera, values={key(size): 42, key(many): ["red", "blue"], key(day): "2026-11-22"})
    fill(boris, vera, values={key(size): 38, key(many): ["green"]})

    def names(*line):
        told = {"fact": f"people.{key(line[0])}", "is": line[1]} | (
            {"value": line[2]} if len(line) > 2 else {}
        )
        made = commands.make_segment(name="x", condition={"all": [told]}, by=vera)
        return [one.name for one in found(vera, Asked.from_query(QueryDict(f"segment={made.uid}")))]

    assert names(size, "more", 40) == ["Anna"]
    assert names(size, "between", [38, 42]) == ["Anna", "Boris"]
    assert names(many, "has", [uid(many, "green"), uid(many, "red")]) == ["Anna", "Boris"]
    assert names(many, "has_not", [uid(many, "blue")]) == ["Boris"]
    assert names(day, "on", "2026-11-22") == ["Anna"]
    assert names(day, "empty") == ["Boris"]
    defining.archive_field(size, by=vera)
    with pytest.raises(facts.WrongCondition, match="knows nothing called"):
        names(size, "more", 40)


def test_a_field_is_shown_and_required_only_where_its_condition_holds(vera, anna):
    firm = commands.add_client(name="Bright", kind="organisation", by=vera)
    firms = {"all": [{"fact": "people.kind", "is": "one_of", "value": ["organisation"]}]}
    field(vera, name="Contract", decides="shown", condition=firms, is_required=True)
    field(vera, name="Branch", decides="required", condition=firms)

    def told(client):
        return {one.field.name: one.is_required for one in own_of(vera, client)}

    assert told(anna) == {"Branch": False}
    assert told(firm) == {"Contract": True, "Branch": True}
    with pytest.raises(Refused, match="Fill this in"):
        fill(firm, vera, values={}, checks_required=True)
    fill(anna, vera, values={}, checks_required=True)


def test_what_stands_in_a_field_is_not_lost_when_its_condition_holds_no_more(vera, anna):
    told = {"all": [{"fact": "people.source", "is": "is", "value": "fair"}]}
    one = field(vera, decides="shown", condition=told)
    commands.edit_client(anna, source="fair", by=vera)
    fill(anna, vera, values={key(one): "kept"})
    commands.edit_client(anna, source="", by=vera)
    assert [part.shown for part in own_of(vera, anna)] == ["kept"]


def test_who_changed_it_meanwhile_is_not_overwritten(vera, anna):
    one = field(vera)
    fill(anna, vera, values={key(one): "first"})
    with pytest.raises(Conflict):
        fill(anna, vera, values={key(one): "mine"}, seen={key(one): ""})
    fill(anna, vera, values={key(one): "mine"}, seen={key(one): "first"})


def test_only_who_may_defines_fields_and_only_who_may_change_a_client_fills_them(vera, mark, lena, page_of):
    with pytest.raises(NotAllowed):
        field(mark)
    one = field(vera)
    client = commands.add_client(name="Dora", by=lena)
    with pytest.raises(NotAllowed):
        fill(client, mark, values={key(one): "x"})
    assert page_of(mark).get(f"/clients/{client.uid}/own/").status_code == 404
    assert page_of(mark).get("/settings/fields/").status_code == 403


def test_a_field_is_defined_and_filled_in_by_pages_alone(vera, anna, page_of):
    browser = page_of(vera)
    told = {"name": "Shoe size", "kind": "number", "how:": "all", "fact:1": "", "do": "save"}
    assert browser.post("/settings/fields/add/", told).status_code == 302
    one = OwnField.objects.get()
    assert "Shoe size" in browser.get(f"/clients/{anna.uid}/own/").content.decode()
    sent = {key(one): "42,5", f"was-{key(one)}": ""}
    assert browser.post(f"/clients/{anna.uid}/own/", sent).status_code == 302
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    assert "Shoe size" in card
    assert "42.5" in card
    wrong = browser.post(f"/clients/{anna.uid}/own/", sent | {key(one): "large", f"was-{key(one)}": "42.5"})
    assert "does not fit" in wrong.content.decode()


def test_what_stands_in_fields_is_erased_with_the_person(vera, anna):
    one = field(vera)
    fill(anna, vera, values={key(one): "canary of Anna"})
    assert "canary of Anna" in everything_stored()
    commands.forget_client(anna, by=vera)
    assert "canary of Anna" not in everything_stored()


def test_several_choices_are_filled_in_and_changed_on_the_page(vera, anna, page_of):
    many, browser = field(vera, "many"), page_of(vera)
    where, name = f"/clients/{anna.uid}/own/", key(many)
    red, blue = uid(many, "red"), uid(many, "blue")
    assert browser.post(where, {name: [red, blue], f"was-{name}": ""}).status_code == 302
    assert browser.post(where, {name: [red], f"was-{name}": f"{red},{blue}"}).status_code == 302
    assert [part.shown for part in own_of(vera, anna)] == ["red"]
    answer = browser.post(
        where, {name: [blue], f"was-{name}": f"{red},{blue}"}
    )  # of a page that was opened before that
    told = answer.content.decode()
    assert "Keep mine" in told
    assert f'value="{blue}"' in told
    assert browser.post(where, {name: f"{red},{blue}", f"was-{name}": red}).status_code == 302
    assert [part.shown for part in own_of(vera, anna)] == ["red, blue"]


def test_a_day_is_written_as_people_write_it(vera, anna, page_of):
    one = field(vera, "date")
    sent = {key(one): "22.11.2026", f"was-{key(one)}": ""}
    assert page_of(vera).post(f"/clients/{anna.uid}/own/", sent).status_code == 302
    assert OwnValue.objects.get().day == date(2026, 11, 22)
    assert Client.objects.get().pk == anna.pk


def test_a_card_tells_them_with_the_row_of_the_client(vera, anna):
    made = {kind: field(vera, kind) for kind in (*TOLD, "choice", "many")}
    told = {kind: TOLD[kind][0] for kind in TOLD} | {"choice": "green", "many": ["red", "blue"]}
    told["text"] = "a \x1e b \x1f c"
    fill(anna, vera, values={key(made[kind]): value for kind, value in told.items()})
    apart = {one.field.key: one.value for one in own_of(vera, anna)}
    assert {one.field.key: one.value for one in own_of(vera, card_of(vera, anna.uid))} == apart
    assert apart[key(made["text"])] == "a  b  c"


def test_the_list_shows_chosen_fields_and_a_segment_keeps_them(vera, anna, page_of):
    one, many = field(vera, "money", "Budget"), field(vera, "many", "Colours")
    day, text = field(vera, "date", "Until"), field(vera, "text", "Words")
    told = {key(one): 1200, key(many): ["red", "blue"], key(day): "2026-12-31", key(text): "<b>bold</b>"}
    fill(anna, vera, values=told)
    browser = page_of(vera)
    plain = browser.get("/clients/").content.decode()
    assert ('<th scope="col">Budget' in plain, "red, blue" in plain) == (False, False)
    shown = browser.get(f"/clients/?cols=tags,{key(many)},{key(one)}").content.decode()
    assert "red, blue" in shown
    assert "1,200" in shown
    shown = browser.get(f"/clients/?cols={key(day)},{key(text)}").content.decode()
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    for page in (shown, card):
        assert '<time datetime="2026-12-31">' in page
        assert "&lt;b&gt;bold" in page
    made = commands.make_segment(name="x", columns=["tags", key(one)], by=vera)
    assert made.columns == f"tags,{key(one)}"
    defining.archive_field(one, by=vera)
    assert browser.get(f"/clients/?cols={key(one)}").status_code == 200


def test_an_export_has_them_under_their_names(vera, anna):
    one, many = field(vera, "date", "Contract until"), field(vera, "many", "Colours")
    fill(anna, vera, values={key(one): "2026-12-31", key(many): ["red", "blue"]})
    export = exporting.ask_export(format="csv", query="", columns=["name", key(one), key(many)], by=vera)
    write_export.func(pk=export.pk)
    export.refresh_from_db()
    told = default_storage.open(export.stored).read().decode("utf-8-sig").splitlines()
    assert told[0].startswith("Name,Contract until,Colours")
    assert told[1].startswith('Anna,2026-12-31,"red, blue"')


def test_a_merge_keeps_what_stands_in_the_fields_of_both_and_is_taken_apart_exactly(vera, anna):
    size, many = field(vera, "number"), field(vera, "many")
    other = commands.add_client(name="Anna", by=vera)
    fill(anna, vera, values={key(many): ["red"]})
    fill(other, vera, values={key(size): "42.5", key(many): ["red", "blue"]})
    before = own_values([anna.pk, other.pk])
    merge = commands.merge_clients(anna, other, by=vera)
    told = own_values([anna.pk])[anna.pk]
    assert told == {key(size): "42.5", key(many): [uid(many, "red"), uid(many, "blue")]}
    commands.unmerge_clients(merge, by=vera)
    assert own_values([anna.pk, *Client.objects.exclude(pk=anna.pk).values_list("pk", flat=True)]) == before


def test_a_merge_that_would_lose_what_stands_in_a_field_is_refused(vera, anna):
    size = field(vera, "number")
    other = commands.add_client(name="Anna", by=vera)
    fill(anna, vera, values={key(size): 41})
    fill(other, vera, values={key(size): 42})
    with pytest.raises(Refused, match="Both cards have “My number”"):
        commands.merge_clients(anna, other, by=vera)
