"""The queue of clients that may be one, two of them side by side, and what was merged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.alarm import warning
from pomni.people.choosing import Choice, agreed, choices_between
from pomni.people.events.clients import LABELS
from pomni.people.joining import Double, doubles_between
from pomni.people.likeness import Features, Likeness, features_of, likeness
from pomni.people.models import Client, ContactPoint, DuplicatePair, Holding, Merge, OwnValue, Uncompared
from pomni.people.queries.alike import COLUMNS, SURE, features_now, within_rules
from pomni.people.queries.own import row_told
from pomni.team.models import User
from pomni.team.shown import shown

MERGE = "people.client.merge"
SIDE = ("uid", "name", "kind", "alert", "allergies", "responsible__name", "location__name", "added_at")
PAIR = ("pk", "score", "reasons", "state", "decided_at", "decided_by__name", "left_id", "right_id")
ENDS = tuple(f"{side}__{name}" for side in ("left", "right") for name in SIDE)
STATES = tuple(DuplicatePair.State.values)


@dataclass(slots=True)
class PairRow:
    """A pair in the queue."""

    pk: int
    score: float
    reasons: list[str]
    state: str
    left: dict[str, Any]
    right: dict[str, Any]
    decided_at: datetime | None
    decided_by: str
    told: Any = None  # the reasons and the score in words, put in by whoever draws them
    percent: str = ""


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that can be taken back."""

    uid: Any
    at: datetime
    by: str
    kept_uid: Any
    kept: str
    warning: str  # of who stayed
    gone: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact on which the cards agree, or that one of them tells alone."""

    key: str
    label: Any
    value: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two cards: how the client is reached, as the viewer may see it, and how much was written down."""

    client: Client
    points: list[tuple[Any, list[str]]]
    tags: str
    notes: int
    contacts: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two cards that may become one: where somebody must choose, what stays anyway, and how surely they are one."""

    kept: Side
    gone: Side
    choices: list[Choice]
    agreed: list[Fact]
    likeness: Likeness


def pairs(viewer: User, state: str = DuplicatePair.State.OPEN) -> Any:
    """The pairs of a state whose clients the viewer both may merge, the surest first."""
    return DuplicatePair.objects.visible_to(viewer).filter(state=state).order_by("-score", "pk")


def pair_rows(viewer: User, state: str, *, after: str | None = None, limit: int = USUAL) -> Page[PairRow]:
    """A page of the queue, by cursor."""
    found = pairs(viewer, state).values(*PAIR, *ENDS)
    page = page_of(found, by=("-score", "pk"), of=f"pairs {state}", after=after, limit=limit)
    return Page(_rows(viewer, page.items), page.next)


def pair_row(viewer: User, pair: DuplicatePair) -> PairRow:
    """One pair within reach, as a page of the queue tells it."""
    found = DuplicatePair.objects.visible_to(viewer).filter(pk=pair.pk)
    return _rows(viewer, found.values(*PAIR, *ENDS))[0]


def number_of_pairs(viewer: User) -> dict[str, int]:
    """How many pairs of each state there are within reach."""
    counted = DuplicatePair.objects.visible_to(viewer).order_by().values("state").annotate(number=Count("pk"))
    return dict.fromkeys(STATES, 0) | dict(counted.values_list("state", "number"))


def client_to_merge(viewer: User, uid: Any) -> Client:
    """A client whom the viewer may merge. Raises Http404 where there is none."""
    known = _to_merge(viewer)
    if client := known.filter(uid=as_uuid(uid)).first():
        return client
    return get_object_or_404(known, former_numbers__uid=as_uuid(uid))


def both_to_merge(viewer: User, uid: Any, other: Any) -> tuple[Client, Client]:
    """Two such clients, with how they are reached, their tags, and how much was written down. Raises Http404."""
    numbers = [as_uuid(uid), as_uuid(other)]
    held = Prefetch("holdings", Holding.objects.select_related("contact_point").order_by("place", "pk"))
    rows = _to_merge(viewer).filter(uid__in=numbers).prefetch_related(held, "tags")
    found = {
        row.uid: row
        for row in rows.annotate(
            notes_told=_number("notes"),
            contacts_told=_number("interactions"),
            employer_is_reached=_employer(viewer),
        )
    }
    first, second = (found.get(number) or client_to_merge(viewer, number) for number in numbers)
    return first, second


def _to_merge(viewer: User) -> Any:
    found = Client.objects.visible_to(viewer, MERGE).filter(forgotten_at=None)
    return found.select_related("responsible", "location", "works_at")


def _employer(viewer: User) -> Any:
    """Whether the viewer reaches the organisation where a client works: out of reach it is not named."""
    return Exists(Client.objects.visible_to(viewer).filter(pk=OuterRef("works_at"), forgotten_at=None))


def _number(name: str) -> Any:
    """How many of these hang on the client, without those that were taken back."""
    hanging: Any = Client._meta.get_field(name).related_model
    rows = hanging._default_manager
    counted = rows.filter(client=OuterRef("pk"), withdrawn_at=None).order_by().values("client")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def side_by_side(viewer: User, kept: Client, gone: Client) -> SideBySide:
    """Two clients, as `both_to_merge` gives them, beside each other before they become one."""
    same = agreed(viewer, kept, gone).items()
    facts = [Fact(key, LABELS.get(key, key), value) for key, value in same]
    choices = choices_between(viewer, kept, gone) + [
        Choice(double.key, double.label, *_both_told(viewer, double), both=False, advised="kept")
        for double in doubles_between(kept, gone)
    ]
    like = likeness(*(within_rules(viewer, _features(one)) for one in (kept, gone)))
    return SideBySide(_side(viewer, kept), _side(viewer, gone), choices, facts, like)


def _side(viewer: User, client: Any) -> Side:
    told: dict[str, list[str]] = {}
    for holding in client.holdings.all():
        kind = holding.contact_point.kind
        if (text := shown(viewer, f"people.client.{kind}", holding.typed)) is not None:
            told.setdefault(kind, []).append(f"{text} ({holding.label})" if holding.label else text)
    points = [(ContactPoint.Kind(kind).label, texts) for kind, texts in told.items()]
    tags = ", ".join(sorted(tag.name for tag in client.tags.all()))
    return Side(client, points, tags, client.notes_told, client.contacts_told)


def _features(client: Any) -> Features:
    told: dict[str, Any] = {name: getattr(client, name) for name in COLUMNS if name != "id"}
    held = [(holding.contact_point.kind, holding.contact_point.normal) for holding in client.holdings.all()]
    points: dict[str, Any] = {
        f"{kind}s": [normal for told_kind, normal in held if told_kind == kind] for kind in ("phone", "email")
    }
    return features_of(**told, **points)


def _both_told(viewer: User, double: Double) -> tuple[str, str]:
    mine, theirs = double.mine, double.theirs
    if isinstance(mine, OwnValue) and isinstance(theirs, OwnValue):
        return row_told(viewer, mine), row_told(viewer, theirs)
    return double.kept, double.gone


def merge_rows(viewer: User, *, after: str | None = None, limit: int = USUAL) -> Page[MergeRow]:
    """A page of the merges that can be taken back, within reach, the last first; by cursor."""
    found = Merge.objects.visible_to(viewer).filter(undone_at=None).exclude(row={})
    page = page_of(found.select_related("by"), by=("-pk",), of="merges", after=after, limit=limit)
    clients = Client.objects.in_bulk([row.kept_id for row in page.items])
    return Page([_merge_row(row, clients[row.kept_id]) for row in page.items], page.next)


def merge_of(viewer: User, kept: Client, gone: UUID) -> Merge | None:
    """The merge by which who had this number became the client `kept`, if it stands."""
    merges = Merge.objects.visible_to(viewer).filter(kept_id=kept.pk, gone_uid=gone, undone_at=None)
    return merges.order_by("-pk").first()


def next_pair(viewer: User) -> tuple[Any, Any] | None:
    """The numbers of the two who are to be looked at next: the surest open pair."""
    return pairs(viewer).values_list("left__uid", "right__uid").first()


def merge(viewer: User, uid: Any) -> Merge:
    """A merge within reach, one that was taken back too. Raises Http404 where there is none."""
    return get_object_or_404(Merge.objects.visible_to(viewer), uid=as_uuid(uid))


def once_others(clients: Collection[int]) -> list[int]:
    """The keys of all who became one with these clients, and with those: for logs that keep bare keys."""
    found: list[int] = []
    last = list(clients)
    while last:
        last = list(Merge.objects.filter(kept_id__in=last, undone_at=None).values_list("gone_id", flat=True))
        found += last
    return found


def who_they_are_now(keys: Collection[int]) -> dict[int, int]:
    """Whom clients of these keys, who are here no more, became: by the key that they had."""
    now = {pk: pk for pk in keys}
    while merged := dict(
        Merge.objects.filter(gone_id__in=now.values(), undone_at=None).values_list("gone_id", "kept_id")
    ):
        now = {pk: merged.get(key, key) for pk, key in now.items()}
    return {pk: key for pk, key in now.items() if pk != key}


def clients_now(viewer: User, keys: Collection[int]) -> dict[int, Client]:
    """Those of the clients of these keys whom the viewer reaches, by the key; for one who was merged, whom they became."""
    here = Client.objects.visible_to(viewer)
    known = here.in_bulk(list(keys))
    if not (now := who_they_are_now(set(keys) - known.keys())):
        return known
    became = here.in_bulk(list(now.values()))
    return known | {pk: became[key] for pk, key in now.items() if key in became}


def names_within_reach(viewer: User, keys: Collection[int]) -> dict[int, str]:
    """The names of those of these clients whom the viewer reaches, by key.

    A card that became another's is reached as that one is, and has the name that it had.
    """
    here = Client.objects.visible_to(viewer)
    names: dict[int, str] = dict(here.filter(pk__in=list(keys)).values_list("pk", "name"))
    now = who_they_are_now(set(keys) - names.keys())
    reached = set(here.filter(pk__in=now.values()).values_list("pk", flat=True)) if now else set()
    merged = [pk for pk, key in now.items() if key in reached]
    if merged:
        rows = Merge.objects.filter(gone_id__in=merged, undone_at=None)
        names |= {pk: row.get("name", "") for pk, row in rows.values_list("gone_id", "row")}
    return names


def _merge_row(row: Merge, kept: Client) -> MergeRow:
    by, gone = row.by.name if row.by else "", row.row.get("name", "")
    return MergeRow(row.uid, row.at, by, kept.uid, kept.name, kept.warning, gone)


def _rows(viewer: User, found: Iterable[dict[str, Any]]) -> list[PairRow]:
    """Where the viewer's roles keep them from something that tells who is one, the pairs are weighed anew without it."""
    rows = list(found)
    if not any(viewer.field_rule(f"people.client.{name}") for name in SURE.values()):
        return [_row(row) for row in rows]
    ends = {row[side] for row in rows for side in ("left_id", "right_id")}
    told = {pk: within_rules(viewer, one) for pk, one in features_now(ends).items()}
    weighed = [likeness(told[row["left_id"]], told[row["right_id"]]) for row in rows]
    return [
        _row(row | {"score": like.score, "reasons": list(like.reasons)})
        for row, like in zip(rows, weighed, strict=True)
    ]


