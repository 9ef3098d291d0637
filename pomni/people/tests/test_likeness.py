"""Who is one and who only looks so; and that comparing everybody with everybody costs as much more as there are more."""

import pytest

from pomni.people.likeness import LIKELY, candidates, features_of, likeness, named_so, organisations_agree
from pomni.people.likeness.keys import MOST, NEIGHBOURS
from pomni.people.likeness.sounds import letters_apart, sound
from pomni.people.tests.doubles import made_up

PHONE, OTHER = ("+79161234567",), ("+79039876543",)
BORN, EARLIER = {"birth_day": "02-03", "birth_year": 1990}, {"birth_day": "11-24", "birth_year": 1961}


def score(one, other, **more):
    return likeness(features_of(**one), features_of(**other), **more).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Иванов Иван Петрович", "phones": PHONE}, {"name": "Ivan Ivanov", "phones": PHONE}),
        ({"name": "Чернышёв Пётр", "phones": PHONE}, {"name": "Czernyszew Piotr", "phones": PHONE}),
        ({"name": "Żak Elżbieta", **BORN}, {"name": "elzbieta zak", **BORN}),
        ({"family": "Мария", "given": "Белова", "phones": PHONE}, {"name": "Белова Мария", "phones": PHONE}),
        ({"name": "Наташа Белова", "phones": PHONE}, {"name": "Белова Наталья Игоревна", "phones": PHONE}),
        ({"name": "Kowalski J.", "phones": PHONE}, {"name": "Józef Kowalski", "phones": PHONE}),
        ({"name": "Wiśniewski Adam", **BORN}, {"name": "Wiśneiwski Adam", **BORN, "phones": PHONE}),
        ({"name": "Anna Lis", **BORN}, {"name": "Anna Lis", "birth_day": "03-02", "birth_year": 1990}),
        ({"name": "Белова Анна", "phones": PHONE, **BORN}, {"name": "Орлова Анна", "phones": PHONE, **BORN}),
        (
            {"kind": "organisation", "name": "ООО «Ромашка»", "phones": PHONE},
            {"kind": "organisation", "name": "Romashka", "phones": PHONE},
        ),
    ],
)
def test_one_client_entered_twice_is_suggested(one, other):
    assert score(one, other) >= LIKELY
    assert score(other, one) == score(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"name": "Алина Белова", "phones": PHONE, **BORN},
            {"name": "Арина Белова", "phones": PHONE, **BORN},
        ),  # twins
        (
            {"name": "Jan Lis", "phones": PHONE, **BORN},
            {"name": "Jan Lis", "phones": PHONE, **EARLIER},
        ),  # father and son
        ({"name": "Лис Иван Ильич", "phones": PHONE}, {"name": "Лис Иван Иванович", "phones": PHONE}),
        ({"name": "Иван Лис", "phones": PHONE}, {"name": "Ольга Лис", "phones": PHONE}),  # a family's phone
        ({"name": "Иван Лис", "phones": PHONE}, {"name": "Пётр Котов", "phones": PHONE}),  # a firm's phone
        ({"name": "Anna Lis", "phones": PHONE}, {"name": "Anna Lis", "phones": OTHER}),  # namesakes
        ({"name": "Anna Lis"}, {"name": "Anna Lis", "kind": "organisation"}),
        (
            {"name": "Anna Lis", "tax_id": "7701234567", "phones": PHONE},
            {"name": "Anna Lis", "tax_id": "5009876543", "phones": PHONE},
        ),
        (  # two branches of one company
            {
                "kind": "organisation",
                "name": "Ромашка",
                "tax_id": "1",
                "phones": PHONE,
                "address": "Казань, Мира 5",
            },
            {
                "kind": "organisation",
                "name": "Ромашка",
                "tax_id": "1",
                "phones": OTHER,
                "address": "Пермь, Лесная 9",
            },
        ),
    ],
)
def test_who_only_looks_alike_is_not_suggested(one, other):
    assert score(one, other) < LIKELY


def test_a_name_that_many_have_tells_less():
    one, other = ({"name": "Иванов Иван Иванович"} for _n in range(2))
    assert score(one, other, named_so=2) > score(one, other, named_so=200)
    assert score(one, other, among=200) > score(one, other, among=200_000)


def test_the_reasons_say_what_speaks_for_it_and_what_against():
    one = features_of(name="Иван Лис", phones=PHONE, **BORN)
    other = features_of(name="Иван Лис", phones=PHONE, **EARLIER)
    assert set(likeness(one, other).reasons) == {"same_phone", "same_name", "birthdays_differ"}


@pytest.mark.parametrize("seed", [1, 2])
def test_doubles_as_people_make_them_are_found_and_nobody_else(seed):
    told = made_up(3000, seed)
    clients = [features_of(**row) for row in told.rows]
    named = named_so(clients)
    names = [named[tuple(sorted(one.sounds))] for one in clients]
    found = {
        (one, other)
        for one, other in candidates(clients)
        if likeness(
            clients[one], clients[other], named_so=min(names[one], names[other]), among=len(clients)
        ).is_likely
    }
    right = found & told.same
    assert len(right) / len(found) >= 0.96
    assert len(right) / len(told.same) >= 0.93
    apart = {pair for pair, why in told.two.items() if why in {"twins", "family phone", "a firm's phone"}}
    assert len(found & apart) <= 1


def test_hurrying_changes_no_suggestion():
    told = made_up(800, 5)
    clients = [features_of(**row) for row in told.rows]
    for one, other in set(candidates(clients)):
        whole = likeness(clients[one], clients[other])
        assert likeness(clients[one], clients[other], hurried=True).is_likely == whole.is_likely
        if whole.is_likely:
            assert likeness(clients[one], clients[other], hurried=True) == whole


def test_a_key_that_all_share_costs_only_neighbours():
    number = 20 * MOST
    clients = [features_of(name="Иванов Иван", emails=("office@example.com",)) for _n in range(number)]
    keys = 4  # the address, its box, the pair of words
    assert len(list(candidates(clients))) <= keys * NEIGHBOURS * number


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("иванов", "иванов", 0),
        ("иванов", "ивнаов", 1),
        ("иванов", "ивано", 1),
        ("иванов", "иваннов", 1),
        ("иванов", "иванок", 1),
        ("wiśniewski", "wisniewski", 1),
        ("иванов", "иевнов", 2),
        ("иванов", "петров", 3),
        ("ab", "ba", 1),
    ],
)
def test_letters_apart_is_counted_as_far_as_it_matters(one, other, far):
    assert letters_apart(one, other, 2) == min(far, 3)
    assert letters_apart(other, one, 1) == min(far, 2)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Чернышёв", "Chernyshev", "Czernyszew", "Чернышев"),
        ("Щербаков", "Shcherbakov", "Szczerbakow"),
        ("Юлия", "Yulia", "Julia"),
        ("Дмитрий", "Dmitry", "Dmitriy"),
        ("Зелинская", "Zelinskaya", "Zelinska"),
        ("Łódź", "Lodz"),
    ],
)
def test_a_word_sounds_alike_in_every_alphabet(spellings):
    assert len({sound(word) for word in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ООО «Ромашка»", "Ромашка, ООО", True),
        ("Romashka LLC", "Ромашка", True),
        ("Ромашка", "Ромашка Казань", False),
        ("ООО", "ООО", False),
    ],
)
def test_organisations_agree_but_for_what_they_are_by_law(one, other, same):
    assert organisations_agree(one, other) is same
