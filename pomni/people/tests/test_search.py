"""What is typed against what is there: the search beside a slow and plain reading of the same rules, on either engine."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

import pytest
from django.db import connection, transaction

from pomni.kit import prepared, search, spelling
from pomni.kit.clock import now
from pomni.kit.spelling import found_by
from pomni.people import finders
from pomni.people.commands import add_client, forget_client
from pomni.people.models import NAMES, POINTS, Client, ContactPoint, Holding
from pomni.people.queries import answering
from pomni.people.queries.answering import clients_answering
from pomni.people.queries.search import matching
from pomni.people.rules import sort_key
from pomni.team.models import Team

FAMILY = [
    "Ёлкин",
    "Żółwińska",
    "Nowak",
    "Новик",
    "Соловей",
    "O’Neill",
    "Kowalska-Nowak",
    "Щукина",
    "Łoś",
    "Шевченко",
    "Ли",
    "Anan",
]
GIVEN = ["Пётр", "Anna", "Józef", "Алексей", "Ewa", "Ян", "Maria", "Joanna", "Ия"]
LAYOUT = str.maketrans(spelling.RUSSIAN[1:33], spelling.ENGLISH[1:33])


def clients(*told):
    """Clients with these names, phones, addresses, tax numbers; one who answers for each, or nobody."""
    made = Client.objects.bulk_create(
        Client(
            name=name,
            sorted_as=sort_key(name),
            found_by=found_by(name, tax_id),
            tax_id=tax_id,
            responsible=holder,
            added_at=now(),
        )
        for name, _phone, _email, tax_id, holder in told
    )
    for client, (_name, phone, email, _tax_id, _holder) in zip(made, told, strict=True):
        reached = (("phone", phone), ("email", email))
        client.points = [ContactPoint(kind=kind, normal=normal) for kind, normal in reached if normal]
    ContactPoint.objects.bulk_create(point for client in made for point in client.points)
    Holding.objects.bulk_create(
        Holding(client=client, contact_point=point, typed=point.normal)
        for client in made
        for point in client.points
    )
    return made


@pytest.fixture
def base(vera, mark, sam):
    """Two hundred clients whose names, phones and addresses resemble one another; the same each time."""
    chance = random.Random(7)
    return clients(*(
        (
            f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}",
            f"+{chance.choice(['7921', '48600', '7800'])}{chance.randrange(10**6, 10**7)}",
            f"{chance.choice(['anna', 'piotr.n', 'ewa_88'])}{number}@example.com",
            str(chance.randrange(10**9, 10**10)) if number % 9 == 0 else "",
            (mark, sam, None)[number % 3],
        )
        for number in range(200)
    ))  # fmt: skip


def questions(base, count):
    """Typed words of several kinds, each with how a plain reader would judge a client by it."""
    chance = random.Random(11)
    for _ in range(count):
        kinds = chance.choices(["name", "name", "layout", "email"], k=chance.choice([0, 1, 1, 2]))
        if not kinds or chance.random() < 0.4:  # one number at most: two side by side are one
            kinds.insert(chance.randrange(len(kinds) + 1), chance.choice(["phone", "trunk", "tax"]))
        asked = [question(chance.choice(base), kind, chance) for kind in kinds]
        yield " ".join(typed for typed, _test in asked), [test for _typed, test in asked]


def question(one, kind, chance):
    """A part of what is known of this client, as somebody types it, and the test of a plain reader."""
    phone, email = (point.normal for point in sorted(one.points, key=lambda point: "@" in point.normal))
    if kind == "email":
        part = email[2:-3]
        return (
            part,
            lambda client, seen: seen and any(part in p.normal for p in client.points if "@" in p.normal),
        )
    if kind in {"name", "layout"}:
        word = chance.choice([part for part in spelling.fold(one.name).split() if len(part) > 1])
        start = chance.randrange(max(1, len(word) - 3))
        typed = word if len(word) < 3 else word[start : start + chance.choice([3, 4, 6])]
        typed = typed.translate(LAYOUT) if kind == "layout" else typed
        return typed, lambda client, seen: any(named(client, way) for way in spelling.variants(typed))
    digits = phone[chance.randrange(1, 7) :][: chance.choice([4, 5, 7])]
    return number(
        {
            "phone": f"({digits[:2]})-{digits[2:]}",
            "trunk": f"{chance.choice(['8', '00', '0'])}{phone[2:5]} {phone[5:7]}",
            "tax": one.tax_id[2:8] or "98989898",
        }[kind]
    )


def number(typed):
    """A number as it is typed, and whether it stands in a name or a tax number, or, if it may be seen, in a phone."""
    groups = re.findall(r"\d+", typed)
    whole = "".join(groups)
    short = {"8": [f"7{whole[1:]}", whole[1:]], "0": [whole[1:], whole.removeprefix("00")]}.get(whole[0], [])
    dialled = [way for way in (whole, *short) if len(way) >= 4]

    def answers(client, seen):
        phones = [point.normal for point in client.points if "@" not in point.normal]
        in_name = whole in client.found_by or all(named(client, group) for group in groups)
        return in_name or (seen and any(way in phone for way in dialled for phone in phones))

    return typed, answers


def named(client, way):
    parts = way.split()
    return bool(parts) and all((part if len(part) > 2 else f" {part}") in client.found_by for part in parts)


def test_the_search_finds_exactly_what_a_plain_reader_finds(base, vera, mark, sam):
    everybody = base
    own = {user.pk: {c.pk for c in everybody if c.responsible_id == user.pk} for user in (mark, sam)}
    found_any = 0
    for typed, tests in questions(base, 150):
        for user, reached, sees in (
            (vera, None, True),
            (mark, own[mark.pk], True),
            (sam, own[sam.pk], False),
        ):
            wanted = {
                client.pk
                for client in everybody
                if (reached is None or client.pk in reached) and all(test(client, sees) for test in tests)
            }
            told = Client.objects.visible_to(user).filter(matching(user, typed))
            assert set(told.values_list("pk", flat=True)) == wanted, (typed, user)
            first = [hit.pk for hit in clients_answering(user, typed) if not hit.is_similar]
            assert set(first) <= wanted
            assert len(first) == min(7, len(wanted)), (typed, user)
            found_any += bool(wanted)
    assert found_any > 100


def test_nobody_learns_a_masked_phone_by_asking_for_its_digits(base, sam):
    for client in [client for client in base if client.responsible_id == sam.pk][:20]:
        phone = client.contact_points.get(kind="phone").normal
        for start in range(len(phone)):
            for typed in (
                phone[start:],
                phone[start : start + 4],
                f"8{phone[2 : start + 4]}",
                f"00{phone[1 : start + 4]}",
            ):
                found = Client.objects.visible_to(sam).filter(matching(sam, typed))
                digits = "".join(letter for letter in typed if letter.isdigit())
                assert all(digits in one.found_by for one in found), typed
    assert not clients_answering(sam, "anna1@example.com")


def test_words_that_begin_stand_before_words_that_hold_and_archived_ones_last(vera, mark):
    made = clients(
        *(
            (name, "", "", "", None)
            for name in ("Joanna Beck", "Kern Anna", "Annan Zoe", "Anna Adler", "Susanna Abel")
        )
    )
    Client.objects.filter(pk=made[3].pk).update(archived_at=now(), alert="Allergy: latex")
    told = finders.clients(vera, ["anna"])
    assert [one.title for one in told] == [
        "Annan Zoe",
        "Kern Anna",
        "Joanna Beck",
        "Susanna Abel",
        "Anna Adler",
    ]
    assert told[-1].note == "Archived"
    assert told[-1].alert == "Allergy: latex"
    Client.objects.update(responsible=mark)
    assert finders.clients(mark, ["anna"]) == [
        replace(one, note=f"Mark{' · ' * bool(one.note)}{one.note}") for one in told
    ]


def test_who_is_met_along_the_names_is_who_would_be_gathered(base, vera, mark, hire, monkeypatch):
    """The walk, meant for names that many share, beside the gathering of all of them."""
    mark.team = Team.objects.create(name="Sellers")
    mark.save()
    Client.objects.filter(pk__in=[client.pk for client in base[::7]]).update(archived_at=now())
    for user in (vera, hire("hans", "head_of_sales", team=mark.team)):
        for typed in ("anna", "ann", "nowa", "новик петр", "ewa", "аня"):
            told = []
            for many in (1, 1_000_000):
                monkeypatch.setattr(prepared, "_kept", lru_cache(prepared._kept.__wrapped__))
                monkeypatch.setattr(answering, "MANY", many)
                told.append([hit.pk for hit in clients_answering(user, typed)])
            assert told[0] == told[1], (user, typed)


def test_digits_that_end_a_phone_come_first_and_the_phone_that_answers_is_shown(vera):
    first, last = clients(("A", "+48600014711", "", "", None), ("B", "+48600100147", "", "", None))
    Holding.objects.create(
        client=first,
        contact_point=ContactPoint.objects.create(kind="phone", normal="+48222333444"),
        typed="22 233 34 44",
        is_preferred=False,
    )
    assert [one.title for one in finders.clients(vera, ["0147"])] == [last.name, first.name]
    [one] = finders.clients(vera, ["3444"])
    assert one.note.startswith("22 233 34 44")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("smiht", "Smith Adam"),
        ("вишнивский", "Вишневский Ян"),
        ("wizniewski", "Wiśniewski Jan"),
        ("kowlaski jan", "Kowalski Jan"),
    ],
)
def test_a_mistyped_name_is_offered_as_similar_and_only_where_nothing_else_answers(vera, mark, typed, name):
    clients((name, "", "", "", mark), ("Brown Ann", "", "", "", mark))
    for user in (vera, mark):
        hits = clients_answering(user, typed)
        assert [hit.name for hit in hits] == [name]
    assert not Client.objects.filter(matching(vera, "brown zzzz")).exists()
    clients((f"{typed} Exact", "", "", "", None))
    assert [hit.is_similar for hit in clients_answering(vera, typed)] == [False]


def test_short_beginnings_are_found_by_one_letter_or_two(vera):
    clients(*((name, "", "", "", None) for name in ("Ли Ян", "Лис Ян", "Орёл Лев", "Ян")))
    assert {hit.name for hit in clients_answering(vera, "ли")} == {"Ли Ян", "Лис Ян"}
    assert {hit.name for hit in clients_answering(vera, "я л")} == {"Ли Ян", "Лис Ян"}
    assert {hit.name for hit in clients_answering(vera, "о")} == {"Орёл Лев"}


def test_whoever_was_erased_has_left_no_letter_in_the_index(vera):
    client = add_client(name="Ѫѭѯѵ Ѱѽ", phone="+7 921 555 66 77", by=vera)
    forget_client(client, by=vera)
    assert not clients_answering(vera, "ѫѭѯ")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for index in (NAMES, POINTS):
                cursor.execute(f"SELECT block FROM {index.name}_data")  # noqa: S608 (our own name)
                held = b"".join(row[0] for row in cursor.fetchall())
                assert "ѫ".encode() not in held
                assert b"556" not in held


def test_an_index_that_is_out_of_line_is_noticed_and_built_anew(vera):
    from pomni.config import engine

    add_client(name="Anna Kern", phone="+48 600 100 201", by=vera)
    assert engine.search_troubles() == []
    connection.check_constraints()
    gone = {"sqlite": f"DROP TRIGGER {NAMES.name}_on", "postgresql": f"DROP INDEX {NAMES.name}"}
    with connection.cursor() as cursor:
        cursor.execute(gone[connection.vendor])
    Client.objects.update(found_by=" berta")
    connection.check_constraints()
    assert len(engine.search_troubles()) == 1
    assert [hit.pk for hit in clients_answering(vera, "berta")] or connection.vendor == "sqlite"
    if connection.vendor == "sqlite":
        assert search.put_in_order() == [NAMES.name]
    assert {NAMES.name, POINTS.name} <= set(search.rebuild())
    assert engine.search_troubles() == []
    assert clients_answering(vera, "berta")


def test_an_index_that_tells_what_is_not_in_the_rows_is_out_of_line(vera):
    add_client(name="Anna Kern", by=vera)
    if connection.vendor == "postgresql":  # which keeps its indexes itself
        assert NAMES.is_in_line()
        return
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {NAMES.name}(rowid, found_by) VALUES(999, ' ghost')")
    assert not NAMES.is_in_line()


@pytest.mark.django_db(transaction=True)
def test_clients_added_at_the_same_time_are_all_found_at_once(vera):
    def add(number):
        try:
            add_client(name=f"Quick{number} Fox", phone=f"+48 600 700 {number:03}", by=vera)
            return [hit.name for hit in clients_answering(vera, f"uick{number} 700{number:03}")]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(add, range(100, 112)))
    assert told == [[f"Quick{number} Fox"] for number in range(100, 112)]


def test_what_is_rolled_back_is_not_found(vera):
    with transaction.atomic():
        add_client(name="Anna Kern", by=vera)
        transaction.set_rollback(True)
    assert not clients_answering(vera, "kern")
