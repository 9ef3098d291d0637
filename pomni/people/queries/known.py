"""What is known of a client beside their own row, as a viewer may see it: asked together with all else of a card."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast, JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404

from pomni.kit.prepared import rows_of
from pomni.people.alarm import warning
from pomni.people.known import MOMENTS, tie_label, turned
from pomni.people.models import Address, Client, Consent, ImportantDate, Peculiarity, Tie
from pomni.people.rules import Reached
from pomni.team.models import User
from pomni.team.shown import masked

ADDRESS, TIE, TIED, PECULIARITY, DATE, CONSENT = "address", "tie", "tied", "peculiarity", "date", "consent"
KNOWN = frozenset({ADDRESS, TIE, TIED, PECULIARITY, DATE, CONSENT})
MOST = 100  # of each kind, told from either side, at first
MOST_CONSENTS = 2000  # a withdrawal is never refused: of these there may be any number
RELATION = "people.client.relation"
MODELS: dict[str, Any] = {TIE: Tie, PECULIARITY: Peculiarity, DATE: ImportantDate}


@dataclass(frozen=True, slots=True)
class TieSeen:
    """What somebody is to the client; `kind` as it reads on this card. `other`: their uid, None of a colleague, who has
    `colleague` instead; `warning`: what whoever meets them must know first.
    """

    uid: UUID
    kind: str
    name: str
    warning: str
    other: UUID | None
    note: str
    since: dt.date | None
    colleague: UUID | None = None

    @property
    def label(self) -> str:
        """What the other one is, in words."""
        return tie_label(self.kind)

    @property
    def person(self) -> UUID | None:
        """Whoever it is, client or colleague: two of one name are two."""
        return self.other or self.colleague


@dataclass(frozen=True, slots=True)
class PeculiaritySeen:
    """A peculiarity, or a good or bad moment."""

    uid: UUID
    kind: str
    text: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A day to remember: "02-29", perhaps with the year."""

    uid: UUID
    title: str
    day: str
    year: int | None
    is_yearly: bool


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    """That something was consented to or taken back."""

    uid: UUID
    kind: str
    is_given: bool
    channels: tuple[str, ...]
    wording: str
    version: str
    on: dt.date
    origin: str
    by: str


@dataclass(slots=True)
class KnownOf:
    """All of it, each in its order."""

    addresses: list[Reached] = field(default_factory=list)
    ties: list[TieSeen] = field(default_factory=list)
    peculiarities: list[PeculiaritySeen] = field(default_factory=list)
    moments: list[PeculiaritySeen] | None = field(default_factory=list)  # None where they are hidden
    dates: list[DateSeen] = field(default_factory=list)
    consents: list[ConsentSeen] = field(default_factory=list)  # latest first; of one day, what was told last
    ties_count: int = 0  # all of them


def known_of(viewer: User, client: Client) -> KnownOf:
    """What is known of a client within reach, in one statement; all their ties."""
    key = ("known", viewer.pk, viewer.access_stamp, viewer.field_rule(RELATION))
    return read(viewer, rows_of(key, lambda pk: known_rows(viewer, pk, ties=None), client.pk))


def by_person(ties: Iterable[TieSeen]) -> list[list[TieSeen]]:
    """Ties to one and the same person together, in the order in which they come."""
    found: dict[UUID | None, list[TieSeen]] = {}
    for one in ties:
        found.setdefault(one.person, []).append(one)
    return list(found.values())


def known_rows(viewer: User, pk: int, *, ties: int | None = MOST) -> list[QuerySet[Any, Any]]:
    """The queries of it, in the columns of `record._held`: a number, what, three empty, the client, a uid, the rest as JSON.

    `ties`: so many that were told on this card, and on those of others, at most; the number in their rows is that of all.
    """
    kinds = Q() if viewer.field_rule(RELATION) != "hide" else ~Q(kind__in=MOMENTS)
    of_consent = ("kind", "is_given", "channels", "wording", "version", "on", "origin")
    return [
        _rows(Address.objects.filter(client=pk), ADDRESS, "client__uid", "place", text="text", label="label"),
        *_ties(viewer, pk, ties),
        _rows(
            Peculiarity.objects.filter(kinds, client=pk, withdrawn_at=None),
            PECULIARITY,
            "uid",
            "pk",
            **_same("kind", "text", "on"),
        ),
        _rows(
            ImportantDate.objects.filter(client=pk, withdrawn_at=None),
            DATE,
            "uid",
            "day",
            **_same("title", "day", "year", "is_yearly"),
        ),
        _said(
            Consent.objects.filter(client=pk).order_by("-on", "-pk")[:MOST_CONSENTS],
            CONSENT,
            "uid",
            **_same(*of_consent),
            by="told_by__name",
        ),
    ]


