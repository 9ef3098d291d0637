"""Changing a record field by field, so that only real changes are written and remembered."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from pomni.kit.errors import Conflict


def apply_changes(record: models.Model, changes: dict[str, Any]) -> dict[str, list[Any]]:
    """Set the fields whose value differs and save just those. Returns {field: [before, after]} as plain JSON values."""
    diff = {}
    for name, after in changes.items():
        before = getattr(record, name)
        if before != after:
            diff[name] = [_plain(before), _plain(after)]
            setattr(record, name, after)
    if diff:
        record.save(update_fields=list(diff))
    return diff


def check_seen(record: models.Model, changes: dict[str, Any], seen: dict[str, str]) -> None:
    """Raise Conflict where somebody else changed a field that is about to be overwritten.

    `seen` tells, as text, what each field was when the person began. A field that nobody else touched, or that got the
    same value, is no conflict; fields of one record changed by two people go in side by side.
    """
    both = {}
    for name, mine in changes.items():
        theirs = getattr(record, name)
        if name in seen and _text(theirs) not in (seen[name], _text(mine)):
            both[name] = (_text(mine), _text(theirs))
    if both:
        raise Conflict(_("Somebody changed this meanwhile. Choose which value stays."), both=both)


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "uid", value))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
