"""A page of the lists of tasks, promises and meetings: for people behind a row they saw, for programs behind a mark."""

from typing import Any

from django.db.models import Q, QuerySet

from pomni.agenda.queries.rows import OWN, SIZE, Days, Row, columns, first_of, row_from, told_rows, within
from pomni.kit.ids import as_uuid
from pomni.kit.paging import Page, page_of
from pomni.people.queries import COLUMNS
from pomni.team.models import User


def rows_behind(viewer: User, found: QuerySet[Any], after: Any, *, closed: str = "") -> tuple[list[Row], str]:
    """The rows behind the one of the uid `after` ("": from the first one), and the uid behind which the next page begins, or "".

    Open ones come by their day, those without one last; with `closed`, the column of when they were, the latest first.
    """
    last = within(viewer, found.model).filter(uid__in=[as_uuid(after)]).first() if after else None
    rows = _closed_behind(viewer, found, last, closed) if closed else _open_behind(viewer, found, last)
    more = len(rows) > SIZE
    return rows[:SIZE], str(rows[SIZE - 1].uid) if more else ""


def _closed_behind(viewer: User, found: QuerySet[Any], last: Any, closed: str) -> list[Row]:
    if last and (at := getattr(last, closed)):
        behind = Q(**{f"{closed}__lt": at}) | Q(**{closed: at, "pk__lt": last.pk})
        found = found.filter(behind, **{f"{closed}__lte": at})
    return told_rows(viewer, found.order_by(f"-{closed}", "-pk")[: SIZE + 1])


def _open_behind(viewer: User, found: QuerySet[Any], last: Any) -> list[Row]:
    """Two ways along the index: those with a day, then those without one."""
    dated = found.filter(due_on__isnull=False).order_by("due_on", "pk")
    undated = found.filter(due_on=None).order_by("pk")
    rows: list[Row] = []
    if last is None or last.due_on:
        if last:
            dated = dated.filter(due_on__gte=last.due_on).exclude(due_on=last.due_on, pk__lte=last.pk)
        rows = sorted(told_rows(viewer, first_of(dated, ("due_on", "pk"), SIZE + 1)), key=_by_date)
    else:
        undated = undated.filter(pk__gt=last.pk)
    room = SIZE + 1 - len(rows)
    return rows + told_rows(viewer, undated[: max(room, 1)])


def _by_date(row: Row) -> tuple[Any, ...]:
    return row.due_on, row.pk


def page_for_program(
    viewer: User, found: QuerySet[Any], *, of: str, after: str | None, limit: int
) -> Page[Row]:
    """A page for a program, the newest first. `of`: what was asked for; a mark of another question is refused."""
    told = columns(viewer, found).values(*OWN, *COLUMNS)
    page, days = page_of(told, by=("-pk",), of=of, after=after, limit=limit), Days()
    return Page([row_from(viewer, row, days) for row in page.items], page.next)
