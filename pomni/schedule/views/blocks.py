"""The columns of a board as HTML, without a template: a day has hundreds of visits, each with a dozen words."""

from typing import NamedTuple
from zlib import crc32

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.kit.addresses import NO_UID
from pomni.ui.kept import escaped
from pomni.ui.templatetags.pomni import alarm, avatar, icon

SHORT = 30  # minutes: a visit below that has one line


class Drawn(NamedTuple):
    """A column of a board as HTML: by what its parts are found on the page, and their sign, which differs where they do.

    The present minute is not in the sign: it goes on in columns that stay as they are.
    """

    key: str
    head: SafeString
    column: SafeString
    whose: str
    sign: str
    now: SafeString  # the present minute, "" on other days


class Blocks:
    """Draws the columns of a board. `may_change`: whether visits can be carried; `now_at`: where the present minute is.

    `at`: the uid of the location, where several stand side by side: a colleague may have a column in each.
    """

    def __init__(self, *, may_change: bool, by_thing: bool, now_at: int | None, at: str = "") -> None:
        self.may_change = may_change
        self.before, self.at = (f"{at}-", f' data-at="{at}"') if at else ("", "")
        self.page, self.carry, self.stretch = (
            reverse(name, args=[NO_UID]) for name in ("schedule:visit", "schedule:carry", "schedule:stretch")
        )
        self.globe, self.new, self.word = icon("globe"), icon("user-plus"), icon("message-circle")
        self.debt = f'{icon("banknote")}<span class="unseen">{escaped(pgettext("a client", "Owes"))}</span>'
        self.way = f'{icon("map-pin")}<span class="unseen">{escaped(_("At the {client}'s"))}</span>'
        self.somebody = escaped(_("Somebody else's {client}"))
        self.states: dict[str, str] = {}
        self.rest = escaped(_("Nowhere in particular") if by_thing else _("Nobody performs it"))
        self.booked, self.away = _("%(load)s %% booked"), escaped(_("Not working"))
        self.off = {False: self.away, True: escaped(pgettext("of a working day", "Break"))}
        self.now = "" if now_at is None else f'<i class="now" style="--m:{now_at}"></i>'

    def drawn(self, column) -> Drawn:
        """A column, and what stands above it."""
        key, head, within = f"{self.before}{column.uid or 'none'}", self.head(column), self._within(column)
        whose = _signed(key)
        sign = f"{whose}.{_signed(f'{head}{within}')}"
        now = mark_safe(self.now)  # noqa: S308 (a number in our own words)
        return Drawn(key, head, self._column(column, key, within, sign), whose, sign, now)

    def head(self, column) -> SafeString:
        """What stands above a column: whose it is, and how full."""
        who = f"<b>{escaped(column.name) if column.uid else self.rest}</b>"
        if column.user:
            load = "" if column.load is None else escaped(self.booked % {"load": column.load})
            more = f'<small class="num">{load}</small>' if load else ""
            face = avatar(column.user.name, column.user.pk, "small")
            who = f'{face}<span class="two">{who}{more}</span>'
        elif column.thing:
            who = f'<span class="two">{who}<small>{escaped(column.thing.kind.name)}</small></span>'
        return mark_safe(f'<header class="head" id="head-{self.before}{column.uid or "none"}">{who}</header>')  # noqa: S308 (escaped)

    def _within(self, column) -> str:
        """What stands in a column: the hours in which nobody works, the visits."""
        off = "".join(
            f'<div class="off" style="--m:{minute};--d:{minutes}">{self.off[is_break]}</div>'
            for minute, minutes, is_break in column.off
        )
        return off + "".join(map(self._one, column.blocks))

    def _column(self, column, key: str, within: str, sign: str) -> SafeString:
        return mark_safe(  # noqa: S308 (each word is escaped)
            f'<section class="column" id="column-{key}" aria-label="{escaped(column.name)}" data-user="{column.uid}"'
            f'{self.at} data-sign="{sign}">{within}{self.now}</section>'
        )

    def _one(self, block) -> str:
        visit = block.visit
        uid = str(visit.uid)
        numbers = [("m", block.top), ("d", block.minutes)]
        numbers += [
            (name, value) for name, value in (("before", block.before), ("after", block.after)) if value
        ]
        if block.lanes > 1:
            numbers += [("lane", block.lane), ("lanes", block.lanes)]
        if block.hue is not None:
            numbers.append(("h", block.hue))
        style = ";".join(f"--{name}:{value}" for name, value in numbers)
        carried = ""
        if self.may_change and visit.is_standing and visit.status != "completed":
            carried = (
                f' data-move="{self.carry.replace(NO_UID, uid)}" data-stretch="{self.stretch.replace(NO_UID, uid)}"'
                f' data-version="{visit.version}"'
            )
        marks = self.globe if visit.source == "online" else ""
        marks += self.new if block.is_first else ""
        marks += self.debt if block.owes else ""
        marks += self.way if visit.address else ""
        marks += self.word if visit.comment else ""
        kind = visit.status + (" dim" if block.is_dim else "") + (" hued" if block.hue is not None else "")
        kind += " short" if block.minutes < SHORT else ""
        return (
            f'<a class="visit {kind}" href="{self.page.replace(NO_UID, uid)}" style="{style}" data-visit="{uid}"{carried}>'
            f'<span class="when num">{block.span}{marks}</span><b>{self._name(block)}</b>'
            f'<span class="services">{escaped(", ".join(block.services))}</span>'
            f'<span class="unseen">{self._state(visit)}</span></a>'
        )

    def _name(self, block) -> str:
        if block.visit.seats:
            return f"{block.visit.enrolled}/{block.visit.seats}"
        if block.name:
            return escaped(block.name) + (alarm(block.warning) if block.warning else "")
        return self.somebody if block.visit.client_id else ""

    def _state(self, visit) -> str:
        if visit.status not in self.states:
            self.states[visit.status] = escaped(visit.get_status_display())
        return self.states[visit.status]


def _signed(text: str) -> str:
    """A few signs that differ where texts do."""
    return f"{crc32(text.encode()):x}"
