"""What goes out about clients and comes in."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from pomni.kit.instants import Instant
from pomni.people.queries.asked import OF_OWN, SORTS
from pomni.team.doors import PageIn

Kind = Literal["person", "organisation"]
Sex = Literal["female", "male", ""]
Part = Literal["client", "supplier", "laboratory", "agent", "payer"]


class NamedOut(Schema):
    uid: UUID
    name: str


class WarnedOut(NamedOut):
    """A client by name; `warning`: the alert and the allergies, which whoever meets them must know first."""

    warning: str


class PointOut(Schema):
    """A phone, an e-mail address or a name in a messenger (its label says which).

    `normal` (E.164, small letters, “telegram:anna”) is empty where it is masked.
    """

    typed: str
    normal: str
    label: str
    is_preferred: bool


class AddressOut(Schema):
    text: str
    label: str


class ClientOut(Schema):
    """A client as the caller's roles show them: what is hidden is null, what is masked ends in its last letters."""

    uid: UUID
    name: str
    kind: Kind
    family: str
    given: str
    patronymic: str
    called: str
    sex: Sex
    birthday: str
    phone: str | None
    email: str | None
    phones: list[PointOut] | None
    emails: list[PointOut] | None
    messengers: list[PointOut] | None
    organisation: NamedOut | None
    position: str
    parts: list[Part]
    category: str
    language: str
    tax_id: str
    address: str
    addresses: list[AddressOut]
    legal_name: str
    legal_address: str
    kpp: str
    ogrn: str
    regon: str
    krs: str
    account: str | None
    bik: str | None
    corr_account: str | None
    swift: str | None
    bank: str | None
    source: str
    alert: str
    allergies: str
    about: str
    tags: list[str]
    responsible: NamedOut | None
    location: NamedOut | None
    added_at: datetime
    archived_at: datetime | None
    last_contact_at: datetime | None
    next_due_on: date | None
    visits: int | None = Field(
        description="Completed ones; null where none is kept, or they may not be told."
    )
    last_visit_at: datetime | None
    next_visit_at: datetime | None
    own: dict[str, Any] = Field(
        description="What stands in custom fields, by key, as at /clients/{uid}/own; those without a value are left out."
    )


class ClientsOut(Schema):
    items: list[ClientOut]
    next: str | None


class ClientsIn(PageIn):
    """The filters of the list, as on the screen."""

    view: Literal["all", "mine", "week", "nobody", "archived"] = "all"
    segment: str = Field("", max_length=40, description="A uid.")
    q: str = Field("", max_length=200)
    responsible: str = Field("", max_length=40, description="A uid, or “nobody”.")
    location: str = Field("", max_length=40, description="A uid, or “none”.")
    kind: Literal["", "person", "organisation"] = ""
    tag: str = Field("", max_length=40, description="A uid.")
    organisation: str = Field("", max_length=40, description="A uid: who works there.")
    source: str = Field("", max_length=120)
    added_from: date | None = None
    added_to: date | None = None
    phone: Literal["", "with", "without"] = ""
    figure: str = Field(
        "", max_length=50, description="A figure, its first and its last day: “new,2026-11-01,2026-11-30”."
    )
    sort: str = Field(
        "",
        pattern=f"^(-?({'|'.join(SORTS)}|{OF_OWN}))?$",
        description="Also the key of a custom field (own_…): not of a link, a file or one that takes several.",
    )


class PointIn(Schema):
    model_config = ConfigDict(extra="forbid")

    typed: str = Field(min_length=1, max_length=254)
    label: str = Field("", max_length=40)


class AddressIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=300)
    label: str = Field("", max_length=40)


class ClientIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=200)
    kind: Kind | None = None
    family: str | None = Field(None, max_length=80)
    given: str | None = Field(None, max_length=80)
    patronymic: str | None = Field(None, max_length=80)
    called: str | None = Field(None, max_length=80)
    sex: Sex | None = None
    birthday: str | None = Field(None, max_length=10, description="1980-02-29, or --02-29 without the year.")
    phone: str | None = Field(None, max_length=40, description="Short for one phone without a label.")
    email: str | None = Field(None, max_length=254)
    phones: list[PointIn] | None = Field(None, max_length=20)
    emails: list[PointIn] | None = Field(None, max_length=20)
    messenger: str | None = Field(None, max_length=254, description="A link, or a name: “Telegram @anna”.")
    messengers: list[PointIn] | None = Field(None, max_length=20)
    organisation: UUID | None = None
    position: str | None = Field(None, max_length=120)
    parts: list[Part] | None = Field(None, min_length=1, max_length=5)
    category: str | None = Field(None, max_length=60)
    language: str | None = Field(None, max_length=10, description="Such as “pl”.")
    tax_id: str | None = Field(None, max_length=30)
    address: str | None = Field(None, max_length=300, description="Short for the preferred one.")
    addresses: list[AddressIn] | None = Field(None, max_length=20)
    legal_name: str | None = Field(None, max_length=300)
    legal_address: str | None = Field(None, max_length=300)
    kpp: str | None = Field(None, max_length=60)
    ogrn: str | None = Field(None, max_length=60)
    regon: str | None = Field(None, max_length=60)
    krs: str | None = Field(None, max_length=60)
    account: str | None = Field(None, max_length=60, description="20 digits in Russia, else an IBAN.")
    bik: str | None = Field(None, max_length=60)
    corr_account: str | None = Field(None, max_length=60)
    swift: str | None = Field(None, max_length=60)
    bank: str | None = Field(None, max_length=120)
    source: str | None = Field(None, max_length=120)
    alert: str | None = Field(None, max_length=200)
    about: str | None = Field(None, max_length=4000)
    tags: list[str] | None = Field(None, max_length=50)
    responsible: UUID | None = None
    location: UUID | None = None


class AddClientIn(ClientIn):
    own: dict[str, Any] | None = Field(
        None,
        description="Custom fields by key, as at /clients/{uid}/own. Where this is told, the required ones must be among them.",
    )


class EditClientIn(ClientIn):
    seen: dict[str, str] = {}


class TimelineIn(PageIn):
    only: str = Field("", max_length=200, description="Kinds, with commas between: notes,contacts,tasks …")
    on: date | None = Field(None, description="A past day: what was known at its end.")
    q: str = Field(
        "",
        max_length=100,
        description="Words that a line says. A page may hold few lines, or none, and still have a next one.",
    )


class MomentOut(Schema):
    uid: UUID
    kind: str
    at: datetime
    by: str
    sentence: str
    is_pinned: bool


class PinOut(Schema):
    """A line of a timeline, and whether it is pinned above it."""

    uid: UUID
    is_pinned: bool


class MomentsOut(Schema):
    items: list[MomentOut]
    next: str | None


class NoteOut(Schema):
    uid: UUID
    text: str
    to_finish: bool
    by: str
    written_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None


class NotesOut(Schema):
    items: list[NoteOut]
    next: str | None


class AddNoteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=8000)
    to_finish: bool = False


class EditNoteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, min_length=1, max_length=8000)
    to_finish: bool | None = None
    seen: dict[str, str] = {}


How = Literal["call", "message", "letter", "meeting", "visit", "exhibition", "other"]


class InteractionOut(Schema):
    uid: UUID
    how: How
    side: Literal["ours", "theirs"]
    at: datetime
    where: str
    occasion: str
    outcome: str
    by: str
    written_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None


class InteractionsOut(Schema):
    items: list[InteractionOut]
    next: str | None


class AddInteractionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    how: How = "call"
    side: Literal["ours", "theirs"] = "ours"
    at: Instant | None = None
    where: str = Field("", max_length=200)
    occasion: str = Field("", max_length=200)
    outcome: str = Field("", max_length=8000)


class EditInteractionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    how: How | None = None
    side: Literal["ours", "theirs"] | None = None
    at: Instant | None = None
    where: str | None = Field(None, max_length=200)
    occasion: str | None = Field(None, max_length=200)
    outcome: str | None = Field(None, max_length=8000)
    seen: dict[str, str] = {}
