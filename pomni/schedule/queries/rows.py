"""The day of a location as rows, to be read from top to bottom: on a phone, or on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pomni.people.queries import phones_of
from pomni.schedule.models import Taken
from pomni.schedule.queries.board import Block, Column, Day, board
from pomni.team.models import Location, User


@dataclass(frozen=True, slots=True)
class Row:
    """One visit as it stands with a colleague or a thing; `phone` as the reader may see it."""

    block: Block
    column: Column
    phone: str
    things: tuple[str, ...]  # rooms and devices, by name


def day_rows(
    viewer: User,
    location: Location,
    day: date,
    *,
    by_thing: bool = False,
    group: str = "",
    only: str = "",
) -> tuple[Day, list[list[Row]]]:
    """The board of the day, and the rows of each of its columns that has any: two statements more than the board.

    Of a `group` of services that is looked at only the visits with one of these are told; `only`: the uid of the one
    colleague (or thing) whose rows are given.
    """
    told = board(viewer, location, day, by_thing=by_thing, group=group)
    shown = [
        (column, [one for one in column.blocks if not one.is_dim])
        for column in told.columns
        if not only or column.uid == only
    ]
    visits = {one.visit.pk: one for _column, blocks in shown for one in blocks}
    told_of = {one.visit.client_id for one in visits.values() if one.name and one.visit.client_id}
    phones = phones_of(viewer, told_of)
    things = _things_of(visits)
    rows = [
        [
            Row(one, column, phones.get(one.visit.client_id or 0, ""), things.get(one.visit.pk, ()))
            for one in sorted(blocks, key=_in_time)
        ]
        for column, blocks in shown
        if blocks
    ]
    return told, rows


def in_time(rows: list[list[Row]]) -> list[Row]:
    """All of them as the day goes by."""
    return sorted((one for some in rows for one in some), key=lambda one: _in_time(one.block))


def _in_time(block: Block) -> tuple[int, int, int]:
    return block.begins, block.ends, block.visit.pk


def _things_of(visits: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = {}
    rows = Taken.objects.filter(visit__in=visits, thing__isnull=False)
    for visit, name in rows.values_list("visit_id", "thing__name"):
        found.setdefault(visit, set()).add(name)
    return {visit: tuple(sorted(names)) for visit, names in found.items()}
