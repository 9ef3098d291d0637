"""What was remembered, as far as the viewer may read it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from pomni.kit.module import Found, function_named, offered
from pomni.kit.prepared import once, rows_of
from pomni.memory.events import Event
from pomni.memory.models import Concern, Moment
from pomni.team.access import HangingQuerySet, VisibleQuerySet
from pomni.team.models import User
from pomni.team.queries.people import names
from pomni.team.shown import Reader

MOST_CONCERNED = 3  # so many clients of a moment are named in the log
LONGEST_NUMBER = 19  # digits of the largest number that a table counts up to


def within_reach(viewer: User) -> Q:
    """The condition on moments under which the viewer may read them: the record that each is about is within reach."""
    return _about(viewer, *_parted(viewer, lambda model: False))


def within_reach_with(viewer: User, record: Model) -> tuple[Callable[[], Q], Hashable]:
    """What makes the same for the moments that concern one record within reach, a client; and a key that is equal where it is.

    What hangs on a client is reached as the client is, so that is decided here, once, and not for each moment.
    """
    on: Any = type(record)
    stamp = (viewer.pk, viewer.access_stamp)
    whole, hanging, partly = once(("hangs on", on, len(Event.known), stamp), lambda: _hanging(viewer, on))
    for see, models in hanging.items():

        def compose(pk: int, see: str = see) -> QuerySet[Any, Any]:
            return on._default_manager.visible_to(viewer, see).filter(pk=pk).values_list("pk")

        if rows_of(("reached", on, see, stamp), compose, record.pk):
            whole = whole + [label for label, _model in models]
        else:
            partly = partly + models
    return lambda: _about(viewer, whole, partly), (*stamp, tuple(whole))


def _hanging(
    viewer: User, on: Any
) -> tuple[list[str], dict[str, list[tuple[str, Any]]], list[tuple[str, Any]]]:
    """As `_parted` for a record within reach; between the two, by capability, what hangs on it and is seen another way."""
    whole, partly = _parted(
        viewer, lambda model: _hangs_on(model, on) and viewer.reach(model.see) == viewer.reach(on.see)
    )
    hanging: dict[str, list[tuple[str, Any]]] = {}
    for label, model in partly:
        if _hangs_on(model, on):
            hanging.setdefault(model.see, []).append((label, model))
    return whole, hanging, [one for one in partly if not _hangs_on(one[1], on)]


def _parted(viewer: User, is_reached: Callable[[Any], bool]) -> tuple[list[str], list[tuple[str, Any]]]:
    """The models of which the viewer may read every moment, by label, and those of which they may read some."""
    whole, partly = [], []
    for label, model, is_open in _models(len(Event.known)):
        reach = viewer.reach(model.see)
        if reach and (reach.all or is_open or is_reached(model)):
            whole.append(label)
        elif reach:
            partly.append((label, model))
    return whole, partly


def _about(viewer: User, whole: list[str], partly: list[tuple[str, Any]]) -> Q:
    within = Q()
    for label, model in partly:
        rows = model._default_manager.all().visible_to(viewer).filter(pk=OuterRef("record_id"))
        within |= Q(Exists(rows), record=label)
    # Through a function: an index on `record` would gather a million moments and sort them for the newest fifty.
    return within | Q(In(Coalesce("record", Value("")), whole)) if whole else within or Q(pk__in=())


@lru_cache(maxsize=8)
def _models(_kinds: int) -> list[tuple[str, Any, bool]]:
    """The models that moments are about, by label, and whether each is open to whoever sees any; anew with new kinds."""
    from django.apps import apps

    labels = sorted({event.about for event in Event.known.values()})
    found = [(label, apps.get_model(label)) for label in labels]
    return [(label, m, not isinstance(m._default_manager.all(), VisibleQuerySet)) for label, m in found]


@cache
def _hangs_on(model: Any, on: type[Model]) -> bool:
    """Whether moments about this model concern no other record of the kind `on` than the one it is, or hangs on."""
    label = model._meta.label_lower
    if any("client_ids" in event.model_fields for event in Event.known.values() if event.about == label):
        return False
    rows = model._default_manager.all()
    hangs = isinstance(rows, HangingQuerySet) and model._meta.get_field(rows.hangs_on).related_model is on
    return model is on or hangs


def log(viewer: User) -> QuerySet[Moment]:
    """What was remembered, newest first, as far as the viewer may read it."""
    from pomni.memory.queries import moments

    return moments().filter(within_reach(viewer))


@dataclass(frozen=True, slots=True)
class Told:
    """A moment as a page shows it: who, what in the reader's language, when; and what was written, where it tells that."""

    moment: Moment
    by: str
    sentence: str
    body: str = ""
    details: tuple[tuple[str, str], ...] = ()
    concerned: tuple[Found, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()  # of an edit: what, before, after
    facts: Mapping[str, Any] = field(default_factory=dict)  # as the viewer may see them


def told(viewer: User, moments: Iterable[Moment]) -> list[Told]:
    """Moments as the viewer may read them: their sentences, with facts masked or hidden by the viewer's field rules."""
    found = list(moments)
    return told_by(viewer, found, names(moment.by_id for moment in found) if found else {})


def told_by(viewer: User, moments: Iterable[Moment], who: Mapping[int, str]) -> list[Told]:
    """As `told`, where the names of those who acted are known already."""
    reader, found = Reader(viewer), list(moments)
    reader.look_up(found)
    return [_told(reader, moment, who.get(moment.by_id, "")) for moment in found]


def _told(reader: Reader, moment: Moment, by: str) -> Told:
    facts, event = reader.facts(moment), moment.event
    body = str(facts.get(event.body) or "") if event.body else ""
    details = tuple(
        (str(label), str(facts[name])) for name, label in event.details.items() if facts.get(name)
    )
    changes = tuple(event.told_changes(facts)) if event.is_edit() else ()
    return Told(moment, by, reader.sentence(moment, facts), body, details, changes=changes, facts=facts)


def log_page(viewer: User, *, before: str = "", size: int = 50) -> tuple[list[Told], str]:
    """A page of the log from before a moment's number on; and the number from which the next page goes on, or ""."""
    found = log(viewer)
    if before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: size + 1])
    return _with_concerned(viewer, told(viewer, rows[:size])), str(rows[size - 1].pk) if len(
        rows
    ) > size else ""


def _with_concerned(viewer: User, lines: list[Told]) -> list[Told]:
    """The same, each with the clients that it concerns: the first few of them, as far as the viewer may know them."""
    concerns = Concern.objects.filter(moment__in=[line.moment.pk for line in lines]).order_by("pk")
    of = defaultdict[int, list[int]](list)
    for moment, client in concerns.values_list("moment_id", "client_id"):
        of[moment].append(client)
    keys = {client for clients in of.values() for client in clients[:MOST_CONCERNED]}
    known: dict[int, Found] = {}
    for path in offered("concerned") if keys else ():
        known |= function_named(path)(viewer, keys)
    return [
        replace(
            line, concerned=tuple(known[key] for key in of[line.moment.pk][:MOST_CONCERNED] if key in known)
        )
        for line in lines
    ]
