"""Duplicates for programs: the queue, merging, and taking a merge back."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.people import commands
from pomni.people.api.schemas import ClientOut, WarnedOut
from pomni.people.api.told import client_told
from pomni.people.queries import alike
from pomni.people.queries import duplicates as found
from pomni.people.queries.whole import ALL, whole_clients
from pomni.people.seen import seen
from pomni.team.doors import PageIn, acts, operation

router = Router(tags=["clients"])
MERGE = "people.client.merge"


class LikelyOut(Schema):
    """A client within reach who is likely the same; `score` from 0 to 1, `reasons` as codes."""

    uid: UUID
    name: str
    warning: str
    score: float
    reasons: list[str]


class AddedOut(ClientOut):
    """The client that was added, and who is here already: `elsewhere` says that a colleague has them, and no more."""

    likely: list[LikelyOut]
    elsewhere: bool


class PairsIn(PageIn):
    state: Literal["open", "later", "not_one"] = "open"


class PairOut(Schema):
    """Two clients who may be one."""

    score: float
    reasons: list[str]
    state: Literal["open", "later", "not_one"]
    left: WarnedOut
    right: WarnedOut


class PairsOut(Schema):
    items: list[PairOut]
    next: str | None


class MergeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    choices: dict[str, Literal["kept", "gone", "both"]] = Field(
        default_factory=dict, description="For each fact that the cards tell differently: which stays."
    )


class DifferenceOut(Schema):
    """A fact that the cards tell differently; `advised`: "kept", "gone" or, where `both` may stand together, "both"."""

    key: str
    label: str
    kept: str
    gone: str
    both: bool
    advised: str


class AgreedOut(Schema):
    key: str
    label: str
    value: str


class ComparedOut(Schema):
    """Two cards beside each other; what is masked for the caller is masked here. `key` is what a merge is told choices by."""

    score: float
    reasons: list[str]
    differences: list[DifferenceOut]
    agreed: list[AgreedOut]


class TypedIn(Schema):
    """Facts of somebody who is being added; what is no phone or date yet is passed over."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["person", "organisation"] = "person"
    name: str = Field("", max_length=300)
    family: str = Field("", max_length=300)
    given: str = Field("", max_length=300)
    patronymic: str = Field("", max_length=300)
    phone: str = Field("", max_length=300)
    email: str = Field("", max_length=300)
    tax_id: str = Field("", max_length=300)
    birthday: str = Field("", max_length=10)
    address: str = Field("", max_length=300)


class HereOut(Schema):
    likely: list[LikelyOut]
    elsewhere: bool


class MergedOut(Schema):
    """The client that stayed, and the number by which the merge is taken back."""

    merge: UUID
    client: ClientOut


class MergeOut(Schema):
    uid: UUID
    at: datetime
    by: str
    client: WarnedOut
    gone: str


class MergesOut(Schema):
    items: list[MergeOut]
    next: str | None


@router.get("/duplicates", response=PairsOut, summary=_("List duplicates"), operation_id="list_duplicates")
@operation(MERGE)
def duplicates(request, asked: Query[PairsIn]):
    page = found.pair_rows(request.user, asked.state, after=asked.after, limit=asked.limit)
    return {"items": page.items, "next": page.next}


@router.post(
    "/clients/{uid}/merge/{other}",
    response=MergedOut,
    summary=_("Merge another {client} into this one"),
    operation_id="merge_clients",
)
@operation(MERGE)
def merge(request, uid: UUID, other: UUID, told: MergeIn):
    kept, gone = found.client_to_merge(request.user, uid), found.client_to_merge(request.user, other)
    merged = found.merge_of(request.user, kept, other) if kept.pk == gone.pk else None
    merged = merged or commands.merge_clients(kept, gone, choices=told.choices, by=request.user)
    return {"merge": merged.uid, "client": _out(request, kept)}


@acts(
    router,
    "/clients/{uid}/merge/{other}",
    ("apart", commands.tell_apart, _("Say that two {clients} are no duplicates")),
    ("later", commands.put_off_pair, _("Put off looking at two {clients}")),
    ("again", commands.look_again, _("Put two {clients} into the queue of duplicates again")),
    response=PairOut,
    capability=MERGE,
)
def decide_on_pair(request, uid: UUID, other: UUID, command):
    one, two = found.client_to_merge(request.user, uid), found.client_to_merge(request.user, other)
    return found.pair_row(request.user, command(one, two, by=request.user))


@router.get(
    "/clients/{uid}/merge/{other}",
    response=ComparedOut,
    summary=_("Compare two {clients} before they are merged"),
    operation_id="compare_clients",
)
@operation(MERGE)
def compare_clients(request, uid: UUID, other: UUID):
    kept, gone = found.both_to_merge(request.user, uid, other)
    if kept.pk == gone.pk:
        raise Refused(gettext("This is one card already."))
    told = found.side_by_side(request.user, seen(request, kept), seen(request, gone))
    names = ("key", "kept", "gone", "both", "advised")
    choices = [
        {name: getattr(one, name) for name in names} | {"label": str(one.label)} for one in told.choices
    ]
    agreed = [{"key": one.key, "label": str(one.label), "value": one.value} for one in told.agreed]
    like = told.likeness
    return {"score": like.score, "reasons": list(like.reasons), "differences": choices, "agreed": agreed}


@router.post(
    "/likely",
    response=HereOut,
    summary=_("Ask who is here already, before a {client} is added"),
    operation_id="find_likely",
)
@operation("people.client.add")
def find_likely(request, told: TypedIn):
    return _here_told(request, alike.typed_features(request.user, told.dict()), 0)


@router.get("/merges", response=MergesOut, summary=_("List merges"), operation_id="list_merges")
@operation(MERGE)
def merges(request, page: Query[PageIn]):
    rows = found.merge_rows(request.user, **page.dict())
    items = [
        {"uid": row.uid, "at": row.at, "by": row.by, "gone": row.gone}
        | {"client": {"uid": row.kept_uid, "name": row.kept, "warning": row.warning}}
        for row in rows.items
    ]
    return {"items": items, "next": rows.next}


@router.post(
    "/merges/{uid}/unmerge",
    response=ClientOut,
    summary=_("Take a merge back"),
    operation_id="unmerge_clients",
)
@operation(MERGE)
def unmerge(request, uid: UUID):
    return _out(request, commands.unmerge_clients(found.merge(request.user, uid), by=request.user))


def likely_told(request: Any, client: Any) -> dict[str, Any]:
    """Who is here already, of a client that was just added."""
    one = alike.features_by_key(request.user, [client.pk]).get(client.pk)
    if one is None:
        return {"likely": [], "elsewhere": False}
    return _here_told(request, alike.within_rules(request.user, one), client.pk)


def _here_told(request: Any, one: Any, but: int) -> dict[str, Any]:
    here = alike.resembling(request.user, one, but=but)
    may_tell = commands.ask_after(clients=here.elsewhere, by=request.user) if here.elsewhere else []
    told = [
        {name: getattr(row, name) for name in ("name", "warning", "score")}
        | {"uid": str(row.uid), "reasons": list(row.reasons)}
        for row in here.found
    ]
    return {"likely": told, "elsewhere": bool(may_tell)}


def _out(request: Any, client: Any) -> dict[str, Any]:
    (whole,) = whole_clients(request.user, [seen(request, client).pk], own=ALL)
    return client_told(whole)
