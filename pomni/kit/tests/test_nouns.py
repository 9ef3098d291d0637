"""The table of nouns that trades rename, and how its words get into sentences."""

import re

import pytest

from pomni.kit import nouns
from pomni.kit.terms import TRADES

TABLE = nouns.table()
RENAMED = [
    (trade, noun, language)
    for trade, renamed in TABLE.items()
    for noun, words in renamed.items()
    for language in words
    if language != "gender"
]


@pytest.mark.parametrize(
    ("language", "sentence", "trade", "said"),
    [
        ("en", "Add a {client}", "general", "Add a client"),
        ("en", "{Clients} of the {specialist}", "clinic", "Patients of the doctor"),
        ("en", "A {client's} card, {clients'} cards", "school", "A student's card, students' cards"),
        ("ru", "Карточка {client:gen}", "clinic", "Карточка пациента"),
        ("ru", "{Client:gen.pl} пока нет", "salon", "Гостей пока нет"),
        ("pl", "Dodaj {client:acc}", "school", "Dodaj ucznia"),
        ("pl", "Bez {location:gen}", "clinic", "Bez placówki"),
        ("pl", "Bez {location:gen}", "salon", "Bez lokalizacji"),
    ],
)
def test_a_sentence_takes_the_words_of_the_trade(language, sentence, trade, said):
    assert nouns.spoken(sentence, language, trade) == said


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("ru", "Всё о {client:pre}", {"general": "Всё о клиенте", "school": "Всё об ученике"}),
        ("ru", "О {client:pre}", {"general": "О клиенте", "school": "Об ученике"}),
        ("ru", "встреча с {specialist:ins}", {
            "general": "встреча со специалистом", "clinic": "встреча с врачом", "salon": "встреча с мастером"
        }),
        ("pl", "spotkanie z {specialist:ins}", {
            "general": "spotkanie ze specjalistą", "clinic": "spotkanie z lekarzem"
        }),
        ("pl", "mowa o {client:loc} i {specialist:loc}", {"general": "mowa o kliencie i specjaliście"}),
    ],
)  # fmt: skip
def test_a_preposition_is_said_as_the_word_after_it_asks(language, sentence, said):
    assert {trade: nouns.spoken(sentence, language, trade) for trade in said} == said


def test_values_and_other_braces_stay_as_they_are():
    sentence = "%(name)s, {client}: {number} {0} {}"
    assert nouns.spoken(sentence, "en", "clinic") == "%(name)s, patient: {number} {0} {}"
    assert nouns.markers(sentence) == ["client"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "{client:gen}"), ("ru", "{client}"), ("ru", "{clients}"), ("pl", "{client:pre}"), ("ru", "{client:gne}")],
)  # fmt: skip
def test_a_form_that_the_language_does_not_have_is_refused(language, sentence):
    with pytest.raises(nouns.UnknownForm, match=re.escape(sentence)):
        nouns.spoken(sentence, language)


# --- The table -------------------------------------------------------------------------------------------------------


def test_only_known_trades_rename_and_only_known_nouns():
    assert TABLE.keys() <= TRADES.keys()
    assert {noun for renamed in TABLE.values() for noun in renamed} == set(TABLE["general"])


@pytest.mark.parametrize(("trade", "noun", "language"), RENAMED)
def test_a_noun_has_every_form(trade, noun, language):
    expected = 4 if language == "en" else 2 * len(nouns.CASES[language])
    mine = [
        word for form, word in nouns.forms(trade, language).items() if re.match(rf"{noun}\b|{noun}s\b", form)
    ]
    assert len(mine) == expected
    assert all(word == word.strip().lower() and word for word in mine)


@pytest.mark.parametrize(("trade", "noun", "language"), [row for row in RENAMED if row[2] == "en"])
def test_english_sentences_may_say_a_before_every_noun(trade, noun, language):
    assert nouns.forms(trade, language)[noun][0] not in "aeiou"


@pytest.mark.parametrize(("trade", "noun", "language"), [row for row in RENAMED if row[2] != "en"])
def test_adjectives_agree_with_every_word_of_a_noun(trade, noun, language):
    """One gender for all words of a noun; and the accusative that goes with it, where a slip of the pen shows."""
    gender = TABLE["general"][noun]["gender"][language]
    assert TABLE[trade][noun]["gender"][language] == gender
    form = nouns.forms(trade, language)
    as_plural_accusative = "gen" if gender in {"m-anim", "m-pers"} else "nom"
    if language == "pl" and gender == "m-anim":
        as_plural_accusative = "nom"
    assert form[f"{noun}:acc.pl"] == form[f"{noun}:{as_plural_accusative}.pl"]
    if language == "ru" and gender != "f":
        assert form[f"{noun}:acc"] == form[f"{noun}:{'gen' if gender == 'm-anim' else 'nom'}"]


@pytest.mark.parametrize("language", ["ru", "pl"])
@pytest.mark.parametrize("trade", TABLE)
def test_endings_of_the_plural_are_those_of_the_language(trade, language):
    endings = {
        "ru": {"dat": "[ая]м", "ins": "[ая]ми", "pre": "[ая]х"},
        "pl": {"dat": "om", "ins": "(ami|ćmi)", "loc": "ach"},
    }[language]
    forms = nouns.forms(trade, language)
    for noun in TABLE["general"]:
        for case, ending in endings.items():
            assert re.search(rf"{ending}$", forms[f"{noun}:{case}.pl"])
