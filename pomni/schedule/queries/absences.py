"""Who is away when, who may say so, and which visits stand on these days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import today
from pomni.kit.ids import as_uuid
from pomni.schedule.models import Absence, Taken, Visit
from pomni.team.models import RoleHeld, User
from pomni.team.queries import able_to

APPROVE = "schedule.absence.approve"
MOST_ROWS = 300
DAY = timedelta(days=1)
State = Absence.State


def reached_colleagues(viewer: User, capability: str) -> QuerySet[User]:
    """Colleagues with access whom the viewer reaches with a capability about working time; by name."""
    people = User.objects.people().filter(is_active=True).order_by("name", "pk")
    reach = viewer.reach(capability)
    if reach.all:
        return people
    within = Q(pk__in=())
    if reach.own:
        within |= Q(pk=viewer.pk)
    if reach.team:
        within |= Q(pk__in=viewer.grants.teammates)
    if reach.locations:
        within |= Q(pk__in=RoleHeld.objects.filter(location__in=reach.locations).values("user"))
    return people.filter(within)


def answerers(user: User) -> list[User]:
    """Who may answer when this colleague asks to be away: not they themselves, unless they direct the company."""
    places = set(RoleHeld.objects.filter(user=user).values_list("location_id", flat=True))
    return [one for one in able_to(APPROVE) if _answers(one, user, places)]


def _answers(one: User, user: User, places: set[int]) -> bool:
    reach = one.reach(APPROVE)
    if reach.all:
        return True
    is_near = (reach.team and user.pk in one.grants.teammates) or bool(reach.locations & places)
    return one != user and is_near


def may_answer(viewer: User, absence: Absence) -> bool:
    """Whether the viewer may approve this absence, or decline it."""
    reach = viewer.reach(APPROVE)
    if reach.all:
        return True
    rows = Absence.objects.visible_to(viewer, APPROVE).filter(pk=absence.pk)
    return bool(reach) and absence.user_id != viewer.pk and rows.exists()


def absence(viewer: User, uid: Any) -> Absence:
    """One absence within reach. Raises Http404."""
    rows = Absence.objects.visible_to(viewer).select_related("user", "asked_by", "answered_by")
    found: Absence = get_object_or_404(rows, uid=as_uuid(uid))
    return found


def absence_rows(viewer: User, state: str = "") -> list[Absence]:
    """Absences within reach: what is to be answered first, then by day. Without a state those asked for and approved, from
    today on.
    """
    rows = Absence.objects.visible_to(viewer).select_related("user")
    if state:
        return list(rows.filter(state=state).order_by("-begins_on", "-pk")[:MOST_ROWS])
    standing = rows.filter(state__in=(State.ASKED, State.APPROVED), ends_on__gte=today())
    found = standing.order_by("begins_on", "pk")[:MOST_ROWS]
    return sorted(found, key=lambda one: one.state != State.ASKED)


def absences_between(viewer: User, first: date, last: date) -> QuerySet[Absence]:
    """Those within reach that touch these days, in order."""
    rows: QuerySet[Absence] = Absence.objects.visible_to(viewer).filter(
        begins_on__lte=last, ends_on__gte=first
    )
    return rows.select_related("user").order_by("begins_on", "pk")


def visits_hit(absence: Absence, viewer: User | None = None) -> QuerySet[Visit]:
    """The visits that take this colleague on these days and are not over, in order; those within reach of the viewer."""
    taken = Taken.objects.filter(
        user=absence.user_id,
        begins_at__gte=datetime.combine(absence.begins_on - DAY, time(), UTC),
        begins_at__lt=datetime.combine(absence.ends_on + 2 * DAY, time(), UTC),
    )
    days = (absence.begins_on, absence.ends_on)
    reached: Any = Visit.objects.visible_to(viewer) if viewer else Visit.objects.all()
    rows = reached.standing().exclude(status=Visit.Status.COMPLETED)
    found: QuerySet[Visit] = rows.filter(pk__in=taken.values("visit"), day__range=days)
    return found.order_by("begins_at", "pk")
