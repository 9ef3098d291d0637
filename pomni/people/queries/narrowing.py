"""What the words of a list of clients mean: its view and its filters as conditions."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from pomni.kit.clock import now
from pomni.people.figured import Figured, condition_of_figure
from pomni.people.models import Client, ContactPoint, Holding
from pomni.people.queries.asked import NOBODY, NOWHERE, Asked
from pomni.people.queries.search import matching
from pomni.team import company
from pomni.team.access import VisibleQuerySet
from pomni.team.models import Location, User

CONTACTS = "people.interaction.see"


def condition_of(viewer: User, asked: Asked) -> Q:
    """What narrows clients to those that are asked for. A segment has been settled before (`segmented.settled`)."""
    says_itself = asked.asks_archived or (asked.figure and asked.view != "archived")
    parts = [Q(forgotten_at=None) if says_itself else in_view(asked.view)]
    parts += _of_view(viewer, asked.view)
    if asked.segment:
        if asked.narrowing is None:
            raise RuntimeError("Nobody has settled what this segment means.")
        parts.append(asked.narrowing)
    parts += [MEANS[name](getattr(asked, name)) for name in asked.narrowed if name in MEANS]
    if asked.organisation:
        parts.append(Q(works_at__in=organisations_asked(viewer, asked).values("pk")))
    if asked.figure:
        parts.append(_counted_by(viewer, asked.figure))
    if asked.q:
        parts.append(matching(viewer, asked.q))
    if asked.phone and viewer.field_rule("people.client.phone") != "hide":
        held = Holding.objects.filter(client=OuterRef("pk"), contact_point__kind=ContactPoint.Kind.PHONE)
        parts.append(Q(Exists(held)) if asked.phone == "with" else ~Q(Exists(held)))
    return reduce(and_, parts)


def organisations_asked(viewer: User, asked: Asked) -> VisibleQuerySet[Client]:
    """The organisation that is asked for, where it is within reach: who works at another one is not told."""
    return Client.objects.visible_to(viewer).filter(uid=asked.organisation, forgotten_at=None)


def in_view(view: str) -> Q:
    """What every view leaves out: erased ones, and archived ones, or all but these."""
    return Q(forgotten_at=None, archived_at__isnull=view != "archived")


def _of_view(viewer: User, view: str) -> list[Q]:
    match view:
        case "mine":
            return [Q(responsible=viewer)]
        case "nobody":
            return [Q(responsible=None)]
        case "week":
            return [Q(added_at__gte=week_began())]
    return []


def week_began() -> datetime:
    """When the week of today began, by the company's calendar."""
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=(midnight.isoweekday() - company.current().week_start) % 7)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _answered_by(uid: str) -> Q:
    if uid == NOBODY:
        return Q(responsible=None)
    return Q(responsible=User.objects.filter(uid=uid).values("pk")[:1])


def _belongs_to(uid: str) -> Q:
    return (
        Q(location=None) if uid == NOWHERE else Q(location=Location.objects.filter(uid=uid).values("pk")[:1])
    )


def _counted_by(viewer: User, figure: str) -> Q:
    sees = viewer.reach(CONTACTS).covers(viewer.reach(Client.see))
    return condition_of_figure(Figured.from_word(figure), sees_contacts=sees)


MEANS = {
    "responsible": _answered_by,
    "location": _belongs_to,
    "kind": lambda kind: Q(kind=kind),
    "tag": lambda uid: Q(pk__in=Client.tags.through.objects.filter(tag__uid=uid).values("client")),
    "source": lambda source: Q(source=source),
    "added_from": lambda day: Q(added_at__gte=_midnight(day)),
    "added_to": lambda day: Q(added_at__lt=_midnight(day + timedelta(days=1))),
}
