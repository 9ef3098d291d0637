"""The columns of an export. Their titles are those that the import knows, so that what went out comes in again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.facts.queries import Own
from pomni.people.queries.own import Masked, own_fields, shown_own

PHONES = 3  # columns; further ones stand in the last, behind commas


@dataclass(frozen=True)
class Column:
    """One column: its key, its title, and what it holds of a client. `field` names the rule that may hide it.

    `figure` names the figure that it tells, which not everybody may know.
    """

    key: str
    title: Any
    value: Callable[[Any], Any]
    field: str = ""
    figure: str = ""


def _plain(name: str) -> Callable[[Any], Any]:
    return lambda client: client.plain[name]


def _nth(points: list[Any] | None, number: int, most: int) -> str:
    if not points:
        return ""
    if number < most - 1:
        return points[number].typed if number < len(points) else ""
    return ", ".join(point.typed for point in points[number:])


def _phone(number: int) -> Callable[[Any], str]:
    return lambda client: _nth(client.phones, number, PHONES)


def _email(number: int) -> Callable[[Any], str]:
    return lambda client: _nth(client.emails, number, 2)


def _instant(at: datetime | None) -> datetime | None:
    """Wall time without a zone: a spreadsheet knows no zones."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None


KINDS = {"person": _("Person"), "organisation": _("Organisation")}
SEXES = {"female": _("Female"), "male": _("Male")}

COLUMNS: tuple[Column, ...] = (
    Column("name", pgettext_lazy("of a client", "Name"), _plain("name")),
    Column("family", _("Family name"), _plain("family")),
    Column("given", _("Given name"), _plain("given")),
    Column("patronymic", _("Patronymic"), _plain("patronymic")),
    Column("kind", _("Kind"), lambda client: str(KINDS[client.plain["kind"]])),
    Column("phone", _("Phone"), _phone(0), "people.client.phone"),
    Column("phone2", _("Phone 2"), _phone(1), "people.client.phone"),
    Column("phone3", _("Phone 3"), _phone(2), "people.client.phone"),
    Column("email", _("E-mail"), _email(0), "people.client.email"),
    Column("email2", _("E-mail 2"), _email(1), "people.client.email"),
    Column("messenger", _("Messenger"), lambda client: client.messengers_text, "people.client.messenger"),
    Column("organisation", _("Organisation"), lambda client: client.organisation),
    Column("position", _("Position"), _plain("position")),
    Column("birthday", _("Birthday"), lambda client: client.birthday),
    Column("sex", _("Sex"), lambda client: str(SEXES.get(client.plain["sex"], ""))),
    Column("tax_id", _("Tax number"), _plain("tax_id")),
    Column("address", _("Address"), _plain("address")),
    Column("addresses", _("Further addresses"), lambda client: client.further_text),
    Column("language", _("Language"), lambda client: client.language),
    Column("category", _("{Client} category"), _plain("category")),
    Column("legal_name", _("Legal name"), _plain("legal_name")),
    Column("legal_address", _("Legal address"), _plain("legal_address")),
    Column("kpp", _("KPP"), _plain("kpp")),
    Column("ogrn", _("OGRN"), _plain("ogrn")),
    Column("regon", _("REGON"), _plain("regon")),
    Column("krs", _("KRS"), _plain("krs")),
    Column("account", _("Bank account"), _plain("account"), "people.client.account"),
    Column("bik", _("BIK"), _plain("bik"), "people.client.account"),
    Column("corr_account", _("Correspondent account"), _plain("corr_account"), "people.client.account"),
    Column("swift", _("SWIFT"), _plain("swift"), "people.client.account"),
    Column("bank", _("Bank"), _plain("bank"), "people.client.account"),
    Column("tags", _("Tags"), lambda client: ", ".join(client.tags)),
    Column("source", _("Source"), _plain("source")),
    Column("responsible", _("Responsible"), lambda client: client.responsible),
    Column("location", _("{Location}"), lambda client: client.location),
    Column("added", _("Added"), lambda client: _instant(client.plain["added_at"])),
    Column(
        "last_contact", _("Last contact"), lambda client: _instant(client.last_contact_at), figure="contact"
    ),
    Column("next_due", _("Next task"), lambda client: client.next_due_on, figure="due"),
    Column("visits", _("Number of visits"), lambda client: client.plain["figures__visits"], figure="visits"),
    Column(
        "last_visit",
        _("Last visit"),
        lambda client: _instant(client.plain["figures__last_visit_at"]),
        figure="last_visit",
    ),
    Column(
        "next_visit",
        _("Next visit"),
        lambda client: _instant(client.plain["figures__next_visit_at"]),
        figure="next_visit",
    ),
    Column("alert", _("Alert"), _plain("alert")),
    Column("about", _("Remark"), _plain("about")),
    Column("called", _("How to address them"), _plain("called")),
)
BY_KEY = {column.key: column for column in COLUMNS}
MARK = pgettext_lazy("of a file", "Copy")  # the last column: the mark that tells whose copy this is


def columns_by_key() -> dict[str, Column]:
    """All columns there are now, those of the company's own fields last."""
    return BY_KEY | {
        one.key: Column(one.key, one.name, _own(one), f"people.client.{one.key}") for one in own_fields()
    }


def _own(field: Own) -> Callable[[Any], Any]:
    def value(client: Any) -> Any:
        told = client.own.get(field.key)
        if told is None or isinstance(told, Masked):
            return told
        if field.kind == "date":
            return date.fromisoformat(told)
        return Decimal(told) if field.kind in ("number", "money") else shown_own(field, told)

    return value
