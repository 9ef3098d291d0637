"""The board drawn: a line says whom it is about and why it stands there, and has the one act that is likely."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from pomni.agenda import queries
from pomni.agenda.drawing import Lines
from pomni.kit import clock
from pomni.people.queries.board import BIRTHDAYS, DATES, LATE, UNPLANNED_ONES, Neglected
from pomni.ui.templatetags.pomni import alarm
from pomni.ui.widgets import written

TITLES = {
    "overdue": gettext_lazy("Promises past their day"),
    "due": gettext_lazy("To be done today"),
    LATE: gettext_lazy("Away for longer than usual"),
    BIRTHDAYS: gettext_lazy("Birthdays"),
    DATES: gettext_lazy("Dates to remember"),
    UNPLANNED_ONES: gettext_lazy("Without a next step"),
}
LINE = (
    '<li><span class="two"><a class="link" href="{}">{}</a>{}<small>{}</small></span>'
    '<a class="btn small" href="{}">{}<span class="unseen">: {}</span></a></li>'
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the board, drawn: `whole` is the address of all of it, "" where it is all here."""

    key: str
    title: Any
    count: str
    lines: SafeString
    whole: str


def drawn(request: Any, sections: list[queries.Section], *, mine: bool) -> list[Part]:
    """The parts of the board as HTML."""
    lines, acts = Lines(request, "today", who=not mine), _Acts(request.user)
    return [_part(section, lines, acts, mine=mine) for section in sections]


def _part(section: queries.Section, lines: Lines, acts: "_Acts", *, mine: bool) -> Part:
    html = lines.all(section.rows) + SafeString("\n").join(
        acts.line(one, who=not mine) for one in section.clients
    )
    told = number_format(min(section.count, queries.CAP), force_grouping=True)
    count = f"{told}+" if section.is_more else told
    more = section.count > section.lines
    whole = f"?of={section.key}{'' if mine else '&all=1'}" if more else ""
    return Part(section.key, TITLES[section.key], count, SafeString(html), whole)


def client_lines(request: Any, clients: list[Neglected], *, who: bool) -> SafeString:
    """Clients of the board as lines, each with its act; `who`: with who answers for them."""
    acts = _Acts(request.user)
    return SafeString("\n".join(acts.line(one, who=who) for one in clients))


class _Acts:
    """Draws clients with the act that is likely, as far as this person may do it."""

    def __init__(self, user: Any) -> None:
        self._clients, self._next = reverse("people:clients"), reverse("agenda:next_step")
        self._contacts, self._plans = user.may("people.interaction.add"), user.may("agenda.promise.add")

    def line(self, one: Neglected, *, who: bool) -> SafeString:
        """One client, why, and what to do."""
        card = f"{self._clients}{one.uid}/"
        said = [reason(one)]
        if who:
            said.append(one.responsible or _("Nobody"))
        url, verb = self._act(one, card)
        return format_html(LINE, card, one.name, alarm(one.warning), " · ".join(said), url, verb, one.name)

    def _act(self, one: Neglected, card: str) -> tuple[str, str]:
        if one.what == UNPLANNED_ONES and self._plans:
            return f"{self._next}?client={one.uid}", _("Set the next step")
        if self._contacts and one.what != UNPLANNED_ONES:
            verb = _("Congratulate") if one.what == BIRTHDAYS else _("Get in touch")
            return f"{card}?write=contact#composer", verb
        return card, pgettext("a card", "Open")


def reason(one: Neglected) -> str:
    """Why a client stands on the board, as a sentence or a few words."""
    if one.what == LATE and one.usually and one.days is not None:
        return _late(one)
    if one.what == UNPLANNED_ONES:
        return _untouched(one)
    when = _when(one)
    if one.text:
        return _("%(what)s: %(when)s") % {"what": one.text, "when": when}
    if one.years is None:
        return when
    age = ngettext("%(count)s year", "%(count)s years", one.years) % {"count": one.years}
    return f"{when} · {age}"


def _late(one: Neglected) -> str:
    low, high = one.usually or (0, 0)
    told = {"low": low, "high": high, "now": one.days}
    if low == high:
        sentence = _("Usually every %(low)s days, %(now)s days now") % told
    else:
        sentence = _("Usually every %(low)s–%(high)s days, %(now)s days now") % told
    if one.planned and one.planned >= clock.today():
        return f"{sentence} · " + _("planned: %(day)s") % {"day": written(one.planned)}
    return sentence


def _untouched(one: Neglected) -> str:
    if not one.tells:
        return str(TITLES[UNPLANNED_ONES])
    if one.days is None:
        return _("No contact yet")
    if not one.days:
        return _("Last contact today")
    told = ngettext("Last contact %(count)s day ago", "Last contact %(count)s days ago", one.days)
    return told % {"count": number_format(one.days, force_grouping=True)}


def _when(one: Neglected) -> str:
    ahead = (one.on - clock.today()).days if one.on else 0
    if one.on is None or ahead == 0:
        return pgettext("when a task is due", "Today")
    return pgettext("when a task is due", "Tomorrow") if ahead == 1 else written(one.on)
