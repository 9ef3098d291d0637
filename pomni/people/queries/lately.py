"""Clients for Today: who came this week, what is to be finished, whose card was opened, for whom nothing is planned."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from pomni.kit.clock import now
from pomni.kit.prepared import rows_of
from pomni.memory.viewing import last_seen
from pomni.people.alarm import warning
from pomni.people.models import Client, ContactPoint, Holding, Note
from pomni.people.queries.clients import clients
from pomni.people.queries.coming import comes
from pomni.team.models import User
from pomni.team.shown import shown

LINES = 5
MOST_NOTES = 6
NAMED = ("uid", "name", "alert", "allergies")
CAME, TO_FINISH, SEEN = "came", "to finish", "seen"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A client who was added this week."""

    pk: int
    uid: Any
    name: str
    warning: str
    at: datetime
    responsible: str


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A client whom the viewer answers for and for whom nothing is to be done next."""

    pk: int
    uid: Any
    name: str
    warning: str
    phone: str


@dataclass(frozen=True, slots=True)
class ToFinish:
    """A note that the viewer has left for later: `uid` of the note, the client's with a name."""

    uid: Any
    client_uid: Any
    client: str
    warning: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A client whose card the viewer opened lately, and when."""

    pk: int
    uid: Any
    name: str
    warning: str
    at: datetime


@dataclass(slots=True)
class Lately:
    """What is new with clients: how many came this week and the newest of them, notes to finish, cards opened last."""

    came: int = 0
    newcomers: list[Newcomer] = field(default_factory=list)
    to_finish: list[ToFinish] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


def lately(viewer: User, *, week_start: int = 1) -> Lately:
    """What Today shows of clients, in one statement. `week_start` as ISO counts days."""
    found, midnight = Lately(), _midnight()
    key = ("lately", viewer.pk, viewer.access_stamp, midnight, week_start)  # composed once a day
    rows = rows_of(
        key, lambda: [_came(viewer, midnight, week_start), _to_finish(viewer), _seen(viewer, midnight)]
    )
    for what, pk, uid, name, alert, allergies, text, at, number, of in rows:
        first = warning(alert, allergies)
        if what == CAME:
            found.came = number
            found.newcomers.append(Newcomer(pk, uid, name, first, at, text or ""))
        elif what == TO_FINISH:
            found.to_finish.append(ToFinish(of, uid, name, first, text, at))
        elif (
            uid and len(found.seen) < LINES
        ):  # another's client, or one who was erased, is out of reach by now
            found.seen.append(Seen(pk, uid, name, first, at))
    return found


def seen_lately(viewer: User) -> list[Seen]:
    """The clients whose cards the viewer opened last, as far as they are within reach still."""
    midnight = _midnight()
    key = ("seen lately", viewer.pk, viewer.access_stamp, midnight)
    rows = rows_of(key, lambda: _seen(viewer, midnight))
    return [
        Seen(pk, uid, name, warning(alert, allergies), at)
        for _what, pk, uid, name, alert, allergies, _text, at, *_more in rows
        if uid
    ][:LINES]


def _midnight() -> datetime:
    return timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _came(viewer: User, midnight: datetime, week_start: int) -> QuerySet[Any, Any]:
    began = midnight - timedelta(days=(midnight.isoweekday() - week_start) % 7)
    # Ids grow with time: walking back from the newest to the first older one spares the walk over all.
    older = Client.objects.filter(added_at__lt=began).order_by("-added_at", "-pk").values("pk")[:1]
    found = clients(viewer).filter(pk__gt=Coalesce(Subquery(older), 0), added_at__gte=began)
    number = (
        found.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    )
    # Not by a window, which would hold all of them for the sake of five.
    counted = found.order_by("-pk").annotate(number=Subquery(number))
    told = (_word(CAME), "pk", *NAMED, "responsible__name", "added_at", "number", F("uid"))
    return counted.values_list(*told)[:LINES]


def _to_finish(viewer: User) -> QuerySet[Any, Any]:
    if not viewer.may("people.note.add"):
        return Note.objects.none().values_list("pk")
    mine = Note.objects.visible_to(viewer).filter(
        written_by=viewer, to_finish=True, withdrawn_at=None, client__forgotten_at=None
    )
    client = (f"client__{name}" for name in NAMED)
    told: tuple[Any, ...] = (_word(TO_FINISH), "pk", *client, "text", "written_at", Value(0), "uid")
    return mine.order_by("written_at", "pk").values_list(*told)[:MOST_NOTES]


def _seen(viewer: User, midnight: datetime) -> QuerySet[Any, Any]:
    since = midnight - timedelta(days=14)
    last = last_seen(viewer.pk, Client._meta.label_lower, since=since, size=2 * LINES)
    within = clients(viewer).filter(pk=OuterRef("record_id")).order_by()
    named = [Subquery(within.values(name)) for name in NAMED]
    return last.values_list(_word(SEEN), "record_id", *named, _word(""), "at", Value(0), named[0])


def _word(text: str) -> Value:
    return Value(text, output_field=TextField())


def unplanned(viewer: User, *, size: int = LINES) -> list[Unplanned]:
    """The viewer's own clients for whom nothing is planned, who were added last first."""
    held = Holding.objects.filter(client=OuterRef("pk"), is_preferred=True)
    phone = held.filter(contact_point__kind=ContactPoint.Kind.PHONE).values("typed")[:1]
    mine = Client.objects.visible_to(viewer).filter(
        ~comes(), has_next_step=False, responsible=viewer, forgotten_at=None, archived_at=None
    )
    found = mine.order_by("-pk").annotate(phone=Subquery(phone)).values_list("pk", *NAMED, "phone")
    return [
        Unplanned(
            pk, uid, name, warning(alert, allergies), shown(viewer, "people.client.phone", told or "") or ""
        )
        for pk, uid, name, alert, allergies, told in found[:size]
    ]
