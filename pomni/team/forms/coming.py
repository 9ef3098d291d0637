"""Forms of inviting and coming in."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form, OnceForm
from pomni.team.forms.offers import RolesField, offer_all, offer_records
from pomni.team.models import LANGUAGES


class InviteForm(OnceForm):
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Optional. The link is sent there; without it you hand the link over yourself."),
    )
    role = RolesField(label=_("Roles, and where"))
    team = forms.TypedChoiceField(
        label=pgettext_lazy("a group of colleagues", "Team"), required=False, empty_value=None
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args, grid, teams, **more):
        super().__init__(*args, **more)
        offer_all(self, "role", grid)
        offer_records(self, "team", teams, _("No team"))
        if not teams:
            self.fields.pop("team")

    def words(self):
        told = super().words()
        (role, location), *further = told.pop("role")
        return told | {"role": role, "location": location, "further": further}


class _PasswordForm(Form):
    """What was typed stays where another field was wrong; a refused password goes, else the next one is typed onto it."""

    def add_error(self, field, error):
        super().add_error(field, error)
        if "password" in self.errors:
            self.fields["password"].widget.render_value = False


class NewPasswordForm(_PasswordForm):
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. A sentence of a few words is easy to keep in mind."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )


class TakeInvitationForm(_PasswordForm):
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
