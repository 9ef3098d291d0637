"""What becomes of one row of a file."""

from dataclasses import dataclass, field
from typing import Any

from pomni.people.imports.rows import Told, Trouble
from pomni.people.imports.seeking import Card


@dataclass(slots=True)
class Outcome:
    """What becomes of one row: "added", "changed", "same", or "fault" with the column and the reason.

    `changes` is {field: [before, after]}; what comes in addition stands under "+points", "+tags", "+outside" and
    "+notes", further addresses under "+addresses", and under "+own" what becomes of custom fields: {key: [rows before,
    rows after]}.
    `shares`: the client is new and has a phone or an address that another client has too.
    `not_taken` is what the row tells beside and the card tells otherwise: {key of a target: [here, in the file]}.
    """

    number: int
    what: str
    card: Card | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    organisation: Card | None = None  # was added on the way
    column: str = ""
    reason: str = ""
    shares: bool = False
    is_elsewhere: bool = False
    told: Told | None = None
    moments: int = 1  # written about the card
    not_taken: dict[str, list[Any]] = field(default_factory=dict)
    is_left: bool = False  # the client is here, and is left alone by the wish


def fault(row: Told, reason: str, **more: Any) -> Outcome:
    """The row is set aside."""
    return Outcome(row.number, "fault", reason=reason, told=row, **more)


def fault_of(trouble: Trouble) -> Outcome:
    """The row could not be read."""
    return Outcome(trouble.number, "fault", column=trouble.column, reason=trouble.reason)
