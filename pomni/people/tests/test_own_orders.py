"""The list in the order of a custom field: the same by pages, along the cards, for programs and in files."""

import random
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.exchange.commands import exporting
from pomni.exchange.export_run import write_export
from pomni.facts import commands as defining
from pomni.facts import own as defined
from pomni.facts.models import OwnField
from pomni.kit.errors import Refused
from pomni.people import commands
from pomni.people.changing import act_of
from pomni.people.imports.beside import plain_row
from pomni.people.many_beside import replace_values
from pomni.people.models import Client, OwnValue
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import count, found, neighbours, page
from pomni.people.queries.own import own_values
from pomni.people.rules import text_in_order
from pomni.team.commands import change_role
from pomni.team.models import Location, Team, User

KINDS = ("text", "number", "money", "date", "choice", "yes_no")
COLOURS = ["red", "green", "blue", "amber"]
WORDS = [
    "Ёлка",
    "елка",
    "Łódź",
    "lodz",
    "Lodz",
    "",
    "zebra",
    "Äpfel",
    "apple",
    "ß" * 150,
    "ss" * 150 + "z",
    "10",
    "9",
]


def key(one):
    return f"own_{one.uid}"


def some(kind, chance):
    """A value of a field of this kind; now and then none."""
    day = date(2026, 11, 23) + timedelta(days=chance.randint(-5, 5))
    told = {
        "text": lambda: chance.choice(WORDS),
        "number": lambda: chance.choice(
            ["-1.5", "0", "999999999999.1234", "999999999999.1235", "3", "0.0001"]
        ),
        "money": lambda: chance.choice(["-12.50", "0", "1000000000000", "999999999999.99", "7"]),
        "date": day.isoformat,
        "choice": lambda: chance.choice(COLOURS),
        "yes_no": lambda: chance.choice(["yes", "no"]),
    }
    return told[kind]() if chance.random() < 0.7 else ""


def place(field, value):
    """What a value is sorted by, in plain Python."""
    if field.kind == "text":
        return text_in_order(value)
    if field.kind in ("number", "money"):
        return Decimal(str(value))
    if field.kind == "choice":
        return [one.uid for one in field.choices].index(value)
    return value


@pytest.fixture
def north(db):
    return Location.objects.create(name="North", zone="Europe/Warsaw")


@pytest.fixture
def field(vera):
    def made(kind, **words):
        more = {"choices": COLOURS} if kind in ("choice", "many") else {}
        return defining.add_field(name=words.pop("name", f"My {kind}"), kind=kind, by=vera, **more, **words)

    return made


@pytest.fixture
def filled(vera, mark, lena, north, field):
    """Twenty clients of three colleagues, whose field of this kind holds something or nothing."""

    def fill(kind):
        one, chance = field(kind), random.Random(kind)
        for number in range(20):
            client = commands.add_client(
                name=f"Client {number:02}",
                responsible=(mark, lena, vera)[number % 3],
                location=north if number % 2 else None,
                by=vera,
            )
            commands.fill_own_fields(client, values={key(one): some(kind, chance)}, by=vera)
        if kind == "choice":  # offered in another order since, and one of them no more
            defining.change_field(one, choices=["blue", "white", "red", "green"], by=vera)
        return next(known for known in defined.fields("people.client") if known.key == key(one))

    return fill


@pytest.fixture
def readers(vera, mark, lena, north, hire):
    """One for each way of reaching clients: all, one's own, locations, a team."""
    team = Team.objects.create(name="Sellers")
    for one in (mark, lena):
        one.team = team
        one.save()
    hans = hire("hans", "head_of_sales", team=team)
    return [vera, User.objects.get(pk=mark.pk), hire("fred", "front_desk", location=north), hans]


def sorted_here(one, clients, *, descends):
    """As Python sorts them: who has nothing comes last, whichever way the others go."""
    told = {
        pk: value for pk, values in own_values(clients).items() if (value := values.get(one.key)) is not None
    }
    has = sorted((place(one, told[pk]), pk) for pk in clients if pk in told)
    lacks = sorted(pk for pk in clients if pk not in told)
    return [pk for _place, pk in (has[::-1] if descends else has)] + (lacks[::-1] if descends else lacks)


