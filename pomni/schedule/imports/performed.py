"""What is done in a visit that a row tells, by whom, for how long and at what price."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pomni.catalog.imports import Aside, Colleagues, Pointing
from pomni.catalog.queries import Offer, offers
from pomni.schedule import rules
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Line, Need, Thing
from pomni.team.models import User
from pomni.team.queries import colleagues

if TYPE_CHECKING:
    from pomni.catalog.models import Service

HARD, SOFT = re.compile(r"[;\n|]+"), re.compile(r"\s*,\s*")
SHORTEST = 5  # minutes of the last service, where the whole ends earlier than its services would
CENT = Decimal("0.01")


class Performed:
    """Knows the catalogue, who performs it, and the rooms: read once for a whole file."""

    def __init__(self, by: User) -> None:
        known = list(_services().select_related("category"))
        self.offered = Pointing([one for one in known if not one.archived_at])
        self.ever = Pointing(known)
        self.everybody = list(colleagues(by))
        self.colleagues = Colleagues(self.everybody)
        self.things: dict[int, list[Thing]] = {}
        for thing in Thing.objects.filter(archived_at=None):
            self.things.setdefault(thing.location_id, []).append(thing)
        self.needs: dict[int, set[int]] = {}
        for service, kind in Need.objects.values_list("service_id", "kind_id"):
            self.needs.setdefault(service, set()).add(kind)
        self.ways: dict[tuple[int, int | None], Offer] = {}

    def services(self, text: str) -> list["Service"]:
        """The services that a cell names, those that are offered first. Raises Aside."""
        try:
            found = named(text, self.offered.named)
        except Aside:
            found = named(text, self.ever.named)  # whoever books it is told that it is not offered any more
        if len(found) > rules.MOST_LINES:
            raise Aside(_("A visit has 1 to %(most)s services.") % {"most": rules.MOST_LINES})
        self._learn({one.pk for one in found})
        return found

    def lines(self, services: Sequence["Service"], text: str, *, is_past: bool) -> list[Wanted]:
        """Who performs each of them, by the cell that names colleagues; an empty one names nobody. Raises Aside."""
        had = [one.pk for one in self.everybody] if is_past else ()
        users = named(text, lambda name: self.colleagues.one(name, had)) if text else []
        return [
            Wanted(service, user) for service, user in zip(services, self._by(services, users), strict=True)
        ]

    def minutes_of(self, lines: Iterable[Wanted]) -> int:
        """How long they take as usual, one after the other."""
        return sum(self._course(one).minutes for one in lines)

    def with_parts(self, lines: Sequence[Wanted], minutes: int) -> list[Wanted]:
        """With how long each takes, so that all of it lasts so many minutes: the last one is stretched, or all are shortened."""
        courses = [self._course(one) for one in lines]
        told = [one.minutes for one in courses]
        last = told[-1] + minutes - sum(told)
        told = [*told[:-1], last] if last >= SHORTEST or len(lines) == 1 else _shared(minutes, told)
        if min(told) < 1:
            raise Aside(
                _("It ends before its services are done. Tell when it ends, or how many minutes it takes.")
            )
        return [
            replace(line, parts=_stretched(course.parts, whole))
            for line, course, whole in zip(lines, courses, told, strict=True)
        ]

    def with_prices(self, lines: Sequence[Wanted], price: Decimal | None) -> list[Wanted]:
        """With what each costs, of what all of it costs together; without that as the catalogue has it."""
        if price is None:
            return [*lines]
        usual = [self._way(one).price or Decimal(0) for one in lines]
        whole = sum(usual)
        parts = [(price * one / whole if whole else price / len(usual)).quantize(CENT) for one in usual]
        parts[-1] = price - sum(parts[:-1])
        return [replace(one, price=part) for one, part in zip(lines, parts, strict=True)]

    def with_things(self, lines: Sequence[Wanted], location: int, text: str) -> list[Wanted]:
        """With the rooms and devices that a cell names: each for the service that needs one of its kind. Raises Aside."""
        there = {one.name.casefold(): one for one in self.things.get(location, ())}

        def one(name: str) -> Thing:
            if found := there.get(name.casefold()):
                return found
            sentence = _(
                "“%(told)s” is no room or device at this {location}. Write its name as it stands there."
            )
            raise Aside(sentence % {"told": name[:60]})

        of: list[list[Thing]] = [[] for _line in lines]
        for thing in named(text, one) if text else ():
            needing = (
                nr for nr, line in enumerate(lines) if thing.kind_id in self.needs.get(line.service.pk, ())
            )
            of[next(needing, 0)].append(thing)
        return [replace(line, things=tuple(some)) for line, some in zip(lines, of, strict=True)]

    def price_of(self, line: Wanted) -> Decimal | None:
        """What a line costs: as it was told, or as usual."""
        return self._way(line).price if line.price is None else line.price

    def might_perform(self, service: int) -> set[int]:
        """The keys of whoever performs it, of services that rows told."""
        return {user for of, user in self.ways if of == service and user}

    def _by(self, services: Sequence["Service"], users: Sequence[User]) -> list[User | None]:
        if len(users) <= 1:
            return [users[0] if users else None] * len(services)
        if len(users) == len(services):
            return [*users]
        found: list[User | None] = []
        for service in services:
            can = [one for one in users if (service.pk, one.pk) in self.ways]
            if len(can) != 1:
                raise Aside(
                    _(
                        "It is not clear who performs which service. Name one colleague, or one for each service."
                    )
                )
            found.append(can[0])
        return found

    def _way(self, line: Wanted) -> Offer:
        known = self.ways.get((line.service.pk, line.user.pk if line.user else None))
        return known or self.ways[line.service.pk, None]

    def _course(self, line: Wanted) -> rules.Course:
        way = self._way(line)
        return rules.course_of(way.minutes, way.phases)

    def _learn(self, services: set[int]) -> None:
        if new := {pk for pk in services if (pk, None) not in self.ways}:
            self.ways |= offers(new)


def _services() -> Any:
    return Line._meta.get_field("service").related_model._default_manager.all()


def named[Record](text: str, one: Callable[[str], Record]) -> list[Record]:
    """The records that a cell names, with commas, semicolons or lines between; a name may have a comma in it, too.

    `one` finds the record of a name, or raises Aside.
    """
    try:
        return [one(text.strip())]
    except Aside:
        parts = [part.strip() for part in HARD.split(text) if part.strip()]
    if len(parts) > 1:
        return [record for part in parts for record in named(part, one)]
    words = SOFT.split(parts[0]) if parts else []
    if len(words) < 2:
        return [one(text.strip())]
    return list(_joined(words, one))


def _joined[Record](words: Sequence[str], one: Callable[[str], Record]) -> Iterable[Record]:
    """The longest names first: of "Cut, wash, Dye" the service "Cut, wash" is meant where there is one."""
    at = 0
    while at < len(words):
        for till in range(len(words), at, -1):
            try:
                found = one(", ".join(words[at:till]))
            except Aside:
                if till == at + 1:
                    raise
                continue
            yield found
            at = till
            break


def _stretched(parts: tuple[tuple[int, bool], ...], whole: int) -> tuple[tuple[int, bool], ...]:
    """The same parts, the last one so long that they take the whole; one alone where nothing would be left of it."""
    *others, (last, hands) = parts
    left = last + whole - sum(minutes for minutes, _hands in parts)
    return (*others, (left, hands)) if left >= 1 else ((whole, True),)


def _shared(whole: int, among: Sequence[int]) -> list[int]:
    parts = [one * whole // sum(among) for one in among]
    parts[-1] += whole - sum(parts)
    return parts
