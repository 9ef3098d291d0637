"""What becomes of each row of a file of visits: the same for the trial and for the import.

A visit to come is booked as every visit is, so it is refused where somebody is taken. What is over comes in as it went.
One that is here already – by its number in the other program, or the same client, hour and services – stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.catalog.imports import Aside, Outcome, Told
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.spelling import fold
from pomni.people.imports import Calling, Newcomer, Trouble, Wish, Wrong
from pomni.schedule import rules
from pomni.schedule.imports.performed import Performed
from pomni.schedule.imports.rows import Brought
from pomni.schedule.imports.trying import Trying
from pomni.schedule.models import Line, OutsideVisit, Visit
from pomni.team.models import Location, User
from pomni.team.queries import locations

Status = Visit.Status
ENDED = (Status.CANCELLED, Status.NO_SHOW)
LONGEST = timedelta(days=1)
Key = tuple[Any, ...]


@dataclass
class _Here:
    """A visit that is here, or that an earlier row of the file brings."""

    pk: int
    is_standing: bool
    is_of_file: bool


class VisitDeciding:
    """Decides row by row, and writes nothing. `meant`: visits that earlier rows of the file brought, with their numbers.

    `tries`: it is also looked who would be taken, rows of the file among each other; else whoever books sees to it.
    """

    def __init__(
        self, wish: Wish, *, by: User, meant: Mapping[int, int] | None = None, tries: bool = False
    ) -> None:
        self.wish, self.by, self.meant = wish, by, meant or {}
        self.performed = Performed(by)
        self.calling = Calling(by, wish.outside())
        self.numbers = wish.outside("visit")
        self.places: list[Location] = list(locations())
        self.here: dict[Key, list[_Here]] = {}
        self.trying = Trying() if tries else None

    def decide(self, rows: Iterable[Told | Trouble]) -> list[Outcome]:
        """What becomes of these rows, which go behind those that were decided before: constant statements for all."""
        rows = list(rows)
        self.calling.look_up(row.words["who"] for row in rows if isinstance(row, Told))
        read = [self._said(row, self._brought) for row in rows]
        self._look_up([one for one in read if isinstance(one, Brought)])
        return [self._decided(row, one) for row, one in zip(rows, read, strict=True)]

    def _decided(self, row: Any, one: Brought | Outcome) -> Outcome:
        if isinstance(one, Outcome):
            return one
        outcome: Outcome = self._said(row, lambda told: self._outcome(told, one))
        return outcome

    def _said(self, row: Any, act: Any) -> Any:
        if isinstance(row, Trouble):
            return Outcome(row.number, "fault", column=row.column, reason=row.reason)
        try:
            return act(row)
        except (Aside, Refused, Wrong) as no:
            return Outcome(row.number, "fault", reason=str(no))

    # --- What a row means ------------------------------------------------------------------------------------------------

    def _brought(self, row: Told) -> Brought:
        words = row.words
        place = self._place(words.get("location", ""))
        day, begins, ends = _when(words)
        one = Brought(words["who"], None, place, day, begins, _instants(day, begins, place))
        if not words.get("services"):
            raise Aside(_("This row tells no service. Write which one."))
        services = self.performed.services(words["services"])
        told = words.get("state", "")
        ends_at = self._ends_at(one, services, ends, words.get("minutes"))
        one.status, one.is_past = _status(told, one.begins_at, ends_at or one.begins_at)
        lines = self.performed.lines(services, words.get("by", ""), is_past=one.is_past)
        minutes = self.performed.minutes_of(lines)
        one.ends_at = ends_at or one.begins_at + minutes * rules.MINUTE
        if not ends_at:
            one.status, one.is_past = _status(told, one.begins_at, one.ends_at)
        if not timedelta() < one.ends_at - one.begins_at <= LONGEST:
            raise Aside(_("A visit lasts up to a day. Tell when it ends, or how many minutes it takes."))
        lasts = (one.ends_at - one.begins_at) // rules.MINUTE
        if one.is_past or lasts != minutes:
            lines = self.performed.with_parts(lines, lasts)
        lines = self.performed.with_prices(lines, words.get("price"))
        if words.get("things") and not one.is_past:
            lines = self.performed.with_things(lines, place.pk, words["things"])
        one.lines = lines
        for name in ("comment", "address", "why"):
            setattr(one, name, words.get(name, ""))
        one.number = words.get("outside", "") if self.numbers else ""
        if "booked" in words:
            booked_on, hour = words["booked"]
            one.booked_at = min(rules.instant_of(booked_on, hour or begins, place.zone), one.begins_at)
        one.client = self._client(one)
        return one

    def _place(self, name: str) -> Location:
        if name:
            found = [one for one in self.places if fold(one.name) == fold(name)]
            if len(found) == 1:
                return found[0]
            sentence = _("“%(told)s” is no {location} here. Write its name as it stands in the settings.")
            raise Aside(sentence % {"told": name[:60]})
        if chosen := next((one for one in self.places if one.pk == self.wish.location), None):
            return chosen
        if len(self.places) == 1:
            return self.places[0]
        raise Aside(_("This row tells no {location}. Write it, or choose one for the whole file."))

    def _client(self, one: Brought) -> Any:
        if not one.who:
            return None
        found = self.calling.one(one.who)
        if found:
            return found
        if self.wish.strangers != "add":
            told = {"told": str(one.who)[:60]}
            raise Aside(
                _("“%(told)s” is no {client} here. Bring them in first, or have unknown ones added.") % told
            )
        newcomer = Newcomer(one.who)
        self.calling.keep(newcomer)
        return newcomer

    def _ends_at(
        self, one: Brought, services: Sequence[Any], ends: Any, minutes: int | None
    ) -> datetime | None:
        """When it ends, as the row says; None where it does not."""
        if minutes:
            return one.begins_at + minutes * rules.MINUTE
        if ends is None:
            return None
        day = one.day if ends > one.begins else one.day + rules.DAY
        return rules.instant_of(day, ends, one.location.zone)

    # --- Which are here already ------------------------------------------------------------------------------------------

    def _look_up(self, some: Sequence[Brought]) -> None:
        numbers = {one.number for one in some if one.number}
        rows = OutsideVisit.objects.filter(source=self.numbers, value__in=numbers)
        numbered = {pk: value for value, pk in rows.values_list("value", "visit_id")}
        clients = {one.client.pk for one in some if one.client and one.client.pk}
        instants = {at for one in some for at in one.instants}
        places = {one.location.pk for one in some}
        same = Q(client__in=clients) | Q(client=None, location__in=places)
        found = Visit.objects.filter(Q(same, begins_at__in=instants) | Q(pk__in=numbered))
        visits = {one.pk: one for one in found.only("pk", "client_id", "location_id", "begins_at", "status")}
        of: dict[int, list[int]] = {}
        for pk, service in Line.objects.filter(visit__in=visits).values_list("visit_id", "service_id"):
            of.setdefault(pk, []).append(service)
        for pk, visit in visits.items():
            key = _key(visit.client_id or f"at {visit.location_id}", visit.begins_at, of.get(pk, ()))
            self._keep(key, _Here(pk, visit.is_standing, pk in self.meant))
            if pk in numbered:
                self._keep(("number", numbered[pk]), _Here(pk, visit.is_standing, is_of_file=False))

    def _keep(self, key: Key, one: _Here) -> None:
        known = self.here.setdefault(key, [])
        if not one.pk or all(one.pk != other.pk for other in known):
            known.append(one)

    def _is_here(self, one: Brought) -> int | None:
        """The key of the visit that the row tells of once more (0: of an earlier row); None where it is a new one.

        Within one file, whoever was cancelled and comes at that hour after all has two rows.
        """
        if one.number and (known := self.here.get(("number", one.number))):
            return known[0].pk
        others = (other for key in _keys(one) for other in self.here.get(key, ()))
        return next((other.pk for other in others if not _is_another(one, other)), None)

    # --- What becomes of it ----------------------------------------------------------------------------------------------

    def _outcome(self, row: Told, one: Brought) -> Outcome:
        name = f"{one.day} {one.begins:%H:%M} {one.who}".strip()
        if (pk := self._is_here(one)) is not None:
            return Outcome(row.number, "same", name, pk or None)
        if len(one.instants) > 1:
            rules.instant_of(one.day, one.begins, one.location.zone, is_second=None)
        if self.trying:
            self.trying.check(one)
        for key in _keys(one):
            self._keep(key, _Here(0, one.status not in ENDED, is_of_file=True))
        if one.number:
            self._keep(("number", one.number), _Here(0, is_standing=True, is_of_file=True))
        told = ", ".join(line.service.name for line in one.lines)
        words = {"visit": one, "says": f"{told} · {Status(one.status).label}"}
        return Outcome(row.number, "added", name, words=words)


def _is_another(one: Brought, other: _Here) -> bool:
    """Whether a row that says the same as an earlier one of its file tells of another visit all the same."""
    return other.is_of_file and (bool(one.number) or other.is_standing != (one.status not in ENDED))


def _keys(one: Brought) -> list[Key]:
    client = one.client
    who = f"at {one.location.pk}" if client is None else client.pk or id(client)
    return [_key(who, at, [line.service.pk for line in one.lines]) for at in one.instants]


def _key(who: Any, at: datetime, services: Iterable[int]) -> Key:
    return who, at, tuple(sorted(services))


def _when(words: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """The day, the hour at which it begins, and the one at which it ends, if it is told."""
    if "day" not in words:
        raise Aside(_("This row tells no day. Write one."))
    day, hour = words["day"]
    begins, till = words.get("begins", (hour, None))
    if begins is None:
        raise Aside(_("This row tells no hour. Write when it begins."))
    return day, begins, words.get("ends") or till


def _instants(day: Any, begins: Any, place: Location) -> list[datetime]:
    """The instant that is meant; both of them where the clock shows this hour twice. Raises Refused where it never does."""
    first = rules.instant_of(day, begins, place.zone)
    if not rules.comes_twice(day, begins, place.zone):
        return [first]
    return [first, rules.instant_of(day, begins, place.zone, is_second=True)]


def _status(told: str, begins_at: datetime, ends_at: datetime) -> tuple[str, bool]:
    """How far the visit is, and whether it comes in as it went. Raises Aside where both cannot be."""
    at = now()
    if told in (Status.COMPLETED, Status.NO_SHOW) and begins_at > at:
        sentence = _("This visit is still to come: it cannot be “%(state)s”. Mend its day or its state.")
        raise Aside(sentence % {"state": Status(told).label})
    if told in (*ENDED, Status.COMPLETED):
        return told, True
    if ends_at <= at:
        return Status.COMPLETED, True
    return told or Status.BOOKED, False
