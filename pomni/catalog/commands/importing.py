"""What files bring in: services and goods, row by row, and the way back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count

from pomni.catalog.commands import goods, serving
from pomni.catalog.imports import GOODS, Matching, Outcome, Told, plain, words_of
from pomni.catalog.models import Good, Service, TaxRate
from pomni.catalog.shelving import CHANGE
from pomni.kit.errors import Refused
from pomni.memory.queries import moments
from pomni.people.imports import Trouble
from pomni.team.access import command
from pomni.team.models import User

# Why a row is not taken back: somebody changed what it had changed, or has worked with what it had added.
CHANGED, TOUCHED = "changed", "touched"


@command(CHANGE)
def take_offers(
    *, of: str, rows: Sequence[Told | Trouble], existing: str, meant: Mapping[int, int], by: User
) -> list[Outcome]:
    """Take rows of a file of "services" or "goods" in; what is refused becomes a fault of its row.

    `existing`: "fill", "overwrite" or "skip" what is here already. `meant`: the records that earlier rows of the file told
    of, with their numbers. What was added has its record afterwards.
    """
    outcomes = Matching(of, existing, meant=meant).decide(rows)
    for one in outcomes:
        try:
            _write(of, one, by)
        except Refused as no:
            one.what, one.reason, one.changes = "fault", str(no), {}
    return outcomes


@command(CHANGE)
def take_back_offers(
    *, of: str, rows: Sequence[tuple[int, bool, Mapping[str, Any]]], by: User
) -> dict[int, str]:
    """Take back what rows did: (key of the record, whether it was added, its changes as {word: [before, after]}).

    What was added is archived, unless somebody has changed it since; fields get back what stood in them, unless they were
    changed again. Returns why what stayed did, by the keys of the records: "touched", "changed".
    """
    model: Any = Good if of == GOODS else Service
    known = model.objects.select_related("category", "tax_rate").in_bulk([pk for pk, _new, _diff in rows])
    told = moments().order_by().filter(record=model._meta.label_lower, record_id__in=known)
    counts = dict(told.values("record_id").annotate(n=Count("pk")).values_list("record_id", "n"))
    kept = {}
    for pk, is_new, diff in rows:
        one = known[pk]
        if is_new and counts.get(pk, 0) > 1:
            kept[pk] = TOUCHED
        elif is_new:
            _archive(of, one, by)
        elif not _give_back(of, one, diff, by):
            kept[pk] = CHANGED
    return kept


# --- Inside ----------------------------------------------------------------------------------------------------------


def _write(of: str, one: Outcome, by: User) -> None:
    if one.what == "added":
        one.record = (goods.add_good if of == GOODS else serving.add_service)(**one.words, by=by)
    elif one.what == "changed":
        (goods.edit_good if of == GOODS else serving.edit_service)(one.record, **one.words, by=by)


def _archive(of: str, one: Any, by: User) -> None:
    (goods.archive_good if of == GOODS else serving.archive_service)(one, by=by)


def _give_back(of: str, one: Any, diff: Mapping[str, Sequence[Any]], by: User) -> bool:
    """Whether all of it could be given back."""
    now = {key: plain(value) for key, value in words_of(one, of).items()}
    before = {key: _value(key, was) for key, (was, became) in diff.items() if now[key] == became}
    try:
        if before:
            (goods.edit_good if of == GOODS else serving.edit_service)(one, **before, by=by)
    except Refused:  # its name or its code is another one's by now
        return False
    return len(before) == len(diff)


def _value(key: str, told: Any) -> Any:
    if told is not None and key == "price":
        return Decimal(told)
    return TaxRate.objects.get(pk=told) if told is not None and key == "tax_rate" else told
