"""The facts of what hangs on services and goods: who performs them, packages of them, and their prices by lists."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.imports import cells
from pomni.catalog.imports.facts import ABOUT, TAX_RATE, Fact, plainly

PERFORMERS, PACKAGES, PRICES = "performers", "packages", "prices"
NAMES_SERVICE = "service; service name; услуга; название услуги; наименование; usluga; nazwa uslugi; nazwa"
MONEY = "cost; amount; стоимость; цена продажи; koszt; cena brutto"


def _of_service(name: str) -> Callable[[Any], str]:
    return lambda one: cells.written(getattr(one.service, name))


def _of_list(name: str) -> Callable[[Any], str]:
    return lambda one: cells.written(getattr(one.price_list, name))


def _category(one: Any) -> str:
    """The category of the service or good on which this hangs."""
    offered = one.service or one.good
    return offered.category.name if offered.category else ""


def _locations(one: Any) -> str:
    return cells.several(place.name for place in one.price_list.locations.all())


SERVICE = pgettext_lazy("of a service", "Name")
CODE = pgettext_lazy("of a service", "Code")
CATEGORY_SAYS = _("Where several have this name")
LINKED: Mapping[str, tuple[Fact, ...]] = {
    PERFORMERS: (
        Fact("name", _("Service"), cells.name, _of_service("name"), NAMES_SERVICE),
        Fact("code", CODE, cells.code, _of_service("code"), "sku; article; артикул; код услуги; kod uslugi"),
        Fact(
            "category",
            _("Category"),
            cells.category,
            lambda one: one.service.category.name if one.service.category else "",
            "group; section; группа; раздел; grupa; dzial",
            CATEGORY_SAYS,
        ),
        Fact(
            "colleague",
            _("Colleague"),
            cells.name,
            lambda one: one.called,
            "performer; specialist; employee; colleague; staff; исполнитель; специалист; сотрудник; мастер; врач; "
            "wykonawca; specjalista; pracownik",
            _("Login or name of a colleague"),
        ),
        Fact(
            "price",
            _("Own price"),
            cells.own_price,
            plainly("price"),
            f"price; цена; cena; {MONEY}",
            _("A dash: none of their own"),
        ),
        Fact(
            "minutes",
            _("Own minutes"),
            cells.own_minutes,
            plainly("minutes"),
            "minutes; duration; минуты; длительность; minuty; czas; czas trwania",
            _("90, 90 min or 1:30; a dash: none of their own"),
        ),
    ),
    PACKAGES: (
        Fact(
            "name",
            pgettext_lazy("of a package", "Name"),
            cells.name,
            plainly("name"),
            "title; package; pass; наименование; пакет; абонемент; nazwa; pakiet; karnet",
        ),
        Fact(
            "rows",
            _("What is in it"),
            cells.contents,
            lambda one: cells.contents_told(one.told),
            "contents; services; состав; услуги; zawartosc; uslugi",
            _("A row each: 10 × Massage; Sauna – and ∞ × for as often as wished"),
        ),
        Fact("price", _("Price"), cells.price, plainly("price"), MONEY, _("Of the whole, tax included")),
        TAX_RATE,
        Fact(
            "days",
            _("Valid, days"),
            cells.repeat_days,
            plainly("days"),
            "days; validity; срок; дней; dni; waznosc",
        ),
        ABOUT,
    ),
    PRICES: (
        Fact(
            "list",
            _("Price list"),
            cells.list_name,
            _of_list("name"),
            "list; прайс; прайс лист; прейскурант; cennik",
        ),
        Fact("starts_on", _("From which day"), cells.day, _of_list("starts_on"), "from; с; с даты; od"),
        Fact("ends_on", _("Until which day"), cells.day, _of_list("ends_on"), "until; to; по; по дату; do"),
        Fact(
            "locations",
            _("{Locations}"),
            cells.parts,
            _locations,
            "location; locations; branch; филиал; филиалы; oddzial; lokalizacje",
            _("Names with semicolons between; of a new list none are all of them"),
        ),
        Fact(
            "kind",
            _("Service or good"),
            cells.kind,
            lambda one: cells.kind_told("service" if one.service else "good"),
            "kind; type; тип; вид; rodzaj; typ",
        ),
        Fact(
            "name",
            pgettext_lazy("of a price", "What costs it"),
            cells.name,
            lambda one: (one.service or one.good).name,
            f"name; title; product; item; название; товар; towar; produkt; {NAMES_SERVICE}",
        ),
        Fact(
            "code",
            _("Code or SKU"),
            cells.code,
            lambda one: one.service.code if one.service else one.good.sku,
            "code; sku; article; артикул; код; kod; symbol; indeks",
        ),
        Fact("category", _("Category"), cells.category, _category, "group; раздел; grupa", CATEGORY_SAYS),
        Fact("price", _("Price"), cells.price, plainly("price"), MONEY, _("Tax included")),
    ),
}
