"""The visits of a board as HTML, without a template: a day has hundreds of them, each with a dozen words."""

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pomni.kit.addresses import NO_UID
from pomni.ui.kept import escaped
from pomni.ui.templatetags.pomni import alarm, icon

SHORT = 30  # minutes: a visit below that has one line


class Blocks:
    """Draws the visits of columns. `may_change`: whether they can be carried."""

    def __init__(self, *, may_change: bool) -> None:
        self.may_change = may_change
        self.page, self.carry, self.stretch = (
            reverse(name, args=[NO_UID]) for name in ("schedule:visit", "schedule:carry", "schedule:stretch")
        )
        self.globe, self.new, self.word = icon("globe"), icon("user-plus"), icon("message-circle")
        self.somebody = escaped(_("Somebody else's {client}"))
        self.states: dict[str, str] = {}

    def of(self, column) -> SafeString:
        """All of one column."""
        return mark_safe("".join(map(self._one, column.blocks)))  # noqa: S308 (each word is escaped)

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
