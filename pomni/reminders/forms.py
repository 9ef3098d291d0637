"""Forms of messages to clients."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form, OnceForm, choice_field
from pomni.post.models import Gateway
from pomni.reminders.models import CHANNELS, Rule
from pomni.ui.widgets import WallTimeField

HOUR, DAY = 60, 24 * 60
UNITS = ((HOUR, pgettext_lazy("how long before", "hours")), (DAY, pgettext_lazy("how long before", "days")))
WITH_TIME = (Rule.Occasion.BEFORE, Rule.Occasion.AFTER)
PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class RuleForm(OnceForm):
    """When a message goes, and what it says in each language."""

    number = forms.IntegerField(label=_("How long"), min_value=0, max_value=1440)
    unit = forms.TypedChoiceField(label=_("Unit of time"), choices=UNITS, coerce=int)
    unless_confirmed = forms.BooleanField(label=_("Only while the visit is not confirmed"), required=False)

    def __init__(
        self, *args: Any, occasion: str, texts: dict[str, str], minutes: int = DAY, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.occasion = occasion
        unit = DAY if minutes % DAY == 0 and minutes else HOUR
        self.fields["number"].initial, self.fields["unit"].initial = minutes // unit, unit
        if occasion not in WITH_TIME:
            del self.fields["number"], self.fields["unit"]
        if occasion != Rule.Occasion.BEFORE:
            del self.fields["unless_confirmed"]
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text"),
                label_suffix=f", {name}",
                required=False,
                max_length=2000,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
            self.fields[f"text_{code}"].label = name

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        texts = {code: told.pop(f"text_{code}", "") for code, _name in settings.LANGUAGES}
        minutes = told.pop("number", 0) * told.pop("unit", 0)
        return told | {"texts": texts, "minutes": minutes}


class EditRuleForm(RuleForm):
    """The same for a rule that there is."""

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()
        del told["key"]
        return told


class MannerForm(Form):
    """By which channels in turn, and when not."""

    takes_focus = False
    first = forms.ChoiceField(label=_("First by"), choices=CHANNELS)
    second = forms.ChoiceField(label=_("Or else by"), choices=[("", "—"), *CHANNELS], required=False)
    third = forms.ChoiceField(label=_("Or else, thirdly, by"), choices=[("", "—"), *CHANNELS], required=False)
    quiet_from = WallTimeField(label=_("Quiet from"), required=False)
    quiet_till = WallTimeField(
        label=_("Quiet until"),
        required=False,
        help_text=_("By the clock of the {location}. What falls into these hours goes before or after them."),
    )

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = dict(super().words())
        named = [told.pop(name) for name in ("first", "second", "third")]
        return told | {"channels": [one for one in named if one]}


class GatewayForm(Form):
    """What is called, with what, and what in the answer means that it worked."""

    kind = forms.ChoiceField(label=_("How it sends"), choices=Gateway.Kind.choices)
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        required=False,
        help_text=_(
            "As the provider's papers say. In braces stand words that are put in: to, text, key, secret."
        ),
        widget=forms.TextInput(attrs=PLAIN),
    )
    method = forms.ChoiceField(label=_("Method"), choices=[(one, one) for one in ("POST", "GET", "PUT")])
    headers = forms.CharField(
        label=_("Headers"),
        max_length=4000,
        required=False,
        help_text=_("One a line: a name, a colon, what it holds. Words in braces are put in."),
        widget=forms.Textarea(attrs={"rows": 2, **PLAIN}),
    )
    sends = forms.ChoiceField(label=_("Body"), choices=Gateway.Sends.choices)
    body = forms.CharField(
        label=_("Contents of the body"),
        max_length=4000,
        required=False,
        help_text=_("JSON, or for a form one value a line. Words in braces are put in."),
        widget=forms.Textarea(attrs={"rows": 4, **PLAIN}),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted, and never shown again. Empty: the one that is kept stays."),
    )
    success_path = forms.CharField(
        label=_("Where the answer says that it worked"),
        max_length=100,
        required=False,
        help_text=_("A path in the JSON, such as status or messages.0.state. Empty: any answer 2xx."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    success_is = forms.CharField(
        label=_("What stands there then"),
        max_length=200,
        required=False,
        help_text=_("Several values with commas between."),
        widget=forms.TextInput(attrs=PLAIN),
    )
    id_path = forms.CharField(
        label=_("Where the number of the message stands"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )


class TrialForm(OnceForm):
    """To whom a trial message goes."""

    __test__ = False  # no test of pytest's
    takes_focus = False
    to = forms.CharField(
        label=_("To"), max_length=100, help_text=_("A phone with its code, or a name in the messenger.")
    )


class RepliesForm(Form):
    """What the provider calls things when it tells what clients answer."""

    takes_focus = False
    from_field = forms.CharField(
        label=_("From whom"), max_length=100, initial="from", widget=forms.TextInput(attrs=PLAIN)
    )
    text_field = forms.CharField(
        label=_("Text"), max_length=100, initial="text", widget=forms.TextInput(attrs=PLAIN)
    )
    id_field = forms.CharField(
        label=_("Number of the answer"), max_length=100, initial="id", widget=forms.TextInput(attrs=PLAIN)
    )


class WishForm(Form):
    """How a client wants to be written to about visits."""

    channel = forms.ChoiceField(label=_("Write by"), required=False)
    is_silent = forms.BooleanField(label=_("Wants no messages about visits"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        as_usual = ("", pgettext_lazy("to write by", "As the company does"))
        choice_field(self, "channel").choices = [as_usual, *CHANNELS]
