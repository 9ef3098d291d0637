"""The question of who saw what: between which days, which colleague, which clients."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pomni.config.status.viewing import Wanted, begin
from pomni.kit.clock import today
from pomni.kit.forms import Form, choice_field
from pomni.ui.widgets import DayField, TimeField

FARTHEST = timedelta(days=366)


class ViewingForm(Form):
    """Filters of the report; all of them may be left out."""

    takes_focus = False

    since = DayField(label=gettext_lazy("From"))
    since_at = TimeField(label=gettext_lazy("From the hour"), required=False)
    until = DayField(label=gettext_lazy("To, this day too"))
    until_at = TimeField(label=gettext_lazy("To the hour"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            ("opened", gettext_lazy("Opened")),
            ("exported", gettext_lazy("Exported")),
        ],
    )
    who = forms.ChoiceField(label=gettext_lazy("Colleague"), required=False)
    client = forms.CharField(
        label=gettext_lazy("{Client}"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A part of the name"),
    )

    def __init__(self, asked: Any, *, colleagues: Any, **more: Any) -> None:
        super().__init__(self.usual() | {name: asked[name] for name in asked}, **more)
        for field in self.fields.values():
            field.always_answered = True  # type: ignore[attr-defined]  # a filter: no need to say that it may be left out
        everybody = [("", gettext_lazy("Everybody"))]
        choice_field(self, "who").choices = everybody + [(str(user.uid), user.name) for user in colleagues]

    @staticmethod
    def usual() -> dict[str, Any]:
        """What is asked where nothing is: the last seven days."""
        return {"since": today() - timedelta(days=6), "until": today(), "who": "", "what": ""}

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last one, and not more than a year before it."""
        told = super().clean() or {}
        if (since := told.get("since")) and (until := told.get("until")):
            begins, ends = told.get("since_at"), told.get("until_at")
            if since > until or (since == until and begins and ends and begins >= ends):
                self.add_error("since", _("This day is after the last one. Choose an earlier day."))
            elif until - since > FARTHEST:
                self.add_error("since", _("A report covers a year at most. Choose a later day."))
        return told

    def wanted(self, who: Any) -> Wanted:
        """What was asked for; `who` is the colleague of that name."""
        told = self.cleaned_data
        until = told["until"] if told["until_at"] else told["until"] + timedelta(days=1)
        return Wanted(
            begin(told["since"], told["since_at"]),
            begin(until, told["until_at"]),
            who,
            told["client"],
            {"opened": False, "exported": True}.get(told["what"]),
        )
