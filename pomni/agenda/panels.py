"""What the agenda shows on pages that are not its own: on Today, and on a client's card."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, pgettext_lazy

from pomni.agenda import queries, rules
from pomni.agenda.drawing import Lines
from pomni.agenda.forms import ComposeMeetingForm, ComposePromiseForm, ComposeTaskForm
from pomni.agenda.models import Meeting, Promise, Task
from pomni.agenda.settings import rises_after
from pomni.kit.addresses import address
from pomni.people import queries as people
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
LISTS = {"task": "agenda:all_tasks", "promise": "agenda:all_promises", "meeting": "agenda:meetings"}


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


def scope_word(user: Any, see: str = Task.see) -> Any:
    """What the tab of others' tasks is called, as far as this person reaches; "" where they reach but their own."""
    reach = user.reach(see)
    if reach.all:
        return pgettext_lazy("tasks of all colleagues", "All")
    return pgettext_lazy("tasks of one's team", "Team") if reach.team or reach.locations else ""


def row_of(user: Any, record: Task | Promise | Meeting, *, phones: bool = False) -> queries.Row:
    """A task, a promise or a meeting as lists show it."""
    if isinstance(record, Meeting):
        return queries.meeting_row(user, record, phones=phones)
    if isinstance(record, Promise):
        return queries.promise_row(user, record, phones=phones)
    return queries.row_of(user, record, phones=phones)


def task_of(record: Task | Promise | Meeting) -> Any:
    """The uid of a task, from which what comes next is taken; "" of anything else."""
    return record.uid if isinstance(record, Task) else ""


# --- On Today --------------------------------------------------------------------------------------------------------


class _Day:
    """What the sentence and the panels of one page share, each part asked for once."""

    def __init__(self, viewer: Any) -> None:
        self._viewer = viewer
        self.leads = bool(scope_word(viewer))

    @cached_property
    def _all(self) -> list[queries.Row]:
        """What one is to do next, and what colleagues have let pass for long: asked for together."""
        return queries.day_rows(self._viewer, rises_after=rises_after())

    @cached_property
    def rows(self) -> list[queries.Row]:
        """The tasks that one is to do next."""
        return [row for row in self._all if row.noun == "task"]

    @cached_property
    def meetings(self) -> list[queries.Row]:
        """One's own meetings, those first of which nobody has said what came."""
        return [row for row in self._all if row.noun == "meeting"]

    @cached_property
    def promises(self) -> list[queries.Row]:
        """What one is to keep next."""
        return [row for row in self._all if row.sort and row.responsible_id == self._viewer.pk]

    @cached_property
    def risen(self) -> list[queries.Row]:
        """What others should have kept for longer than a few days."""
        return [row for row in self._all if row.sort and row.responsible_id != self._viewer.pk]

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

    @cached_property
    def promises_overdue(self) -> int:
        """How many of one's own promises are overdue; counted from the rows where these are all."""
        late = sum(row.part == rules.OVERDUE for row in self.promises)
        return late if late < queries.SIZE else queries.overdue_of(self._viewer)


def _day(request: Any) -> _Day:
    if not hasattr(request, "day_of_tasks"):
        request.day_of_tasks = _Day(request.user)
    return request.day_of_tasks


def due_line(request: Any) -> str:
    """How much of one's own is overdue and due today, as sentences."""
    overdue, today = _day(request).mine
    late = ngettext("%(count)s task is overdue.", "%(count)s tasks are overdue.", overdue)
    due = ngettext("%(count)s task is due today.", "%(count)s tasks are due today.", today)
    broken = _day(request).promises_overdue
    owed = ngettext("%(count)s promise is overdue.", "%(count)s promises are overdue.", broken)
    said = ((late, overdue), (owed, broken), (due, today))
    return " ".join(sentence % {"count": number_format(n, force_grouping=True)} for sentence, n in said if n)


def my_tasks(request: Any) -> str:
    """What one is to do next, at most five; each with its box to tick."""
    rows = _day(request).rows[:MOST]
    told = {
        "lines": Lines(request, "today", who=False).all(rows),
        "may_add": request.user.may("agenda.task.add"),
    }
    return render_to_string("agenda/today/my_tasks.html", told, request)


def my_promises(request: Any) -> str:
    """What one is to keep next, at most five; each with its box to tick."""
    if not (rows := _day(request).promises[:MOST]):
        return ""
    told = {"lines": Lines(request, "today", who=False).all(rows)}
    return render_to_string("agenda/today/promises.html", told, request)


