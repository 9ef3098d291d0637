"""Every write about rooms and devices, and about what services take of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pomni.catalog.queries import held_service
from pomni.kit.changes import apply_changes
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.spelling import fold
from pomni.memory.commands import remember
from pomni.schedule import events
from pomni.schedule.models import Kind, Need, Thing
from pomni.team.access import command
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.catalog.models import Service

THING = "schedule.thing.change"
MOST_CAPACITY = 200


@command(THING, makes=Thing)
def add_thing(*, name: str, kind: str, location: Location, by: User, capacity: int = 1) -> Thing:
    """Add a room or a device. `kind`: its name, one that is not there yet is made. Raises Refused, with the field."""
    thing = Thing(name=_named(name), kind=_kind(kind), location=location, capacity=_capacity(capacity))
    thing.added_at = now()
    _name_is_free(thing)
    thing.save()
    remember(events.ThingAdded(thing_id=thing.pk, name=thing.name), by=by)
    return thing


@command(THING)
def edit_thing(thing: Thing, *, by: User, **changes: Any) -> Thing:
    """Change its name or how many visits it takes at a time. Raises Refused, with the field."""
    thing = Thing.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    checks: Mapping[str, Any] = {"name": _named, "capacity": _capacity}
    told = {name: checks[name](value) for name, value in changes.items()}
    _name_is_free(Thing(pk=thing.pk, location=thing.location, name=told.get("name", thing.name)))
    if diff := apply_changes(thing, told):
        remember(events.ThingEdited(thing_id=thing.pk, name=thing.name, changes=diff), by=by)
    return thing


@command(THING)
def set_needs(service: "Service", *, needs: Sequence[tuple[str, Sequence[int]]], by: User) -> "Service":
    """Say which kinds of rooms and devices a service takes: `(name of the kind, the numbers of its phases)`, none: all along.

    Raises Refused (field "needs").
    """
    service = held_service(service)
    there = range(max(1, len(service.phases)))
    had = {one.kind.name: one for one in service.needs.select_related("kind")}
    told = {_kind(name): sorted(set(phases)) for name, phases in needs}
    if any(number not in there for phases in told.values() for number in phases):
        raise Refused(_("The service has no such phase."), field="needs")
    diff = {name: [one.phases, None] for name, one in had.items() if name not in {kind.name for kind in told}}
    for kind, phases in told.items():
        if kind.name not in had or had[kind.name].phases != phases:
            diff[kind.name] = [had[kind.name].phases if kind.name in had else None, phases]
    if diff:
        service.needs.all().delete()
        Need.objects.bulk_create(Need(service=service, kind=kind, phases=told[kind]) for kind in told)
        remember(events.NeedsSet(service_id=service.pk, name=service.name, changes=diff), by=by)
    return service


# --- Inside ------------------------------------------------------------------------------------------------------------


def _named(told: str) -> str:
    name = " ".join(told.split())
    if not 0 < len(name) <= 120:
        raise Refused(_("Write a name of 1 to %(most)s letters.") % {"most": 120}, field="name")
    return name


def _capacity(told: Any) -> int:
    if isinstance(told, int) and 1 <= told <= MOST_CAPACITY:
        return told
    raise Refused(
        _("Write how many visits it takes at a time: 1 to %(most)s.") % {"most": MOST_CAPACITY},
        field="capacity",
    )


def _kind(told: str) -> Kind:
    name = " ".join(told.split())
    if not 0 < len(name) <= 80:
        raise Refused(_("Say what kind of room or device it is."), field="kind")
    kind: Kind = Kind.objects.get_or_create(folded=fold(name), defaults={"name": name})[0]
    return kind


def _name_is_free(thing: Thing) -> None:
    same = Thing.objects.filter(location=thing.location, name=thing.name).exclude(pk=thing.pk)
    if same.exists():
        raise Refused(_("There is one of this name here already."), field="name")
