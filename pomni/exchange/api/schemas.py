"""What goes out about imports and comes in."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from pomni.team.doors import PageIn

State = Literal[
    "read", "trying", "tried", "running", "paused", "done", "undoing", "undone", "failed", "dropped"
]
Kind = Literal["csv", "xlsx", "vcard"]
OfFile = Literal["clients", "services", "goods", "performers", "packages", "prices", "visits"]
Order = Literal["dmy", "mdy", "ymd"]
Existing = Literal["fill", "overwrite", "skip", "add"]
Strangers = Literal["add", "aside"]
StandIn = UUID | Literal["nobody"] | None


class ImportLineOut(Schema):
    """An import and how far it is: rows of the file, how many of them were looked at, and what came of these."""

    uid: UUID
    of: OfFile
    name: str
    kind: Kind
    state: State
    rows: int
    at_row: int
    added: int
    changed: int
    same: int
    faulty: int
    made_by: str | None
    added_at: datetime
    began_at: datetime | None
    ended_at: datetime | None


class ImportsOut(Schema):
    items: list[ImportLineOut]
    next: str | None


class ReadingOut(Schema):
    """How the file is read. `header_row`: the row that the titles stand in, counted from 1; 0 where there are none."""

    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    header_row: int
    dates: Order


class BackOut(Schema):
    """How far taking back is, and what it did: `left` are those out of the reach of whoever took it back,
    `merged` those who became one with another client since: both can be taken back later."""

    rows: int
    done: int
    removed: int
    restored: int
    kept: int
    left: int
    merged: int


class ImportOut(ImportLineOut):
    """`program`: whose export this looks like, "" where that is not known. `next`: what the caller may do now, by the names
    of the operations. `minutes_left`: null where nobody knows yet."""

    size: int
    program: str
    reading: ReadingOut
    organisations: int
    notes: int
    tasks: int
    is_waiting: bool
    minutes_left: int | None
    back: BackOut | None
    trouble: str
    next: list[str]


class ReadingIn(Schema):
    """Only what the file has: `sheet` of a workbook; `encoding` of a text, and `delimiter` of a table. 0 as `header_row`: there
    are no titles. Where the file is taken apart anew, what is not told is found anew too."""

    model_config = ConfigDict(extra="forbid")

    encoding: str | None = Field(None, max_length=20)
    delimiter: Literal[";", ",", "\t", "|"] | None = None
    sheet: str | None = Field(None, max_length=200)
    header_row: int | None = Field(None, ge=0, le=59)
    dates: Order | None = None


class FactOfFileOut(Schema):
    """A fact that a column can tell. `several`: more than one column may tell it."""

    key: str
    title: str
    says: str
    group: str
    several: bool


class FactsOfFileOut(Schema):
    items: list[FactOfFileOut]


class ColumnOut(Schema):
    """A column, by its number counted from 0: up to three of its cells, and the fact that it tells, "" for none."""

    number: int
    title: str
    samples: list[str]
    fact: str


class WishOut(Schema):
    """What holds for the whole import."""

    existing: Existing
    strangers: Strangers
    responsible: UUID | None
    location: UUID | None
    source: str
    tags: list[str]
    program: str
    people: dict[str, Any] = Field(
        description="The names of colleagues in the file whom Pomni does not know, and who stands for each: a uid, "
        "“nobody”, or null: then these rows are set aside."
    )


class ColumnsOut(WishOut):
    """`is_remembered`: a file with these titles was matched so before."""

    is_remembered: bool
    columns: list[ColumnOut]


class MatchedIn(Schema):
    """A column, by its number counted from 0 or by its title, and the key of the fact that it tells; null leaves it out."""

    model_config = ConfigDict(extra="forbid")

    column: Annotated[int, Field(ge=0, lt=1000)] | Annotated[str, Field(max_length=1000)]
    fact: str | None = Field(None, max_length=60)


class MatchIn(Schema):
    """Columns that are not named stay as they are, and so does whatever else is left out."""

    model_config = ConfigDict(extra="forbid")

    columns: list[MatchedIn] = Field([], max_length=200)
    existing: Existing | None = Field(
        None,
        description="Of those who are here empty fields are filled, or the file is right; or they stay as they are; or nobody is "
        "looked for.",
    )
    strangers: Strangers | None = Field(
        None, description="Rows that mean nobody who is here: added, or set aside."
    )
    responsible: UUID | None = Field(None, description="For new clients whose row names nobody.")
    location: UUID | None = None
    source: str | None = Field(None, max_length=100)
    tags: list[Annotated[str, Field(max_length=40)]] | None = Field(None, max_length=20)
    program: str | None = Field(
        None, max_length=40, description="The program that numbers in the file come from."
    )
    people: dict[str, StandIn] | None = Field(
        None, description="As it comes out; names that are left out stay as they are."
    )


class FaultOut(Schema):
    """A row that cannot be taken: its number in the file, the title of the column, and why, in words for a person."""

    number: int
    column: str
    reason: str


class WholeFaultOut(FaultOut):
    cells: list[str]


class FaultsOut(Schema):
    items: list[WholeFaultOut]
    next: str | None


class ExampleOut(Schema):
    number: int
    what: Literal["added", "changed"]
    name: str
    says: str


class StrangerOut(Schema):
    """The name of a colleague whom Pomni does not know, and how many rows have it."""

    name: str
    rows: int


class TrialOut(Schema):
    """What would happen: nothing is written yet. Before a trial has ended all counts are 0. `filled`, `replaced`: fields of those
    who are here; `shares`: new clients with the phone or address of somebody of another name; `elsewhere`: rows that
    mean clients of colleagues. `faults` and `examples`: the first ones, until the import begins."""

    state: State
    at_row: int
    trouble: str
    rows: int
    added: int
    changed: int
    same: int
    faulty: int
    organisations: int
    shares: int
    elsewhere: int
    filled: int
    replaced: int
    notes: int
    tasks: int
    faults: list[FaultOut]
    examples: list[ExampleOut]
    strangers: list[StrangerOut]


class ImportedIn(PageIn):
    of: Literal["added", "changed", "kept"] = "added"


class ImportedOut(Schema):
    """Whom a row was about; null where they are out of reach or removed. `kept` is why it was not taken back: “touched” or
    “changed” by somebody since, “merged” with another (then this is whom they became), out of “reach”."""

    number: int
    uid: UUID | None
    name: str | None
    kept: Literal["", "touched", "changed", "merged", "reach"]


class ImportedPageOut(Schema):
    items: list[ImportedOut]
    next: str | None
