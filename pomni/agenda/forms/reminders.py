"""Forms of reminders: when one wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from pomni.kit.forms import Form
from pomni.ui.widgets import WallTimeField

HOUR, DAY = 60, 24 * 60
BEFORE = (
    (0, pgettext_lazy("a reminder", "At the time itself")),
    (5, pgettext_lazy("a reminder", "5 minutes before")),
    (15, pgettext_lazy("a reminder", "15 minutes before")),
    (30, pgettext_lazy("a reminder", "Half an hour before")),
    (HOUR, pgettext_lazy("a reminder", "An hour before")),
    (2 * HOUR, pgettext_lazy("a reminder", "2 hours before")),
    (DAY, pgettext_lazy("a reminder", "A day before")),
    (2 * DAY, pgettext_lazy("a reminder", "2 days before")),
    (7 * DAY, pgettext_lazy("a reminder", "A week before")),
)


def _minutes(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


class ReminderForm(Form):
    """How long before something one wants to be told of it."""

    takes_focus = False
    before = forms.TypedChoiceField(label=_("Remind me"), choices=BEFORE, coerce=int, initial=HOUR)


class WishesForm(Form):
    """How one wants to be told of what is due."""

    takes_focus = False
    before_meetings = forms.TypedChoiceField(
        label=_("Before each meeting"),
        choices=[("", pgettext_lazy("a reminder", "Do not remind me")), *BEFORE],
        coerce=_minutes,
        required=False,
        empty_value=None,
        help_text=_("For meetings that are planned from now on. Each can have others, on its page."),
    )
    quiet_from = WallTimeField(label=_("Quiet from"), required=False)
    quiet_till = WallTimeField(
        label=_("Quiet until"),
        required=False,
        help_text=_("Reminders do not come in these hours, but before or after them."),
    )
    by_mail = forms.BooleanField(label=_("By e-mail as well"), required=False)


def told_before(minutes: int) -> Any:
    """How long before something one is reminded of it, in words."""
    if minutes in dict(BEFORE):
        return dict(BEFORE)[minutes]
    if minutes % DAY == 0:
        return ngettext("%(count)s day before", "%(count)s days before", minutes // DAY) % {
            "count": minutes // DAY
        }
    if minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(count)s hour before", "%(count)s hours before", hours) % {"count": hours}
    return ngettext("%(count)s minute before", "%(count)s minutes before", minutes) % {"count": minutes}
