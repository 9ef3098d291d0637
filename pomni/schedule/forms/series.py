"""Forms of visits that come again."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from pomni.kit.forms import Form
from pomni.schedule import repeating
from pomni.schedule.forms.visits import BookForm
from pomni.ui.widgets import WallTimeField

EVERY = (
    ("1", _("Every week")),
    ("2", _("Every two weeks")),
    ("3", _("Every three weeks")),
    ("4", _("Every four weeks")),
    ("day", _("Every day")),
    ("month", _("Every month")),
)


class SeriesForm(BookForm):
    """A visit, and how it comes again."""

    every = forms.ChoiceField(label=_("How often"), choices=EVERY)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the day of the first visit."),
    )
    count = forms.IntegerField(label=_("How many visits"), min_value=2, max_value=repeating.MOST, initial=10)

    def offer_which(self) -> None:
        """Of a series each day is looked at by itself: one with an hour that comes twice gets another hour, or is skipped."""

    @property
    def rule(self) -> str:
        """The rule that was chosen."""
        told = self.cleaned_data
        return repeating.rule_of(told["every"], told["count"], told["weekdays"])


class MoveSeriesForm(Form):
    """What becomes of several visits of a series."""

    scope = forms.ChoiceField(
        label=_("Which visits"),
        choices=[("following", _("this one and those that follow")), ("all", _("all that are to come"))],
        initial="following",
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Later by, days"),
        min_value=-366,
        max_value=366,
        required=False,
        help_text=_("Below 0: earlier."),
    )
    begins = WallTimeField(label=_("To the hour"), required=False)

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = dict(super().words())
        return told | {"days": told["days"] or 0, "begins": told["begins"] or None}


class CancelSeriesForm(Form):
    """Why several visits of a series do not take place."""

    takes_focus = False

    scope = MoveSeriesForm.base_fields["scope"]
    why = forms.CharField(label=_("Why"), max_length=300, required=False)
