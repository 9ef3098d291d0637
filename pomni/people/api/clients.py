from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Status
from pydantic_core import to_json

from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.memory import sightings
from pomni.memory.uids import moment_uid
from pomni.memory.viewing import EXPORTED
from pomni.people import commands, queries
from pomni.people.api.duplicates import AddedOut, likely_told
from pomni.people.api.schemas import (
    AddClientIn,
    ClientOut,
    ClientsIn,
    ClientsOut,
    EditClientIn,
    MomentsOut,
    PinOut,
    TimelineIn,
)
from pomni.people.api.told import client_told
from pomni.people.queries import listing
from pomni.people.queries.asked import Asked
from pomni.people.queries.moments import line_by_uid
from pomni.people.queries.order import sorts_by_strange
from pomni.people.queries.picked import Picked
from pomni.people.queries.whole import ALL, COLUMNS, whole_clients, whole_rows
from pomni.people.rules import Reached
from pomni.people.seen import seen
from pomni.team.doors import acts, changed, key_of, named, operation
from pomni.team.queries import colleague, location
from pomni.team.seeing_as import who_looks

router = Router(tags=["clients"])
SEE, CHANGE = "people.client.see", "people.client.change"


@router.get("/clients", response=ClientsOut, summary=_("List {clients}"), operation_id="list_clients")
@operation(SEE)
def clients(request, asked: Query[ClientsIn]):
    wanted = Asked.from_query(request.GET, besides=("after", "limit"))
    if wrong := wanted.wrong | ({"sort"} if sorts_by_strange(request.user, wanted) else set()):
        raise Refused(
            gettext("These filters are not understood: %(names)s") % {"names": ", ".join(sorted(wrong))},
            field=min(wrong),
        )
    found = listing.page(request.user, wanted, *COLUMNS, after=asked.after, limit=asked.limit)
    read = [row["pk"] for row in found.items]
    sightings.note_list("people.client", read, by=who_looks(request), how=EXPORTED)
    told = [client_told(one) for one in whole_rows(request.user, found.items, own=ALL)]
    # Written as it is: checking each of a hundred against the schema would take longer than reading them.
    return HttpResponse(to_json({"items": told, "next": found.next}), content_type="application/json")


@router.post("/clients", response={201: AddedOut}, summary=_("Add a {client}"), operation_id="add_client")
@operation("people.client.add")
def add_client(request, told: AddClientIn):
    words = _words(request, told.dict(exclude_none=True))
    client = commands.add_client(**words, by=request.user, key=key_of(request))
    return Status(201, _out(request, client) | likely_told(request, client))


@router.get("/clients/{uid}", response=ClientOut, summary=_("Read a {client}"), operation_id="read_client")
@operation(SEE)
def client(request, uid: UUID):
    client = queries.client(request.user, uid)
    sightings.note(client, by=who_looks(request))
    return _out(request, client)


@router.patch(
    "/clients/{uid}", response=ClientOut, summary=_("Change a {client}"), operation_id="edit_client"
)
@operation(CHANGE)
def edit_client(request, uid: UUID, told: EditClientIn):
    client = queries.client(request.user, uid)
    given = changed(told, "organisation", "responsible", "location")
    return _shown(request, commands.edit_client(client, by=request.user, **_words(request, given)))


@acts(
    router,
    "/clients/{uid}",
    ("archive", commands.archive_client, _("Archive a {client}")),
    ("restore", commands.restore_client, _("Restore an archived {client}")),
    response=ClientOut,
    capability="people.client.archive",
)
def put_away_or_back(request, uid: UUID, command):
    return _shown(request, command(queries.client(request.user, uid), by=request.user))


@router.get(
    "/clients/{uid}/timeline",
    response=MomentsOut,
    summary=_("Read the timeline of a {client}"),
    operation_id="read_timeline",
)
@operation(SEE)
def timeline(request, uid: UUID, asked: Query[TimelineIn]):
    picked = Picked.from_query(request.GET)
    if unknown := set(filter(None, asked.only.split(","))) - set(picked.only):
        wrong = gettext("These filters are not understood: %(names)s") % {"names": ", ".join(sorted(unknown))}
        raise Refused(wrong, field="only")
    client = seen(request, queries.client(request.user, uid))
    found = queries.timeline_page(request.user, client, picked=picked, after=asked.after, limit=asked.limit)
    return {"items": [_moment(told) for told in found.items], "next": found.next}


def _moment(told):
    moment = told.moment
    return {
        "uid": moment_uid(moment.pk),
        "kind": moment.kind,
        "at": moment.happened,
        "by": told.by,
        "sentence": told.sentence,
        "is_pinned": moment.is_pinned,
    }


@router.post(
    "/clients/{uid}/timeline/{moment}/pin",
    response=PinOut,
    summary=_("Pin a line above the timeline of a {client}"),
    operation_id="pin_moment",
)
@operation("people.note.add")
def pin_moment(request, uid: UUID, moment: UUID):
    client = queries.client(request.user, uid)
    commands.pin_moment(client, moment=line_by_uid(request.user, client, moment), by=request.user)
    return {"uid": moment, "is_pinned": True}


@router.post(
    "/clients/{uid}/timeline/{moment}/unpin",
    response=PinOut,
    summary=_("Take a pinned line off the timeline of a {client}"),
    operation_id="unpin_moment",
)
@operation("people.note.add")
def unpin_moment(request, uid: UUID, moment: UUID):
    client = queries.client(request.user, uid)
    commands.unpin_moment(client, moment=line_by_uid(request.user, client, moment), by=request.user)
    return {"uid": moment, "is_pinned": False}


def _words(request: Any, told: dict[str, Any]) -> dict[str, Any]:
    """What the commands want: records for uids, and points as they know them."""
    for kind in ("phones", "emails", "messengers"):
        if kind in told:
            told[kind] = [Reached(point["typed"], point.get("label", "")) for point in told[kind]]
    if "addresses" in told:
        told["addresses"] = [Reached(one["text"], one.get("label", "")) for one in told["addresses"]]
    ways = {
        "responsible": lambda uid: colleague(request.user, uid),
        "location": location,
        "organisation": lambda uid: queries.client(request.user, uid),
    }
    for name, read in ways.items():
        if told.get(name):
            told[name] = named(read, told[name], name)
    if "organisation" in told:
        told["works_at"] = told.pop("organisation")
    return told


def _shown(request, client):
    """The client as they are now, for whoever may have written nothing to be told them."""
    return _out(request, seen(request, client))


def _out(request, client):
    (whole,) = whole_clients(request.user, [client.pk], own=ALL)
    return client_told(whole)
