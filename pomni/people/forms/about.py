"""The forms of a client: a new one, the whole record, and one group of facts changed in place."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.columns import column
from pomni.kit.errors import Refused
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.kit.requisites import REQUISITES
from pomni.kit.requisites_in_text import BY_ITS_FORM
from pomni.kit.tax_ids import tax_ids_of
from pomni.people import queries
from pomni.people.forms.counterparty import (
    PASTED,
    PartsField,
    idle_requisites,
    language_choices,
    pasted,
    requisite,
    told_by_pasting,
)
from pomni.people.forms.fields import (
    AddressesField,
    BirthdayField,
    OrganisationField,
    ReachedField,
    TagsField,
    birthday_written,
)
from pomni.people.forms.own import asked_of_new, values_of
from pomni.people.models import Client
from pomni.people.queries.own import own_fields
from pomni.people.rules import WITH_PATRONYMIC
from pomni.people.words import kind_told_by
from pomni.team import company
from pomni.team.queries import colleagues, locations

PLURAL = {"phone": "phones", "email": "emails", "messenger": "messengers", "address": "addresses"}
PARTS = ("family", "given", "patronymic")
FILL, OWN = "people.client.change", "own_"  # who may fill custom fields in; how their names begin
FIRST = ("name", "phone", "kind")  # of the form for a new client; the rest is folded below


@dataclass(frozen=True)
class Group:
    """Facts that stand in one line of the card and are changed together."""

    key: str
    label: Any
    fields: tuple[str, ...]


GROUPS = {
    group.key: group
    for group in (
        Group("name", pgettext_lazy("of a client", "Name"), ("name", *PARTS, "kind")),
        Group("phone", _("Phone"), ("phone",)),
        Group("email", _("E-mail"), ("email",)),
        Group("messenger", _("Messenger"), ("messenger",)),
        Group("called", _("How to address them"), ("called",)),
        Group("birthday", _("Birthday"), ("birthday", "sex")),
        Group("tags", _("Tags"), ("tags",)),
        Group("work", _("Works at"), ("works_at", "position")),
        Group("responsible", _("Responsible"), ("responsible",)),
        Group("location", _("{Location}"), ("location",)),
        Group("source", _("Source"), ("source",)),
        Group("address", _("Address"), ("address",)),
        Group("parts", _("Parts they play"), ("parts",)),
        Group("category", _("Category"), ("category",)),
        Group("language", _("Language"), ("language",)),
        Group("tax_id", _("Tax number"), ("tax_id",)),
        Group("requisites", _("Requisites"), ("tax_id", *REQUISITES, PASTED)),
        Group("alert", _("Alert"), ("alert",)),
        Group("about", _("Remark"), ("about",)),
    )
}


def _text(name: str, label: Any, **more: Any) -> forms.CharField:
    longest = column(Client, name).max_length
    widget = more.pop("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, **more)


class AboutClient(Form):
    """Every fact of a client. `only`: these fields, for a change in place."""

    name = _text("name", pgettext_lazy("of a client", "Name"))
    phone = ReachedField("phone", label=_("Phone"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Client.Kind.choices, initial=Client.Kind.PERSON)
    email = ReachedField("email", label=_("E-mail"))
    messenger = ReachedField(
        "messenger",
        label=_("Messenger"),
        help_text=_("A name such as @anna, or a link; the label says which messenger."),
    )
    family = _text("family", _("Family name"))
    given = _text("given", _("Given name"))
    patronymic = _text("patronymic", _("Patronymic"))
    called = _text("called", _("How to address them"), help_text=_("As they like to be spoken to."))
    birthday = BirthdayField(
        label=_("Birthday"),
        required=False,
        max_length=30,
        help_text=_("Day and month; the year where it is known."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[("", "—"), *Client.Sex.choices], required=False, help_text=_("As in papers.")
    )
    tags = TagsField(label=_("Tags"), help_text=_("Several with commas between."))
    works_at = OrganisationField(label=_("Works at"))
    position = _text("position", _("Position"))
    responsible = forms.TypedChoiceField(label=_("Responsible"), required=False, empty_value=None)
    location = forms.TypedChoiceField(label=_("{Location}"), required=False, empty_value=None)
    source = _text("source", _("Source"), help_text=_("Where they heard of you."))
    address = AddressesField(label=_("Address"))
    parts = PartsField(label=_("Parts they play"), initial=Client.Part.CLIENT)
    category = _text(
        "category", _("Category"), help_text=_("As the company sorts its {clients}: A, key account.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    pasted = pasted()
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    legal_name, legal_address = requisite("legal_name"), requisite("legal_address")
    kpp, ogrn, regon, krs = requisite("kpp"), requisite("ogrn"), requisite("regon"), requisite("krs")
    account, bik, corr_account = requisite("account"), requisite("bik"), requisite("corr_account")
    swift, bank = requisite("swift"), requisite("bank")
    alert = _text("alert", _("Alert"), help_text=_("Stands on top of the card, for everybody who sees it."))
    about = _text("about", _("Remark"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, viewer: Any, client: Client | None = None, only: Collection[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.viewer, self.client = viewer, client
        for field in self.fields.values():
            field.always_answered = True  # type: ignore[attr-defined]  # nothing is required: no need to say so
        whole = [name for name in self.fields if not name.startswith("was-")]
        keep = only or [name for name in whole if name != PASTED or not client]
        self._idle_requisites = idle_requisites(client, viewer)
        for name in [name for name in AboutClient.base_fields if name not in keep or self._is_idle(name)]:
            self._drop(name)
        if not client and PASTED in self.fields:
            self.fields[PASTED].label = _("Requisites")
        if not client and (parts := self.fields.get("parts")):
            parts.usual = (Client.Part.CLIENT,)  # type: ignore[attr-defined]  # a field of ours
        for name in ("responsible", "location", "works_at", "tags", "source", "category", "tax_id"):
            if name in self.fields:
                getattr(self, f"_offer_{name}")(self.fields[name])
        if only and not self.is_bound and (first := next(iter(self.visible_fields()), None)):
            first.field.widget.attrs["autofocus"] = True

    def _is_idle(self, name: str) -> bool:
        """Whether the field is of no use here: masked or hidden, or nothing that this client or this company has."""
        if name in PLURAL and name != "address":
            return bool(self.viewer.field_rule(f"people.client.{name}"))
        if name in self._idle_requisites:
            return True
        is_person = not self.client or self.client.kind == Client.Kind.PERSON
        if name == "patronymic":
            country = company.current().country or company.current().phone_region
            has_it = bool(self.client and self.client.patronymic)
            return not (has_it or (is_person and self._has_parts() and country in WITH_PATRONYMIC))
        if name in PARTS:
            return not (is_person and self._has_parts())
        if name in {"birthday", "sex", "called", "works_at", "position"}:
            return not is_person and not (self.client and _value(self.client, name))
        return False

    def _has_parts(self) -> bool:
        """The parts are offered where they are known; of a new client the whole name is asked and taken apart."""
        return bool(self.client and any(getattr(self.client, part) for part in PARTS))

    def _drop(self, name: str) -> None:
        self.fields.pop(name, None)
        self.fields.pop(f"was-{name}", None)

    def _offer_responsible(self, field: Any) -> None:
        now = self.client.responsible if self.client else None
        people = [user for user in colleagues(self.viewer) if user.is_active or user == now]
        people += [user for user in (now, self.viewer) if user and user not in people and not user.is_robot]
        _offer(field, people, _("Nobody"))
        if not self.client:
            self.initial["responsible"] = str(self.viewer.uid)

    def _offer_location(self, field: Any) -> None:
        places = list(locations(self.client.location if self.client else None))
        _offer(field, places, _("No {location}"))
        if not places:
            self._drop("location")

    def _offer_works_at(self, field: Any) -> None:
        field.viewer = self.viewer
        works_at = self.client.works_at if self.client and self.initial.get("works_at") else None
        field.widget.shown = works_at.name if works_at else ""
        self._names = {str(works_at.uid): works_at.name} if works_at else {}

    @cached_property
    def _offered(self) -> queries.Offered:
        return queries.offered_again(self.viewer)

    def _offer_tags(self, field: Any) -> None:
        now = str(self.initial.get("tags") or "")
        has = {name.casefold() for name in now.split(", ")}
        before = f"{now}, " if now else ""
        offered = [f"{before}{name}" for name in self._offered.tags if name.casefold() not in has]
        field.widget = Suggesting(offered)

    def _offer_source(self, field: Any) -> None:
        field.widget = Suggesting(self._offered.sources)

    def _offer_category(self, field: Any) -> None:
        field.widget = Suggesting(self._offered.categories)

    def _offer_tax_id(self, field: Any) -> None:
        field.widget.attrs |= {"autocomplete": "off"}
        if country := company.current().country:
            field.label = tax_ids_of(country)[0].label
            field.help_text = _("Of another country with its two letters in front, such as DE 123456789.")

    def clean(self) -> dict[str, Any]:
        """What was pasted is put into the fields that nobody has typed anything else into."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if PASTED not in self.fields or PASTED not in told:
            return told
        try:
            found = told_by_pasting(told.pop(PASTED), self.fields if self.client else (*REQUISITES, "tax_id"))
        except ValidationError as wrong:
            self.add_error(PASTED, wrong)
            return told
        return told | self.out_of(found, told) | {PASTED: ""}

    def out_of(self, found: dict[str, str], told: dict[str, Any]) -> dict[str, Any]:
        """What is taken of requisites that were found in a text, beside what was typed."""
        return {
            name: value
            for name, value in found.items()
            if name in told and told[name] in ("", self.initial.get(name))
        }

    def words(self) -> dict[str, Any]:
        """What is handed to the command: phones and addresses are several there."""
        return {PLURAL.get(name, name): value for name, value in super().words().items() if name != PASTED}


