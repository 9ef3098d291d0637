"""The facts of services and of goods: what each is called in files, how a cell is read, and how one is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from pomni.catalog import rules
from pomni.catalog.imports import cells
from pomni.catalog.models import Unit
from pomni.kit import spelling
from pomni.people.imports import Target

SERVICES, GOODS = "services", "goods"


@dataclass(frozen=True)
class Fact:
    """A fact, by the name that commands have for it. `titles` are further ones that files have above it.

    `read` makes the value out of the text of a cell, or raises Wrong; `cell` the text out of a record.
    """

    key: str
    title: Any
    read: Callable[[str], Any]
    cell: Callable[[Any], str]
    titles: str = ""
    says: Any = ""


def _plain(name: str) -> Callable[[Any], str]:
    return lambda one: cells.written(getattr(one, name))


def _category(one: Any) -> str:
    return one.category.name if one.category else ""


def _rate(one: Any) -> str:
    return one.tax_rate.name if one.tax_rate else ""


def _unit(one: Any) -> str:
    return str(Unit(one.unit).label)


CATEGORY = Fact(
    "category",
    _("Category"),
    cells.category,
    _category,
    "group; section; folder; категория услуги; категория товара; группа; раздел; grupa; dzial",
    _("One that is not there yet is made"),
)
PRICE = Fact(
    "price",
    _("Price"),
    cells.price,
    _plain("price"),
    "cost; amount; retail price; sale price; стоимость; цена продажи; розничная цена; koszt; cena brutto; cena detaliczna",
    _("Tax included"),
)
TAX_RATE = Fact(
    "tax_rate",
    _("Tax rate"),
    cells.tax_rate,
    _rate,
    "tax; vat; vat rate; ндс; налог; ставка ндс; podatek; stawka vat",
    _("Its name or its per cent"),
)
ABOUT = Fact(
    "about",
    _("Description"),
    cells.about,
    _plain("about"),
    "about; note; notes; comment; remark; комментарий; примечание; uwagi; komentarz",
)
FACTS: Mapping[str, tuple[Fact, ...]] = {
    SERVICES: (
        Fact(
            "name",
            pgettext_lazy("of a service", "Name"),
            cells.name,
            _plain("name"),
            "title; service; service name; наименование; услуга; название услуги; nazwa; usluga; nazwa uslugi",
        ),
        Fact(
            "code",
            pgettext_lazy("of a service", "Code"),
            cells.code,
            _plain("code"),
            "sku; article; артикул; код услуги; kod uslugi; indeks; symbol",
        ),
        CATEGORY,
        Fact(
            "minutes",
            _("Minutes"),
            cells.minutes,
            _plain("minutes"),
            "duration; duration minutes; length; time; min; длительность; продолжительность; длительность мин; время; "
            "czas; czas trwania; dlugosc",
            _("90, 90 min or 1:30"),
        ),
        Fact(
            "phases",
            _("Phases"),
            cells.phases,
            lambda one: rules.phases_told(one.phases),
            says=_("Such as 30 + (40) + 20; in brackets what needs nobody's hands"),
        ),
        Fact("before", _("Break before, minutes"), cells.break_before, _plain("before")),
        Fact("after", _("Break after, minutes"), cells.break_after, _plain("after")),
        PRICE,
        TAX_RATE,
        Fact("hue", _("Colour"), cells.hue, _plain("hue"), says=_("Degrees of the colour circle, 0 to 359")),
        Fact(
            "season",
            _("Only in these months"),
            cells.season,
            lambda one: ", ".join(map(str, one.season)),
            "season; сезон; sezon",
            _("Numbers from 1 to 12, with commas between"),
        ),
        Fact(
            "repeat_days",
            _("Comes again after, days"),
            cells.repeat_days,
            _plain("repeat_days"),
        ),
        Fact(
            "is_online",
            _("Offered in online booking"),
            cells.answer,
            _plain("is_online"),
            "online; online booking; онлайн; онлайн запись; rezerwacja online",
            _("yes or no"),
        ),
        ABOUT,
    ),
    GOODS: (
        Fact(
            "name",
            pgettext_lazy("of a good", "Name"),
            cells.name,
            _plain("name"),
            "title; product; product name; item; наименование; товар; название товара; nazwa; produkt; towar; "
            "nazwa produktu",
        ),
        Fact(
            "sku",
            _("SKU"),
            cells.code,
            _plain("sku"),
            "code; article; item number; артикул; код; код товара; kod; kod produktu; indeks; symbol",
        ),
        Fact(
            "barcode",
            _("Barcode"),
            cells.barcode,
            _plain("barcode"),
            "ean; ean 13; ean13; gtin; upc; штрих код; шк; kod ean",
        ),
        CATEGORY,
        Fact(
            "unit",
            _("Unit"),
            cells.unit,
            _unit,
            "unit of measure; measure; ед; ед изм; единица измерения; j m; jm; jednostka miary",
        ),
        PRICE,
        TAX_RATE,
        Fact("for_sale", _("For sale"), cells.answer, _plain("for_sale"), says=_("yes or no")),
        Fact("for_use", _("For use in work"), cells.answer, _plain("for_use"), says=_("yes or no")),
        ABOUT,
    ),
}


def targets(of: str) -> list[Target]:
    """The facts of "services" or "goods" that a column can tell."""
    return [Target(fact.key, fact.title, says=fact.says) for fact in FACTS[of]]


def understood(of: str, titles: Sequence[str]) -> dict[int, str]:
    """The numbers of the columns whose titles are known, each with its fact; the first column of a fact has it."""
    known, found = _known(of), dict[str, int]()
    for number, title in enumerate(titles):
        if key := known.get(_folded(title)):
            found.setdefault(key, number)
    return {number: key for key, number in sorted(found.items(), key=lambda one: one[1])}


def cells_of(of: str, record: Any) -> list[str]:
    """A service or a good as a row of a file, in the order of `FACTS`."""
    return [fact.cell(record) for fact in FACTS[of]]


@cache
def _known(of: str) -> dict[str, str]:
    """All titles of all facts: our own in every language, and those of other programs."""
    found = {_folded(title): fact.key for fact in FACTS[of] for title in fact.titles.split("; ") if title}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_folded(str(fact.title)): fact.key for fact in FACTS[of]}
    return found


def _folded(title: str) -> str:
    return " ".join(spelling.fold(title).split())
