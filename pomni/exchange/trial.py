"""What the trial of an import counts, with the first faults and a few examples of what would happen."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pomni.agenda.imports import Known
from pomni.people.imports import Outcome, Trouble

SHOWN_FAULTS, SHOWN_EXAMPLES, SHOWN_STRANGERS = 50, 10, 50
COUNTS = (
    "rows", "added", "changed", "same", "fault", "organisations", "shares", "elsewhere", "filled", "replaced", "notes",
    "tasks", "not_taken",
)  # fmt: skip


def takes_task(one: Outcome) -> bool:
    """Whether the row tells a task for somebody who is not left as they are."""
    return bool(one.card and one.told and one.told.more and one.what != "fault" and not one.is_left)


class Trial:
    """Counts, the first faults, and a few examples of what would happen."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(COUNTS, 0)
        self.tasks = Known()
        self.faults: list[dict[str, Any]] = []
        self.examples: list[dict[str, Any]] = []
        self.lost: list[dict[str, Any]] = []
        self.seen = {"added": 0, "changed": 0}
        self.strangers: Counter[str] = Counter()

    def note_strangers(self, rows: Iterable[Any]) -> None:
        """Count the names of colleagues that mean nobody here, so that somebody can say who stands for them."""
        self.strangers.update(one.stranger for one in rows if isinstance(one, Trouble) and one.stranger)

    def note(self, outcomes: list[Outcome]) -> None:
        """Count these."""
        for one, has_task in zip(outcomes, self._fresh(outcomes), strict=True):
            if has_task:
                self.counts["tasks"] += 1
                one.what = "changed" if one.what == "same" else one.what
            self._count_changes(one)
            self.counts["rows"] += 1
            self.counts[one.what] += 1
            self.counts["organisations"] += one.organisation is not None
            self.counts["shares"] += one.shares
            self.counts["elsewhere"] += one.is_elsewhere
            self.counts["not_taken"] += bool(one.not_taken)
            if one.not_taken and one.card and len(self.lost) < SHOWN_EXAMPLES:
                self.lost.append({"number": one.number, "name": one.card.name, "facts": one.not_taken})
            if one.what == "fault" and len(self.faults) < SHOWN_FAULTS:
                self.faults.append({"number": one.number, "column": one.column, "reason": one.reason})
            elif one.what in self.seen and self.seen[one.what] < SHOWN_EXAMPLES // 2:
                self.seen[one.what] += 1
                self.examples.append(_example(one))

    def _fresh(self, outcomes: list[Outcome]) -> list[bool]:
        """Of which of these a task would be set."""
        rows = [one for one in outcomes if takes_task(one)]
        fresh = self.tasks.fresh((one.card.serial, one.card.pk, one.told.more) for one in rows)  # type: ignore[union-attr]  # cards
        set_ = {id(one) for one, is_new in zip(rows, fresh, strict=True) if is_new}
        return [id(one) in set_ for one in outcomes]

    def _count_changes(self, one: Outcome) -> None:
        """How many fields of those who are here are filled, and how many get another value."""
        notes = one.told.notes if one.what == "added" and one.told else one.changes.get("+notes", ())
        self.counts["notes"] += len(notes)
        if not (one.card and one.card.pk):
            return
        alone = one.changes if "address" not in one.changes else one.changes.keys() - {"address_label"}
        both = [one.changes[name] for name in alone if not name.startswith("+")]
        both += one.changes.get("+own", {}).values()
        for before, _after in both:
            self.counts["replaced" if before else "filled"] += 1
        self.counts["filled"] += sum(len(one.changes.get(name, ())) for name in ("+points", "+addresses"))

    def told(self) -> dict[str, Any]:
        """For the table of imports."""
        counts = {**self.counts, "faulty": self.counts["fault"]}
        del counts["fault"]
        return counts | {
            "faults": self.faults,
            "lost": self.lost,
            "strangers": self.strangers.most_common(SHOWN_STRANGERS),
            "examples": sorted(self.examples, key=lambda one: one["number"]),
        }


def _example(one: Outcome) -> dict[str, Any]:
    card: Any = one.card  # whoever is added or changed is somebody
    told = {"number": one.number, "what": one.what, "name": card.name}
    if one.what == "added":
        reached = [typed for typed, _label in card.points.values()]
        more = [str(card.fields[name]) for name in ("position", "source", "address") if card.fields.get(name)]
        return told | {"says": ", ".join([*reached, *more])[:200]}
    fields = (name.lstrip("+").removesuffix("_id").removesuffix("_label") for name in one.changes)
    return told | {"fields": list(dict.fromkeys(fields)) or ["tasks"]}
