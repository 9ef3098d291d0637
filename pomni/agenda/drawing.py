"""Tasks, promises and meetings as lines of HTML: a list has fifty of them, and a template took ten times as long as this."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from pomni.agenda import rules
from pomni.agenda.events.promises import SORTS, STATES
from pomni.agenda.queries import Row
from pomni.agenda.queries.of_meetings import There
from pomni.ui.kept import token_of
from pomni.ui.templatetags.pomni import alarm, day, icon, moment

LINE = '<li id="{}">{}<span class="two"><a class="link" href="{}">{}</a>{}</span>{}{}</li>'
TICK = (
    '<form class="row" method="post" action="{url}"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="on" value="{on}"><input type="checkbox"{checked} autocomplete="off" '
    'aria-label="{done}: {title}" hx-post="{url}" hx-trigger="change" hx-swap="none">'
    '<noscript><button class="btn small">{verb}</button></noscript></form>'
)
CALL = '<a class="btn small" href="tel:{}" title="{}" aria-label="{}: {}">{}<span class="w-l">{}</span></a>'
MASK = "•"
ACTS = {"task": "finish/", "promise": "close/", "meeting": "hold/"}
ERASED = {
    "task": gettext_lazy("Erased task"),
    "promise": gettext_lazy("Erased promise"),
    "meeting": gettext_lazy("Erased meeting"),
}


class Lines:
    """Draws tasks, promises and meetings for one page. `on` says where: "list", "card", "today"; `who`: whether to say who
    is to do it. `guests`: the page is a list of meetings under headings of their days, and these are invited to them.
    """

    def __init__(
        self, request: Any, on: str, *, who: bool, guests: Mapping[int, Sequence[There]] | None = None
    ) -> None:
        self._on, self._who, self._me, self._guests = on, who, request.user.pk, guests
        token = token_of(request)
        self._tokens = {noun: token if request.user.may(f"agenda.{noun}.change") else "" for noun in ACTS}
        self._pages = {
            "task": reverse("agenda:tasks"),
            "promise": reverse("agenda:promises"),
            "meeting": reverse("agenda:meetings"),
        }
        self._clients = reverse("people:clients")
        self._done = {
            "task": pgettext("a box to tick", "Done"),
            "promise": pgettext("of a promise", "Kept"),
            "meeting": pgettext("of a meeting", "Held"),
        }
        self._verbs = (pgettext("a button", "Done"), _("Reopen"))
        self._words = {
            rules.TODAY: pgettext("when a task is due", "Today"),
            rules.TOMORROW: pgettext("when a task is due", "Tomorrow"),
        }

    def all(self, rows: Iterable[Row]) -> SafeString:
        """These rows, one a line, in a list's `ul`."""
        return mark_safe("\n".join(self.one(row) for row in rows))  # noqa: S308 (each is escaped)

    def one(self, row: Row) -> SafeString:
        """One of them: a box to tick, what is to be done, about whom, until when."""
        title: Any = row.title or ERASED[row.noun]
        if row.done_at:
            title = format_html("<s>{}</s>", title)
        phone = row.client.phone if row.client and self._on == "today" and not row.done_at else ""
        call = self.call(phone, row.client.name) if row.client and phone else ""
        url = f"{self._pages[row.noun]}{row.uid}/"
        return format_html(
            LINE, row.key, self._tick(row, url), url, title, self._note(row), call, self._when(row)
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
        said: list[Any] = [_hours(row)] if row.due_time else []
        near = row.part in self._words or self._guests is not None
        if self._guests is None and self._says_near(row, bool(said)):
            said.insert(0, self._words[row.part])
        elif not near:
            said.insert(0, day(row.due_on))
        if not said:
            return ""
        told = format_html("<span>{}</span>", format_html(", ".join(["{}"] * len(said)), *said))
        return format_html(
            '<span class="when {} num">{}</span>', "badge danger" if row.is_late else "quiet small", told
        )

    def _says_near(self, row: Row, has_hour: bool) -> bool:
        wanted = row.part in self._words and (self._on != "list" or row.is_late)
        return wanted and not (has_hour and row.part == rules.TODAY)

    def _when(self, row: Row) -> str:
        if row.done_at and row.noun != "meeting":
            return format_html('<span class="when quiet small num">{}</span>', moment(row.done_at))
        return self.due(row)

    def _tick(self, row: Row, url: str) -> str:
        token = self._tokens[row.noun]
        is_ahead = row.noun == "meeting" and row.part not in {rules.OVERDUE, rules.TODAY}
        is_erased = row.done_at and not row.title  # nothing is opened again of whoever was erased
        if not token or row.dropped_at or is_erased or (is_ahead and not row.done_at):
            return ""
        done, act = row.done_at is not None, ACTS[row.noun]
        return format_html(
            TICK,
            url=f"{url}reopen/" if done else f"{url}{act}",
            token=token,
            on=self._on,
            checked=mark_safe(" checked") if done else "",
            done=self._done[row.noun],
            title=row.title,
            verb=self._verbs[done],
        )

    def _note(self, row: Row) -> str:
        said: list[Any] = [SORTS[row.sort]] if row.sort else []
        if row.noun == "meeting" and self._guests is None:
            said.append(_("Meeting"))
        if row.state not in ("", "open", "kept"):
            said.append(STATES[row.state])
        if row.place:
            said.append(row.place)
        if row.client and self._on != "card":
            url = f"{self._clients}{row.client.uid}/"
            named = '<a class="quiet" href="{}">{}</a>{}'
            said.append(format_html(named, url, row.client.name, alarm(row.client.warning)))
        if self._who and row.responsible_id != self._me:
            said.append(row.responsible or _("Nobody"))
        if self._guests and row.noun == "meeting":
            said += [one.name for one in self._guests.get(row.pk, ())]
        if row.outcome:
            said.append(truncatechars(row.outcome, 120))
        return (
            format_html(" · ".join(["{}"] * len(said)).join(("<small>", "</small>")), *said) if said else ""
        )


def _hours(row: Row) -> str:
    return f"{row.due_time:%H:%M}–{row.ends:%H:%M}" if row.ends else f"{row.due_time:%H:%M}"


ADDRESS = re.compile(r"(?:https?://|/(?!/))\S+")


def linked(text: str) -> Any:
    """What shows that something was kept: an address as a link, other words as they are."""
    if not ADDRESS.fullmatch(text):
        return text
    return format_html('<a class="link" href="{}" rel="noreferrer">{}</a>', text, text)
