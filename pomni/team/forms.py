from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import EditForm, Form, OnceForm, fields_from
from pomni.team.models import LANGUAGES, User

# What a zone's name begins with where it names a place; the others are old names and bare offsets.
CONTINENTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


class InviteForm(OnceForm):
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Optional. The link is sent there; without it you hand the link over yourself."),
    )
    role = forms.TypedChoiceField(label=_("Role"))
    location = forms.TypedChoiceField(label=_("Location"), required=False, empty_value=None)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args, roles, locations, **more):
        super().__init__(*args, **more)
        _offer(self, roles, locations)


class EditColleagueForm(EditForm):
    name, email, language = fields_from(User, "name", "email", "language")
    team = forms.TypedChoiceField(
        label=pgettext_lazy("a group of colleagues", "Team"), required=False, empty_value=None
    )

    def __init__(self, *args, teams, **more):
        super().__init__(*args, **more)
        by_uid = {str(team.uid): team for team in teams}
        _choose(self, "team", [("", _("No team")), *((uid, team.name) for uid, team in by_uid.items())])
        self.fields["team"].coerce = by_uid.get  # type: ignore[attr-defined]  # a TypedChoiceField


class FormTeamForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    lead = forms.TypedChoiceField(
        label=_("Lead"), required=False, empty_value=None, help_text=_("Sees what the team answers for.")
    )

    def __init__(self, *args, colleagues, **more):
        super().__init__(*args, **more)
        by_uid = {str(person.uid): person for person in colleagues}
        _choose(self, "lead", [("", _("Nobody")), *((uid, person.name) for uid, person in by_uid.items())])
        self.fields["lead"].coerce = by_uid.get  # type: ignore[attr-defined]  # a TypedChoiceField


class RoleForm(Form):
    takes_focus = False  # one card of several on its page
    role = forms.TypedChoiceField(label=_("Role"))
    location = forms.TypedChoiceField(label=_("Location"), required=False, empty_value=None)

    def __init__(self, *args, roles, locations, **more):
        super().__init__(*args, **more)
        _offer(self, roles, locations)


class TakeInvitationForm(Form):
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("Login"),
        max_length=60,
        help_text=_("What you type when you sign in: letters, digits and . @ + - _"),
        error_messages={"invalid": _("Only letters, digits and . @ + - _ can be in a login.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. A sentence of a few words is easy to keep in mind."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )


class PinForm(Form):
    pin = forms.CharField(
        label=_("PIN"),
        max_length=8,
        help_text=_("4 to 8 digits."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class UnlockForm(Form):
    takes_focus = False  # the PIN takes it: who it is, is mostly chosen already
    person = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect)
    pin = forms.CharField(
        label=_("PIN"),
        max_length=8,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, *args, people, **more):
        super().__init__(*args, **more)
        self.people = {str(person.uid): person for person in people}
        _choose(self, "person", [(uid, person.name) for uid, person in self.people.items()])


class TokenForm(OnceForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Which program will use it."),
    )
    may_change = forms.BooleanField(label=_("May change data, not only read"), required=False)


class LanguageForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class LocationForm(Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args, **more):
        from zoneinfo import available_timezones

        super().__init__(*args, **more)
        zones = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS)
        _choose(self, "zone", [(zone, zone.replace("_", " ")) for zone in [*zones, "UTC"]])


def _choose(form, name, choices):
    form.fields[name].choices = choices


def _offer(form, roles, locations):
    by_uid = {str(role.uid): role for role in roles}
    # Nothing is chosen at first: the first role of the list is the director's.
    form.fields["role"].choices = [("", "—"), *((uid, str(role)) for uid, role in by_uid.items())]
    form.fields["role"].coerce = by_uid.get
    places = {str(place.uid): place for place in locations}
    form.fields["location"].choices = [
        ("", _("All locations")),
        *((uid, place.name) for uid, place in places.items()),
    ]
    form.fields["location"].coerce = places.get
    if not places:
        form.fields["location"].widget = form.fields["location"].hidden_widget()