def paged(viewer, asked, size):
    """All keys of the list, page by page."""
    keys, after = [], None
    while True:
        part = page(viewer, asked, "uid", after=after, limit=size)
        keys += [row["pk"] for row in part.items]
        if not (after := part.next):
            return keys
        assert len(keys) <= 100, "the walk does not end"


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_in_the_order_of_a_field_is_what_python_sorts(filled, readers, kind):
    one = filled(kind)
    for sign, reader in product(("", "-"), readers):
        asked = Asked(sort=f"{sign}{one.key}")
        clients = list(Client.objects.visible_to(reader).values_list("pk", flat=True))
        wanted = sorted_here(one, clients, descends=bool(sign))
        assert list(found(reader, asked).values_list("pk", flat=True)) == wanted
        for size in (1, 4):
            assert paged(reader, asked, size) == wanted, size
        assert page(reader, asked, counts=True).count == count(reader, asked) == len(wanted) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_the_way_along_the_cards_is_the_way_along_the_list(filled, readers, kind):
    one = filled(kind)
    for sign, reader in product(("", "-"), readers[:2]):
        asked = Asked(sort=f"{sign}{one.key}")
        rows = list(found(reader, asked))
        for n, client in enumerate(rows):
            beside = neighbours(reader, asked, client)
            assert beside.before == (rows[n - 1].uid if n else None)
            assert beside.behind == (rows[n + 1].uid if n + 1 < len(rows) else None)
            assert (beside.place, beside.count) == (n + 1, len(rows))


@pytest.mark.parametrize(
    "words", ["q=client", "q=client+0", "q=cl", "phone=without", "view=week", "view=mine"]
)
@pytest.mark.parametrize("kind", ["text", "money", "choice"])
def test_a_narrowed_list_keeps_the_order(filled, readers, kind, words):
    one = filled(kind)
    for sort in (one.key, f"-{one.key}"):
        asked = Asked.from_query(
            dict(part.split("=") for part in words.replace("+", " ").split("&")) | {"sort": sort}
        )
        for reader in readers:
            whole = list(found(reader, asked).values_list("pk", flat=True))
            assert paged(reader, asked, 4) == whole
            assert whole == sorted_here(one, whole, descends=sort[0] == "-")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_takes_as_many_statements_as_in_any_other_order(filled, vera, kind, django_assert_num_queries):
    one = filled(kind)

    def statements(sort):
        page(vera, Asked(sort=sort), "uid", limit=50)
        with CaptureQueriesContext(connection) as asking:
            page(vera, Asked(sort=sort), "uid", limit=50)
        return len(asking)

    assert statements(one.key) == statements("due") == 2
    asked, client = Asked(sort=one.key), Client.objects.first()
    neighbours(vera, asked, client)
    with django_assert_num_queries(2):
        neighbours(vera, asked, client)


def plans(sort, viewer):
    with CaptureQueriesContext(connection) as asking:
        page(viewer, Asked(sort=sort), "uid", limit=5)
    with connection.cursor() as cursor:
        for told in asking.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {told['sql']}")
            yield " ".join(row[3] for row in cursor.fetchall())


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_index_holds_the_order_and_nothing_is_sorted(filled, vera, kind, sign):
    one = filled(kind)
    told = list(plans(f"{sign}{one.key}", vera))
    index = {"text": "text", "date": "day", "choice": "choice"}.get(kind, "number")
    assert f"own_values_by_{index}" in told[0]
    assert not any("TEMP B-TREE" in plan for plan in told)


def heads(browser, query):
    """The heads of the columns."""
    told = browser.get(f"/clients/?{query}").content.decode()
    return told.split("<thead>")[1].split("</thead>")[0]


