"""Imports of the catalogue and of visits: what their trial counts, what a stroke writes and keeps, and taking it back."""

from collections.abc import Iterable, Sequence
from typing import Any

from pomni.catalog.imports import Outcome
from pomni.exchange.models import Fault, Import, TakenOffer
from pomni.exchange.sources import source_of
from pomni.kit import bulk
from pomni.people.imports import Wish
from pomni.team.models import User

SHOWN_FAULTS, SHOWN_EXAMPLES = 50, 5
COUNTS = {"added": "added", "changed": "changed", "same": "same", "fault": "faulty"}
TAKEN = ("whole_id", "record_id", "number", "is_new", "before", "undone", "kept")
FAULT = ("whole_id", "number", "column", "reason", "cells")


class OfferTrial:
    """Decides what would become of the rows, counts it, and keeps the first faults and a few examples."""

    def __init__(self, import_: Import, by: User) -> None:
        self.matching = source_of(import_.of).deciding(Wish.from_json(import_.options), by)
        self.counts = dict.fromkeys(("rows", "filled", "replaced", *COUNTS.values()), 0)
        self.faults: list[dict[str, Any]] = []
        self.examples: dict[str, list[dict[str, Any]]] = {"added": [], "changed": []}

    def note(self, rows: Iterable[Any]) -> None:
        """Count these."""
        for one in self.matching.decide(rows):
            self.counts["rows"] += 1
            self.counts[COUNTS[one.what]] += 1
            for before, _after in one.changes.values():
                self.counts["filled" if before in (None, "", []) else "replaced"] += 1
            if one.what == "fault" and len(self.faults) < SHOWN_FAULTS:
                self.faults.append({"number": one.number, "column": one.column, "reason": one.reason})
            if one.what in self.examples and len(self.examples[one.what]) < SHOWN_EXAMPLES:
                self.examples[one.what].append(_example(one))

    def told(self) -> dict[str, Any]:
        """For the table of imports."""
        examples = sorted((*self.examples["added"], *self.examples["changed"]), key=lambda one: one["number"])
        return self.counts | {"faults": self.faults, "examples": examples, "elsewhere": 0}


def take(import_: Import, rows: Sequence[Any], by: User) -> None:
    """Take these rows in, and keep what they came to and how far the import is."""
    meant = dict(import_.taken_offers.values_list("record_id", "number"))
    outcomes = source_of(import_.of).take(
        rows=[row.told for row in rows],
        wish=Wish.from_json(import_.options),
        meant=meant,
        by=by,
    )
    done = [one for one in outcomes if one.what in ("added", "changed")]
    bulk.put(
        TakenOffer,
        TAKEN,
        [
            (import_.pk, one.record.pk, one.number, one.what == "added", one.made or one.changes, False, "")
            for one in done
        ],
    )
    cells = {row.number: row.cells for row in rows}
    faults = [one for one in outcomes if one.what == "fault"]
    bulk.put(
        Fault,
        FAULT,
        [(import_.pk, one.number, one.column[:200], one.reason[:300], cells[one.number]) for one in faults],
    )
    for one in outcomes:
        name = COUNTS[one.what]
        setattr(import_, name, getattr(import_, name) + 1)
    import_.at_row, import_.last_row = import_.at_row + len(rows), rows[-1].number
    import_.rows = max(import_.rows, import_.at_row)
    import_.save(update_fields=["at_row", "last_row", "rows", *COUNTS.values()])


def take_back(import_: Import, rows: Sequence[int], by: User) -> None:
    """Take back what these rows (keys of `TakenOffer`) did, as far as nobody has touched it since."""
    taken = list(import_.taken_offers.filter(pk__in=rows, undone=False).order_by("-pk"))
    told = [(row.record_id, row.is_new, row.before) for row in taken]
    kept = source_of(import_.of).take_back(rows=told, by=by)
    for row in taken:
        row.undone, row.kept = True, kept.get(row.record_id, "")
    TakenOffer.objects.bulk_update(taken, ["undone", "kept"])
    figures = import_.figures
    counts = {
        "removed": sum(row.is_new and not row.kept for row in taken),
        "restored": sum(not row.is_new and not row.kept for row in taken),
        "kept": len(kept),
    }
    for name, number in counts.items():
        figures[name] = figures.get(name, 0) + number
    import_.save(update_fields=["figures"])


def _example(one: Outcome) -> dict[str, Any]:
    told = {"number": one.number, "what": one.what, "name": one.name}
    if one.what == "added":
        if says := one.words.get("says"):
            return told | {"says": says[:200]}
        words = (one.words.get(key) for key in ("sku", "code", "barcode", "category", "price"))
        return told | {"says": ", ".join(str(word) for word in words if word)[:200]}
    return told | {"fields": list(one.changes)}
