"""When a colleague leaves, for programs: what is open, who gets it, the end of access, and the way back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.team import commands, leaving, queries
from pomni.team.api.people import ColleagueOut
from pomni.team.dividing import ALL, EVENLY, NOBODY, Wanted
from pomni.team.doors import acts, key_of, named, operation
from pomni.team.leaving_told import LeavingTold, leaving_told

router = Router(tags=["team"])
DISABLE = "team.colleague.disable"


class PileOut(Schema):
    """So much of one kind is open and theirs; `heirs`: who could do something with it."""

    key: str
    title: str
    number: int
    heirs: list[UUID]


class PartOut(Schema):
    """Clients that go to one successor together, by the rule that was asked for."""

    key: str
    title: str
    clients: int


class RuleOut(Schema):
    key: str
    title: str


class OpenOut(Schema):
    rules: list[RuleOut]
    rule: str
    piles: list[PileOut]
    parts: list[PartOut]


class OpenIn(Schema):
    rule: str = Field(ALL, max_length=40)


class HandOverIn(Schema):
    """Who gets what: a uid, or null for nobody. What is not named stays as it is; a single record goes by its own change.

    `heirs`: of whole piles; the rest by `rule`: "evenly" among `team`, or the parts that a rule makes, with `rest` for
    what is in none of them.
    """

    model_config = ConfigDict(extra="forbid")

    rule: str = Field(ALL, max_length=40)
    heirs: dict[str, UUID | None] = {}
    team: list[UUID] = Field([], max_length=200)
    parts: dict[str, UUID | None] = Field({}, max_length=2000)
    rest: UUID | None = None


class HandingOut(Schema):
    """`given` of `things` are handed over; `done_at`: when all was, null while a job is at it."""

    uid: UUID
    at: datetime
    done_at: datetime | None
    taken_back_at: datetime | None
    things: int
    given: int


@router.get(
    "/colleagues/{uid}/open",
    response=OpenOut,
    summary=_("Read what a colleague has that is open"),
    operation_id="read_open",
)
@operation(DISABLE)
def read_open(request, uid: UUID, asked: Query[OpenIn]):
    return _open(leaving_told(queries.colleague(request.user, uid), request.user, rule=asked.rule))


@router.post(
    "/colleagues/{uid}/hand-over",
    response={201: HandingOut},
    summary=_("Hand over what is a colleague's"),
    operation_id="hand_over",
)
@operation(DISABLE)
def hand_over(request, uid: UUID, told: HandOverIn):
    user = queries.colleague(request.user, uid)
    wanted = _wanted(request, leaving_told(user, request.user, rule=told.rule), told)
    return Status(201, _out(leaving.hand_over(user, by=request.user, wanted=wanted, key=key_of(request))))


@router.get(
    "/colleagues/{uid}/hand-over/{handing}",
    response=HandingOut,
    summary=_("Read how far a hand-over is"),
    operation_id="read_hand_over",
)
@operation(DISABLE)
def read_hand_over(request, uid: UUID, handing: UUID):
    return _out(queries.any_handing(queries.colleague(request.user, uid), handing))


@router.post(
    "/colleagues/{uid}/hand-over/{handing}/back",
    response=HandingOut,
    summary=_("Take a hand-over back"),
    operation_id="take_back",
)
@operation(DISABLE)
def take_back(request, uid: UUID, handing: UUID):
    found = queries.any_handing(queries.colleague(request.user, uid), handing)
    if not found.taken_back_at:
        leaving.take_back(queries.handing(found.user, handing), by=request.user)
        found.refresh_from_db()
    return _out(found)


@acts(
    router,
    "/colleagues/{uid}",
    ("disable", commands.disable_colleague, _("End the access of a colleague")),
    ("enable", commands.enable_colleague, _("Give a colleague access again")),
    response=ColleagueOut,
    capability=DISABLE,
)
def end_or_give_access(request, uid: UUID, command):
    return command(queries.colleague(request.user, uid), by=request.user)


def _wanted(request: Any, open_: LeavingTold, told: HandOverIn) -> Wanted:
    def heir(uid: UUID | None, field: str) -> int:
        return named(lambda one: queries.colleague(request.user, one), uid, field).pk if uid else NOBODY

    if told.rule != open_.rule:
        raise _unknown("rule")
    for field, sent, known in (
        ("heirs", told.heirs, open_.kinds),
        ("parts", told.parts, {part.key for part in open_.parts}),
    ):
        if sent.keys() - known:
            raise _unknown(field)
    able = {pile.kind.key: {user.uid for user in pile.heirs} for pile in open_.piles}
    if any(uid and uid not in able[key] for key, uid in told.heirs.items()):
        raise Refused(
            gettext("Somebody you chose cannot take it: choose a colleague who is here."), field="heirs"
        )
    divides = told.rule not in (ALL, EVENLY) and "rest" in told.model_fields_set
    return Wanted(
        rule=told.rule,
        heirs={key: heir(uid, "heirs") for key, uid in told.heirs.items()},
        team=tuple(heir(uid, "team") for uid in told.team),
        parts={key: heir(uid, "parts") for key, uid in told.parts.items()},
        rest=heir(told.rest, "rest") if divides else None,
    )


def _unknown(field: str) -> Refused:
    return Refused(gettext("There is no such field here. Check how it is spelt."), field=field)


def _open(told: LeavingTold) -> dict[str, Any]:
    return {
        "rules": [{"key": key, "title": str(title)} for key, title in told.rules],
        "rule": told.rule,
        "piles": [
            {"key": pile.kind.key, "title": str(pile.kind.title), "number": pile.number}
            | {"heirs": [user.uid for user in pile.heirs]}
            for pile in told.piles
        ],
        "parts": [
            {"key": part.key, "title": part.title, "clients": len(part.clients)} for part in told.parts
        ],
    }


def _out(handing: Any) -> dict[str, Any]:
    told = {name: getattr(handing, name) for name in ("uid", "at", "done_at", "taken_back_at")}
    given, things = queries.handed(handing)
    return told | {"given": given, "things": things}
