"""Rows of the list of clients as HTML: put together here, for a template's loop over fifty rows takes six times as long."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pomni.facts.queries import Own
from pomni.kit import clock, figures
from pomni.kit.terms import manner
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import MOST_COUNTED
from pomni.people.queries.own import own_fields
from pomni.people.queries.rows import Listed
from pomni.people.views.lines import day_written
from pomni.people.views.own_shown import told_of
from pomni.ui.templatetags.pomni import alarm, day, icon

ON_ONE_LINE = ("responsible",)  # the name of the client gives way
NO_UID = "00000000-0000-0000-0000-000000000000"
LEAP = 2000
ON_PHONE = (
    "responsible",
    "location",
    "contact",
    "due",
    "last_visit",
    "next_visit",
    "tags",
    "source",
)  # the first of them stands under the name


def titles() -> dict[str, str]:
    """How the columns are called, in the language in force; the company's own as it calls them."""
    return _titles(manner()) | {one.key: one.name for one in own_fields()}


@lru_cache(maxsize=100)
def _titles(_manner: str) -> dict[str, str]:
    return {
        "name": pgettext("of a client", "Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "tags": _("Tags"),
        "responsible": _("Responsible"),
        "location": _("{Location}"),
        "contact": _("Last contact"),
        "due": _("Next task"),
        "visits": _("Number of visits"),
        "last_visit": _("Last visit"),
        "next_visit": _("Next visit"),
        "added": _("Added"),
        "source": _("Source"),
        "tax_id": _("Tax number"),
        "birthday": _("Birthday"),
    }


def counted(number: int) -> str:
    """How many a list holds: exactly as far as they are counted, "10,000+" beyond."""
    return f"{figures.number(MOST_COUNTED)}+" if number > MOST_COUNTED else figures.number(number)


def draw(rows: Iterable[Listed], columns: list[str], asked: Asked, *, chooses: bool) -> SafeString:
    """The rows. `chooses`: with a box before each."""
    behind = urlencode({"in": asked.to_query() or "view=all"})
    first, last = reverse("people:client", args=[NO_UID]).split(NO_UID)
    address = (first, f"{last}?{escape(behind)}")
    below = next((name for name in ON_PHONE if name in columns), "")
    own = {one.key: partial(_own, one) for one in own_fields() if one.key in columns}
    draws = [(name, own.get(name) or DRAWS.get(name, _text), _place(name, below)) for name in columns]
    words = {
        "call": f'title="{escape(pgettext("to a phone", "Call"))}">{icon("phone")}',
        "today": clock.today(),
        "language": get_language(),  # these two are asked for once: for each row they took as long as its SQL
        "zone": get_current_timezone(),
    }
    return mark_safe("".join(_row(row, draws, address, words, chooses) for row in rows))  # noqa: S308 (escaped part by part)


def _place(name: str, below: str) -> str:
    if name == "phone":
        return ' class="num" data-m="end"'
    kept = ' class="num"' if name in ON_ONE_LINE or name == "visits" else ""
    return f'{kept} data-m="sub"' if name == below else f'{kept} data-m="hide"'


def _row(
    row: Listed, draws: list[Any], address: tuple[str, str], words: dict[str, Any], chooses: bool
) -> str:
    name = escape(row.name)
    box = (
        f'<td data-m="lead"><input type="checkbox" name="row" value="{row.uid}" aria-label="{name}"></td>'
        if chooses
        else ""
    )
    cells = "".join(f"<td{place}>{drawn(row, column, words)}</td>" for column, drawn, place in draws)
    card = f'<a href="{address[0]}{row.uid}{address[1]}">{name}</a>{alarm(row.alert)}'
    return f'<tr>{box}<td data-m="title">{card}</td>{cells}</tr>\n'


def _text(row: Listed, column: str, _words: dict[str, Any]) -> str:
    return escape(row.cells[column] or "")


def _phone(row: Listed, column: str, words: dict[str, Any]) -> str:
    typed, normal = escape(row.cells[column] or ""), escape(row.normal[column])
    if not normal:
        return typed
    return f'<a class="call" href="tel:{normal}" {words["call"]}<span>{typed}</span></a>'


def _email(row: Listed, column: str, _words: dict[str, Any]) -> str:
    typed = escape(row.cells[column] or "")
    return f'<a href="mailto:{typed}">{typed}</a>' if row.normal[column] else typed


def _tags(row: Listed, column: str, _words: dict[str, Any]) -> str:
    return " ".join(f'<span class="badge">{escape(name)}</span>' for name in row.cells[column])


def _day(row: Listed, column: str, words: dict[str, Any]) -> str:
    at: datetime | None = row.cells[column]
    return day_written(at.astimezone(words["zone"]).date(), words["language"]) if at else ""


def _due(row: Listed, column: str, words: dict[str, Any]) -> str:
    at: date | None = row.cells[column]
    if not at:
        return ""
    told = day_written(at, words["language"])
    return f'<span class="badge danger">{told}</span>' if at < words["today"] else told


def _number(row: Listed, column: str, _words: dict[str, Any]) -> str:
    return figures.number(row.cells[column] or 0)


def _birthday(row: Listed, column: str, _words: dict[str, Any]) -> str:
    told, year = row.cells[column]
    if not told:
        return ""
    month, of_month = map(int, told.split("-"))
    return day(date(year, month, of_month)) if year else f"{of_month:02}.{month:02}."


def _own(field: Own, row: Listed, column: str, _words: dict[str, Any]) -> str:
    if (value := row.cells[column]) in (None, "", []):
        return ""
    told = told_of(field, value)
    return told if isinstance(told, SafeString) else escape(told)  # a day and a link are HTML already


DRAWS: dict[str, Callable[[Listed, str, dict[str, Any]], str]] = {
    "phone": _phone,
    "email": _email,
    "tags": _tags,
    "contact": _day,
    "added": _day,
    "due": _due,
    "visits": _number,
    "last_visit": _day,
    "next_visit": _day,
    "birthday": _birthday,
}
