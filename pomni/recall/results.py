"""What came of invitations: how many were invited, booked, and came; each figure with its records."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from pomni.kit.clock import now
from pomni.kit.paging import Page, page_of
from pomni.people.queries import clients, clients_by_id
from pomni.recall.models import Invitation
from pomni.schedule.queries import visits_by_key
from pomni.team.models import User

WITHIN = timedelta(days=30)  # what is booked within so many days after being invited came of it
PERIODS = (30, 90, 365)
OFFERED = ~Q(state=Invitation.State.DROPPED)
BOOKED = OFFERED & Q(visit__isnull=False)
CAME = BOOKED & Q(visit__status="completed")
STEPS = {
    "invited": (pgettext_lazy("of invitations", "Invited"), OFFERED),
    "booked": (pgettext_lazy("of invitations", "Booked"), BOOKED),
    "came": (pgettext_lazy("of invitations", "Came"), CAME),
    "dropped": (pgettext_lazy("of invitations", "Not sent"), Q(state=Invitation.State.DROPPED)),
}


@dataclass(frozen=True)
class Result:
    """An invitation with its client and the visit that came of it."""

    invitation: Invitation
    client: Any
    visit: Any


def within(viewer: User, days: int) -> Any:
    """The invitations of the last so many days, as far as the viewer reaches clients."""
    rows: Any = Invitation.objects.visible_to(viewer).filter(at__gt=now() - timedelta(days=days))
    if not viewer.reach("people.client.see").all:
        rows = rows.filter(client__in=clients(viewer).order_by().values("pk"))
    return rows


def conversion(viewer: User, days: int) -> dict[str, int]:
    """How many of each step, by its key; in one statement."""
    counted = {key: Count("pk", filter=condition) for key, (_name, condition) in STEPS.items()}
    told: dict[str, int] = within(viewer, days).aggregate(**counted)
    return told


def results_page(viewer: User, days: int, step: str, *, after: str | None = None) -> Page[Result]:
    """The invitations that a figure counts, the latest first."""
    rows = within(viewer, days).filter(STEPS[step][1]).select_related("service", "by")
    page = page_of(rows, by=("-at", "-pk"), of=f"invitations {days} {step}", after=after)
    known = clients_by_id(viewer, [one.client_id for one in page.items])
    visits = visits_by_key(one.visit_id for one in page.items if one.visit_id)
    told = [
        Result(one, known[one.client_id], visits.get(one.visit_id or 0))
        for one in page.items
        if one.client_id in known
    ]
    return Page(told, page.next)


def attribute(client: int, visit: int) -> None:
    """A visit that a client booked came of the newest invitation of the last thirty days that nothing has come of yet."""
    booked = visits_by_key([visit]).get(visit)
    if not (booked and booked.is_standing):
        return
    rows = Invitation.objects.filter(
        client=client, at__gt=booked.booked_at - WITHIN, at__lte=booked.booked_at
    )
    nothing = Q(visit=None) | Q(visit__status__in=("cancelled", "no_show"))
    if not rows.filter(visit=visit).exists() and (
        one := rows.filter(OFFERED & nothing).order_by("-at").first()
    ):
        one.visit = booked
        one.save(update_fields=["visit"])
