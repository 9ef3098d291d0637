"""What the agenda shows on pages that are not its own: on Today, and on a client's card."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext_lazy

from pomni.agenda import queries, rules
from pomni.agenda.drawing import Lines
from pomni.agenda.forms import ComposeTaskForm
from pomni.people.queries import unplanned as without_a_task
from pomni.ui.kept import kept

TITLES = {
    rules.OVERDUE: pgettext_lazy("part of a list of tasks", "Overdue"),
    rules.TODAY: pgettext_lazy("part of a list of tasks", "Today"),
    rules.TOMORROW: pgettext_lazy("part of a list of tasks", "Tomorrow"),
    rules.WEEK: pgettext_lazy("part of a list of tasks", "This week"),
    rules.LATER: pgettext_lazy("part of a list of tasks", "Later"),
    rules.NO_DATE: pgettext_lazy("part of a list of tasks", "No date"),
}
MOST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a list under one heading."""

    key: str
    title: Any
    lines: SafeString


def parted(rows: Iterable[queries.Row], lines: Lines, *, by_day: bool = True) -> list[Part]:
    """Rows under the headings of their days, each heading once; without `by_day` all under none."""
    found: dict[str, list[queries.Row]] = {}
    for row in rows:
        found.setdefault(row.part if by_day else "", []).append(row)
    return [
        Part(key, TITLES.get(key, ""), lines.all(found[key])) for key in (*rules.PARTS, "") if key in found
    ]


def scope_word(user: Any) -> Any:
    """What the tab of others' tasks is called, as far as this person reaches; "" where they reach but their own."""
    reach = user.reach("agenda.task.see")
    if reach.all:
        return pgettext_lazy("tasks of all colleagues", "All")
    return pgettext_lazy("tasks of one's team", "Team") if reach.team or reach.locations else ""


# --- On Today --------------------------------------------------------------------------------------------------------


class _Day:
    """What the sentence and the panels of one page share, each part asked for once."""

    def __init__(self, viewer: Any) -> None:
        self._viewer = viewer
        self.leads = bool(scope_word(viewer))

    @cached_property
    def rows(self) -> list[queries.Row]:
        """What one is to do next."""
        return queries.next_rows(self._viewer)

    @cached_property
    def burdens(self) -> dict[int | None, queries.Burden]:
        """How much is overdue and due today, by who is to do it."""
        return queries.burdens(self._viewer)

    @property
    def mine(self) -> tuple[int, int]:
        """How much of one's own is overdue, and due today; counted from the rows where these are all."""
        if len(self.rows) < queries.SIZE and not self.leads:
            parts = [row.part for row in self.rows]
            return parts.count(rules.OVERDUE), parts.count(rules.TODAY)
        own = self.burdens.get(self._viewer.pk)
        return (own.overdue, own.today) if own else (0, 0)


def _day(request: Any) -> _Day:
    if not hasattr(request, "day_of_tasks"):
        request.day_of_tasks = _Day(request.user)
    return request.day_of_tasks


def due_line(request: Any) -> str:
    """How much of one's own is overdue and due today, as sentences."""
    overdue, today = _day(request).mine
    late = ngettext("%(count)s task is overdue.", "%(count)s tasks are overdue.", overdue)
    due = ngettext("%(count)s task is due today.", "%(count)s tasks are due today.", today)
    said = ((late, overdue), (due, today))
    return " ".join(sentence % {"count": number_format(n, force_grouping=True)} for sentence, n in said if n)


def my_tasks(request: Any) -> str:
    """What one is to do next, at most five; each with its box to tick."""
    rows = _day(request).rows[:MOST]
    told = {
        "lines": Lines(request, "today", who=False).all(rows),
        "may_add": request.user.may("agenda.task.add"),
    }
    return render_to_string("agenda/today/my_tasks.html", told, request)


def overdue_by_person(request: Any) -> str:
    """For whoever sees the tasks of others: who is behind, and by how much."""
    if not _day(request).leads:
        return ""
    late = [one for pk, one in _day(request).burdens.items() if one.overdue and pk != request.user.pk]
    if not late:
        return ""
    return render_to_string("agenda/today/overdue.html", {"late": late[:MOST]}, request)


def unplanned(request: Any) -> str:
    """One's own clients for whom nothing is planned: for whoever works for their own clients alone."""
    if scope_word(request.user) or not request.user.may("people.client.change"):
        return ""
    lines = Lines(request, "today", who=False)
    found = [(one, one.phone and lines.call(one.phone, one.name)) for one in without_a_task(request.user)]
    return render_to_string("agenda/today/unplanned.html", {"clients": found}, request) if found else ""


# --- On a client's card ----------------------------------------------------------------------------------------------


def of_client(request: Any, client: Any) -> str:
    """What is open about a client: the next step, or that there is none."""
    told = of_client_told(request, client)
    if told["lines"]:
        return render_to_string("agenda/answers.html#tasks", told, request)
    return kept(
        request, "agenda/answers.html#tasks", client.uid, may_add=told["may_add"]
    )  # as most cards are


def of_client_told(request: Any, client: Any) -> dict[str, Any]:
    """What the panel of the card tells."""
    rows = queries.client_rows(request.user, client)
    may_add = request.user.may("agenda.task.add") and not client.forgotten_at
    lines = Lines(request, "card", who=True).all(rows) if rows else ""
    return {"client": client, "lines": lines, "may_add": may_add}


def compose(request: Any, client: Any) -> str:
    """The form in which a task about this client is set."""
    if client.forgotten_at:
        return ""
    form = ComposeTaskForm(viewer=request.user, client=client)
    return render_to_string("agenda/answers.html#compose", {"form": form, "client": client}, request)
