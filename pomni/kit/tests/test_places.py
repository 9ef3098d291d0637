"""Countries, money, zones, tax numbers and holidays, in the reader's language."""

import datetime as dt

import pytest
from django.utils import translation

from pomni.kit import clock, places
from pomni.kit.days_off import holidays_of
from pomni.kit.errors import Refused

WINTER = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 15, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "country", "money", "zone"),
    [
        ("ru", "Польша", "Польский злотый (zł)", "Варшава (UTC+01:00)"),
        ("pl", "Polska", "Złoty polski (zł)", "Warszawa (UTC+01:00)"),
        ("en", "Poland", "Polish Zloty (zł)", "Warsaw (UTC+01:00)"),
    ],
)
def test_lists_of_the_world_are_in_the_language_of_whoever_reads(language, country, money, zone):
    with translation.override(language), clock.travel_to(WINTER):
        assert dict(places.countries())["PL"] == places.country_name("PL") == country
        assert dict(places.currencies())["PLN"] == money
        assert dict(places.zones())["Europe/Warsaw"] == zone


def test_a_zone_is_told_with_its_hours_of_this_season():
    with translation.override("en"):
        with clock.travel_to(SUMMER):
            assert dict(places.zones())["America/New_York"] == "New York (UTC−04:00)"
        with clock.travel_to(WINTER):
            assert dict(places.zones())["America/New_York"] == "New York (UTC−05:00)"
            assert places.offset_of("Asia/Kolkata") == "UTC+05:30"


def test_a_city_that_changed_its_name_in_the_lists_is_still_told_in_the_language():
    with translation.override("ru"):
        named = dict(places.zones())
    assert named["Asia/Kolkata"].startswith("Калькутта")
    assert named["Europe/Kyiv"].startswith("Киев")


@pytest.mark.parametrize(
    ("language", "names", "ordered"),
    [
        ("pl", ["Zulu", "Żuawi", "Łotwa", "Litwa", "Ćma", "Czad", "Åland"], "Åland Czad Ćma Litwa Łotwa Zulu Żuawi"),
        ("ru", ["Яна", "Ёлка", "Ель", "Жук", "Лада"], "Ель Ёлка Жук Лада Яна"),
        ("en", ["Zed", "Åland", "Albania", "Adam"], "Adam Åland Albania Zed"),
    ],
)  # fmt: skip
def test_names_stand_as_in_a_dictionary_of_the_language(language, names, ordered):
    told = places.in_order([(name, name) for name in names], language)
    assert " ".join(name for _code, name in told) == ordered


def test_a_list_that_somebody_changes_is_whole_for_the_next():
    places.countries().clear()
    assert len(places.countries()) > 200


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("RU", ("RUB", "+7", 1, "Europe/Moscow", ["inn", "kpp"])),
        ("PL", ("PLN", "+48", 1, "Europe/Warsaw", ["nip", "regon"])),
        ("US", ("USD", "+1", 7, "America/New_York", ["vat"])),
        ("XK", ("EUR", "+383", 1, "Europe/Belgrade", ["vat"])),
    ],
)
def test_a_country_tells_what_its_companies_begin_from(code, facts):
    told = places.country_facts(code)
    keys = [number.key for number in told.tax_ids]
    assert (told.currency, told.phone_code, told.week_start, told.zones[0], keys) == facts


def test_every_country_of_the_list_has_its_facts():
    currencies, zones = dict(places.currencies()), dict(places.zones())
    for code, name in places.countries():
        facts = places.country_facts(code)
        assert facts.currency in currencies, name
        assert set(facts.zones) <= set(zones), name
        assert facts.zones, name
        assert facts.week_start in range(1, 8), name
        assert len(facts.zones) == 1 or facts.zones[0] in places.MAIN_ZONES, name


def test_there_are_no_facts_of_a_country_that_is_none():
    with pytest.raises(KeyError):
        places.country_facts("ZZ")


