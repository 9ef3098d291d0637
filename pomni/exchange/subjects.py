"""Of what files go out: clients, and visits. Each says which columns it has, which records are in it, and how they are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pomni.exchange.models import Export
from pomni.exchange.writing.columns import Column, columns_by_key
from pomni.exchange.writing.visits import visit_columns
from pomni.people.queries import out_of_reach
from pomni.people.queries.asked import Asked
from pomni.people.queries.bulk import understood
from pomni.people.queries.listing import found
from pomni.people.queries.whole import erased_since, whole_clients
from pomni.schedule import queries as schedule
from pomni.team.models import User

RUN = "exchange.export.run"


@dataclass(frozen=True)
class Subject:
    """What is told of one kind of record.

    `within(viewer, query)` finds those that a list with these words shows, as far as the right to export goes; `told` gives
    what the columns tell, and `named` the keys of the clients whom that tells of; `gone` the keys of those records that tell
    of somebody who was erased since; `read` the words that a program sent, or Refused. `list`: the page that has the list.
    """

    columns: Callable[[], dict[str, Column]]
    within: Callable[[User, str], Any]
    told: Callable[[User, list[int], Sequence[str]], list[Any]]
    named: Callable[[list[Any]], list[int]]
    gone: Callable[[User, datetime], set[int]]
    read: Callable[[str], str]
    formats: tuple[str, ...]
    see: str  # the capability that the list asks for
    list: str
    title: Any
    heading: Any


def subject_of(of: str) -> Subject:
    """By `Export.of`."""
    return SUBJECTS[of]


def _clients_within(viewer: User, query: str) -> Any:
    return found(viewer, Asked.from_query(QueryDict(query))).visible_to(viewer, RUN)


def _clients_told(viewer: User, keys: list[int], columns: Sequence[str]) -> list[Any]:
    return whole_clients(viewer, keys, own=columns)


def _visits_within(viewer: User, query: str) -> Any:
    asked = schedule.VisitsAsked.from_query(QueryDict(query))
    return schedule.visits_found(viewer, asked).visible_to(viewer, RUN)


def _visits_told(viewer: User, keys: list[int], columns: Sequence[str]) -> list[Any]:
    """In that order. A client whom the right to export does not reach is not named."""
    rows = schedule.visit_rows(viewer, schedule.visits_in_order(viewer, keys), columns)
    strange = out_of_reach(viewer, [row.visit.client_id for row in rows if row.visit.client_id], RUN)
    for row in rows:
        if row.visit.client_id in strange:
            row.name = row.warning = row.phone = row.visit.address = row.visit.comment = ""
    return rows


SUBJECTS: dict[str, Subject] = {
    Export.Of.CLIENTS: Subject(
        columns=columns_by_key,
        within=_clients_within,
        told=_clients_told,
        named=lambda rows: [one.pk for one in rows],
        gone=erased_since,
        read=understood,
        formats=tuple(Export.Format.values),
        see="people.client.see",
        list="people:clients",
        title=_("{Clients}"),
        heading=_("Export {clients}"),
    ),
    Export.Of.VISITS: Subject(
        columns=visit_columns,
        within=_visits_within,
        told=_visits_told,
        named=lambda rows: [row.visit.client_id for row in rows if row.name],
        gone=lambda viewer, since: schedule.visits_of_clients(erased_since(viewer, since)),
        read=schedule.visits_understood,
        formats=(Export.Format.XLSX, Export.Format.CSV),
        see="schedule.visit.see",
        list="schedule:visits",
        title=_("Visits"),
        heading=_("Export visits"),
    ),
}
