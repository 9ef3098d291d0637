"""Forms of meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.agenda import queries
from pomni.agenda.forms.tasks import owner_of
from pomni.agenda.models import Meeting
from pomni.kit.forms import LEFT_OUT, EditForm, OnceForm, fields_from
from pomni.people.queries import client_chosen_by
from pomni.team.forms.offers import PeopleField
from pomni.team.queries import locations
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField


class AddMeetingForm(OnceForm):
    """A meeting: what about, when, where, with whom."""

    field_order = ("title", "day", "begins", "ends", "place", "location", "client", "also", "guests", "about")

    title, place, about = fields_from(Meeting, "title", "place", "about")
    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "From"))
    ends = WallTimeField(
        label=pgettext_lazy("an hour", "To"), required=False, help_text=_("If left empty: an hour later.")
    )
    client = OneOfManyField("agenda:clients", label=_("{Client}"))
    also = OneOfManyField("agenda:clients", label=_("Comes along"))
    guests = PeopleField(label=_("Colleagues who are invited"), required=False)
    location = forms.TypedChoiceField(
        label=_("By the clock of"), required=False, coerce=str, empty_value=None
    )

    def __init__(self, *args: Any, viewer: Any, client: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if "about" in self.fields:
            self.fields["about"].widget.attrs["rows"] = 3
            offer_guests(self, viewer)
            offer_places(self)
        for name in ("client", "also"):
            if name in self.fields:
                looks_among(self.fields[name], client_chosen_by(viewer))
        if "client" in self.fields:
            self.fields["client"].initial = client

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        told.pop("client", None)
        also = told.pop("also", None)
        return told | {"further": [also] if also else []}


class ComposeMeetingForm(AddMeetingForm):
    """The same on a client's card, where one writes many things and begins with none."""

    takes_focus = False
    about = guests = location = also = client = LEFT_OUT


class EditMeetingForm(EditForm):
    """An open meeting."""

    takes_focus = False
    title, place, about = fields_from(Meeting, "title", "place", "about")
    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "From"))
    ends = WallTimeField(label=pgettext_lazy("an hour", "To"))
    location = forms.TypedChoiceField(
        label=_("By the clock of"), required=False, coerce=str, empty_value=None
    )
    responsible = OneOfManyField("agenda:owners", label=_("Responsible"), always_answered=True)
    guests = PeopleField(label=_("Colleagues who are invited"), required=False)
    further = PeopleField(label=_("Come along"), required=False)
    also = OneOfManyField("agenda:clients", label=_("Comes along"))
    field_order = (
        "title", "day", "begins", "ends", "place", "location", "responsible", "guests", "further", "also", "about",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Any, meeting: Any, further: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["about"].widget.attrs["rows"] = 3
        offer_guests(self, viewer, meeting)
        offer_places(self, meeting.location)
        if further:
            self.fields["further"].offer(further)  # type: ignore[attr-defined]  # a PeopleField
        else:
            del self.fields["further"], self.fields["was-further"]
        looks_among(self.fields["responsible"], owner_of(viewer), lambda: queries.owners(viewer))
        looks_among(self.fields["also"], client_chosen_by(viewer))

    def _text(self, name: str, was: dict[str, Any] | None) -> str:
        value = (was or {}).get(name)
        if name in {"guests", "further"}:
            return ",".join(sorted(str(getattr(one, "uid", one)) for one in value or ()))
        return super()._text(name, was)

    def words(self) -> dict[str, Any]:
        """What is handed to the command: people as they are from now on."""
        told = super().words()
        for name in ("guests", "further", "also"):
            told["seen"].pop(name, None)
        also = told.pop("also", None)
        if also:
            kept = told.get("further", self.cleaned_data.get("further", []))
            told["further"] = [*kept, also]
        return told


class EditHeldMeetingForm(EditForm):
    """A meeting that was held: what came of it can still be told."""

    takes_focus = False
    outcome = forms.CharField(
        label=_("What came of it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def was_meeting(meeting: Meeting, guests: list[Any], further: list[Any]) -> dict[str, Any]:
    """What the form for an open one shows first."""
    names = ("title", "place", "about", "day", "begins", "ends", "responsible")
    told = {name: getattr(meeting, name) for name in names}
    place = str(meeting.location.uid) if meeting.location else ""
    return told | {
        "location": place,
        "guests": [str(one.uid) for one in guests],
        "further": [str(one.uid) for one in further],
    }


def offer_guests(form: Any, viewer: Any, meeting: Any = None) -> None:
    """Colleagues who can be invited, and who are; without any the question is left out."""
    form.fields["guests"].offer(queries.who_can_come(viewer, meeting))
    if not form.fields["guests"].choices:
        del form.fields["guests"]
        form.fields.pop("was-guests", None)


def offer_places(form: Any, keep: Any = None) -> None:
    """The places by whose clock the hours may be told; where there is but one, the question is left out."""
    places = {str(one.uid): one for one in locations(keep)}
    if len(places) < 2:
        del form.fields["location"]
        form.fields.pop("was-location", None)
        return
    told = [
        ("", _("As the {client} or the company has it")),
        *((uid, one.name) for uid, one in places.items()),
    ]
    form.fields["location"].choices, form.fields["location"].coerce = told, places.get