@pytest.mark.parametrize("rule", ["mask", "hide"])
def test_what_is_hidden_or_masked_is_no_order(filled, vera, mark, page_of, rule):
    one = filled("text")
    sort = Asked(sort=one.key)
    by_name = list(found(mark, Asked()).values_list("pk", flat=True))
    assert list(found(mark, sort).values_list("pk", flat=True)) != by_name
    walk = page(mark, sort, "uid", limit=2).next
    role = mark.roles_held.get().role
    change_role(role, fields=role.fields | {f"people.client.{one.key}": rule}, by=vera)
    mark = User.objects.get(pk=mark.pk)
    assert list(found(mark, sort).values_list("pk", flat=True)) == by_name == paged(mark, sort, 4)
    with pytest.raises(Refused):
        page(mark, sort, "uid", after=walk)
    assert f"sort={one.key}" not in heads(page_of(mark), f"sort={one.key}&cols=phone,{one.key}")
    first, second = found(mark, Asked())[:2]
    assert neighbours(mark, sort, first).behind == second.uid


def test_a_head_sorts_and_says_how_the_list_is_sorted(filled, vera, page_of):
    one = filled("number")
    browser = page_of(vera)
    told = browser.get(f"/clients/?cols={one.key}").content.decode()
    assert f'<th scope="col"><a href="/clients/?sort={one.key}&amp;cols={one.key}">My number</a></th>' in told
    told = browser.get(f"/clients/?sort={one.key}&cols={one.key}").content.decode()
    assert f'aria-sort="ascending"><a href="/clients/?sort=-{one.key}&amp;cols={one.key}">My number' in told
    told = browser.get(f"/clients/?sort=-{one.key}&cols={one.key}").content.decode()
    assert f'aria-sort="descending"><a href="/clients/?sort={one.key}&amp;cols={one.key}">My number' in told
    defining.change_field(OwnField.objects.get(pk=one.pk), name="Size", by=vera)
    assert ">Size</a></th>" in browser.get(f"/clients/?sort=-{one.key}&cols={one.key}").content.decode()


def test_what_has_no_one_place_is_no_order(field, vera, page_of):
    commands.add_client(name="Anna", by=vera)
    several, link = field("many"), field("colleague")
    for one in (several, link):
        told = heads(page_of(vera), f"cols={key(one)}&sort={key(one)}")
        assert f"sort={key(one)}" not in told
        assert '<th scope="col">My' in told


def test_a_field_that_is_gone_is_no_order_and_a_segment_keeps_its_order_until_then(filled, vera):
    one = filled("number")
    made = commands.make_segment(name="By size", condition={}, sort=f"-{one.key}", by=vera)
    assert made.sort == f"-{one.key}"
    sort = Asked(sort=made.sort, segment=str(made.uid))
    by_name = list(found(vera, Asked()).values_list("pk", flat=True))
    assert list(found(vera, sort).values_list("pk", flat=True)) != by_name
    defining.archive_field(OwnField.objects.get(pk=one.pk), by=vera)
    assert list(found(vera, sort).values_list("pk", flat=True)) == by_name


def test_a_file_that_goes_out_has_the_order_of_the_list(filled, vera):
    one = filled("money")
    made = exporting.ask_export(query=f"sort=-{one.key}", columns=["name", one.key], format="csv", by=vera)
    write_export.func(pk=made.pk)
    made.refresh_from_db()
    told = default_storage.open(made.stored).read().decode("utf-8-sig").splitlines()
    names = [line.split(",")[0] for line in told[1:]]
    assert names == list(found(vera, Asked(sort=f"-{one.key}")).values_list("name", flat=True))


def test_a_value_written_by_any_way_has_its_place(vera, filled):
    """Saved, set for many, put in by thousands, or there before lists could be sorted so: the order follows the text."""
    one = filled("text")
    rows = OwnValue.objects.filter(field=one.pk)

    def in_place():
        return {text_in_order(text) == place for text, place in rows.values_list("text", "sorted_as")} == {
            True
        }

    assert in_place()
    OwnValue.objects.update(sorted_as=None)
    import_module("pomni.people.migrations.0018_texts_in_order").put_in_order(apps, None)
    assert in_place()
    act_of(one.key).write(list(Client.objects.values_list("pk", flat=True)[:5]), "Żółw", vera)
    assert in_place()
    client = Client.objects.first()
    replace_values({(client.pk, one.pk): [plain_row({"text": "Ёж"})]})
    assert in_place()
    assert rows.get(client=client).sorted_as == text_in_order("Ёж")