# --- Tax numbers -----------------------------------------------------------------------------------------------------


def number(country, key):
    return next(one for one in places.country_facts(country).tax_ids if one.key == key)


@pytest.mark.parametrize(
    ("country", "key", "typed", "kept"),
    [
        ("RU", "inn", " 7707 083893", "7707083893"),
        ("RU", "inn", "500100732259", "500100732259"),
        ("RU", "kpp", "7707 01 001", "770701001"),
        ("PL", "nip", "526-104-08-28", "5261040828"),
        ("PL", "regon", "123456785", "123456785"),
        ("DE", "vat", "de 136695976", "136695976"),
        ("GE", "vat", " 12  34 ", "12 34"),
        ("PL", "nip", "  ", ""),
    ],
)
def test_a_tax_number_is_kept_in_one_form(country, key, typed, kept):
    assert number(country, key).checked(typed) == kept


@pytest.mark.parametrize(
    ("country", "key", "typed", "said"),
    [
        ("RU", "inn", "7707083894", "check digit"),
        ("RU", "inn", "7707", "10 digits, of a sole trader 12"),
        ("RU", "inn", "770708389ж", "10 digits"),
        ("RU", "kpp", "7707010011", "9 digits"),
        ("RU", "kpp", "77070!001", "9 digits"),
        ("PL", "nip", "5261040829", "check digit"),
        ("PL", "regon", "12345678", "9 or 14 digits"),
        ("DE", "vat", "1", "otherwise in this country"),
        ("GE", "vat", "1" * 41, "otherwise in this country"),
    ],
)
def test_a_tax_number_that_cannot_be_right_is_refused_beside_its_field(country, key, typed, said):
    with pytest.raises(Refused, match=said) as no:
        number(country, key).checked(typed)
    assert no.value.field == key


# --- Holidays --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "day", "said"),
    [
        ("PL", dt.date(2026, 11, 11), {
            "pl": "Narodowe Święto Niepodległości", "ru": "День независимости", "en": "National Independence Day"
        }),
        ("RU", dt.date(2026, 5, 9), {"ru": "День Победы", "pl": "Dzień Zwycięstwa", "en": "Victory Day"}),
        ("RU", dt.date(2026, 3, 9), {
            "ru": "Международный женский день (выходной)",
            "pl": "Międzynarodowy Dzień Kobiet (dzień wolny)",
            "en": "International Women's Day (day off)",
        }),
        ("RU", dt.date(2026, 1, 9), {
            "ru": "Выходной (перенесено с 03.01.2026)", "pl": "Dzień wolny w zamian za inny", "en": "Day off instead of another"
        }),
        ("DE", dt.date(2026, 1, 1), {"ru": "Новый год", "pl": "Nowy Rok", "en": "New Year's Day"}),
    ],
)  # fmt: skip
def test_a_holiday_is_named_in_the_language_of_whoever_reads(country, day, said):
    assert {language: holidays_of(country, day.year, language)[day] for language in said} == said


@pytest.mark.parametrize("language", ["ru", "pl"])
@pytest.mark.parametrize("country", ["RU", "PL"])
def test_no_holiday_of_our_two_countries_is_left_in_english(country, language):
    for year in range(2024, 2031):
        english = holidays_of(country, year, "en")
        told = holidays_of(country, year, language)
        assert told.keys() == english.keys()
        assert [name for day, name in told.items() if name == english[day]] == []


def test_the_language_in_force_names_holidays_where_none_is_asked_for():
    with translation.override("pl"):
        assert holidays_of("PL", 2026)[dt.date(2026, 1, 1)] == "Nowy Rok"


def test_holidays_stand_in_order_and_a_country_without_a_calendar_has_none():
    days = list(holidays_of("RU", 2026, "ru"))
    assert days == sorted(days)
    assert holidays_of("AX", 2026, "ru") is not None
    assert holidays_of("ZZ", 2026, "ru") == {}
