"""What besides clients comes in from files: parts of the catalogue, and visits. Each says how its rows are read and taken."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pomni.catalog import commands as catalog_commands
from pomni.catalog import imports as catalog
from pomni.catalog.queries import offers_by_id
from pomni.exchange.models import Import
from pomni.people.imports import Target, Wish
from pomni.schedule import commands as schedule_commands
from pomni.schedule import imports as visits
from pomni.schedule.queries import visits_in_file
from pomni.team.models import User


@dataclass(frozen=True)
class Source:
    """One kind of record.

    `understood` matches titles, `check_needed` raises Refused where the facts matched do not do; `reader` reads rows, `deciding`
    says what becomes of them, for a trial; `take` writes them, `take_back` removes what they did; `named` gives what stands on
    the page of the import. `rights` are asked of whoever brings them in, `full` are fields that must not be hidden from them.
    """

    targets: Callable[[], list[Target]]
    understood: Callable[[Sequence[str]], dict[int, str]]
    check_needed: Callable[[Collection[str]], None]
    reader: Callable[[Import, Wish], Any]
    deciding: Callable[[Wish, User], Any]
    take: Callable[..., list[Any]]
    take_back: Callable[..., dict[int, str]]
    named: Callable[[User, Collection[int]], Mapping[int, Any]]
    known_by: Any
    rights: tuple[str, ...]
    full: Mapping[str, str]


def source_of(of: str) -> Source:
    """By `Import.of`, which is not that of clients."""
    return _VISITS if of == Import.Of.VISITS else _catalogue(of)


def _catalogue(of: str) -> Source:
    def take(*, wish: Wish, **more: Any) -> list[Any]:
        return catalog_commands.take_offers(of=of, existing=wish.existing, **more)

    return Source(
        targets=partial(catalog.targets, of),
        understood=partial(catalog.understood, of),
        check_needed=partial(catalog.check_needed, of),
        reader=lambda import_, _wish: catalog.Reader(of, import_.columns, import_.mapping),
        deciding=lambda wish, by: catalog.deciding_of(of, wish.existing, by=by),
        take=take,
        take_back=partial(catalog_commands.take_back_offers, of=of),
        named=lambda viewer, keys: offers_by_id(viewer, of, keys),
        known_by=catalog.KNOWN_BY[of],
        rights=("catalog.service.change",),
        full={},
    )


_VISITS = Source(
    targets=visits.targets,
    understood=visits.understood,
    check_needed=visits.check_needed,
    reader=lambda import_, wish: visits.Reader(import_.columns, import_.mapping, dates=wish.dates),
    deciding=lambda wish, by: visits.VisitDeciding(wish, by=by, tries=True),
    take=schedule_commands.take_visits,
    take_back=schedule_commands.take_back_visits,
    named=visits_in_file,
    known_by=visits.KNOWN_BY,
    rights=("schedule.visit.book", "schedule.visit.change"),
    full={"client": "people.client.name", "phone": "people.client.phone", "email": "people.client.email"},
)
