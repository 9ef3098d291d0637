"""The world as a company chooses from it: countries, money, time zones and what is usual in a country, in the reader's words.

Names come from the CLDR by babel, telephone codes from phonenumbers.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language

from pomni.kit import clock
from pomni.kit.figures import MINUS, currency_sign, locale
from pomni.kit.tax_ids import TaxId, tax_ids_of

Choices = list[tuple[str, str]]

ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
}
# Of countries with many zones, the one that most of their companies live by.
MAIN_ZONES = {
    "America/Argentina/Buenos_Aires", "America/Guayaquil", "America/Mexico_City", "America/New_York", "America/Nuuk",
    "America/Santiago", "America/Sao_Paulo", "America/Toronto", "Asia/Almaty", "Asia/Jakarta", "Asia/Kuala_Lumpur",
    "Asia/Nicosia", "Asia/Shanghai", "Asia/Tashkent", "Asia/Ulaanbaatar", "Africa/Kinshasa", "Australia/Sydney",
    "Europe/Berlin", "Europe/Kyiv", "Europe/Lisbon", "Europe/Madrid", "Europe/Moscow", "Pacific/Auckland",
    "Asia/Gaza", "Pacific/Majuro", "Pacific/Pohnpei", "Pacific/Port_Moresby", "Pacific/Tahiti", "Pacific/Tarawa",
}  # fmt: skip
LIVE_BY_ANOTHER = {"XK": ["Europe/Belgrade"]}  # countries without a zone of their own
NOBODY_LIVES = {"AQ", "BV", "HM", "TF", "GS", "UM"}  # lands where no company has its seat
MONDAY = 1


@dataclass(frozen=True)
class CountryFacts:
    """What a company of the country begins from; each can be chosen otherwise."""

    code: str
    currency: str  # ISO 4217, "" where the land has none of its own
    phone_code: str  # "+48"
    week_start: int  # ISO 8601: Monday is 1
    zones: tuple[str, ...]  # IANA names, the most usual first
    tax_ids: tuple[TaxId, ...]


def countries() -> Choices:
    """Every country with its name in the language in force, by name: [("AU", "Австралия"), …]."""
    return list(_countries(_language()))


def currencies() -> Choices:
    """Money in use anywhere: [("PLN", "Złoty polski (zł)"), …], by name."""
    return list(_currencies(_language()))


def zones() -> Choices:
    """Time zones by the name of their city, with what they are ahead of Greenwich today: "Москва (UTC+03:00)"."""
    today = clock.today(ZoneInfo("UTC"))
    return list(_zones(_language(), today))


def offset_of(zone: str) -> str:
    """How far a zone is ahead of Greenwich now: "UTC+03:00"."""
    ahead = clock.now().astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(ahead) // dt.timedelta(minutes=1), 60)
    return f"UTC{MINUS if ahead < dt.timedelta() else '+'}{hours:02}:{minutes:02}"


@lru_cache(maxsize=300)
def country_facts(code: str) -> CountryFacts:
    """What is usual in a country (ISO 3166-1, two letters). Raises KeyError where there is no such country."""
    if code not in _codes():
        raise KeyError(code)
    return CountryFacts(
        code=code,
        currency=next(iter(get_territory_currencies(code)), ""),
        phone_code=f"+{phonenumbers.country_code_for_region(code)}",
        week_start=_week_start(code),
        zones=_zones_of(code),
        tax_ids=tax_ids_of(code),
    )


def country_name(code: str) -> str:
    """The country's name in the language in force; its code where it is not known."""
    return locale().territories.get(code, code)


# --- How the lists are made ---------------------------------------------------------------------------------


def _language() -> str:
    return (get_language() or "en").split("-")[0]


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    """Countries that have telephones and a zone of their own."""
    with_zones = frozenset(get_global("territory_zones")) | LIVE_BY_ANOTHER.keys()
    return with_zones & phonenumbers.SUPPORTED_REGIONS - NOBODY_LIVES


@lru_cache(maxsize=10)
def _countries(language: str) -> Choices:
    names = Locale(language).territories
    return in_order(((code, names[code]) for code in _codes()), language)


@lru_cache(maxsize=10)
def _currencies(language: str) -> Choices:
    names = Locale(language).currencies
    used = {money for country in _codes() for money in get_territory_currencies(country)}
    named = ((code, f"{_capital(names.get(code, code))} ({currency_sign(code)})") for code in used)
    return in_order(named, language)


@lru_cache(maxsize=10)
def _zones(language: str, _today: dt.date) -> Choices:
    named = [(zone, f"{city} ({offset_of(zone)})") for zone, city in _cities(language)]
    return [("UTC", "UTC"), *in_order(named, language)]


@lru_cache(maxsize=10)
def _cities(language: str) -> Choices:
    """The zones of countries, each by the name of its city."""
    spoken = Locale(language).time_zones
    old_names: dict[str, list[str]] = {}  # the CLDR tells some cities by the name that their zone had
    for old, now in get_global("zone_aliases").items():
        old_names.setdefault(now, []).append(old)
    zones = {zone for code in _codes() for zone in _zones_of(code)}
    return [(zone, _city([zone, *old_names.get(zone, [])], spoken)) for zone in zones]


def _city(names: list[str], spoken: Mapping[str, dict[str, str]]) -> str:
    """The city of a zone; where the language has no word of its own for it, as the zone's name has it."""
    told = (spoken[name]["city"] for name in names if name in spoken and "city" in spoken[name])
    return next(told, names[0].rpartition("/")[2].replace("_", " "))


def _zones_of(code: str) -> tuple[str, ...]:
    """The zones of a country, that of its capital or greatest city first."""
    of_land = LIVE_BY_ANOTHER.get(code) or get_global("territory_zones")[code]
    known = [zone for zone in of_land if zone in _all_zones()]
    return tuple(sorted(known, key=lambda zone: (zone not in MAIN_ZONES, zone)))


@lru_cache(maxsize=1)
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # read from the disk


def _week_start(code: str) -> int:
    try:
        return Locale.parse(f"und_{code}").first_week_day + MONDAY
    except (UnknownLocaleError, ValueError):
        return MONDAY


def in_order(choices: Iterable[tuple[str, str]], language: str) -> Choices:
    """Choices by their names, as a dictionary of the language has them: ё after е, ł after l."""
    return sorted(choices, key=lambda choice: _place_in_dictionary(choice[1], ALPHABETS.get(language, "")))


def _place_in_dictionary(name: str, alphabet: str) -> list[tuple[int, str]]:
    """A key for sorting: letters of the alphabet by their place in it, others without their accents, after it."""
    key = []
    for letter in name.casefold():
        at = alphabet.find(letter)
        bare = unicodedata.normalize("NFD", letter)[0]
        key.append((at, "") if at >= 0 else (alphabet.find(bare) if bare in alphabet else -1, bare))
    return key


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
