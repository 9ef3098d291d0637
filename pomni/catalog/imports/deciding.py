"""What becomes of the rows of any file of the catalogue, decided one by one: nothing is overwritten on a guess."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import rules
from pomni.catalog.imports.cells import percent_in
from pomni.catalog.imports.rows import Told
from pomni.catalog.models import TaxRate
from pomni.kit import clock
from pomni.kit.spelling import fold
from pomni.people.imports import Trouble


class Aside(Exception):
    """The row is set aside, with the reason."""


@dataclass
class Entry:
    """Something of the catalogue as it stands, or as an earlier row makes it: its words, and its record where it has one."""

    words: dict[str, Any]
    record: Any = None
    number: int = 0  # of the row that told of it


@dataclass
class Outcome:
    """What becomes of a row: "added", "changed" (`changes`: {word: [before, after]}), "same" or "fault".

    `made`: the same of what is added, where taking it back needs more than its record.
    """

    number: int
    what: str
    name: str = ""
    record: Any = None
    words: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    made: dict[str, list[Any]] = field(default_factory=dict)
    column: str = ""
    reason: str = ""


class Deciding(ABC):
    """Decides row by row, and writes nothing. `existing`: what becomes of what is here, "fill", "overwrite" or "skip"."""

    def __init__(self, existing: str) -> None:
        self.existing = existing

    def decide(self, rows: Iterable[Told | Trouble]) -> list[Outcome]:
        """What becomes of these rows, which go behind those that were decided before."""
        return [self._decided(row) for row in rows]

    def _decided(self, row: Told | Trouble) -> Outcome:
        if isinstance(row, Trouble):
            return Outcome(row.number, "fault", column=row.column, reason=row.reason)
        try:
            return self._outcome(row)
        except Aside as aside:
            return Outcome(row.number, "fault", reason=str(aside))

    @abstractmethod
    def _outcome(self, row: Told) -> Outcome:
        """What becomes of a row that could be read. Raises Aside where it is left aside."""

    def _is_told(self, before: Any, told: Any) -> bool:
        """Whether a cell changes what stands there."""
        return before != told and (self.existing == "overwrite" or before in (None, "", []))

    def _told_once(self, entry: Entry | None) -> None:
        """Raises Aside where an earlier row tells of the same."""
        if entry and entry.number:
            told = {"name": entry.words["name"], "number": entry.number}
            raise Aside(_("Row %(number)s tells of %(name)s already.") % told)

    def _compared(self, number: int, words: Mapping[str, Any], entry: Entry) -> Outcome:
        """What a row makes of what is here already."""
        entry.number = number
        outcome = Outcome(number, "same", entry.words["name"], entry.record)
        after = {key: told for key, told in words.items() if self._is_told(entry.words.get(key), told)}
        if after and self.existing != "skip":
            outcome.what, outcome.words = "changed", after
            outcome.changes = {key: [plain(entry.words.get(key)), plain(told)] for key, told in after.items()}
            entry.words = entry.words | after
        return outcome


def with_rate(words: dict[str, Any], entry: Entry | None, rates: Iterable[TaxRate]) -> None:
    """Puts the tax rate in place of what a cell says of it: its name or its per cent of today. Raises Aside."""
    told = words.pop("tax_rate", "")
    if not told:
        return
    had = entry.words.get("tax_rate") if entry else None
    if had and fold(had.name) == fold(told):
        return
    active = [one for one in rates if not one.archived_at]
    same = [one for one in active if fold(one.name) == fold(told)]
    if not same and (percent := percent_in(told)) is not None:
        today = clock.today()
        same = [one for one in active if rules.percent_on(one.steps, today) == percent]
    if len(same) != 1:
        sentence = _("“%(told)s” is no tax rate of the catalogue, or more than one. Write the name of one.")
        raise Aside(sentence % {"told": told[:60]})
    words["tax_rate"] = same[0]


def plain(value: Any) -> Any:
    """A word as JSON takes it; a tax rate by its key."""
    if isinstance(value, TaxRate):
        return value.pk
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)
