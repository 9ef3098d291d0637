"""The facts of services and of goods: what each is called in files, how a cell is read, and how one is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog import rules
from pomni.catalog.imports import cells
from pomni.catalog.models import Unit

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


def plainly(name: str) -> Callable[[Any], str]:
    """Gives the text of a cell: that field of the record as it is."""
    return lambda one: cells.written(getattr(one, name))


def category_told(one: Any) -> str:
    """The name of its category; "" where it has none."""
    return one.category.name if one.category else ""


def rate_told(one: Any) -> str:
    """The name of its tax rate; "" where it has none."""
    return one.tax_rate.name if one.tax_rate else ""


def _unit(one: Any) -> str:
    return str(Unit(one.unit).label)


CATEGORY = Fact(
    "category",
    _("Category"),
    cells.category,
    category_told,
    "group; section; folder; категория услуги; категория товара; группа; раздел; grupa; dzial",
    _("One that is not there yet is made"),
)
PRICE = Fact(
    "price",
    _("Price"),
    cells.price,
    plainly("price"),
    "cost; amount; retail price; sale price; стоимость; цена продажи; розничная цена; koszt; cena brutto; cena detaliczna",
    _("Tax included"),
)
TAX_RATE = Fact(
    "tax_rate",
    _("Tax rate"),
    cells.tax_rate,
    rate_told,
    "tax; vat; vat rate; ндс; налог; ставка ндс; podatek; stawka vat",
    _("Its name or its per cent"),
)
ABOUT = Fact(
    "about",
    _("Description"),
    cells.about,
    plainly("about"),
    "about; note; notes; comment; remark; комментарий; примечание; uwagi; komentarz",
)
OFFERED: Mapping[str, tuple[Fact, ...]] = {
    SERVICES: (
        Fact(
            "name",
            pgettext_lazy("of a service", "Name"),
            cells.name,
            plainly("name"),
            "title; service; service name; наименование; услуга; название услуги; nazwa; usluga; nazwa uslugi",
        ),
        Fact(
            "code",
            pgettext_lazy("of a service", "Code"),
            cells.code,
            plainly("code"),
            "sku; article; артикул; код услуги; kod uslugi; indeks; symbol",
        ),
        CATEGORY,
        Fact(
            "minutes",
            _("Minutes"),
            cells.minutes,
            plainly("minutes"),
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
        Fact("before", _("Break before, minutes"), cells.break_before, plainly("before")),
        Fact("after", _("Break after, minutes"), cells.break_after, plainly("after")),
        PRICE,
        TAX_RATE,
        Fact("hue", _("Colour"), cells.hue, plainly("hue"), says=_("Degrees of the colour circle, 0 to 359")),
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
            plainly("repeat_days"),
        ),
        Fact(
            "is_online",
            _("Offered in online booking"),
            cells.answer,
            plainly("is_online"),
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
            plainly("name"),
            "title; product; product name; item; наименование; товар; название товара; nazwa; produkt; towar; "
            "nazwa produktu",
        ),
        Fact(
            "sku",
            _("SKU"),
            cells.code,
            plainly("sku"),
            "code; article; item number; артикул; код; код товара; kod; kod produktu; indeks; symbol",
        ),
        Fact(
            "barcode",
            _("Barcode"),
            cells.barcode,
            plainly("barcode"),
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
        Fact("for_sale", _("For sale"), cells.answer, plainly("for_sale"), says=_("yes or no")),
        Fact("for_use", _("For use in work"), cells.answer, plainly("for_use"), says=_("yes or no")),
        ABOUT,
    ),
}
