"""How a name is taken apart and composed: what is certain, and what is left as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.people.rules import Parts, full_name, take_apart

ORDERS = ("family_first", "given_first")


@pytest.mark.parametrize("order", ["", *ORDERS])
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ёжикова Ольга", ("Ёжикова", "Ольга", "")),
        ("Ольга Ёжикова", ("Ёжикова", "Ольга", "")),
        ("Анна Ивановна Петрова", ("Петрова", "Анна", "Ивановна")),
        ("Ким Иван Ильич", ("Ким", "Иван", "Ильич")),
        ("Сидорова-Крюк Анна Фоминична", ("Сидорова-Крюк", "Анна", "Фоминична")),
        ("Мария Сергеевна", ("", "Мария", "Сергеевна")),
        ("Anna Kowalska", ("Kowalska", "Anna", "")),
        ("Kim", ("", "", "")),
        ("O'Neill", ("", "", "")),
        ("Ольга Мицкевич", ("", "", "")),
        ("Kim Il Sung", ("", "", "")),
        ("Gabriel García Márquez", ("", "", "")),
        ("Client 7", ("", "", "")),
        ("R2-D2 (old)", ("", "", "")),
    ],
)
def test_endings_tell_the_parts_whatever_the_order_and_else_nothing_is_guessed(name, parts, order):
    assert take_apart(name, order=order) == Parts(*parts)


@pytest.mark.parametrize(
    ("name", "order", "parts"),
    [
        ("Nowak Jan", "family_first", ("Nowak", "Jan", "")),
        ("Jan Nowak", "given_first", ("Nowak", "Jan", "")),
        ("Conan O'Brien", "given_first", ("O'Brien", "Conan", "")),
        ("Ludwig van der Berg", "given_first", ("van der Berg", "Ludwig", "")),
        ("van der Berg Anna Maria", "family_first", ("van der Berg", "Anna Maria", "")),
        ("Лев Толстой", "given_first", ("Толстой", "Лев", "")),
        ("Jan Nowak", "", ("", "", "")),
    ],
)
def test_two_words_are_read_in_the_order_of_the_company_where_one_was_told(name, order, parts):
    assert take_apart(name, order=order) == Parts(*parts)


WORD = st.from_regex(r"[A-ZА-ЯЁŁŻ][a-zа-яёłż]{1,9}([-'’][A-ZА-ЯЁ][a-zа-яё]{1,9})?", fullmatch=True)


@given(st.text(max_size=60), st.sampled_from(["", *ORDERS]))
def test_nothing_typed_is_lost_or_made_up(name, order):
    parts = take_apart(name, order=order)
    if parts != Parts():
        assert sorted(" ".join(filter(None, parts)).split()) == sorted(name.split())


@given(st.lists(WORD, min_size=1, max_size=4), st.sampled_from(ORDERS))
def test_a_name_once_composed_is_taken_apart_into_the_same_parts(words, order):
    parts = take_apart(" ".join(words), order=order)
    if parts != Parts() and parts.family and parts.given:
        again = take_apart(full_name(*parts, order=order), order=order)
        assert again == parts
