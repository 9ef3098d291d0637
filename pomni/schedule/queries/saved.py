"""Views of the list of visits that are kept: which there are for somebody, and who may change one."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from pomni.schedule.models import SavedView, Visit
from pomni.schedule.queries.asked import VisitsAsked
from pomni.team.models import User

SHARE = "schedule.view.share"


def saved_views(viewer: User) -> QuerySet[SavedView]:
    """The viewer's own views and the shared ones, by name, each with its owner."""
    rows = SavedView.objects
    found: QuerySet[SavedView] = rows.shown_to(viewer) if viewer.may(Visit.see) else rows.none()
    return found.select_related("owner").order_by("name", "pk")


def saved_view(viewer: User, uid: Any) -> SavedView:
    """One of them. Raises Http404 where none is shown to the viewer."""
    return get_object_or_404(saved_views(viewer), uid=uid)


def read_view(one: SavedView) -> VisitsAsked:
    """What a view asks of the list, opened by it."""
    return VisitsAsked.from_query({**QueryDict(one.query).dict(), "view": one.uid})


def may_change_view(viewer: User, one: SavedView) -> bool:
    """Whether the viewer may change a view: their own, or a shared one with the right to share."""
    return one.owner_id == viewer.pk or (one.is_shared and viewer.may(SHARE))


def stamp_of_view(one: SavedView) -> str:
    """What becomes another with each change of a view."""
    return one.changed_at.isoformat()
