"""Forms for what is known of a client beside their own facts: ties, peculiarities, days to remember, consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.clock import today
from pomni.kit.forms import Form, OnceForm, fields_from
from pomni.people.forms.fields import BirthdayField, ClientField
from pomni.people.forms.writing import ChangingForm
from pomni.people.known import MOMENTS, tie_choices
from pomni.people.models import Consent, ImportantDate, Peculiarity, Tie
from pomni.people.rules import birthday_text
from pomni.team.queries import colleagues
from pomni.ui.widgets import DayField

KINDS = [(kind, label) for kind, label in Peculiarity.Kind.choices if kind not in MOMENTS]
KINDS_OF_MOMENT = [(kind, label) for kind, label in Peculiarity.Kind.choices if kind in MOMENTS]


class _OfClient(Form):
    """A form about one client, for a viewer."""

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.viewer = viewer
        for field in self.fields.values():
            field.always_answered = True  # type: ignore[attr-defined]  # what is needed is plain to see

    def words(self) -> dict[str, Any]:
        """What is handed to the command: a day that is not told is None."""
        return {
            name: None if name in {"on", "since"} and not value else value
            for name, value in super().words().items()
        }


class _TieFields(_OfClient):
    note = fields_from(Tie, "note")[0]
    since = DayField(label=pgettext_lazy("of a tie", "Since"), required=False)


class AddTieForm(_TieFields, OnceForm):
    """What somebody is to the client: another client, or a colleague."""

    field_order = ("kind", "other", "colleague", "note", "since")
    kind = forms.ChoiceField(label=_("What they are to this {client}"), choices=tie_choices)
    other = ClientField(label=_("{Client}"))
    colleague = forms.TypedChoiceField(label=_("or a colleague"), required=False, empty_value=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"].viewer = self.viewer  # type: ignore[attr-defined]  # a field of ours
        by_uid = {str(user.uid): user for user in colleagues(self.viewer) if user.is_active}
        field: Any = self.fields["colleague"]
        field.choices = [("", "—"), *((uid, user.name) for uid, user in by_uid.items())]
        field.coerce = by_uid.get


class EditTieForm(_TieFields, ChangingForm):
    """The remark, and since when."""


class _PeculiarityFields(_OfClient):
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    text = fields_from(Peculiarity, "text")[0]
    on = DayField(label=pgettext_lazy("of a peculiarity", "When"), required=False)


class _MomentFields(_OfClient):
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS_OF_MOMENT)
    text = fields_from(Peculiarity, "text")[0]
    on = DayField(label=pgettext_lazy("of a peculiarity", "When"), required=False)


class AddPeculiarityForm(_PeculiarityFields, OnceForm):
    """What makes a client special."""


class EditPeculiarityForm(_PeculiarityFields, ChangingForm):
    """The same, changed."""


class AddMomentForm(_MomentFields, OnceForm):
    """What was good or bad between the client and the company."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("on", today())


class EditMomentForm(_MomentFields, ChangingForm):
    """The same, changed."""


class _DateFields(_OfClient):
    title = fields_from(ImportantDate, "title")[0]
    day = BirthdayField(
        label=_("Day"),
        max_length=30,
        is_ahead=True,
        help_text=_("Day and month; the year where it is known."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    is_yearly = forms.BooleanField(label=_("Every year"), required=False, initial=True)


class AddDateForm(_DateFields, OnceForm):
    """A day to remember."""


class EditDateForm(_DateFields, ChangingForm):
    """The same, changed."""


class AddConsentForm(_OfClient, OnceForm):
    """That a client consented, or took that back."""

    kind = forms.ChoiceField(label=_("Consent"), choices=Consent.Kind.choices)
    is_given = forms.TypedChoiceField(
        label=pgettext_lazy("of a consent", "What the {client} said"),
        choices=[
            ("yes", pgettext_lazy("a consent", "Given")),
            ("no", pgettext_lazy("a consent", "Taken back")),
        ],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    channels = forms.MultipleChoiceField(
        label=_("By what we may write"),
        choices=Consent.Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a marketing consent; none ticked: by all of them."),
    )
    on = DayField(label=pgettext_lazy("of a consent", "Date"))
    origin = forms.CharField(
        label=pgettext_lazy("of a consent", "Origin"),
        max_length=120,
        required=False,
        help_text=_("Such as a signed form, the site, a call."),
    )
    version = forms.CharField(
        label=pgettext_lazy("of a wording", "Version of the wording"), max_length=40, required=False
    )
    wording = forms.CharField(
        label=_("Wording"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("on", today())

    def clean_channels(self) -> list[str]:
        """Those of a consent that is about channels; of another one none."""
        told: list[str] = self.cleaned_data["channels"]
        return told if self.cleaned_data.get("kind") == Consent.Kind.MARKETING else []


def was_detail(known: Any) -> dict[str, Any]:
    """What the form for a detail shows first."""
    if isinstance(known, Tie):
        return {"note": known.note, "since": known.since}
    if isinstance(known, Peculiarity):
        return {"kind": known.kind, "text": known.text, "on": known.on}
    return {"title": known.title, "day": birthday_text(known.day, known.year), "is_yearly": known.is_yearly}
