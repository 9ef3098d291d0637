"""What files bring into the catalogue, row by row, and the way back."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count

from pomni.catalog.commands import goods, packages, serving
from pomni.catalog.commands.importing_linked import LINKED
from pomni.catalog.imports import (
    GOODS,
    PACKAGES,
    SERVICES,
    Outcome,
    Told,
    deciding_of,
    plain,
    words_of,
    words_of_package,
)
from pomni.catalog.models import Good, Package, Service, TaxRate
from pomni.catalog.shelving import CHANGE
from pomni.kit.errors import Refused
from pomni.memory.queries import moments
from pomni.people.imports import Trouble
from pomni.team.access import command
from pomni.team.models import User

# Why a row is not taken back: somebody changed what it had changed, or has worked with what it had added.
CHANGED, TOUCHED = "changed", "touched"
# What is added, changed and archived as a whole: its model, and the commands for these.
WHOLE: Mapping[str, tuple[Any, Callable[..., Any], Callable[..., Any], Callable[..., Any]]] = {
    SERVICES: (Service, serving.add_service, serving.edit_service, serving.archive_service),
    GOODS: (Good, goods.add_good, goods.edit_good, goods.archive_good),
    PACKAGES: (Package, packages.add_package, packages.edit_package, packages.archive_package),
}


@command(CHANGE)
def take_offers(
    *, of: str, rows: Sequence[Told | Trouble], existing: str, meant: Mapping[int, int], by: User
) -> list[Outcome]:
    """Take rows of a file of the catalogue in (`imports.deciding_of`); what is refused becomes a fault of its row.

    `existing`: "fill", "overwrite" or "skip" what is here already. `meant`: the records that earlier rows of the file told
    of, with their numbers. What was added has its record afterwards.
    """
    outcomes = deciding_of(of, existing, by=by, meant=meant).decide(rows)
    for one in outcomes:
        if one.what not in ("added", "changed"):
            continue
        try:
            with transaction.atomic():
                _write(of, one, by)
        except Refused as no:
            one.what, one.reason, one.changes = "fault", str(no), {}
    return outcomes


@command(CHANGE)
def take_back_offers(
    *, of: str, rows: Sequence[tuple[int, bool, Mapping[str, Any]]], by: User
) -> dict[int, str]:
    """Take back what rows did: (key of the record, whether it was added, its changes as {word: [before, after]}).

    What was added is archived (a performer, a price: removed), unless somebody has changed it since; fields get back what
    stood in them, unless they were changed again. Returns why what stayed did, by the keys of the records: "touched",
    "changed".
    """
    if of in LINKED:
        stayed = LINKED[of].take_back(rows, by)
        return {pk: TOUCHED if is_new else CHANGED for pk, is_new in stayed.items()}
    model = WHOLE[of][0]
    known = model.objects.select_related("tax_rate").in_bulk([pk for pk, _new, _diff in rows])
    told = moments().order_by().filter(record=model._meta.label_lower, record_id__in=known)
    counts = dict(told.values("record_id").annotate(n=Count("pk")).values_list("record_id", "n"))
    kept = {}
    for pk, is_new, diff in rows:
        one = known[pk]
        if is_new and counts.get(pk, 0) > 1:
            kept[pk] = TOUCHED
        elif is_new:
            WHOLE[of][3](one, by=by)
        elif not _give_back(of, one, diff, by):
            kept[pk] = CHANGED
    return kept


# --- Inside ----------------------------------------------------------------------------------------------------------


def _write(of: str, one: Outcome, by: User) -> None:
    if of in LINKED:
        one.record = LINKED[of].write(one.words, by)
        return
    _model, add, edit, _archive = WHOLE[of]
    if one.what == "added":
        one.record = add(**_with_services(one.words), by=by)
    else:
        edit(one.record, **_with_services(one.words), by=by)


def _with_services(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words with services in place of their keys, where they are the rows of a package."""
    if "rows" not in words:
        return dict(words)
    known = Service.objects.in_bulk({pk for _visits, keys in words["rows"] for pk in keys})
    return {**words, "rows": [(visits, [known[pk] for pk in keys]) for visits, keys in words["rows"]]}


def _give_back(of: str, one: Any, diff: Mapping[str, Sequence[Any]], by: User) -> bool:
    """Whether all of it could be given back."""
    words = words_of_package(one) if of == PACKAGES else words_of(one, of)
    now = {key: plain(value) for key, value in words.items()}
    before = {key: _value(key, was) for key, (was, became) in diff.items() if now[key] == became}
    try:
        if before:
            WHOLE[of][2](one, **_with_services(before), by=by)
    except Refused:  # its name or its code is another one's by now
        return False
    return len(before) == len(diff)


def _value(key: str, told: Any) -> Any:
    if told is not None and key == "price":
        return Decimal(told)
    return TaxRate.objects.get(pk=told) if told is not None and key == "tax_rate" else told
