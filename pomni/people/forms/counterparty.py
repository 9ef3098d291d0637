"""Fields of a counterparty: the parts that they play, their language, and their requisites."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pomni.kit.columns import column
from pomni.kit.requisites import OF_BANK, REQUISITES, countries_of
from pomni.kit.requisites_in_text import LONGEST, read_out_of
from pomni.people.languages import LANGUAGES, language_name
from pomni.people.models import Client
from pomni.team import company

PASTED = "pasted"
WITH_SPACES = 60  # signs of a number as it is typed


class PartWords(tuple[str, ...]):
    """Parts that somebody plays; as text they are what is kept."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(self)


class PartsInput(forms.CheckboxSelectMultiple):
    """A box for each part; what is kept, a text, counts as well."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The codes, each of its own or several in a text."""
        return " ".join(data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]).split()

    def format_value(self, value: Any) -> list[str]:
        """The boxes that are ticked."""
        return value.split() if isinstance(value, str) else list(value or ())


class PartsField(forms.MultipleChoiceField):
    """What a counterparty is to the company. Gives `PartWords`, in their own order; `usual` where none is ticked."""

    usual: tuple[str, ...] = ()

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=Client.Part.choices, required=False, widget=PartsInput(), **more)

    def clean(self, value: Any) -> Any:
        """At least one."""
        told = super().clean(value) or self.usual
        if not told:
            raise ValidationError(gettext("Choose at least one of the answers."))
        return PartWords(part for part in Client.Part.values if part in told)


def part_names(kept: str) -> list[str]:
    """How the parts that somebody plays are called; none of whoever is a client and nothing else."""
    parts = kept.split()
    return [] if parts == [Client.Part.CLIENT] else [str(Client.Part(part).label) for part in parts]


def language_choices() -> list[tuple[str, Any]]:
    """Languages as each is called by those who speak it."""
    return [("", "—"), *((code, language_name(code)) for code in LANGUAGES)]


def requisite(key: str) -> forms.CharField:
    """The field of one requisite: a number may be typed with spaces and dashes."""
    one = REQUISITES[key]
    longest = WITH_SPACES if one.validate else column(Client, key).max_length
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=one.label, max_length=longest, required=False, widget=widget)


def pasted() -> forms.CharField:
    """The field into which all of them are pasted as they came."""
    return forms.CharField(
        label=_("All of them at once"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paste them as they came by letter; Pomni puts each in its place."),
    )


def idle_requisites(client: Client | None, viewer: Any) -> set[str]:
    """Requisites that are no use in a form: of a new client, those of other countries, those that are hidden from the viewer."""
    if not client:
        return set(REQUISITES)  # of a new one they are pasted
    told = {name: getattr(client, name) for name in (*REQUISITES, "tax_id")}
    here = countries_of(told, company.current().country)
    foreign = {
        key
        for key, one in REQUISITES.items()
        if here and one.countries and not here & {*one.countries} and not told[key]
    }
    return foreign | (set(OF_BANK) if viewer.field_rule("people.client.account") else set())


def told_by_pasting(text: str, fields: Collection[str]) -> dict[str, str]:
    """What stands in a pasted text, of these fields. Raises ValidationError where nothing does."""
    found = {key: value for key, value in read_out_of(text).items() if key in fields}
    if text.strip() and not found:
        raise ValidationError(gettext("No requisites are found in this text. Type them into their fields."))
    return found
