"""What is known of clients beside their own facts, for programs: the same queries and commands as on the card."""

from functools import partial
from typing import Any
from uuid import UUID

from ninja import Router, Status

from pomni.kit.later import later as _
from pomni.people import commands, queries
from pomni.people.api.schemas_known import (
    AddConsentIn,
    AddDateIn,
    AddPeculiarityIn,
    AddTieIn,
    ConsentsOut,
    DateOut,
    EditDateIn,
    EditPeculiarityIn,
    EditTieIn,
    KnownOut,
    PeculiarityOut,
    TieOut,
)
from pomni.people.queries import known
from pomni.people.rules import birthday_text
from pomni.people.seen import seen
from pomni.team.doors import acts, changed, key_of, named, operation
from pomni.team.queries import colleague

router = Router(tags=["clients"])
SEE, ADD = "people.client.see", "people.detail.add"
TIE = "/clients/{uid}/ties/{tie}"
PECULIARITY = "/clients/{uid}/peculiarities/{peculiarity}"
DATE = "/clients/{uid}/dates/{date}"


@router.get(
    "/clients/{uid}/known",
    response=KnownOut,
    summary=_("Read what is known of a {client} besides"),
    operation_id="read_known",
)
@operation(SEE)
def read_known(request, uid: UUID):
    client = seen(request, queries.client(request.user, uid))
    found = queries.known_of(request.user, client)
    return {
        "ties": [_tie_seen(one) for one in found.ties],
        "peculiarities": found.peculiarities,
        "moments": found.moments,
        "dates": [_date(one.uid, one) for one in found.dates],
    }


# --- Ties --------------------------------------------------------------------------------------------------------------


@router.post(
    "/clients/{uid}/ties",
    response={201: TieOut},
    summary=_("Write down a relationship"),
    operation_id="add_tie",
)
@operation(ADD)
def add_tie(request, uid: UUID, told: AddTieIn):
    client, words = queries.client(request.user, uid), told.dict()
    ways: dict[str, Any] = {"other": queries.client, "colleague": colleague}
    for name in ways.keys() & {name for name, value in words.items() if value}:
        words[name] = named(partial(ways[name], request.user), words[name], name)
    tie = commands.add_tie(client, **words, by=request.user, key=key_of(request))
    return Status(201, _tie(tie, client))


@router.patch(TIE, response=TieOut, summary=_("Change a relationship"), operation_id="edit_tie")
@operation(ADD)
def edit_tie(request, uid: UUID, tie: UUID, told: EditTieIn):
    client, found = _found(request, uid, known.TIE, tie)
    return _tie(commands.edit_tie(found, by=request.user, **changed(told, "since")), client)


@acts(
    router,
    TIE,
    ("withdraw", commands.withdraw_tie, _("Remove a relationship")),
    ("restore", commands.restore_tie, _("Put a relationship back")),
    response=TieOut,
    capability=ADD,
)
def take_tie_back(request, uid: UUID, tie: UUID, command):
    client, found = _found(request, uid, known.TIE, tie)
    return _tie(command(found, by=request.user), client)


# --- Peculiarities, good and bad moments -------------------------------------------------------------------------------


@router.post(
    "/clients/{uid}/peculiarities",
    response={201: PeculiarityOut},
    summary=_("Write down a peculiarity"),
    operation_id="add_peculiarity",
)
@operation(ADD)
def add_peculiarity(request, uid: UUID, told: AddPeculiarityIn):
    client = queries.client(request.user, uid)
    made = commands.add_peculiarity(client, **told.dict(), by=request.user, key=key_of(request))
    return Status(201, made)


@router.patch(
    PECULIARITY, response=PeculiarityOut, summary=_("Change a peculiarity"), operation_id="edit_peculiarity"
)
@operation(ADD)
def edit_peculiarity(request, uid: UUID, peculiarity: UUID, told: EditPeculiarityIn):
    _client, found = _found(request, uid, known.PECULIARITY, peculiarity)
    return commands.edit_peculiarity(found, by=request.user, **changed(told, "on"))


