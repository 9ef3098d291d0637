"""Segments: which there are for somebody, what one means in a list, and a list's filters as a condition."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.facts import queries as facts
from pomni.kit.errors import Refused
from pomni.kit.prepared import rows_of
from pomni.people.models import Client, Segment
from pomni.people.queries.asked import NOBODY, NOWHERE, PLAIN, USUAL, Asked
from pomni.people.queries.figured import in_known_order
from pomni.people.queries.narrowing import condition_of
from pomni.team.models import Location, Role, User

ARCHIVED = "people.archived"
SHARE = "people.segment.share"
MOST_TABS = 12


class SegmentTrouble(Refused):
    """A segment cannot be asked: it is gone, or asks for what there is no more or what the viewer may not know."""


@dataclass(frozen=True)
class Tab:
    """A segment as a view of the list: its name, and the words of the address that opens it."""

    uid: str
    name: str
    query: str


def segments(viewer: User) -> QuerySet[Segment]:
    """The viewer's own segments and the shared ones, by name; archived ones left out."""
    return shown_segments(viewer).filter(archived_at=None)


def shown_segments(viewer: User) -> QuerySet[Segment]:
    """The same with archived ones."""
    found = Segment.objects.shown_to(viewer) if viewer.may(Client.see) else Segment.objects.none()
    return found.select_related("owner").order_by("name", "pk")


def segment(viewer: User, uid: Any) -> Segment:
    """One segment, an archived one too. Raises Http404 where none is shown to the viewer."""
    return get_object_or_404(shown_segments(viewer), uid=uid)


def may_change(viewer: User, one: Segment) -> bool:
    """Whether the viewer may change a segment: their own, or a shared one with the right to share."""
    return one.owner_id == viewer.pk or (one.is_shared and viewer.may(SHARE))


def shared_with(one: Segment) -> tuple[list[Role], list[Location]]:
    """The roles and the locations with whose people alone a segment is shared; none: with all who see clients."""
    if not one.with_some:
        return [], []
    return list(one.roles.order_by("pk")), list(one.locations.order_by("name"))


def stamp_of(one: Segment) -> str:
    """What becomes another with each change of a segment."""
    return one.changed_at.isoformat()


def tabs(viewer: User) -> list[Tab]:
    """The first segments as views of the list."""

    def compose(pk: int) -> QuerySet[Any, Any]:
        shown = Segment.objects.shown_to_key(pk).filter(archived_at=None)
        return shown.order_by("name", "pk").values_list("uid", "name", "sort", "columns")[:MOST_TABS]

    rows = rows_of("tabs of segments", compose, viewer.pk)
    return [Tab(str(uid), name, query_of(uid, sort, columns)) for uid, name, sort, columns in rows]


def query_of(uid: Any, sort: str, columns: str) -> str:
    """The words of the address at which a segment stands as a list, in its own order and columns."""
    told = {"segment": str(uid), "sort": sort, "cols": columns or ",".join(USUAL)}
    return Asked.from_query(told).to_query()


# --- In a list -------------------------------------------------------------------------------------------------------


def settled(viewer: User, asked: Asked) -> Asked:
    """What is asked for, in an order that the viewer may know, and with what its segment means for them today.

    Raises SegmentTrouble.
    """
    asked = in_known_order(viewer, asked)
    if not asked.segment or asked.narrowing is not None:
        return asked
    one = segments(viewer).filter(uid=asked.segment).first()
    if not one:
        raise SegmentTrouble(
            _("This segment is not there any more, or is not shown to you. Choose another view."),
            field="segment",
        )
    try:
        with facts.values_at_once([one.condition]):
            condition = facts.condition_of(one.condition, viewer)
    except facts.WrongCondition as no:
        sentence = _("The segment “%(name)s” cannot be asked. %(why)s")
        raise SegmentTrouble(sentence % {"name": one.name, "why": no}, field="segment") from None
    narrowing = facts.compiled(condition, facts.asker(viewer))
    return replace(asked, narrowing=narrowing, asks_archived=ARCHIVED in condition.facts)


def of_condition(viewer: User, condition: facts.Group) -> Asked:
    """A list of those whom a condition finds, without a segment: for counting while one is being put together."""
    narrowing = facts.compiled(condition, facts.asker(viewer))
    return replace(PLAIN, segment="-", narrowing=narrowing, asks_archived=ARCHIVED in condition.facts)


def number(viewer: User, condition: facts.Group) -> int:
    """How many clients within the viewer's reach a condition finds now, exactly."""
    asks = condition_of(viewer, of_condition(viewer, condition))
    return Client.objects.filter(asks).visible_to(viewer).count()


# --- A list's filters as a condition ---------------------------------------------------------------------------------


def condition_told(viewer: User, asked: Asked) -> dict[str, Any]:
    """The condition of a view of the list and its filters, as data: what "save this view" begins with."""
    parts = [_of_view(asked.view)] if asked.view in OF_VIEW else []
    if asked.segment and (one := segments(viewer).filter(uid=asked.segment).first()):
        parts += _parts_of(one.condition)
    parts += [told(getattr(asked, name)) for name, told in OF_FILTER.items() if name in asked.narrowed]
    if asked.added_from or asked.added_to:
        parts.append(_added(asked))
    return {"all": parts}


def _parts_of(condition: Any) -> list[Any]:
    if not condition:
        return []
    return list(condition["all"]) if set(condition) == {"all"} else [condition]


def _line(key: str, operator: str, value: Any = None) -> dict[str, Any]:
    told = {"fact": f"people.{key}", "is": operator}
    return told if value is None else told | {"value": value}


def _of_view(view: str) -> dict[str, Any]:
    return _line(*OF_VIEW[view])


def _added(asked: Asked) -> dict[str, Any]:
    first, last = asked.added_from, asked.added_to
    if first and last:
        return _line("added", "between", [first.isoformat(), last.isoformat()])
    if first:
        return _line("added", "after", (first - timedelta(days=1)).isoformat())
    assert last  # noqa: S101 (one of both was asked for)
    return _line("added", "before", (last + timedelta(days=1)).isoformat())


OF_VIEW: dict[str, tuple[Any, ...]] = {
    "mine": ("responsible", "one_of", [facts.ME]),
    "nobody": ("responsible", "empty"),
    "week": ("added", "week"),
    "archived": ("archived", "yes"),
}
OF_FILTER: dict[str, Any] = {
    "q": lambda text: _line("found", "contains", text),
    "responsible": lambda uid: (
        _line("responsible", "empty") if uid == NOBODY else _line("responsible", "one_of", [uid])
    ),
    "location": lambda uid: (
        _line("location", "empty") if uid == NOWHERE else _line("location", "one_of", [uid])
    ),
    "kind": lambda kind: _line("kind", "one_of", [kind]),
    "tag": lambda uid: _line("tags", "has", [uid]),
    "source": lambda source: _line("source", "is", source),
    "phone": lambda phone: _line("phone", "yes" if phone == "with" else "no"),
}


# --- For other modules -----------------------------------------------------------------------------------------------


def members(viewer: User, one: Segment, *, capability: str = Client.see) -> QuerySet[Client]:
    """Whom a segment finds now among the clients that the viewer reaches with a capability: for mailings, rules, reports.

    Raises SegmentTrouble where it asks for what is not there any more, or what the viewer may not know.
    """
    asked = settled(viewer, replace(PLAIN, segment=str(one.uid)))
    found = Client.objects.filter(condition_of(viewer, asked), forgotten_at=None)
    return found.visible_to(viewer, capability)
