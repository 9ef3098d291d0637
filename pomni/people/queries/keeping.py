"""Clients without contact for so long that somebody should decide whether they are still to be kept."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.models import Client
from pomni.people.queries.coming import comes
from pomni.team.models import User

FORGET = "people.client.forget"


def long_silent(before: datetime) -> Any:
    """Those added and last in touch before an instant, with nothing planned and nothing promised; the longest silent first."""
    in_touch = Q(figures__last_contact_at=None) | Q(figures__last_contact_at__lt=before)
    # Someone without figures has no promises either, so a join that finds nothing must not leave them out.
    nothing_promised = Q(figures__promises_open=None) | Q(figures__promises_open=0)
    nothing_open = Q(figures__next_due_on=None) & nothing_promised & Q(has_next_step=False)
    found = Client.objects.filter(in_touch, nothing_open, ~comes(), forgotten_at=None, added_at__lt=before)
    return found.order_by("added_at", "pk")


def clients_to_erase(viewer: User, before: datetime, *, size: int) -> tuple[list[Client], int]:
    """The first of those whom the viewer may erase, each with the figure of their last contact, and how many there are."""
    found = long_silent(before).visible_to(viewer, FORGET)
    return list(found.select_related("figures")[:size]), found.count()


def page_to_erase(
    viewer: User, before: datetime | None, *, after: str | None = None, limit: int = USUAL
) -> Page[dict[str, Any]]:
    """A page of them for a program, by cursor; nobody where all are kept for ever (`before` is None)."""
    found = long_silent(before).visible_to(viewer, FORGET) if before else Client.objects.none()
    told = found.annotate(last_contact_at=F("figures__last_contact_at"))
    rows = told.values("pk", "uid", "name", "added_at", "last_contact_at")
    return page_of(rows, by=("added_at", "pk"), of="clients to erase", after=after, limit=limit)
