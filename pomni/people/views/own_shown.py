"""How values of the company's own fields look on a screen."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

from pomni.facts.queries import Own
from pomni.kit import figures
from pomni.people.own import Masked, shown_of
from pomni.people.queries.own import Linked
from pomni.team import company
from pomni.ui.templatetags.pomni import alarm, day


def told_of(field: Own, value: Any) -> str:
    """A value in the reader's manner: days and numbers as they write them."""
    if value in (None, "", []):
        return ""
    if isinstance(value, Linked):
        return _link(value)
    if isinstance(value, Masked):
        return str(value)
    match field.kind:
        case "text":
            return str(value)
        case "date":
            return _day(value, get_language() or "")
        case "number":
            return _number(value, get_language() or "")
        case "money":
            return _money(value, company.current().currency, get_language() or "")
    return shown_of(field, value)


def _link(to: Linked) -> str:
    if not to.address:
        return str(to)
    return format_html('<a href="{}">{}</a>{}', to.address, to.name, alarm(to.warning))


# Kept: a list tells hundreds of them, many of them alike.


@lru_cache(maxsize=2000)
def _day(value: str, _language: str) -> str:
    return str(day(date.fromisoformat(value)))


@lru_cache(maxsize=2000)
def _number(value: int | str, _language: str) -> str:
    return figures.number(Decimal(value))


@lru_cache(maxsize=2000)
def _money(value: int | str, currency: str, _language: str) -> str:
    return figures.money(Decimal(value), currency)