@acts(
    router,
    PECULIARITY,
    ("withdraw", commands.withdraw_peculiarity, _("Remove a peculiarity")),
    ("restore", commands.restore_peculiarity, _("Put a peculiarity back")),
    response=PeculiarityOut,
    capability=ADD,
)
def take_peculiarity_back(request, uid: UUID, peculiarity: UUID, command):
    _client, found = _found(request, uid, known.PECULIARITY, peculiarity)
    return command(found, by=request.user)


# --- Days to remember --------------------------------------------------------------------------------------------------


@router.post(
    "/clients/{uid}/dates",
    response={201: DateOut},
    summary=_("Write down a date to remember"),
    operation_id="add_date",
)
@operation(ADD)
def add_date(request, uid: UUID, told: AddDateIn):
    client = queries.client(request.user, uid)
    made = commands.add_date(client, **told.dict(), by=request.user, key=key_of(request))
    return Status(201, _date(made.uid, made))


@router.patch(DATE, response=DateOut, summary=_("Change a date to remember"), operation_id="edit_date")
@operation(ADD)
def edit_date(request, uid: UUID, date: UUID, told: EditDateIn):
    _client, found = _found(request, uid, known.DATE, date)
    return _date(date, commands.edit_date(found, by=request.user, **changed(told)))


@acts(
    router,
    DATE,
    ("withdraw", commands.withdraw_date, _("Remove a date to remember")),
    ("restore", commands.restore_date, _("Put a date to remember back")),
    response=DateOut,
    capability=ADD,
)
def take_date_back(request, uid: UUID, date: UUID, command):
    _client, found = _found(request, uid, known.DATE, date)
    return _date(date, command(found, by=request.user))


# --- Consents ----------------------------------------------------------------------------------------------------------


@router.get(
    "/clients/{uid}/consents",
    response=ConsentsOut,
    summary=_("Read the consents of a {client}"),
    operation_id="read_consents",
)
@operation(SEE)
def read_consents(request, uid: UUID):
    client = seen(request, queries.client(request.user, uid))
    return _consents(request, client)


@router.post(
    "/clients/{uid}/consents",
    response={201: ConsentsOut},
    summary=_("Write down a consent, or that it was taken back"),
    operation_id="tell_consent",
)
@operation(ADD)
def tell_consent(request, uid: UUID, told: AddConsentIn):
    client = queries.client(request.user, uid)
    commands.tell_consent(seen(request, client), **told.dict(), by=request.user, key=key_of(request))
    return Status(201, _consents(request, client))


def _consents(request: Any, client: Any) -> dict[str, Any]:
    said = queries.known_of(request.user, client).consents
    stands = queries.consents_of(request.user, client)
    now = [
        {"kind": kind, "channel": channel, "is_given": one.is_given, "since": one.on}
        for (kind, channel), one in stands.items()
    ]
    return {"stands": now, "said": said}


def _found(request: Any, uid: UUID, what: str, detail: UUID) -> tuple[Any, Any]:
    client = seen(request, queries.client(request.user, uid))
    return client, known.detail(request.user, client, what, detail)


def _tie_seen(one: known.TieSeen) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "kind": one.kind,
        "name": one.name,
        "warning": one.warning,
        "other": one.other,
        "note": one.note,
        "since": one.since,
        "withdrawn_at": None,
    }


def _tie(tie: Any, client: Any) -> dict[str, Any]:
    """A tie as this client's card has it."""
    is_own = tie.client_id == client.pk
    other = (tie.other if is_own else tie.client) or tie.colleague
    return {
        "uid": tie.uid,
        "kind": tie.kind if is_own else known.turned(tie.kind),
        "name": other.name,
        "warning": "" if tie.colleague_id else other.warning,
        "other": None if tie.colleague_id else other.uid,
        "note": tie.note,
        "since": tie.since,
        "withdrawn_at": tie.withdrawn_at,
    }


def _date(uid: UUID, one: Any) -> dict[str, Any]:
    withdrawn = getattr(one, "withdrawn_at", None)
    day = birthday_text(one.day, one.year)
    return {"uid": uid, "title": one.title, "day": day, "is_yearly": one.is_yearly, "withdrawn_at": withdrawn}
