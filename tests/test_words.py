"""The words of Pomni in three languages: the catalogues as a whole, and the sentences of the terminal."""

import os
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import polib
import pytest
from django.utils import translation

from pomni.kit import nouns

HOUSE = Path(__file__).resolve().parent.parent
LANGUAGES = ("ru", "pl")
PLACE = re.compile(r"%(?:\(\w+\))?[.\d]*[sdf]|\{\w+\}")  # nouns in braces are taken out before

# What the glossary bans: words for which one other word is used everywhere, or which mean something else.
BANNED = {
    "en": (
        r"\bowners?\b", r"\bbranch", r"(?<!tax )\binvoice", r"\bmembership", r"\btransaction", r"\bcurrency\b",
        r"\bwaitlist", r"\boops\b", r"\bplease wait\b",
    ),
    "ru": (
        r"контракт", r"транзакц", r"\bдиректор", r"депозит", r"\bпользовател", r"стади[яи]\b",
        r"обязательств", r"(?<!\bлист )(?<!\bлист[ае] )ожидани[ея]",
    ),
    "pl": (
        r"transakcj", r"kontrakt", r"\bdług(u|iem|ów|ami|ach)?\b", r"certyfikat podarunk", r"abonament",
        r"\bdyrektor", r"administrator", r"użytkowni", r"\bPan(a|i|u|em)?\b", r"anulowa", r"pakiet", r"zobowiązan",
    ),
}  # fmt: skip
# Words of the table of nouns that stand in sentences as they are, because no trade renames them there.
MAY_STAND = {
    "en": (
        r"pomni doctor",  # a command of the terminal
        r"--director",  # its option
        r"\bdirector(y|ies)\b",
    ),
    "ru": (
        r"руководитель отдела продаж",  # another role, the same in every trade
    ),
    "pl": (
        r"\bpracowni\w+",  # staff in general; only salons say it of a specialist
        r"\bkierowni\w+ (sprzedaży|produktu)",  # other roles, the same in every trade
    ),
}  # fmt: skip
ROWS = {"ru": "запис", "pl": "rekord"}  # in Russian that is an appointment, in Polish the best of a sport


def catalogue(language):
    return polib.pofile(str(HOUSE / "pomni" / "locale" / language / "LC_MESSAGES" / "django.po"))


