"""The catalogues, and the tool that keeps them (`tools/messages.py`)."""

import importlib.util
import sys

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

HOUSE = settings.HOUSE


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("messages_tool", HOUSE.parent / "tools" / "messages.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sentences_of_python_are_found_in_every_form(tool):
    source = """
_("plain")
gettext_lazy("two " "parts")
ngettext("%(n)s visit", "%(n)s visits", n)
pgettext("menu", "Open")
_(variable); _(f"made {up}"); other("no")
"""
    assert list(tool.in_python(source)) == [
        (None, "plain", None),
        (None, "two parts", None),
        (None, "%(n)s visit", "%(n)s visits"),
        ("menu", "Open", None),
    ]


def test_sentences_of_templates_are_found_in_every_form(tool):
    source = """
{% translate "It's plain" %} <c-button label="{% translate 'in a tag' %}">
{% include "x.html" with submit=_("handed on") %}
{% blocktranslate count n=n %}{{ n }} visit{% plural %}{{ n }} visits{% endblocktranslate %}
{% translate "Open" context "menu" %}
{% comment %}{% translate "silent" %}{% endcomment %}
"""
    assert set(tool.in_template(source)) == {
        (None, "It's plain", None),
        (None, "in a tag", None),
        (None, "handed on", None),
        (None, "%(n)s visit", "%(n)s visits"),
        ("menu", "Open", None),
    }


def test_a_translation_survives_and_a_lost_sentence_goes(tool):
    old = polib.POFile()
    old.append(polib.POEntry(msgid="kept", msgstr="осталось"))
    old.append(polib.POEntry(msgid="lost", msgstr="ушло"))
    new = tool.renewed(old, "ru", {tool.Sentence(None, "kept", None): {"a.py"}}, {})
    assert [(e.msgid, e.msgstr) for e in new] == [("kept", "осталось")]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Here", "", "not translated"),
        ("%(name)s came", "Приход: %(nme)s", "names a value"),
        ("%(name)s came", "Приход", "leaves out"),
    ],
)
def test_a_bad_translation_is_told(tool, msgid, msgstr, fault):
    [told] = tool.faults_of(polib.POEntry(msgid=msgid, msgstr=msgstr))
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "amiss"),
    [
        ("Add a {client}", "Добавить {client:acc}", []),
        ("Add a {cleint}", "Добавить {client:acc}", ["{cleint}"]),
        ("Add a {client}", "Добавить {client}", ["{client}"]),
        ("Add a {client}", "Добавить {client:loc}", ["{client:loc}"]),
        ("Add a {client:acc}", "Добавить {client:acc}", ["{client:acc}"]),
        ("Key {number}", "Ключ {number}", ["{number}", "{number}"]),
    ],
)
def test_a_noun_in_braces_that_no_trade_can_say_is_told(tool, msgid, msgstr, amiss):
    told = tool.nouns_amiss(polib.POEntry(msgid=msgid, msgstr=msgstr), "ru")
    assert [fault.partition(" is ")[0] for fault in told] == amiss


def test_braces_of_other_packages_are_places_for_their_values(tool):
    theirs = polib.POEntry(msgid="Key {number}", msgstr="Ключ {number}", comment=tool.BORROWED)
    assert list(tool.nouns_amiss(theirs, "ru")) == []
    theirs.msgstr = "Ключ {nomer}"
    assert len(list(tool.nouns_amiss(theirs, "ru"))) == 1


@pytest.mark.parametrize("language", ["ru", "pl"])
def test_every_sentence_of_the_shell_is_translated(tool, language):
    catalogue = polib.pofile(str(HOUSE / "locale" / language / "LC_MESSAGES" / "django.po"))
    said = {(e.msgctxt, e.msgid) for e in catalogue if not list(tool.faults_of(e))}
    shell = tool.sentences(HOUSE / "ui", HOUSE.parent)
    assert len(shell) > 50
    assert {(s.context, s.text) for s in shell} <= said


@pytest.mark.parametrize("language", ["ru", "pl"])
def test_every_page_of_allauth_that_can_be_reached_is_translated(tool, language):
    catalogue = polib.pofile(str(HOUSE / "locale" / language / "LC_MESSAGES" / "django.po"))
    ours = {(e.msgctxt, e.msgid) for e in catalogue if e.translated()}
    assert {(s.context, s.text) for s in tool.borrowed_words(language, {}, polib.POFile())} <= ours


@pytest.mark.parametrize(
    ("language", "forms"),
    [("ru", ["1 год", "2 года", "5 лет", "21 год"]), ("pl", ["1 rok", "2 lata", "5 lat", "21 lat"])],
)
def test_numbers_take_the_forms_of_the_language(language, forms):
    """Django's own plurals go on working beside our catalogue, which has other rules for their number."""
    with translation.override(language):
        told = [ngettext("%(num)d year", "%(num)d years", n) % {"num": n} for n in (1, 2, 5, 21)]
    assert [words.replace("\xa0", " ") for words in told] == forms
