"""The company's own fields, as this process knows them: read once, kept for two seconds as the company itself is."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from pomni.facts.models import FieldChoice, OwnField
from pomni.team import company


@dataclass(frozen=True)
class Offered:
    """A value that a field offers, or has offered."""

    pk: int
    uid: str
    name: str
    is_archived: bool


@dataclass(frozen=True)
class Own:
    """A field of the company's own. `decides` says what its condition is for."""

    pk: int
    uid: str
    about: str
    name: str
    kind: str
    hint: str
    is_required: bool
    decides: str
    condition: Mapping[str, Any] = field(hash=False)
    is_archived: bool
    choices: tuple[Offered, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether its values are chosen from those on offer."""
        return self.kind in (OwnField.Kind.CHOICE, OwnField.Kind.MANY)

    @property
    def key(self) -> str:
        """By what lists, programs and conditions name it."""
        return f"own_{self.uid}"


class _Kept:
    def __init__(self) -> None:
        self.fields: tuple[Own, ...] | None = None
        self.until = 0.0
        self.lock = threading.Lock()


_kept = _Kept()


def fields(about: str, *, archived: bool = False) -> list[Own]:
    """The fields of such records in their order, archived ones left out unless they are asked for."""
    return [one for one in _all() if one.about == about and (archived or not one.is_archived)]


def changed() -> None:
    """Called by whoever wrote a field, inside the transaction: this process looks anew once it is committed."""
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Look anew at the next call."""
    with _kept.lock:
        _kept.fields = None


def _all() -> tuple[Own, ...]:
    with _kept.lock:
        if _kept.fields is not None and time.monotonic() < _kept.until:
            return _kept.fields
    read = _read()
    with _kept.lock:
        _kept.fields, _kept.until = read, time.monotonic() + company.FRESH
    return read


def _read() -> tuple[Own, ...]:
    rows = list(OwnField.objects.order_by("place", "pk"))
    chosen = [row.pk for row in rows if row.kind in (OwnField.Kind.CHOICE, OwnField.Kind.MANY)]
    offered: dict[int, list[FieldChoice]] = {}
    for one in FieldChoice.objects.filter(field__in=chosen).order_by("place", "pk") if chosen else ():
        offered.setdefault(one.field_id, []).append(one)
    return tuple(_told(row, offered.get(row.pk, ())) for row in rows)


def as_own(row: OwnField) -> Own:
    """A row of the table, with what it offers, as everybody else sees it."""
    return _told(row, sorted(row.offered.all(), key=lambda one: (one.place, one.pk)))


def _told(row: OwnField, offered: Iterable[FieldChoice]) -> Own:
    return Own(
        row.pk,
        str(row.uid),
        row.about,
        row.name,
        row.kind,
        row.hint,
        row.is_required,
        row.decides,
        row.condition,
        bool(row.archived_at),
        tuple(Offered(one.pk, str(one.uid), one.name, bool(one.archived_at)) for one in offered),
    )
