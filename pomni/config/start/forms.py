"""Forms of the first day. What is typed is kept by the views; passwords only go to the command."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit import places
from pomni.kit.columns import column
from pomni.kit.errors import Refused
from pomni.kit.forms import Form
from pomni.kit.terms import TRADES, nouns_of
from pomni.team.company_words import TAX
from pomni.team.forms import TakeInvitationForm
from pomni.team.models import LANGUAGES, Company
from pomni.ui.widgets import Pick, Picks

ICONS = {
    "clinic": "stethoscope",
    "salon": "scissors",
    "school": "graduation-cap",
    "wholesale": "truck",
    "shop": "shopping-bag",
    "recruitment": "user-round-search",
    "services": "wrench",
    "general": "briefcase-business",
}


def choice(name, **more):
    return forms.ChoiceField(label=column(Company, name).verbose_name, **more)


class CompanyForm(Form):
    name = forms.CharField(
        label=_("What is your company called?"),
        max_length=120,
        help_text=_("As your {clients} know it."),
        error_messages={"required": _("Write the company's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    trade = forms.ChoiceField(
        label=_("What do you do?"),
        widget=Picks,
        help_text=_("Pomni then speaks with the words of your trade. It can be changed later."),
        error_messages={"required": _("Choose the trade that comes nearest.")},
    )
    country = choice("country", error_messages={"required": _("Choose the country of the company.")})
    language = choice(
        "language",
        choices=LANGUAGES,
        help_text=_("Of letters, and of colleagues who choose none themselves."),
    )

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        _offer(self, "trade", [(key, _pick(key)) for key in [*_but_general(), "general"]])
        _offer(self, "country", [("", "—"), *places.countries()])


class CountryForm(Form):
    takes_focus = False  # mostly everything is right already
    currency = choice("currency", error_messages={"required": _("Choose the money in which you count.")})
    zone = choice("zone")
    phone_region = choice(
        "phone_region", help_text=_("A phone that is written without +… is taken to be of this country.")
    )
    week_start = forms.TypedChoiceField(
        label=Company._meta.get_field("week_start").verbose_name,
        coerce=int,
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
    )

    def __init__(self, *args, country, **more):
        super().__init__(*args, **more)
        _offer(self, "currency", [("", "—"), *places.currencies()])
        _offer(self, "zone", places.zones())
        phones = [
            (code, f"{name} ({places.country_facts(code).phone_code})") for code, name in places.countries()
        ]
        _offer(self, "phone_region", phones)
        self.kinds = {f"{TAX}{kind.key}": kind for kind in places.country_facts(country).tax_ids}
        for name, kind in self.kinds.items():
            self.fields[name] = forms.CharField(
                label=kind.label, required=False, max_length=60, help_text=kind.shape, widget=_number()
            )

    def clean(self):
        told = super().clean() or {}
        for name, kind in self.kinds.items():
            try:
                told[name] = kind.checked(told.get(name, ""))
            except Refused as no:
                self.add_error(name, str(no))
        return told

    def words(self):
        """Fields of Company."""
        told = dict(self.cleaned_data)
        tax_ids = {name.removeprefix(TAX): told.pop(name) for name in self.kinds}
        return told | {"tax_ids": {key: number for key, number in tax_ids.items() if number}}


class YouForm(TakeInvitationForm):
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("For a new password, should you forget it, and for news that matter."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As colleagues call you."),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "username", "password", "email")


class SafeForm(Form):
    takes_focus = False  # the sheet is read and printed first
    safe = forms.BooleanField(
        label=pgettext_lazy("the recovery sheet", "It is printed and in a safe place"),
        error_messages={
            "required": _("Put the sheet in a safe place first, then tick this. It can also be done later.")
        },
    )


class LeaveForm(Form):
    takes_focus = False
    delete = forms.BooleanField(
        label=_("Delete the demo company"),
        required=False,
        initial=True,
        help_text=_("With all that was tried in it. Without the tick it is kept in its folder."),
    )


def _offer(form, name, choices):
    form.fields[name].choices = choices


def _but_general():
    return [key for key in TRADES if key != "general"]


def _pick(trade):
    words = nouns_of(trade)
    said = ", ".join(words[noun] for noun in ("client", "specialist", "location") if noun in words)
    return Pick(
        TRADES[trade], _("Speaks of: %(words)s") % {"words": said}, ICONS.get(trade, "briefcase-business")
    )


def _number():
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
