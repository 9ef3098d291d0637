"""What goes out and comes in about what is known of clients beside their own facts."""

import datetime as dt
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

TieKind = Literal[
    "decides", "-decides", "represents", "-represents", "pays", "-pays", "recommended", "-recommended", "knows",
    "spouse", "parent", "-parent", "sibling", "grandparent", "-grandparent", "relative",
]  # fmt: skip
PeculiarityKind = Literal[
    "allergy", "pet", "food", "hobby", "habit", "dislike", "gift_liked", "gift_given", "good", "bad"
]
ConsentKind = Literal["data", "marketing", "treatment", "photo"]
Channel = Literal["call", "sms", "email", "messenger", "letter"]
KIND_OF_TIE = "What the other one is to this client; with “-” in front, what this client is to the other one."
DAY = "2010-06-12, or --06-12 without the year."


class TieOut(Schema):
    """A relationship as it stands on this client's card; `other` is the uid of a client, null of a colleague;
    `warning`: what whoever meets that client must know first.
    """

    uid: UUID
    kind: TieKind
    name: str
    warning: str
    other: UUID | None
    note: str
    since: dt.date | None
    withdrawn_at: dt.datetime | None = None


class AddTieIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: TieKind = Field(description=KIND_OF_TIE)
    other: UUID | None = None
    colleague: UUID | None = None
    note: str = Field("", max_length=200)
    since: dt.date | None = None


class EditTieIn(Schema):
    model_config = ConfigDict(extra="forbid")

    note: str | None = Field(None, max_length=200)
    since: dt.date | None = None
    seen: dict[str, str] = {}


class PeculiarityOut(Schema):
    uid: UUID
    kind: PeculiarityKind
    text: str
    on: dt.date | None
    withdrawn_at: dt.datetime | None = None


class AddPeculiarityIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: PeculiarityKind
    text: str = Field(min_length=1, max_length=300)
    on: dt.date | None = None


class EditPeculiarityIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: PeculiarityKind | None = None
    text: str | None = Field(None, min_length=1, max_length=300)
    on: dt.date | None = None
    seen: dict[str, str] = {}


class DateOut(Schema):
    uid: UUID
    title: str
    day: str
    is_yearly: bool
    withdrawn_at: dt.datetime | None = None


class AddDateIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=120)
    day: str = Field(max_length=10, description=DAY)
    is_yearly: bool = True


class EditDateIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, min_length=1, max_length=120)
    day: str | None = Field(None, max_length=10, description=DAY)
    is_yearly: bool | None = None
    seen: dict[str, str] = {}


class KnownOut(Schema):
    """What is known of a client; good and bad moments are null where the caller's role does not show them."""

    ties: list[TieOut]
    peculiarities: list[PeculiarityOut]
    moments: list[PeculiarityOut] | None
    dates: list[DateOut]


class StandsOut(Schema):
    """How a consent stands; `channel` is empty of one that is about none."""

    kind: ConsentKind
    channel: str
    is_given: bool
    since: dt.date


class ConsentOut(Schema):
    """One time that a client consented, or took that back; no channels: all of them."""

    uid: UUID
    kind: ConsentKind
    is_given: bool
    channels: list[Channel]
    wording: str
    version: str
    on: dt.date
    origin: str
    by: str


class ConsentsOut(Schema):
    stands: list[StandsOut]
    said: list[ConsentOut]


class AddConsentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    kind: ConsentKind
    is_given: bool
    channels: list[Channel] = Field([], max_length=5)
    wording: str = Field("", max_length=4000)
    version: str = Field("", max_length=40)
    on: dt.date | None = None
    origin: str = Field("", max_length=120)
