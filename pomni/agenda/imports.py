"""What tasks offer to the import of files: the facts of a task that a column can tell, and how a row becomes one.

A `TaskReader` turns the cells of a row into what is `TaskTold`, or says what is the trouble; `Known` says which of them
are here already; `commands.take_tasks` writes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pomni.agenda import queries
from pomni.agenda.models import Task
from pomni.kit import clock, spelling
from pomni.people.imports import (
    Stranger,
    Target,
    Trouble,
    Wrong,
    by_name,
    day_of,
    meant,
    short_enough,
    time_of,
)

LONGEST_TITLE, LONGEST_MORE = 200, 4000
TASKS = gettext_lazy("Tasks")
TARGETS = (
    Target("task", gettext_lazy("Task"), says=gettext_lazy("What is to be done"), group=TASKS),
    Target("task_more", pgettext_lazy("about a task", "More"), several=True, group=TASKS),
    Target("task_due", gettext_lazy("Until when"), group=TASKS),
    Target("task_responsible", gettext_lazy("Who is to do it"), group=TASKS),
    Target("task_done", gettext_lazy("Whether it is done"), group=TASKS),
)
KEYS = frozenset(target.key for target in TARGETS)
DONE = frozenset({
    "done", "completed", "complete", "closed", "finished", "yes", "true", "1", "да", "выполнено", "выполнена", "завершено",
    "завершена", "закрыта", "готово", "tak", "wykonane", "zrobione", "zakonczone", "ukonczone",
})  # fmt: skip
OPEN = frozenset({
    "to do", "todo", "open", "not started", "in progress", "pending", "waiting", "planned", "no", "false", "0", "нет",
    "не выполнено", "не выполнена", "в работе", "запланирована", "открыта", "nie", "otwarte", "w toku", "do zrobienia",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskTold:
    """A task that a row tells."""

    title: str
    more: str = ""
    due_on: date | None = None
    due_time: time | None = None
    responsible_id: int | None = None
    is_done: bool = False


class TaskReader:
    """Reads the tasks of one file: its columns matched by `mapping`, `titles` above them, for `by`.

    `dates` is the order in which the file writes days. A task is that of whom the row names, else of `responsible`;
    `people` says who stands for a name (`Wish.people`).
    """

    def __init__(
        self,
        titles: Sequence[str],
        mapping: Mapping[Any, str],
        *,
        dates: str,
        responsible: int | None,
        by: Any,
        people: Mapping[str, int] | None = None,
    ) -> None:
        told = sorted((int(place), key) for place, key in mapping.items() if key in KEYS)
        self.columns = [(place, key, titles[place] if place < len(titles) else "") for place, key in told]
        self.dates, self.this_year = dates, clock.today().year
        able = list(queries.owners(by)) if self.columns else []
        self.team = by_name((user.pk, (user.name, user.username)) for user in able)
        self.people = people or {}
        self.responsible = responsible if responsible in {user.pk for user in able} else None

    def read(self, number: int, cells: Sequence[str]) -> TaskTold | Trouble | None:
        """The task that the row tells, what is wrong with it, or None for none."""
        told = TaskTold("", responsible_id=self.responsible)
        for place, key, title in self.columns:
            text = cells[place].strip() if place < len(cells) else ""
            if not text:
                continue
            try:
                told = self._with(told, key, text)
            except Wrong as wrong:
                stranger = wrong.name if isinstance(wrong, Stranger) else ""
                return Trouble(number, title or str(place + 1), str(wrong), stranger)
        if not told.title:
            first = told.more.partition("\n")[0]
            told = replace(told, title=first[:LONGEST_TITLE])
        return told if told.title else None

    def _with(self, told: TaskTold, key: str, text: str) -> TaskTold:
        match key:
            case "task":
                title = " ".join(text.split())
                if len(title) <= LONGEST_TITLE:
                    return replace(told, title=title)
                return self._with(replace(told, title=f"{title[: LONGEST_TITLE - 1]}…"), "task_more", text)
            case "task_more":
                more = f"{told.more}\n{text}" if told.more else text
                return replace(told, more=short_enough(more, LONGEST_MORE))
            case "task_due":
                return replace(told, due_on=self._day(text), due_time=time_of(text))
            case "task_responsible":
                pk = meant(text, self.team, self.people)
                return replace(told, responsible_id=pk or self.responsible)
        return replace(told, is_done=_is_done(text))

    def _day(self, text: str) -> date:
        try:
            year, month, day = day_of(text, self.dates, this_year=self.this_year)
        except ValueError:
            year = None
        if not year:
            sentence = _("“%(text)s” is no date. Write it like 31.12.1980 or 1980-12-31.")
            raise Wrong(sentence % {"text": text[:40]})
        return date(year, month, day)


class Known:
    """Which tasks of a file are here already: one of the same client with the same words until the same day."""

    def __init__(self) -> None:
        self.seen: set[int] = set()  # as figures: the trial of a long file has all its tasks in memory
        self.asked: set[int] = set()

    def fresh(self, rows: Iterable[tuple[Any, int | None, TaskTold]]) -> list[bool]:
        """Whether each is new. A row is what its client is told apart by, the client's key if there is one, and the task."""
        rows = list(rows)
        pks = {pk for _who, pk, _task in rows if pk} - self.asked
        self.asked |= pks
        who_of = {pk: who for who, pk, _task in rows if pk}
        found = Task.objects.filter(client__in=pks) if pks else Task.objects.none()
        for pk, title, due_on in found.values_list("client_id", "title", "due_on"):
            self.seen.add(hash((who_of[pk], title, due_on)))
        answers = []
        for who, _pk, task in rows:
            known = hash((who, task.title, task.due_on))
            answers.append(known not in self.seen)
            self.seen.add(known)
        return answers


def _is_done(text: str) -> bool:
    word = spelling.fold(text)
    if word in DONE or word in OPEN:
        return word in DONE
    raise Wrong(_("“%(text)s” does not say whether it is done. Write: yes, no.") % {"text": text[:40]})