def _row(row: dict[str, Any]) -> PairRow:
    left, right = (
        {name.replace("__name", ""): row[f"{side}__{name}"] for name in SIDE} for side in ("left", "right")
    )
    for side in (left, right):
        side["warning"] = warning(side["alert"], side["allergies"])
    return PairRow(
        row["pk"],
        row["score"],
        row["reasons"],
        row["state"],
        left,
        right,
        row["decided_at"],
        row["decided_by__name"] or "",
    )


def kept_pairs() -> dict[tuple[int, int], tuple[int, float, bool]]:
    """All pairs that are kept, by their ends: key, score, and whether somebody has said something of them."""
    rows = DuplicatePair.objects.values_list("pk", "left_id", "right_id", "score", "state")
    return {
        (low, high): (pk, score, state != DuplicatePair.State.OPEN)
        for pk, low, high, score, state in rows.iterator(chunk_size=2000)
    }


def open_pairs_of(client: int) -> dict[int, int]:
    """Of the open pairs of a client: the other one, and the key of the row."""
    found = DuplicatePair.objects.filter(Q(left=client) | Q(right=client), state=DuplicatePair.State.OPEN)
    return {low + high - client: pk for pk, low, high in found.values_list("pk", "left_id", "right_id")}


def uncompared(size: int) -> list[tuple[int, datetime]]:
    """Clients that are to be compared with the others, some of them, and since when; the key 0 first, for all."""
    return list(Uncompared.objects.order_by("client_id").values_list("client_id", "since")[:size])
