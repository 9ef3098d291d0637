"""How long things are kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import Form
from pomni.team.keeping import Kept, unit_text

UNITS = {"days": _("days"), "months": _("months"), "years": _("years")}


class KeepingForm(Form):
    """One number for each kind; 0 where it is kept for ever."""

    takes_focus = False

    def __init__(self, data: Any = None, *, kept: list[Kept], **more: Any) -> None:
        super().__init__(data, initial={one.kind.key: one.number for one in kept}, **more)
        for one in kept:
            kind = one.kind
            self.fields[kind.key] = forms.IntegerField(
                label=f"{kind.title}, {UNITS[kind.unit]}",
                help_text=kind.says,
                min_value=0 if kind.may_be_for_ever else kind.least,
                max_value=kind.most,
            )

    @staticmethod
    def asked(data: Any, kept: list[Kept]) -> dict[str, int]:
        """The numbers that were typed, as far as they are any: for a preview."""
        told = {one.kind.key: data.get(one.kind.key, "") for one in kept}
        return {
            key: int(text)
            for key, text in told.items()
            if text.isascii() and text.isdigit() and len(text) < 5
        }


def sentences(kept: list[Kept]) -> list[tuple[Any, str, int, str]]:
    """Of each: its title, for how long, how much would go, and the page on which people decide."""
    return [
        (
            one.kind.title,
            unit_text(one.kind.unit, one.number) if one.number else str(_("for ever")),
            one.would_go,
            one.kind.page,
        )
        for one in kept
    ]
