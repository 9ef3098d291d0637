"""Forms of the waiting list."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from pomni.catalog.queries import services
from pomni.kit.clock import today
from pomni.kit.forms import OnceForm, choice_field
from pomni.people.queries import client_chosen_by
from pomni.schedule.forms.free import PARTS
from pomni.schedule.forms.visits import ANYBODY
from pomni.schedule.queries import performers
from pomni.team.queries import locations
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField


class WaitingForm(OnceForm):
    """Who waits, for what, and when they could come."""

    client = OneOfManyField(
        "agenda:clients",
        label=_("{Client}"),
        required=True,
        error_messages={"required": _("Choose who waits.")},
    )
    services = forms.MultipleChoiceField(label=_("Services"), widget=forms.CheckboxSelectMultiple)
    user = forms.ChoiceField(label=_("By whom"), required=False)
    location = forms.ChoiceField(label=_("{Location}"), required=False)
    first = DayField(label=_("From the day"), required=False)
    last = DayField(label=_("Until the day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: any day."),
    )
    part = forms.ChoiceField(label=_("Part of the day"), choices=PARTS, required=False)
    comment = forms.CharField(label=_("Comment"), max_length=300, required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.offered = {str(one.uid): one for one in services(viewer).order_by("sorted_as", "pk")}
        self.people = {str(one.uid): one for one in performers(viewer)}
        self.places = {str(one.uid): one for one in locations()}
        self._offer("services", [(uid, one.name) for uid, one in self.offered.items()])
        self._offer("user", [ANYBODY, *((uid, one.name) for uid, one in self.people.items())])
        self._offer(
            "location", [("", _("everywhere")), *((uid, one.name) for uid, one in self.places.items())]
        )
        self.fields["first"].initial = today()

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        choice_field(self, name).choices = choices

    def words(self) -> dict[str, Any]:
        """What is handed to the command; the client goes beside."""
        told = super().words()
        told.pop("client")
        told["services"] = [self.offered[uid] for uid in told["services"]]
        told["user"], told["location"] = self.people.get(told["user"]), self.places.get(told["location"])
        return told
