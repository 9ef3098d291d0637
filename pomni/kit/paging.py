"""Pages of a long list for programs, by cursor: what was added or taken away meanwhile neither repeats nor hides a row.

A cursor holds the place in the order, not a number of rows to leap over, so the last page costs as much as the first.
It is encrypted with the machine's key: nobody reads out of it, alters it, or brings one list's cursor to another.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused

MOST = 200  # rows of one page
USUAL = 50
LONGEST = 4000  # characters of a cursor: names may be long
READ: dict[str, Callable[[str], Any]] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "number": Decimal,
}


@dataclass(frozen=True)
class Page[Row]:
    """Some rows of a list, and the cursor with which the next page is asked for; None behind the last one.

    `count`: how many the whole list has, where that was asked for.
    """

    items: list[Row]
    next: str | None
    count: int | None = None


def page_of(
    rows: QuerySet, *, by: Sequence[str], of: str, after: str | None = None, limit: int = USUAL
) -> Page[Any]:
    """The page of `rows` that comes after the cursor `after`, at most `limit` rows.

    `by`: the columns of the order, as for `order_by`, the last of them unique, none of them null. An index over them
    makes it quick. `of` names the list and whatever else makes it what it is: a cursor works in that list alone.
    Raises Refused where the cursor is not one of ours, or of another list.
    """
    if not 1 <= limit <= MOST:
        raise Refused(_("A page has 1 to %(most)s rows.") % {"most": MOST}, field="limit")
    found = rows.order_by(*by)
    if after:
        found = found.filter(behind(by, place_of(after, of=of, by=by)))
    taken = list(found[: limit + 1])
    items = taken[:limit]
    more = len(taken) > limit
    return Page(items, cursor(items[-1], of=of, by=by) if more else None)


def behind(by: Sequence[str], place: Sequence[Any]) -> Q:
    """The condition of standing behind a place. Its first part alone bounds the way along the index."""
    condition, same = Q(), Q()
    for column, value in zip(by, place, strict=True):
        name, step = _step(column)
        condition |= same & Q(**{f"{name}__{step}": value})
        same &= Q(**{name: value})
    name, step = _step(by[0])
    return Q(**{f"{name}__{step}e": place[0]}) & condition


def _step(column: str) -> tuple[str, str]:
    return (column[1:], "lt") if column.startswith("-") else (column, "gt")


def cursor(row: Any, *, of: str, by: Sequence[str]) -> str:
    """The cursor with which the page behind this row is asked for, as `page_of` takes it."""
    place = [_value(row, column.lstrip("-")) for column in by]
    told = json.dumps([of, [_told(value) for value in place]], ensure_ascii=False)
    return _key().encrypt(told.encode()).decode().rstrip("=")


def place_of(cursor: str, *, of: str, by: Sequence[str]) -> list[Any]:
    """The place in the order that a cursor holds. Raises Refused where it is not one of ours, or of another list."""
    wrong = Refused(_("This cursor does not belong to this list. Begin again without one."), field="after")
    if len(cursor) > LONGEST or not cursor.isascii():
        raise wrong
    try:
        told = json.loads(_key().decrypt(cursor + "=" * (-len(cursor) % 4)))
    except (InvalidToken, ValueError):
        raise wrong from None
    if told[0] != of or len(told[1]) != len(by):
        raise wrong
    return [_read(value) for value in told[1]]


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, told),) = value.items()
    return READ[kind](told)


def _key() -> Fernet:
    return _key_by(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _key_by(secret: str) -> Fernet:
    digest = salted_hmac("pomni.kit.paging", "cursor", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
