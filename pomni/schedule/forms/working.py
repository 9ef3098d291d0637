"""Forms of working hours."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.errors import Refused
from pomni.kit.forms import Form
from pomni.schedule import working
from pomni.schedule.forms.staffing import AskingForm
from pomni.ui.widgets import DayField

STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?")
WEEK, TURNS, ROTA = "week", "turns", "rota"
KINDS = (
    (WEEK, _("By days of the week")),
    (TURNS, _("So many days on, so many off")),
    (ROTA, _("Several weeks, day by day")),
)


class HoursField(forms.CharField):
    """The hours of a day as one writes them: "9–13, 14:00–18:00"; nothing is a day off."""

    always_answered = True  # empty is a day off, so "optional" would say nothing
    default_error_messages = {"unclear": _("Write hours such as 9:00–13:00, 14:00–18:00.")}

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=120, **more)

    def prepare_value(self, value: Any) -> Any:
        """As one writes them; what was typed stays as typed."""
        return value if isinstance(value, str) else written(value or ())

    def clean(self, value: Any) -> Any:
        """Hours as the command takes them."""
        text = super().clean(value)
        found = STRETCH.findall(text)
        if STRETCH.sub("", text).strip(" ,;"):
            raise ValidationError(self.error_messages["unclear"])
        try:
            told = [(time(int(a) % 24, int(b or 0)), time(int(c) % 24, int(d or 0))) for a, b, c, d in found]
            return working.hours_told(working.hours_from(told))
        except (Refused, ValueError) as no:
            raise ValidationError(
                str(no) if isinstance(no, Refused) else self.error_messages["unclear"]
            ) from None


def first_of(days: Sequence[working.Hours], begins_on: date) -> dict[str, Any]:
    """What the form for a pattern shows first: the pattern that comes round by now."""
    hours = next((one for one in days if one), ())
    number_on = sum(map(bool, days))
    if len(days) == len(WEEKDAYS):
        at = {(begins_on + timedelta(days=number)).weekday(): one for number, one in enumerate(days)}
        return {"kind": WEEK} | {f"day-{number}": at[number] for number in WEEKDAYS}
    told = [bool(one) for one in days]
    if told != sorted(told, reverse=True) or len({one for one in days if one}) > 1:
        return {"kind": ROTA, "rota": "\n".join(written(one) or "-" for one in days)}
    return {"kind": TURNS, "on": number_on, "off": len(days) - number_on, "hours": hours} if days else {}


def written(hours: working.Hours) -> str:
    """Hours as one writes them."""
    return ", ".join(f"{_short(begins)}–{_short(ends)}" for begins, ends in hours)


def _short(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


class RotaField(forms.CharField):
    """Many days, one a line; a line with "-", or an empty one, is a day off."""

    widget = forms.Textarea(attrs={"rows": 14})

    def clean(self, value: Any) -> Any:
        """The hours of each day, as the command takes them."""
        text = super().clean(value)
        hours = HoursField()
        return [hours.clean("" if line.strip() in ("-", "–") else line) for line in text.splitlines()]


class EndPatternForm(AskingForm):
    """Until when hours come round."""

    takes_focus = False
    ends_on = DayField(label=_("Last day on which they come round"))

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return {"ends_on": self.cleaned_data["ends_on"]}


class PlanForm(AskingForm):
    """The hours of the same days of many colleagues."""

    takes_focus = False
    first = DayField(label=pgettext_lazy("of working hours", "From"))
    last = DayField(label=pgettext_lazy("of working hours", "Until"))
    hours = HoursField(label=_("Hours"), help_text=_("Nothing: days off."))
    again = forms.BooleanField(label=_("What comes round holds again"), required=False)

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.uid): one for one in people}

    @property
    def chosen(self) -> list[Any]:
        """The colleagues whose rows are ticked."""
        sent = self.data.getlist("users") if hasattr(self.data, "getlist") else ()
        return [self.people[uid] for uid in dict.fromkeys(sent) if uid in self.people]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return days_told(self.cleaned_data) | {"users": self.chosen}


def days_told(told: dict[str, Any]) -> dict[str, Any]:
    """From the first to the last day, and their hours; None for what comes round."""
    number = (told["last"] - told["first"]).days + 1
    days = [told["first"] + timedelta(days=n) for n in range(min(max(number, 0), 400))]
    return {"days": days, "hours": None if told["again"] else told["hours"]}


class PublishForm(Form):
    """From which day to which one hours are published."""

    takes_focus = False
    prefix = "publish"
    first = DayField(label=pgettext_lazy("of working hours", "From"))
    last = DayField(label=pgettext_lazy("of working hours", "Until"))


class PatternForm(AskingForm):
    """What comes round for a colleague."""

    begins_on = DayField(label=pgettext_lazy("of working hours", "From"))
    kind = forms.ChoiceField(
        label=pgettext_lazy("of working hours", "How they come round"),
        choices=KINDS,
        initial=WEEK,
        widget=forms.RadioSelect,
    )
    on = forms.IntegerField(label=_("Days on"), min_value=1, max_value=28, initial=2, required=False)
    off = forms.IntegerField(label=_("Days off"), min_value=0, max_value=28, initial=2, required=False)
    hours = HoursField(label=_("Hours of a day on"))
    rota = RotaField(
        label=_("Hours, one day a line"),
        required=False,
        help_text=_(
            "The first line is the first day. A line with “-” is a day off. Up to 56 days, then they come round."
        ),
    )
    off_on_holidays = forms.BooleanField(label=_("Off on public holidays"), required=False, initial=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number, name in WEEKDAYS.items():
            self.fields[f"day-{number}"] = HoursField(label=name)
        for name in ("on", "off", "rota"):
            self.fields[name].always_answered = True  # type: ignore[attr-defined]  # read by the template of fields

    @property
    def week(self) -> list[Any]:
        """The fields of the seven days."""
        return [self[f"day-{number}"] for number in WEEKDAYS]

    def words(self) -> dict[str, Any]:
        """What is handed to the command. A week begins with its Monday, also where one begins in its middle."""
        told = self.cleaned_data
        begins_on = told["begins_on"]
        if told["kind"] == TURNS:
            days = [told["hours"]] * (told["on"] or 1) + [[]] * (told["off"] or 0)
        elif told["kind"] == ROTA:
            days = told["rota"]
        else:
            from_here = [(begins_on + timedelta(days=number)).weekday() for number in range(7)]
            days = [told[f"day-{number}"] for number in from_here]
        return {"begins_on": begins_on, "days": days, "off_on_holidays": told["off_on_holidays"]}


class DaysForm(AskingForm):
    """Hours of single days, whatever comes round."""

    first = DayField(label=pgettext_lazy("of working hours", "From"))
    last = DayField(label=pgettext_lazy("of working hours", "Until"))
    hours = HoursField(label=_("Hours"), help_text=_("Nothing: days off."))
    again = forms.BooleanField(label=_("What comes round holds again"), required=False)

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return days_told(self.cleaned_data)
