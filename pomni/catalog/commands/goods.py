"""Adding goods and changing them."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import events, rules
from pomni.catalog.models import Good, Unit
from pomni.catalog.shelving import (
    CHANGE,
    but_same_rate,
    category_of,
    code_of,
    follow,
    is_called,
    let_go_of_empty_categories,
    name_of,
    put,
    rate_of,
    text_of,
)
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.spelling import fold
from pomni.memory.commands import remember
from pomni.team.access import command
from pomni.team.models import User

# What is told of a good, with what checks it; the category is a record of its own.
CHECKS: Mapping[str, Any] = {
    "name": name_of,
    "sku": code_of,
    "barcode": lambda told: rules.barcode_of(told.replace("\x00", "")),
    "unit": lambda told: _unit(told),
    "price": rules.price_of,
    "tax_rate": rate_of,
    "for_sale": bool,
    "for_use": bool,
    "about": text_of,
}


@command(CHANGE, makes=Good)
def add_good(*, name: str, by: User, category: str = "", **words: Any) -> Good:
    """Add a good. `category`: its name, one that is not there yet is made.

    `words`: sku, barcode, unit (of `Unit`), price (of one unit, tax included; None on request), tax_rate, for_sale,
    for_use, about. Raises Refused, with the field.
    """
    told = _checked({"name": name} | words)
    good = Good(added_at=now(), category=category_of(category), **told)
    _is_in_order(good)
    follow(good)
    good.save()
    remember(events.GoodAdded(good_id=good.pk, name=good.name), by=by)
    return good


@command(CHANGE)
def edit_good(good: Good, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Good:
    """Change a good, in the words of `add_good`. `seen`: what each was; Conflict where it is not."""
    good = Good.objects.select_for_update(of=("self",)).select_related("category", "tax_rate").get(pk=good.pk)
    told = _checked(but_same_rate(changes, good))
    before = good.category.name if good.category else ""
    diff = {}
    if "category" in changes and fold(changes["category"]) != fold(before):
        good.category = category_of(changes["category"])
        diff["category"] = [before, good.category.name if good.category else ""]
    check_seen(good, told, seen or {})
    changed = copy(good)
    for name, value in told.items():
        setattr(changed, name, value)
    _is_in_order(changed)  # before it is written: the tables would refuse it without a word
    diff |= apply_changes(good, told)
    if diff:
        follow(good)
        good.save(update_fields=["category", "sorted_as", "found_by"])
        remember(events.GoodEdited(good_id=good.pk, name=good.name, changes=diff), by=by)
        let_go_of_empty_categories()
    return good


@command(CHANGE)
def archive_good(good: Good, *, by: User) -> Good:
    """The good is not offered any more; what was sold stays. Twice is once."""
    return put(good, by, _told(events.GoodArchived), _is_in_order, away=True)


@command(CHANGE)
def restore_good(good: Good, *, by: User) -> Good:
    """The good is offered again. Raises Refused where another one took its name, code or barcode."""
    return put(good, by, _told(events.GoodRestored), _is_in_order, away=False)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _told(event):
    return lambda good: event(good_id=good.pk, name=good.name)


def _checked(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: check(words[name]) for name, check in CHECKS.items() if name in words}


def _unit(told: str) -> str:
    if told not in Unit.values:
        raise Refused(_("Choose a unit."), field="unit")
    return told


def _is_in_order(good: Good) -> None:
    """Raises Refused where the good is for nothing, or its name, code or barcode is another one's."""
    if not (good.for_sale or good.for_use):
        raise Refused(_("Say whether it is for sale, for use, or both."), field="for_sale")
    if good.archived_at:
        return
    is_called(good)
    others = Good.objects.filter(archived_at=None).exclude(pk=good.pk)
    if good.sku and (other := others.filter(sku=good.sku).first()):
        raise Refused(_("%(name)s has this SKU already.") % {"name": other.name}, field="sku")
    same = rules.same_barcodes(good.barcode)
    if good.barcode and (other := others.filter(barcode__in=same).first()):
        raise Refused(_("%(name)s has this barcode already.") % {"name": other.name}, field="barcode")
