"""Forms of the settings: the company, its look, its mail, its rules of security. Each field says its effect and its default."""

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.kit import places
from pomni.kit.forms import EditForm, Form
from pomni.kit.terms import TRADES
from pomni.team.models import LANGUAGES
from pomni.team.models.company import Company
from pomni.ui.widgets import HueField

WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)
TAX = "tax_"


class SettingsForm(EditForm):
    """One block of a page of settings: saved by itself. `block` says which one it is."""

    takes_focus = False  # one of several on its page
    key = ""
    block = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))

    def __init__(self, data=None, *, was=None, **more):
        super().__init__(data, was={"block": self.key, **(was or {})}, **more)
        for name, field in self.fields.items():
            if name.startswith("was-"):
                field.widget.attrs["id"] = False

    def words(self):
        """What is handed to the command: `block` only says which form it was."""
        told = super().words()
        told["seen"].pop("block", None)
        told.pop("block", None)
        return told


class NameForm(SettingsForm):
    key = "name"
    name = forms.CharField(
        label=pgettext_lazy("of a company", "Name"),
        max_length=120,
        help_text=_("Stands in the menu, on the sign-in page, in letters and on papers. Default: Pomni."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    trade = forms.ChoiceField(
        label=_("Trade"),
        choices=list(TRADES.items()),
        help_text=_(
            "Chooses the words of every page, for everybody and at once; how they sound stands below. "
            "Default: the general words."
        ),
    )


class CountryForm(SettingsForm):
    """`country` is the one whose tax numbers are asked for; `suggested` says what is usual there, and nobody chose yet."""

    key = "country"
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_(
            "Suggests money, phones, week and holidays, and says which tax numbers there are. Default: none."
        ),
    )
    currency = forms.ChoiceField(
        label=_("Money"),
        help_text=_(
            "New prices, bills and targets are in it. Sums that are written down already keep theirs: nothing is "
            "converted. Default: that of the country."
        ),
    )
    phone_region = forms.ChoiceField(
        label=_("Phones without a code are of"),
        help_text=_(
            "A number typed without + is read as one of this country, from now on. Default: the company's country."
        ),
    )
    week_start = forms.TypedChoiceField(
        label=_("The week begins on"),
        choices=WEEKDAYS,
        coerce=int,
        help_text=_("In calendars, the schedule and reports by week. Default: Monday."),
    )

    def __init__(self, data=None, *, country="", was=None, suggested=None, **more):
        super().__init__(data, was=was, **more)
        self.initial = {**self.initial, **(suggested or {})}
        choose(self, "country", [("", "—"), *places.countries()])
        choose(self, "currency", [("", "—"), *places.currencies()])
        choose(self, "phone_region", [("", "—"), *_phone_regions()])
        for kind in places.country_facts(country).tax_ids if country else ():
            self._ask_for(kind, (was or {}).get(f"{TAX}{kind.key}", ""))

    @property
    def further_fields(self):
        """All but the country: what it suggests."""
        return [field for field in self.visible_fields() if field.name != "country"]

    def _ask_for(self, kind, was):
        hint = (
            gettext("%(shape)s. Stands on papers.") % {"shape": kind.shape}
            if kind.shape
            else gettext("Stands on papers.")
        )
        name = f"{TAX}{kind.key}"
        text = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        self.fields[name] = forms.CharField(
            label=kind.label, required=False, max_length=40, initial=was, help_text=hint, widget=text
        )
        seen = forms.CharField(required=False, initial=was, widget=forms.HiddenInput(attrs={"id": False}))
        self.fields[f"was-{name}"] = seen


class TimeForm(SettingsForm):
    key = "time"
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_(
            "Days begin and end by it, and times are shown in it, unless a {location} has its own. What is written "
            "down keeps its instant, so its hour on the clock may look different. Default: UTC."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As each person's browser asks")), *LANGUAGES],
        required=False,
        help_text=_(
            "For colleagues who chose none of their own, and for what Pomni writes to {clients}. "
            "Default: as the browser asks."
        ),
    )
    name_order = forms.ChoiceField(
        label=_("Names of people"),
        choices=[("", _("As the language has it")), *Company.NameOrder.choices],
        required=False,
        help_text=_(
            "How names of {clients} are written and sorted. Names that are there already follow within minutes. "
            "Default: in English the given name first, else the family name."
        ),
    )

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        choose(self, "zone", places.zones())


class HueForm(SettingsForm):
    key = "hue"
    hue = HueField(
        label=_("Colour"),
        help_text=_(
            "Of buttons, links and marks, for everybody. Any one can be read: Pomni sees to the contrast. "
            "Default: indigo."
        ),
    )


class LogoForm(Form):
    takes_focus = False
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG, JPEG or WebP, at most 2 MB. Stands in the menu and on the sign-in page, which everybody can see. "
            "Default: the mark of Pomni."
        ),
        error_messages={"required": _("Choose a picture first.")},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class MailServerForm(SettingsForm):
    key = "mail"
    host = forms.CharField(
        label=_("Server"),
        max_length=253,
        help_text=_("As your provider of mail names it, like smtp.example.org."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    security = forms.ChoiceField(
        label=_("Protection"),
        choices=[
            ("tls", _("TLS from the start (mostly port 465)")),
            ("starttls", _("STARTTLS (mostly port 587)")),
            ("none", _("None: everybody on the way can read along")),
        ],
        help_text=_("Without protection, letters and the password can be read on the way. Default: TLS."),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, help_text=_("Default: 465."))
    username = forms.CharField(
        label=_("Login"),
        max_length=254,
        required=False,
        help_text=_("Mostly the whole address. Empty for a server that asks for none."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    sender = forms.EmailField(
        label=_("Letters are from"),
        max_length=254,
        help_text=_("The address that people see and answer to. It must be one that the login may use."),
    )
    sender_name = forms.CharField(
        label=_("Name of the sender"),
        max_length=120,
        required=False,
        help_text=_("Stands before the address. Default: the address alone."),
    )

    def __init__(self, *args, has_password=False, **more):
        super().__init__(*args, **more)
        if not self.initial.get("host"):
            self.fields["security"].initial, self.fields["port"].initial = "tls", 465
        self.fields["password"].help_text = (
            _("One is kept and is never shown again. Empty: it stays. Another server or login needs it anew.")
            if has_password
            else _("Kept encrypted, and never shown again.")
        )


class TestLetterForm(Form):
    __test__ = False  # no test of pytest's
    takes_focus = False
    to = forms.EmailField(
        label=_("To"), help_text=_("Leaves at once, and the server's answer is shown here.")
    )


class PolicyForm(SettingsForm):
    key = "policy"
    second_factor = forms.ChoiceField(
        label=_("A second step of sign-in must have"),
        choices=Company.SecondFactor.choices,
        help_text=_(
            "Whoever must have one and has none sees only the page where it is made, from the next click on. "
            "Tokens of programs go on working. Default: nobody must."
        ),
    )
    lock_after = forms.TypedChoiceField(
        label=_("The screen locks itself after"),
        coerce=int,
        help_text=_(
            "When nobody touches keyboard, mouse or screen. The PIN opens it again; whoever has no PIN is signed out. "
            "Default: never."
        ),
    )
    session_days = forms.TypedChoiceField(
        label=_("A sign-in lasts"),
        coerce=int,
        help_text=_(
            "Then everybody signs in anew, on each device. A shorter time ends older sign-ins at once. Default: 30 days."
        ),
    )

    def __init__(self, *args, minutes, days, **more):
        super().__init__(*args, **more)
        choose(self, "lock_after", [(number, _minutes(number)) for number in minutes])
        choose(self, "session_days", [(number, _days(number)) for number in days])


def choose(form, name, choices):
    form.fields[name].choices = choices


def _phone_regions():
    """Countries with their telephone code: "Poland (+48)"."""
    return [(code, f"{name} ({places.country_facts(code).phone_code})") for code, name in places.countries()]


def _minutes(number):
    if not number:
        return gettext("Never")
    return ngettext("%(count)s minute", "%(count)s minutes", number) % {"count": number}


def _days(number):
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": number}
