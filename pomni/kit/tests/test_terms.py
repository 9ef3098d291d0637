"""Speaking with the words of a trade: the whole process, in every language, and back."""

import threading

import pytest
from django.template import engines
from django.test import override_settings
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext, pgettext, trans_real

from pomni.kit import terms

ADD = gettext_lazy("Add a {client}")


@pytest.fixture(autouse=True)
def _the_trade_of_the_others():
    before = terms.trade_in_use()
    yield
    terms.use_trade(before)


@pytest.fixture
def visits():
    """A sentence with numbers and one with a context, which no catalogue has yet, as packed ones would say them."""
    said = {
        "ru": [("визит врача", "визита врача", "визитов врача"), "врач"],
        "en": [("visit to a doctor", "visits to a doctor"), "doctor"],
    }
    for language, (plural, single) in said.items():
        catalogue = terms._catalogue(language, "clinic")
        catalogue._catalogs[0] |= {("#", number): words for number, words in enumerate(plural)}
        catalogue._catalogs[0] |= {("of a day\x04#", number): words for number, words in enumerate(plural)}
        catalogue._catalogs[0]["of a card\x04#"] = single
    yield
    terms._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("trade", "said"),
    [
        ("general", {"en": "Add a client", "ru": "Добавить клиента", "pl": "Dodaj klienta"}),
        ("clinic", {"en": "Add a patient", "ru": "Добавить пациента", "pl": "Dodaj pacjenta"}),
        ("salon", {"en": "Add a guest", "ru": "Добавить гостя", "pl": "Dodaj gościa"}),
        ("school", {"en": "Add a student", "ru": "Добавить ученика", "pl": "Dodaj ucznia"}),
        ("wholesale", {"en": "Add a customer", "ru": "Добавить клиента", "pl": "Dodaj klienta"}),
        ("shop", {"en": "Add a customer", "ru": "Добавить покупателя", "pl": "Dodaj klienta"}),
        ("services", {"en": "Add a client", "ru": "Добавить клиента", "pl": "Dodaj klienta"}),
    ],
)
def test_every_trade_speaks_its_own_words_in_every_language(trade, said):
    terms.use_trade(trade)
    told = {}
    for language in said:
        with translation.override(language):
            told[language] = str(ADD)
    assert told == said
    assert terms.trade_in_use() == trade


def test_the_words_change_for_whoever_reads_already_and_change_back():
    with translation.override("ru"):
        terms.use_trade("clinic")
        assert gettext("{Clients}") == "Пациенты"
        terms.use_trade("school")
        assert gettext("{Clients}") == "Ученики"
        terms.use_trade("general")
        assert (gettext("{Clients}"), str(ADD)) == ("Клиенты", "Добавить клиента")


def test_a_trade_that_nobody_knows_is_the_general_one():
    terms.use_trade("clinic")
    terms.use_trade("../clinic")
    assert gettext("{Clients}") == "Clients"


def test_what_a_trade_does_not_rename_is_said_as_everywhere():
    terms.use_trade("clinic")
    with translation.override("ru"):
        assert gettext("New {location}") == "Новый филиал"
        assert ngettext("%(num)d year", "%(num)d years", 5) == "%(num)d лет"  # a sentence of Django's
    with translation.override("pl"):
        assert gettext("New {location}") == "Nowa placówka"


def test_templates_say_the_words_of_the_trade():
    page = engines["django"].from_string(
        '{% load i18n %}{% translate "No {client} here yet" %}|{{ x|default:_("{Client}") }}|'
        "{% blocktranslate with date=day trimmed %}{client} since {{ date }}{% endblocktranslate %}"
    )
    terms.use_trade("clinic")
    with translation.override("ru"):
        assert page.render({"day": "12.03.2024"}) == "Пациентов пока нет|Пациент|пациент с 12.03.2024"
    terms.use_trade("general")
    with translation.override("en"):
        assert page.render({"day": "12 Mar 2024"}) == "No client here yet|Client|client since 12 Mar 2024"


@pytest.mark.usefixtures("visits")
def test_numbers_and_contexts_take_the_words_of_the_trade():
    terms.use_trade("clinic")
    with translation.override("ru"):
        told = [ngettext("#", "##", n) for n in (1, 3, 7, 21)]
        assert told == ["визит врача", "визита врача", "визитов врача", "визит врача"]
        assert npgettext("of a day", "#", "##", 2) == "визита врача"
        assert pgettext("of a card", "#") == "врач"
    with translation.override("en"):
        assert [ngettext("#", "##", n) for n in (1, 2)] == ["visit to a doctor", "visits to a doctor"]
    terms.use_trade("general")
    assert ngettext("#", "##", 2) == "##"


def test_other_threads_speak_with_the_same_words_and_in_their_own_language():
    told = {}

    def speak(language):
        with translation.override(language):
            terms.use_trade("clinic")
            told[language] = gettext("{Clients}")

    threads = [threading.Thread(target=speak, args=[language]) for language in ("en", "ru", "pl")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {"en": "Patients", "ru": "Пациенты", "pl": "Pacjenci"}
    with translation.override("ru"):
        assert gettext("{Clients}") == "Пациенты"


def test_the_trade_survives_that_django_reads_its_catalogues_anew():
    terms.use_trade("clinic")
    with override_settings(LANGUAGE_CODE="pl"):
        trans_real._translations = {}
        assert terms.trade_in_use() == "general"
        terms.use_trade("clinic")
        assert gettext("{Clients}") == "Pacjenci"


def test_a_language_that_another_thread_loaded_meanwhile_gets_the_words_too():
    terms.use_trade("clinic")
    trans_real._translations["ru"] = trans_real.DjangoTranslation("ru")
    with translation.override("ru"):
        assert gettext("{Clients}") == "Клиенты"
        terms.use_trade("clinic")
        assert gettext("{Clients}") == "Пациенты"


def test_nothing_is_read_and_nothing_locked_where_the_trade_is_in_use_already(monkeypatch):
    terms.use_trade("clinic")
    with monkeypatch.context() as broken:
        broken.setattr(terms._Spoken, "lock", None)
        terms.use_trade("clinic")
    assert gettext("{Clients}") == "Patients"


def test_whoever_chooses_a_trade_sees_its_words_first():
    with translation.override("ru"):
        assert terms.nouns_of("clinic") == {
            "client": "пациент", "specialist": "врач", "location": "филиал", "director": "руководитель"
        }  # fmt: skip
    with translation.override("pl"):
        assert terms.nouns_of("general")["client"] == "klient"
    assert terms.trade_in_use() == "general"