class AddClientForm(AboutClient, OnceForm):
    """A new client: a name or a phone is enough, or a text with requisites; and the custom fields that are required.

    Which of those depends on more than that they are required is known once the rest was told: it is asked for then.
    """

    def __init__(self, data: Any = None, *, viewer: Any, **more: Any) -> None:
        super().__init__(data, viewer=viewer, **more)
        self._ask([name.removesuffix("-typed") for name in self.data])

    def _ask(self, also: Collection[str]) -> None:
        for name, field in asked_of_new(self.viewer, also).items() if self.viewer.may(FILL) else ():
            field.always_answered = True  # type: ignore[attr-defined]  # stands among what is required
            self.fields.setdefault(name, field)

    def carries_out(self, act: Callable[..., Any], *records: Any, **more: Any) -> bool:
        """As every form does; a custom field for which the command asks is asked for."""

        def asking(*told: Any, **words: Any) -> Any:
            try:
                return act(*told, **words)
            except Refused as no:
                self._ask([no.field or ""])
                raise

        return super().carries_out(asking, *records, **more)

    def words(self) -> dict[str, Any]:
        """What is handed to the command; with the custom fields, where this person may fill them in."""
        told = super().words()
        own = {name: told.pop(name) for name in list(told) if name.startswith(OWN)}
        asks = self.viewer.may(FILL) and own_fields(self.viewer)
        return told | ({"own": values_of(own)} if asks else {})

    def out_of(self, found: dict[str, str], told: dict[str, Any]) -> dict[str, Any]:
        """All of it; with the name of an organisation, where none was typed, and that it is one."""
        more = {name: value for name, value in found.items() if not told.get(name)}
        legal = found.get("legal_name", "")
        if legal and not told.get("name"):
            more["name"] = legal
        kind = kind_told_by(found.get("tax_id", "")) or (
            BY_ITS_FORM.search(legal) and Client.Kind.ORGANISATION
        )
        return more | ({"kind": kind} if kind else {})

    @property
    def first_fields(self) -> list[Any]:
        """What is asked at once."""
        return [self[name] for name in FIRST if name in self.fields]

    @property
    def own_asked(self) -> list[Any]:
        """The custom fields that are required."""
        return [self[name] for name in self.fields if name.startswith(OWN)]

    @property
    def further_fields(self) -> list[Any]:
        """What is folded below."""
        return [
            one for one in self.visible_fields() if one.name not in FIRST and not one.name.startswith(OWN)
        ]

    @property
    def is_open(self) -> bool:
        """Whether something below is wrong, and so must be seen."""
        return any(field.errors for field in self.further_fields)


class EditClientForm(AboutClient, EditForm):
    """A client as they are, all of it or a group of facts."""

    def _shown(self, name: str, text: str) -> str:
        if name == "birthday":
            return birthday_written(text)
        if name == "parts":
            return ", ".join(str(Client.Part(part).label) for part in text.split())
        if name == "works_at" and text:
            found = queries.clients_here(self.viewer).filter(uid=text).first()
            return found.name if found else text
        return super()._shown(name, text)


class Suggesting(forms.TextInput):
    """A text for which the browser offers what was written before."""

    template_name = "people/_suggesting.html"

    def __init__(self, offered: Collection[str]) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds what is offered."""
        return {**super().get_context(name, value, attrs), "offered": self.offered}


def _offer(field: Any, records: Collection[Any], nothing: Any) -> None:
    by_uid = {str(record.uid): record for record in records}
    field.choices = [("", nothing), *((uid, str(record)) for uid, record in by_uid.items())]
    field.coerce = by_uid.get


def _value(client: Client, name: str) -> Any:
    return client.birth_day if name == "birthday" else getattr(client, name)
