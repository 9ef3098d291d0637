"""What was remembered, as far as the viewer may read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from pomni.memory.events import Event
from pomni.memory.models import Moment
from pomni.team.access import VisibleQuerySet
from pomni.team.models import User
from pomni.team.queries.people import names
from pomni.team.shown import sentence_for

LONGEST_NUMBER = 19  # digits of the largest number that a table counts up to


def within_reach(viewer: User) -> Q:
    """The condition on moments under which the viewer may read them: the record that each is about is within reach."""
    from django.apps import apps

    whole, within = [], Q()
    for label in sorted({event.about for event in Event.known.values()}):
        model = apps.get_model(label)
        rows = model._default_manager.all()
        reach = viewer.reach(model.see)
        if reach and (reach.all or not isinstance(rows, VisibleQuerySet)):
            whole.append(label)
        elif reach:
            within |= Q(Exists(rows.visible_to(viewer).filter(pk=OuterRef("record_id"))), record=label)
    # Through a function: an index on `record` would gather a million moments and sort them for the newest fifty.
    return within | Q(In(Coalesce("record", Value("")), whole)) if whole else within or Q(pk__in=())


def log(viewer: User) -> QuerySet[Moment]:
    """What was remembered, newest first, as far as the viewer may read it."""
    from pomni.memory.queries import moments

    return moments().filter(within_reach(viewer))


@dataclass(frozen=True)
class Told:
    """A moment as a page shows it: who, what in the reader's language, when."""

    moment: Moment
    by: str
    sentence: str


def told(viewer: User, moments: Iterable[Moment]) -> list[Told]:
    """Moments as the viewer may read them: their sentences, with facts masked or hidden by the viewer's field rules."""
    found = list(moments)
    who = names(moment.by_id for moment in found)
    return [Told(m, who.get(m.by_id, ""), sentence_for(viewer, m)) for m in found]


def log_page(viewer: User, *, before: str = "", size: int = 50) -> tuple[list[Told], str]:
    """A page of the log from before a moment's number on; and the number from which the next page goes on, or ""."""
    found = log(viewer)
    if before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: size + 1])
    return told(viewer, rows[:size]), str(rows[size - 1].pk) if len(rows) > size else ""
