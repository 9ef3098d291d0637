import re

import pytest

from pomni.kit import spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjvfylf", "команда"),  # Russian word, English layout
        ("ыуеештпы", "settings"),  # English word, Russian layout
        (";fyyf", "жанна"),  # a letter that is a mark on the other layout
        ("komanda", "команда"),
        ("команда", "komanda"),
        ("Kowalski", "ковальски"),
        ("Ковальски", "kowalski"),
        ("Войцеховски", "wojciechowski"),
        ("Шевченко", "szewczenko"),
        ("Шевченко", "shevchenko"),
        ("Dmitry", "дмитрий"),
        ("ЁЛКИН", "елкин"),
        ("Łódź", "lodz"),
        ("żółć", "zolc"),
    ],
)
def test_what_was_meant_is_among_the_spellings_of_what_was_typed(typed, meant):
    assert meant in spelling.variants(typed)


def test_what_was_typed_comes_before_every_guess():
    assert spelling.variants("Ёлка")[0] == "елка"


def test_a_short_i_is_a_letter_of_its_own():
    assert spelling.fold("Май") == "май"


def test_marks_and_spaces_do_not_matter():
    assert spelling.fold("  ООО «Балтийский-Терминал»  ") == "ооо балтийский терминал"


def test_words_may_come_in_any_order_and_in_parts():
    assert spelling.matches("рол ком", "Команда и роли")
    assert not spelling.matches("рол мост", "Команда и роли")
    assert not spelling.matches("анда", "Команда и роли"), "a part begins a word"


def test_nothing_typed_answers_to_nothing_odd():
    assert spelling.variants("«»") == []
    assert spelling.pattern("--") == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bdfy", "Иван Петров"),
        ("петров", "Иван ПЕТРОВ"),
        ("elkin", "Пётр Ёлкин"),
        ("zolw", "Anna Żółwińska"),
        ("wisniewska", "Maria Wiśniewska-Nowak"),
        ("nowak", "Maria Wiśniewska-Nowak"),
        ("kowal", "Ян Ковальски"),
        ("neill", "Mary O’Neill"),
        ("o'neill", "Mary O’Neill"),
    ],
)
def test_a_name_is_found_by_the_pattern_of_a_word(typed, name):
    assert re.search(spelling.pattern(typed), name)


@pytest.mark.parametrize(("typed", "name"), [("етров", "Иван Петров"), ("rowal", "Ян Ковальски")])
def test_the_middle_of_a_word_does_not_answer(typed, name):
    assert not re.search(spelling.pattern(typed), name)


@pytest.mark.parametrize("typed", ["a.*", "(((", "[a-", "\\", "a|b", "x{9999}", "%", "_"])
def test_marks_of_expressions_are_only_marks(typed):
    if told := spelling.pattern(typed):
        assert not re.search(told, "Иван Петров")


def test_a_very_long_word_costs_little():
    assert len(spelling.pattern("щ" * 5000)) < 20_000
    assert len(spelling.variants("abc " * 5000)) <= spelling.MOST
