"""Visits as files bring them in, and the way back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from pomni.catalog.imports import Outcome, Told
from pomni.kit.errors import Refused
from pomni.kit.locks import hold
from pomni.memory.commands import remember_many
from pomni.memory.queries import moments
from pomni.people.commands import add_client, drop_touches, take_back_clients
from pomni.people.imports import Newcomer, Trouble, Wish
from pomni.schedule import events
from pomni.schedule.commands.visits import BOOK, CHANGE, book_visit, set_status
from pomni.schedule.following import KIND, hold_clients, hold_place, keep_many_figures
from pomni.schedule.history import bring_in
from pomni.schedule.imports import Brought, VisitDeciding
from pomni.schedule.models import Completion, OutsideVisit, Seat, Thing, Visit
from pomni.schedule.queries.visits import service_names
from pomni.team.access import allow, command
from pomni.team.live import bump_places
from pomni.team.models import User

TOUCHED = "touched"  # why a visit is not taken back: somebody has worked with it since
Rows = Sequence[tuple[int, bool, Mapping[str, Any]]]


@command(BOOK)
def take_visits(
    *, rows: Sequence[Told | Trouble], wish: Wish, meant: Mapping[int, int], by: User
) -> list[Outcome]:
    """Take rows of a file of visits in (`imports.VisitDeciding`); what is refused becomes a fault of its row.

    What is to come is booked as every visit is; what is over comes in as it went, and nobody is written to. `meant`: the visits
    that earlier rows of the file brought, with their numbers. What was added has its record afterwards.
    """
    allow(by, CHANGE)
    deciding = VisitDeciding(wish, by=by, meant=meant)
    outcomes = deciding.decide(rows)
    added = [(one, one.words["visit"]) for one in outcomes if one.what == "added"]
    _hold([brought for _one, brought in added], deciding.performed.might_perform)
    past: list[tuple[Outcome, Any]] = []
    for one, brought in added:
        try:
            with transaction.atomic():
                client, is_new = _client(brought.client, by)
                made: dict[str, Any] = {"client": client.pk} if is_new else {}
                moments_too = 0
                if brought.is_past:
                    past.append((one, client))
                else:
                    one.record, moments_too = _book(brought, client, deciding.numbers, by)
                one.made = made | {"moments": 1 + moments_too}
        except Refused as no:
            one.what, one.reason, one.made = "fault", str(no), {}
        else:
            _remember_client(brought.client, client)
    history = bring_in([(one.words["visit"], client) for one, client in past], source=deciding.numbers, by=by)
    for (one, _client_of_it), visit in zip(past, history, strict=True):
        one.record = visit
    return outcomes


@command(CHANGE)
def take_back_visits(*, rows: Rows, by: User) -> dict[int, str]:
    """Remove the visits that rows brought: (key of the visit, True, what `take_visits` made with it).

    One with which somebody has worked since, or about which a client was written to, stays. Clients who were added with them
    go, too, where nobody has worked with them. Nobody is written to. Returns why what stayed did, by the keys of the visits.
    """
    hold_clients(Visit.objects.filter(pk__in=[pk for pk, _new, _made in rows]).values("client"))
    locked = Visit.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk, _new, _made in rows])
    known = {one.pk: one for one in locked.order_by("pk")}
    stays = _touched({pk: made.get("moments", 1) for pk, _new, made in rows if pk in known})
    going = [one for pk, one in known.items() if pk not in stays]
    _remove(going, by)
    new = [made["client"] for pk, _new, made in rows if "client" in made and pk not in stays]
    _remove_clients(new, by)
    return dict.fromkeys(stays, TOUCHED)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _hold(some: Sequence[Brought], might_perform: Callable[[int], set[int]]) -> None:
    """Lock all that these visits take in the order of all who book: places, clients, colleagues, rooms and devices."""
    for place in sorted({one.location for one in some}, key=lambda place: place.pk):
        hold_place(place)
    hold_clients([one.client.pk for one in some if one.client and one.client.pk])
    lines = [line for one in some for line in one.lines]
    users = {line.user.pk for line in lines if line.user}
    for service in {line.service.pk for line in lines if not line.user}:
        users |= might_perform(service)  # of whom one is chosen
    hold(User.objects.filter(pk__in=users))
    hold(Thing.objects.filter(location__in={one.location.pk for one in some if not one.is_past}))


def _client(told: Any, by: User) -> tuple[Any, bool]:
    """The client of a visit, added now where nobody of the file's name is here; and whether they were."""
    if not isinstance(told, Newcomer):
        return told, False
    if told.client:
        return told.client, False
    called = told.called
    if not (called.name or called.points):
        sentence = _("“%(told)s” is no {client} here. Bring them in first, or have unknown ones added.")
        raise Refused(sentence % {"told": str(called)[:60]})
    words: dict[str, Any] = {
        "name": called.name,
        "phone": called.phones[0][1] if called.phones else "",
        "email": called.emails[0][1] if called.emails else "",
    }
    allow(by, "people.client.add")
    return add_client(**{word: value for word, value in words.items() if value}, by=by), True


def _remember_client(told: Any, client: Any) -> None:
    if isinstance(told, Newcomer):
        told.client = client


def _book(one: Brought, client: Any, source: str, by: User) -> tuple[Visit, int]:
    """The visit, booked and as far as the file says; and how many moments tell of it beside the booking."""
    visit: Visit = book_visit(
        *([client] if client else []),
        location=one.location,
        day=one.day,
        begins=one.begins,
        lines=one.lines,
        source=Visit.Source.IMPORT,
        comment=one.comment,
        address=one.address,
        by=by,
    )
    if one.number and source:
        OutsideVisit.objects.create(visit=visit, source=source, value=one.number)
    if one.status == Visit.Status.BOOKED:
        return visit, 0
    return set_status(visit, status=one.status, by=by), 1


def _touched(own: Mapping[int, int]) -> set[int]:
    """Those about which more is remembered than the import wrote, or on which something hangs that is not their own."""
    told = moments().order_by().filter(record=Visit._meta.label_lower, record_id__in=own)
    counts = dict(told.values("record_id").annotate(n=Count("pk")).values_list("record_id", "n"))
    found = {pk for pk, number in own.items() if counts.get(pk, 0) > number}
    found |= set(Completion.objects.filter(visit__in=own).values_list("visit_id", flat=True))
    return found | set(Seat.objects.filter(visit__in=own).values_list("visit_id", flat=True))


def _remove(going: Sequence[Visit], by: User) -> None:
    if not going:
        return
    keys = [one.pk for one in going]
    what = service_names(keys)
    told = [
        events.VisitTakenBack(visit_id=one.pk, client_id=one.client_id, what=", ".join(what.get(one.pk, ())))
        for one in going
    ]
    drop_touches(kind=KIND, records=keys, by=by)
    Visit.objects.filter(pk__in=keys).delete()
    remember_many(told, by=by)
    keep_many_figures({one.client_id for one in going if one.client_id}, by)
    bump_places(*{one.location_id for one in going})


def _remove_clients(clients: Sequence[int], by: User) -> None:
    """Those whom the file brought, unless there is more about them by now than that they came, and its visits."""
    if not clients:
        return
    of_visits = {"concerns__client_id__in": clients, "record": Visit._meta.label_lower}
    concerned: Any = moments().order_by().filter(**of_visits)
    counted = concerned.values("concerns__client_id").annotate(n=Count("pk"))
    counts = dict(counted.values_list("concerns__client_id", "n"))
    take_back_clients(clients={pk: 1 + counts.get(pk, 0) for pk in clients}, by=by)