def my_meetings(request: Any) -> str:
    """One's own meetings, at most five: those that are over and of which nobody has said what came, then what is ahead."""
    if not (rows := _day(request).meetings[:MOST]):
        return ""
    told = {"lines": Lines(request, "today", who=False).all(rows)}
    return render_to_string("agenda/today/promises.html", told, request)


def risen_promises(request: Any) -> str:
    """For whoever leads: what others should have kept for longer than a few days, the oldest first."""
    if not (rows := _day(request).risen[:MOST]):
        return ""
    told = {"lines": Lines(request, "today", who=True).all(rows)}
    return render_to_string("agenda/today/promises.html", told, request)


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
    user = request.user
    if not any(user.may(model.see) for model in (Task, Promise, Meeting)):
        return ""
    told = of_client_told(request, client)
    if told["lines"]:
        return render_to_string("agenda/answers.html#tasks", told, request)
    may = {name: told[name] for name in ("may_add", "may_promise", "may_meet")}
    return kept(request, "agenda/answers.html#tasks", client.uid, **may)  # as most cards are


def of_client_told(request: Any, client: Any) -> dict[str, Any]:
    """What the panel of the card tells."""
    user, known = request.user, not client.forgotten_at
    rows, numbers = queries.client_rows_told(user, client)
    lines = Lines(request, "card", who=True).all(rows) if rows else ""
    nouns = {"may_add": "task", "may_promise": "promise", "may_meet": "meeting"}
    may = {name: user.may(f"agenda.{noun}.add") for name, noun in nouns.items()}
    told = {"client": client, "lines": lines, "cut": _cut(rows, numbers, client)}
    return told | {name: known and able for name, able in may.items()}


def _cut(rows: list[queries.Row], numbers: dict[str, int], client: Any) -> list[tuple[str, str]]:
    """What of a client is not shown, for there is too much of it: where it stands, and how much it is."""
    found = []
    for noun, number in numbers.items():
        shown = [row for row in rows if row.noun == noun]
        if left := number - len(shown):
            asked = {"on": shown[-1].due_on} if noun == "meeting" else {"client": client.uid}
            found.append((reverse(LISTS[noun], query=asked), _more_of(noun, left)))
    return found


def _more_of(noun: str, left: int) -> str:
    if noun == "task":
        said = ngettext("%(number)s more task", "%(number)s more tasks", left)
    elif noun == "promise":
        said = ngettext("%(number)s more promise", "%(number)s more promises", left)
    else:
        said = ngettext("%(number)s more meeting", "%(number)s more meetings", left)
    return said % {"number": number_format(left)}


def compose(request: Any, client: Any) -> str:
    """The form in which a task about this client is set."""
    if client.forgotten_at:
        return ""
    form = ComposeTaskForm(viewer=request.user, client=client)
    return render_to_string("agenda/answers.html#compose", {"form": form, "client": client}, request)


def compose_promise(request: Any, client: Any) -> str:
    """The form in which something to remember about this client is written down."""
    if client.forgotten_at:
        return ""
    form = ComposePromiseForm(viewer=request.user, client=client)
    return render_to_string("agenda/answers.html#promise", {"form": form, "client": client}, request)


def compose_meeting(request: Any, client: Any) -> str:
    """The form in which a meeting with this client is planned."""
    if client.forgotten_at:
        return ""
    form = ComposeMeetingForm(viewer=request.user, client=client)
    return render_to_string("agenda/answers.html#meeting", {"form": form, "client": client}, request)


# --- Of one promise ---------------------------------------------------------------------------------------------------


def source_of(user: Any, promise: Promise, row: queries.Row) -> dict[str, Any] | None:
    """From what a promise was taken: what that is, and where it stands; None where it is not within reach."""
    uid = promise.source_uid
    if not (promise.source and uid and row.client):
        return None
    if promise.source == Promise.Source.TASK:
        found = queries.tasks(user).filter(uid=uid).exists()
        return {"title": promise.get_source_display(), "url": address("agenda:task", uid)} if found else None
    client = promise.client  # within reach, for the row has it
    try:
        find = people.note if promise.source == Promise.Source.NOTE else people.interaction
        record = find(user, client, uid)
    except Http404:
        return None
    line, _near = people.line_of(user, client, record)
    url = f"{address('people:client', client.uid)}?at={line}#m-{line}"
    return {"title": promise.get_source_display(), "url": url}
