"""Reading about the four things to remember."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.agenda import rules
from pomni.agenda.models import Promise
from pomni.agenda.queries.pages import page_for_program, rows_behind
from pomni.agenda.queries.rows import Row, due_then, told_rows, within
from pomni.kit.paging import USUAL, Page
from pomni.team.models import User

MINE, ALL, OVERDUE, CLOSED = "mine", "all", "overdue", "closed"
CHANGE = "agenda.promise.change"


# --- One -------------------------------------------------------------------------------------------------------------


def promise(viewer: User, uid: Any) -> Promise:
    """One thing to remember. Raises Http404 where there is none within reach."""
    found = within(viewer, Promise).select_related("responsible", "entered_by", "closed_by", "client")
    return get_object_or_404(found, uid=uid)


def promise_row(viewer: User, promise: Promise, *, phones: bool = False) -> Row:
    """One that the viewer reaches, as lists show it."""
    return told_rows(viewer, Promise.objects.filter(pk=promise.pk), phones=phones)[0]


def taken_from(viewer: User, source_uid: Any) -> QuerySet[Promise]:
    """What is still open of what was taken from a note or a contact, as far as the viewer may change it."""
    return within(viewer, Promise, CHANGE).open().filter(source_uid=source_uid).select_related("client")


def open_promises_named(viewer: User, uids: Iterable[Any]) -> QuerySet[Promise]:
    """Those of these that are still open, as far as the viewer may change them."""
    return within(viewer, Promise, CHANGE).open().filter(uid__in=uids).select_related("client")


# --- Many ------------------------------------------------------------------------------------------------------------


def open_promises_of(viewer: User, user: User | None) -> QuerySet[Promise]:
    """The open promises that a colleague sees to (None: nobody), as far as the viewer may change them."""
    return within(viewer, Promise, CHANGE).open().filter(responsible=user)


def promise_rows(
    viewer: User, tab: str, *, of: User | None = None, client: Any = None, after: Any = ""
) -> tuple[list[Row], str]:
    """A page of a tab of the list, and the uid after which the next page begins, or "".

    `of`: only what this colleague sees to; `client`: only about this one. Open ones come by their day, those without
    one last; closed ones by when they were.
    """
    found = _of_tab(viewer, tab)
    if of:
        found = found.filter(responsible=of)
    if client:
        found = found.filter(client=client.pk)
    return rows_behind(viewer, found, after, closed="closed_at" if tab == CLOSED else "")


def _of_tab(viewer: User, tab: str) -> QuerySet[Promise]:
    if tab == CLOSED:
        return within(viewer, Promise).exclude(state=Promise.State.OPEN)
    if tab == MINE:
        mine = Promise.objects.open().filter(responsible=viewer)
        return mine if viewer.may(Promise.see) else mine.none()
    found = within(viewer, Promise).open()
    return found.filter(due_then(rules.OVERDUE)) if tab == OVERDUE else found


def promise_page(
    viewer: User,
    *,
    whose: str = "",
    state: str = "open",
    kind: str = "",
    client: Any = None,
    due: str = "",
    after: str | None = None,
    limit: int = USUAL,
) -> Page[Row]:
    """A page of promises for a program, the newest first. `whose`: "mine" or ""; `state` and `kind`: as they are kept.

    `client`: only about this one, which the viewer must reach. `due`: "overdue" or "today", as the lists judge it.
    """
    found = within(viewer, Promise).filter(state=state)
    if whose:
        found = found.filter(responsible=viewer)
    if kind:
        found = found.filter(kind=kind)
    if client:
        found = found.filter(client=client.pk)
    if due:
        found = found.filter(due_then(due))
    of = f"promises {whose} {state} {kind} {client.uid if client else ''} {due}"
    return page_for_program(viewer, found, of=of, after=after, limit=limit)


# --- How much --------------------------------------------------------------------------------------------------------


def overdue_of(viewer: User) -> int:
    """How many promises of the viewer's own are overdue."""
    return Promise.objects.open().filter(due_then(rules.OVERDUE), responsible=viewer).count()
