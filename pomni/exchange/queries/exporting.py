"""Reading about exports, and whom one holds."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.exchange.models import Export
from pomni.exchange.subjects import subject_of
from pomni.exchange.writing.columns import Column
from pomni.people.queries.figured import is_told
from pomni.team.models import User


def within(viewer: User, query: str, *, of: str = Export.Of.CLIENTS) -> QuerySet[Any]:
    """What an export by the viewer would hold: those a list with these filters shows, as far as the right goes."""
    rows: QuerySet[Any] = subject_of(of).within(viewer, query)
    return rows


def exported(viewer: User, query: str, *, of: str) -> list[int]:
    """Their keys, in the list's order."""
    return list(within(viewer, query, of=of).values_list("pk", flat=True))


def columns_open_to(viewer: User, of: str = Export.Of.CLIENTS) -> list[Column]:
    """The columns that the viewer's roles do not hide, of figures those that they may know."""
    shown = [
        one
        for one in subject_of(of).columns().values()
        if not one.field or viewer.field_rule(one.field) != "hide"
    ]
    return [one for one in shown if not one.figure or is_told(viewer, one.figure)]


def exports(viewer: User) -> QuerySet[Export]:
    """Exports within reach, newest first."""
    return Export.objects.visible_to(viewer).select_related("made_by").order_by("-pk")


def export(viewer: User, uid: Any) -> Export:
    """One export. Raises Http404 where there is none within reach."""
    return get_object_or_404(exports(viewer), uid=uid)
