"""Forms of teams and locations."""

from zoneinfo import available_timezones

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import EditForm, Form, fields_from
from pomni.kit.places import zones
from pomni.team.forms.offers import PeopleField, choose, offer_all, offer_records
from pomni.team.hours import DAYS
from pomni.team.models import Location
from pomni.ui.widgets import TimeField

SPANS = 3  # openings that a day can have in the form
SEES_THE_TEAMS = _("Sees what the team answers for.")


class FormTeamForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    lead = forms.TypedChoiceField(label=_("Lead"), required=False, empty_value=None, help_text=SEES_THE_TEAMS)
    members = PeopleField(
        label=_("Members"),
        required=False,
        help_text=_("Whoever is in another team leaves it: a colleague is in one team at most."),
    )

    def __init__(self, *args, colleagues, **more):
        super().__init__(*args, **more)
        offer_records(self, "lead", colleagues, _("Nobody"))
        offer_all(self, "members", colleagues)


class EditTeamForm(EditForm):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    lead = forms.TypedChoiceField(label=_("Lead"), required=False, empty_value=None, help_text=SEES_THE_TEAMS)

    def __init__(self, *args, colleagues, **more):
        super().__init__(*args, **more)
        offer_records(self, "lead", colleagues, _("Nobody"))


class JoinTeamForm(Form):
    takes_focus = False
    colleague = forms.TypedChoiceField(label=_("Colleague"), empty_value=None)

    def __init__(self, *args, colleagues, **more):
        super().__init__(*args, **more)
        offer_records(self, "colleague", colleagues, "—")


class LocationForm(Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        choose(self, "zone", zone_choices(self.initial.get("zone")))


class EditLocationForm(EditForm):
    name, address = fields_from(Location, "name", "address")
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args, was, **more):
        super().__init__(*args, was=was, **more)
        choose(self, "zone", zone_choices(was["zone"]))


class HoursForm(Form):
    """`1-0-from`, `1-0-till` … `7-2-till`: when the first, second and third opening of each day begins and ends."""

    takes_focus = False
    closed_on_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)

    def __init__(self, *args, place, **more):
        super().__init__(*args, **more)
        self.fields["closed_on_holidays"].initial = place.closed_on_holidays
        for day in DAYS:
            self.fields[day] = forms.Field(required=False)  # what is wrong with the day stands with it
            spans = place.hours.get(day, [])
            for number in range(SPANS):
                span = spans[number] if number < len(spans) else ("", "")
                for part, value in zip(("from", "till"), span, strict=True):
                    field = TimeField(required=False, initial=value)
                    self.fields[f"{day}-{number}-{part}"] = field

    def words(self):
        told = {day: self._spans(day) for day in DAYS}
        opening = {day: spans for day, spans in told.items() if spans}
        return {"opening": opening, "closed_on_holidays": self.cleaned_data["closed_on_holidays"]}

    def days(self):
        """What the page shows: each day with its name, its lines of two fields, and what is wrong with it."""
        return [
            {
                "day": day,
                "name": dates.WEEKDAYS[int(day) - 1],
                "spans": [(self[f"{day}-{n}-from"], self[f"{day}-{n}-till"]) for n in range(SPANS)],
                "used": max((n + 1 for n in range(SPANS) if self[f"{day}-{n}-from"].value()), default=1),
                "errors": self._wrong(day),
            }
            for day in DAYS
        ]

    def _wrong(self, day):
        """The first thing that is wrong with a day: what was typed, or how the hours lie."""
        told = (
            [self.errors.get(name) for name in self.fields if name.partition("-")[0] == day]
            if self.is_bound
            else []
        )
        return next(filter(None, told), None)

    def _spans(self, day):
        spans = []
        for number in range(SPANS):
            begins, ends = (self.cleaned_data[f"{day}-{number}-{part}"] for part in ("from", "till"))
            if begins or ends:
                spans.append([f"{time:%H:%M}" if time else "" for time in (begins, ends)])
        return spans


def zone_choices(known=None):
    """Time zones by the name of their city; one that is kept already is offered in any case."""
    told = zones()
    if known and known not in dict(told) and known in available_timezones():
        told = [(known, known.replace("_", " ")), *told]
    return told