def _ties(viewer: User, pk: int, most: int | None) -> list[QuerySet[Any, Any]]:
    """The ties that stand, told on this card, and on those of others."""
    within = Client.objects.visible_to(viewer).filter(forgotten_at=None)
    seen = Q(colleague__isnull=False) | Q(Exists(within.filter(pk=OuterRef("other"))))
    named = Case(When(colleague=None, then="other__name"), default="colleague__name")
    tied = Exists(within.filter(pk=OuterRef("client")))
    standing = Tie.objects.filter(withdrawn_at=None).order_by("pk")
    number, plain = Window(Count("pk")), _same("kind", "note", "since")
    own, others = standing.filter(seen, client=pk)[:most], standing.filter(tied, other=pk)[:most]
    return [
        _said(own, TIE, "uid", number, **plain | _warned("other"), name=named, colleague="colleague__uid"),
        _said(others, TIED, "uid", number, **plain | _warned("client"), name="client__name"),
    ]


def read(viewer: User, rows: Iterable[Sequence[Any]]) -> KnownOf:
    """What such rows tell."""
    found, rule = KnownOf(), viewer.field_rule(RELATION)
    if rule == "hide":
        found.moments = None
    numbers: dict[str, int] = {}
    for number, what, *_empty, uid, told in rows:
        numbers[what] = number
        _take(found, what, uid, json.loads(told), rule)
    found.ties_count = numbers.get(TIE, 0) + numbers.get(TIED, 0)
    return found


def detail(viewer: User, client: Client, what: str, uid: Any) -> Any:
    """One tie, peculiarity or date of this client, withdrawn ones too. Raises Http404 where there is none within reach."""
    model: Any = MODELS.get(what)
    if model is None:
        raise Http404
    of_client = Q(client=client)
    if model is Tie:
        return get_object_or_404(ties_of(viewer, client), uid=uid)
    if model is Peculiarity and viewer.field_rule(RELATION):
        of_client &= ~Q(kind__in=MOMENTS)  # nobody changes what they do not see
    within: Any = model.objects.visible_to(viewer)
    return get_object_or_404(within.select_related("client"), of_client, uid=uid)


def ties_of(viewer: User, client: Client) -> QuerySet[Tie]:
    """The ties of a client within reach, told on either card, to others within reach."""
    within = Client.objects.visible_to(viewer).filter(forgotten_at=None)
    told = Q(client=client) & (Q(colleague__isnull=False) | Q(other__in=within.values("pk")))
    return Tie.objects.filter(told | Q(other=client, client__in=within.values("pk"))).select_related(
        "client", "other", "colleague"
    )


def _take(found: KnownOf, what: str, uid: Any, told: dict[str, Any], rule: str) -> None:
    match what:
        case "address":
            found.addresses.append(Reached(told["text"], told["label"]))
        case "tie" | "tied":
            kind = turned(told["kind"]) if what == TIED else told["kind"]
            other = UUID(told["other"]) if told["other"] else None
            colleague = UUID(told["colleague"]) if told.get("colleague") else None
            first, since = warning(told["alert"], told["allergies"]), _day(told["since"])
            found.ties.append(TieSeen(uid, kind, told["name"], first, other, told["note"], since, colleague))
        case "peculiarity" if told["kind"] in MOMENTS:
            text = masked(told["text"]) if rule else told["text"]
            if found.moments is not None:
                found.moments.append(PeculiaritySeen(uid, told["kind"], text, _day(told["on"])))
        case "peculiarity":
            found.peculiarities.append(PeculiaritySeen(uid, told["kind"], told["text"], _day(told["on"])))
        case "date":
            is_yearly = bool(told["is_yearly"])
            found.dates.append(DateSeen(uid, told["title"], told["day"], told["year"], is_yearly))
        case "consent":
            told |= {
                "on": dt.date.fromisoformat(told["on"]),
                "is_given": bool(told["is_given"]),
                "by": told["by"] or "",
                "channels": tuple(told["channels"].split()),
            }
            found.consents.append(ConsentSeen(uid=uid, **told))


def _rows(found: QuerySet[Any], what: str, uid: str, first: str, **told: Any) -> QuerySet[Any, Any]:
    return _said(found.order_by(first, "pk")[:MOST], what, uid, **told)


def _said(found: QuerySet[Any], what: str, uid: str, number: Any = "pk", **told: Any) -> QuerySet[Any, Any]:
    none = Value("", output_field=TextField())
    kind = Value(what, output_field=TextField())
    rest = Cast(JSONObject(**told), TextField())
    columns = (number, kind, none, none, none, Value(0), F(uid), rest)
    return found.values_list(*columns)


def _warned(end: str) -> dict[str, str]:
    return {"other": f"{end}__uid", "alert": f"{end}__alert", "allergies": f"{end}__allergies"}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _day(told: str | None) -> dt.date | None:
    return dt.date.fromisoformat(told) if told else None