def said(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def all_said(language):
    """Every sentence of our own in a language, as it is written."""
    if language == "en":
        ours = [entry for entry in catalogue("ru") if not entry.comment]
        return [words for entry in ours for words in (entry.msgid, entry.msgid_plural) if words]
    return [words for entry in catalogue(language) if not entry.comment for words in said(entry)]


def without_nouns(text):
    return nouns.marker().sub("", text)


def roots(language):
    """What the words of a noun begin with; where that is too little to tell it by, the words themselves."""
    for trade in nouns.table():
        told = nouns.forms(trade, language)
        for noun in nouns.table()[nouns.GENERAL]:
            words = [word for marker, word in told.items() if re.match(rf"{noun}(s|:|$)", marker)]
            alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
            root = "".join(letters[0] for letters in alike)
            yield from [rf"{root}\w*"] if len(root) > 3 else words


def pomni(*words, cwd, **environ):
    """What `pomni …` prints in a terminal with these variables, and its exit code."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-m", "pomni.config.cli", *words]
    done = subprocess.run(
        command,
        cwd=HOUSE,
        env=kept | {"POMNI_DATA": str(cwd), "PYTHONUTF8": "1"} | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


# --- Catalogues ------------------------------------------------------------------------------------------------------


def test_no_sentence_waits_for_a_translator():
    check = [sys.executable, "tools/messages.py", "--check"]
    done = subprocess.run(check, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 112: 2}),
        ("pl", {1: 0, 2: 1, 5: 2, 12: 2, 21: 2, 22: 1}),
    ],
)
def test_the_header_tells_the_plural_forms_of_the_language(language, forms):
    from gettext import c2py

    header = catalogue(language).metadata["Plural-Forms"]
    assert header.startswith("nplurals=3;")
    form_of = c2py(header.partition("plural=")[2].rstrip(";"))
    assert {number: form_of(number) for number in forms} == forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_places_of_its_sentence(language):
    wrong = [
        (entry.msgid, words)
        for entry in catalogue(language)
        for words in said(entry)
        if sorted(PLACE.findall(without_nouns(words))) not in (
            sorted(PLACE.findall(without_nouns(entry.msgid))),
            sorted(PLACE.findall(without_nouns(entry.msgid_plural or entry.msgid))),
        )
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_word_is_used_that_the_glossary_bans(language):
    banned = re.compile("|".join(BANNED[language]), re.IGNORECASE)
    texts = [nouns.spoken(text, language, trade) for text in all_said(language) for trade in nouns.table()]
    assert [text for text in texts if banned.search(text)] == []


@pytest.mark.parametrize("language", nouns.LANGUAGES)
def test_no_sentence_says_a_noun_that_trades_rename_but_by_its_marker(language):
    """It would say "client" to a clinic. Write {client} in English, {client:gen} and the like in translations."""
    noun = re.compile(rf"\b({'|'.join(sorted(set(roots(language))))})\b", re.IGNORECASE)
    stands = re.compile("|".join(MAY_STAND[language]), re.IGNORECASE)
    left = [stands.sub("", without_nouns(text)) for text in all_said(language)]
    assert [text for text in left if noun.search(text)] == []


@pytest.mark.parametrize("language", nouns.LANGUAGES)
@pytest.mark.parametrize("trade", nouns.table())
def test_every_sentence_can_be_said_with_the_words_of_every_trade(trade, language):
    texts = [nouns.spoken(text, language, trade) for text in all_said(language)]
    assert len(texts) > 300
    assert [text for text in texts if "{" in text or "}" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_of_the_database_has_no_word_of_its_own(language):
    rows = [e for e in catalogue(language) if re.search(r"\b(record|row)s?\b", e.msgid)]
    assert [words for entry in rows for words in said(entry) if ROWS[language] in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tone_is_calm_and_the_quotes_are_those_of_the_language(language):
    quotes = {"ru": "“”„", "pl": "“«»"}[language]
    texts = [words for entry in catalogue(language) for words in said(entry)]
    assert [text for text in texts if "!" in text or any(mark in text for mark in quotes)] == []


def test_russian_addresses_people_with_a_small_letter():
    capital = re.compile(r"[а-яё,] (Вы|Вас|Вам|Вами|Ваш\w*)\b")
    assert [w for entry in catalogue("ru") for w in said(entry) if capital.search(w)] == []


def test_a_sentence_of_the_timeline_stands_without_the_gender_of_anybody():
    past = {
        "ru": re.compile(r"\w+((?<!фили)ал|ил|(?<!\bд)ел|ял)(а|\(а\))?\b"),
        "pl": re.compile(r"\w+(ał|ił|ył|iał)(a|\(a\))?\b"),
    }
    from pomni.memory.events import Event

    for language in LANGUAGES:
        with translation.override(language):
            spoken = [str(kind.says) for kind in Event.known.values()]
        assert [sentence for sentence in spoken if past[language].search(sentence)] == []


# --- Packed catalogues -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tools():
    """The tools that pack catalogues and what the browser gets."""
    sys.path.insert(0, str(HOUSE / "tools"))
    import build_assets
    import catalogues

    yield build_assets, catalogues
    sys.path.remove(str(HOUSE / "tools"))


def entry(msgid, msgstr="", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def packed(tools, catalogue, language, trade):
    return {e.msgid: tools[1].said(e) for e in tools[1].packed(catalogue, language, trade)}


def test_a_trade_has_only_the_sentences_that_it_says_otherwise(tools):
    catalogue = polib.POFile()
    catalogue += [
        entry("Save", "Сохранить"),
        entry("Add a {client}", "Добавить {client:acc}"),
        entry("New {location}", "Новый {location:nom}"),
        entry("{Clients}", ""),
    ]
    assert packed(tools, catalogue, "ru", "clinic") == {"Add a {client}": ["Добавить пациента"]}
    assert packed(tools, catalogue, "ru", "general") == {
        "Save": ["Сохранить"], "Add a {client}": ["Добавить клиента"], "New {location}": ["Новый филиал"]
    }  # fmt: skip


def test_english_has_its_nouns_also_where_nobody_translated_yet(tools):
    catalogue = polib.POFile()
    catalogue += [
        entry("Save", "Сохранить"),
        entry("{Clients}"),
        entry("%(n)s {client}", msgid_plural="%(n)s {clients}", msgstr_plural={0: "", 1: "", 2: ""}),
    ]
    english = tools[1].english([catalogue])
    assert packed(tools, english, "en", "clinic") == {
        "{Clients}": ["Patients"], "%(n)s {client}": ["%(n)s patient", "%(n)s patients"]
    }  # fmt: skip


def test_numbers_have_their_forms_in_every_trade(tools, tmp_path):
    """From the catalogue as it is written to what gettext says of 1, 3, 5 and 21."""
    from gettext import GNUTranslations

    told = {}
    ru = polib.POFile()
    ru.metadata = dict(catalogue("ru").metadata)
    forms = {0: "%(n)s {client:nom}", 1: "%(n)s {client:gen}", 2: "%(n)s {client:gen.pl}"}
    ru.append(entry("%(n)s {client}", msgid_plural="%(n)s {clients}", msgstr_plural=forms))
    for language, source in (("ru", ru), ("en", tools[1].english([ru]))):
        for trade in ("general", "clinic", "salon"):
            tools[1].packed(source, language, trade).save_as_mofile(str(tmp_path / "django.mo"))
            with (tmp_path / "django.mo").open("rb") as file:
                speak = GNUTranslations(file).ngettext
            counted = [speak("%(n)s {client}", "%(n)s {clients}", n) % {"n": n} for n in (1, 3, 5, 21)]
            told[language, trade] = ", ".join(counted)
    assert told == {
        ("ru", "general"): "1 клиент, 3 клиента, 5 клиентов, 21 клиент",
        ("ru", "clinic"): "1 пациент, 3 пациента, 5 пациентов, 21 пациент",
        ("ru", "salon"): "1 гость, 3 гостя, 5 гостей, 21 гость",
        ("en", "general"): "1 client, 3 clients, 5 clients, 21 clients",
        ("en", "clinic"): "1 patient, 3 patients, 5 patients, 21 patients",
        ("en", "salon"): "1 guest, 3 guests, 5 guests, 21 guests",
    }


def test_no_marker_reaches_whoever_reads(tools):
    """The catalogues as they were packed when the house was built, of every language and trade."""
    for path in tools[1].places():
        told = [words for e in polib.mofile(str(path)) for words in tools[1].said(e)]
        assert [words for words in told if nouns.markers(words)] == [], path


def test_catalogues_are_packed_anew_when_a_noun_changes(tools):
    sources, results = next(
        (sources, results) for name, sources, results, _make in tools[0].parts() if name == "words"
    )
    assert nouns.TABLE in sources
    assert HOUSE / "pomni/locale/trades" in results


# --- People and roles in the reader's language -----------------------------------------------------------------------


def test_a_preset_role_and_a_robot_are_told_in_the_language_of_whoever_reads(vera):
    from pomni.team import commands, queries
    from pomni.team.models import Role
    from pomni.team.robots import command_line

    commands.invite(name="Lena", role=Role.objects.get(preset="front_desk"), by=command_line())
    told = {}
    for language in ("en", "ru", "pl"):
        with translation.override(language):
            [line, *_rest], _more = queries.log_page(vera)
            told[language] = (line.by, line.sentence)
    assert told == {
        "en": ("Command line", "invited Lena as: Front desk"),
        "ru": ("Командная строка", "Приглашение: Lena, роль: Администратор"),
        "pl": ("Wiersz poleceń", "Zaproszenie: Lena, rola: Recepcja"),
    }


def test_an_invitation_is_written_in_the_language_of_the_invited(client, vera, settings):
    from pomni.post.models import Outgoing
    from pomni.team.models import Role

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    client.force_login(vera)
    role = Role.objects.get(preset="salesperson")
    words = {"name": "Ewa", "email": "ewa@example.com", "role": str(role.uid), "language": "pl"}
    assert client.post("/team/invite/", words).status_code == 200
    letter = Outgoing.objects.get()
    assert "Zaproszenie do Pomni" in str(letter.__dict__)


def test_a_conflict_is_shown_in_the_words_of_the_form(company):
    from pomni.people.forms import EditClientForm
    from pomni.people.models import Client
    from pomni.team.queries import locations

    place, client = locations()[0], Client.objects.first()
    with translation.override("ru"):
        form = EditClientForm(viewer=company["director"], client=client, was={})
        form.conflicts = {"kind": ("person", "organisation"), "location": (str(place.uid), "")}
        lines = [(str(line["label"]), line["mine"], line["theirs"]) for line in form.conflict_lines]
    assert lines == [("Тип", "Человек", "Компания"), ("Филиал", place.name, "Без филиала")]


# --- The terminal ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "language", "sentence"),
    [
        ("LANG", "ru_RU.UTF-8", "Настройки в порядке"),
        ("LANG", "pl_PL.UTF-8", "Ustawienia są w porządku"),
        ("LC_ALL", "pl_PL.UTF-8", "Ustawienia są w porządku"),
        ("POMNI_LANGUAGE", "ru", "Настройки в порядке"),
        ("LANG", "C.UTF-8", "The settings can be used"),
    ],
)
def test_the_doctor_speaks_the_language_of_the_terminal(tmp_path, variable, language, sentence):
    told, code = pomni("doctor", cwd=tmp_path, **{variable: language})
    assert sentence in told
    assert code == 1  # there is no company yet


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru_RU.UTF-8", "Pomni не может запуститься. POMNI_PORT: Значение «ninety» не подходит."),
        ("pl_PL.UTF-8", "Pomni nie może się uruchomić. POMNI_PORT: Wartość „ninety” nie pasuje."),
        ("en_GB.UTF-8", "Pomni cannot start. POMNI_PORT: The value “ninety” cannot be used."),
    ],
)
def test_a_wrong_setting_is_told_in_the_language_of_the_terminal(tmp_path, language, sentence):
    told, code = pomni("doctor", cwd=tmp_path, LANG=language, POMNI_PORT="ninety")
    assert (told.splitlines()[0], code) == (sentence, 1)
    assert "65535" in told  # what to write instead


def test_the_terminal_says_nouns_and_no_markers(monkeypatch):
    from pomni.config import words

    told = {}
    for language in ("en", "ru", "pl"):
        monkeypatch.setenv("LC_ALL", language)
        told[language] = words.gettext("There is a {director} who can sign in.")
    assert told == {
        "en": "There is a director who can sign in.",
        "ru": "Есть руководитель, который может войти.",
        "pl": "Jest właściciel, który może się zalogować.",
    }


def test_a_date_that_is_none_is_told_like_every_other_wrong_setting(tmp_path):
    told, code = pomni("doctor", cwd=tmp_path, LANG="ru_RU.UTF-8", POMNI_CLOCK="tomorrow")
    assert (told.splitlines()[0], code) == (
        "Pomni не может запуститься. POMNI_CLOCK: Значение «tomorrow» не подходит.",
        1,
    )
    assert "2026-03-01T09:00:00+03:00" in told
