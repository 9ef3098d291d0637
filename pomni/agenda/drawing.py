"""Tasks as lines of HTML. Drawn here and not in a template: a list has fifty of them, and a template took ten times as long."""

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.agenda import rules
from pomni.agenda.queries import Row
from pomni.ui.kept import token_of
from pomni.ui.templatetags.pomni import day, icon, moment

LINE = '<li id="task-{}">{}<span class="two"><a class="link" href="{}">{}</a>{}</span>{}{}</li>'
TICK = (
    '<form class="row" method="post" action="{url}"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="on" value="{on}"><input type="checkbox"{checked} autocomplete="off" '
    'aria-label="{done}: {title}" hx-post="{url}" hx-trigger="change" hx-swap="none">'
    '<noscript><button class="btn small">{verb}</button></noscript></form>'
)
CALL = '<a class="btn small" href="tel:{}" title="{}" aria-label="{}: {}">{}<span class="w-l">{}</span></a>'
MASK = "•"


class Lines:
    """Draws tasks for one page. `on` says where: "list", "card", "today"; `who`: whether to say who is to do it."""

    def __init__(self, request: Any, on: str, *, who: bool) -> None:
        self._on, self._who, self._me = on, who, request.user.pk
        self._token = token_of(request) if request.user.may("agenda.task.change") else ""
        self._tasks, self._clients = reverse("agenda:tasks"), reverse("people:clients")
        self._done = pgettext("a box to tick", "Done")
        self._verbs = (pgettext("a button", "Done"), _("Reopen"))
        self._words = {
            rules.TODAY: pgettext("when a task is due", "Today"),
            rules.TOMORROW: pgettext("when a task is due", "Tomorrow"),
        }

    def all(self, rows: Iterable[Row]) -> SafeString:
        """These tasks, one a line, in a list's `ul`."""
        return mark_safe("\n".join(self.one(row) for row in rows))  # noqa: S308 (each is escaped)

    def one(self, row: Row) -> SafeString:
        """One task: a box to tick, what is to be done, about whom, until when."""
        title: Any = row.title or _("Erased task")
        if row.done_at:
            title = format_html("<s>{}</s>", title)
        phone = row.client.phone if row.client and self._on == "today" and not row.done_at else ""
        call = self.call(phone, row.client.name) if row.client and phone else ""
        url = f"{self._tasks}{row.uid}/"
        return format_html(
            LINE, row.pk, self._tick(row, url), url, title, self._note(row), call, self._when(row)
        )

    def call(self, phone: str, name: str) -> SafeString:
        """The button that dials; a phone that is not shown in full is only told."""
        if MASK in phone:
            return format_html('<span class="quiet small num">{}</span>', phone)
        verb = pgettext("to a phone", "Call")
        return format_html(CALL, phone.replace(" ", ""), phone, verb, name, icon("phone"), verb)

    def due(self, row: Row) -> str:
        """Until when: in red where it is over. In a list under headings of days the heading says the nearest ones."""
        if row.due_on is None:
            return ""
        said: list[Any] = [f"{row.due_time:%H:%M}"] if row.due_time else []
        near = row.part in self._words
        if near and (self._on != "list" or row.is_late) and not (said and row.part == rules.TODAY):
            said.insert(0, self._words[row.part])
        elif not near:
            said.insert(0, day(row.due_on))
        if not said:
            return ""
        told = format_html("<span>{}</span>", format_html(", ".join(["{}"] * len(said)), *said))
        return format_html(
            '<span class="{} num">{}</span>', "badge danger" if row.is_late else "quiet small", told
        )

    def _when(self, row: Row) -> str:
        if row.done_at:
            return format_html('<span class="quiet small num">{}</span>', moment(row.done_at))
        return self.due(row)

    def _tick(self, row: Row, url: str) -> str:
        if not self._token or row.dropped_at:
            return ""
        done = row.done_at is not None
        return format_html(
            TICK,
            url=f"{url}reopen/" if done else f"{url}finish/",
            token=self._token,
            on=self._on,
            checked=mark_safe(" checked") if done else "",
            done=self._done,
            title=row.title,
            verb=self._verbs[done],
        )

    def _note(self, row: Row) -> str:
        said: list[Any] = []
        if row.client and self._on != "card":
            url = f"{self._clients}{row.client.uid}/"
            said.append(format_html('<a class="quiet" href="{}">{}</a>', url, row.client.name))
        if self._who and row.responsible_id != self._me:
            said.append(row.responsible or _("Nobody"))
        if row.outcome:
            said.append(truncatechars(row.outcome, 120))
        return (
            format_html(" · ".join(["{}"] * len(said)).join(("<small>", "</small>")), *said) if said else ""
        )
