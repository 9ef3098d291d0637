"""What a row of a file of visits tells, and the words in which it is brought in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pomni.catalog.imports import FactReader, Told
from pomni.people.imports import Called, Trouble, Wrong, called
from pomni.schedule.imports.facts import facts
from pomni.schedule.laying import Wanted

WHO = ("client", "phone", "email", "number")


class Reader(FactReader):
    """Reads rows of a file of visits; `dates`: the order in which it writes days."""

    def __init__(self, titles: Sequence[str], mapping: Mapping[Any, str], *, dates: str) -> None:
        super().__init__(facts(dates), titles, mapping)

    def read(self, number: int, cells: Sequence[str]) -> Told | Trouble:
        """What the row tells, under "who" whom it names, or what is wrong with it."""
        told = super().read(number, cells)
        if isinstance(told, Trouble):
            return told
        who = [told.words.pop(key, "") for key in WHO]
        try:
            told.words["who"] = called(*who)
        except Wrong as wrong:
            return Trouble(number, "", str(wrong))
        return told


@dataclass
class Brought:
    """A visit as a row tells it, with the records that it means.

    `client`: who comes, somebody who is to be added (`Newcomer`), or None for nobody. `is_past`: it is brought in as it
    went, else it is booked.
    """

    who: Called
    client: Any
    location: Any
    day: date
    begins: time
    instants: list[datetime]
    lines: list[Wanted] = field(default_factory=list)
    ends_at: datetime | None = None
    status: str = ""
    is_past: bool = False
    price: Decimal | None = None
    comment: str = ""
    address: str = ""
    why: str = ""
    booked_at: datetime | None = None
    number: str = ""  # of the visit in the other program

    @property
    def begins_at(self) -> datetime:
        """When it begins."""
        return self.instants[0]
