"""The company's own fields of a client as a form, made anew from what is defined now."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pomni.kit.forms import EditForm
from pomni.kit.ids import uuid7
from pomni.people import queries
from pomni.people.forms.fields import ClientField
from pomni.people.linked import files_on_card, may_keep_files
from pomni.people.models import Client
from pomni.people.queries.own import Linked, OwnSeen, own_fields, rules_of
from pomni.team import company
from pomni.team.models import User
from pomni.team.queries import colleagues
from pomni.ui.widgets import DayField, MoneyInput

NEW = "new-"  # how the names of fields begin in which a file is sent
ONCE = f"{NEW}once"  # the key of this very form: sent twice, it puts a file onto the card once


class ManyField(forms.MultipleChoiceField):
    """Several of those on offer; also as one text with commas, in which a page of a conflict sends them again."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """The uids."""
        return [uid for one in super().to_python(value) for uid in one.split(",") if uid]


class OwnForm(EditForm):
    """Gives the values by key, as the command takes them."""

    viewer: User
    outside: list[OwnSeen]  # what is shown, and not to be changed by this viewer

    @cached_property
    def own_fields(self) -> list[str]:
        """Without those in which a file is sent: the page puts it onto the card before the form is read."""
        return [name for name in super().own_fields if not name.startswith(NEW)]

    def _text(self, name: str, was: dict[str, Any] | None) -> str:
        value = (was or {}).get(name)
        return ",".join(value) if isinstance(value, list) else super()._text(name, was)

    def _shown(self, name: str, text: str) -> str:
        if isinstance(self.fields[name], ClientField):
            return _name_of(self.viewer, text)
        names = [super(OwnForm, self)._shown(name, one) for one in text.split(",")]
        return ", ".join(names) if isinstance(self.fields[name], ManyField) else super()._shown(name, text)

    def words(self) -> dict[str, Any]:
        """The changed values, and what they were."""
        told = dict(super().words())
        seen = told.pop("seen")
        return {"values": values_of(told), "seen": seen}


def own_form(viewer: User, client: Client, seen: list[OwnSeen], sent: Any = None) -> OwnForm:
    """The form of these fields of a client, without those that the viewer is not shown in full."""
    able = [one for one in seen if one.is_whole]
    made: dict[str, Any] = {}
    for one in able:
        made[one.field.key] = _field(one, viewer, client)
        if one.field.kind == "file" and may_keep_files(viewer):
            made |= {f"{NEW}{one.field.key}": _sent(one), ONCE: _once()}
    made |= {"viewer": viewer, "outside": [one for one in seen if not one.is_whole]}
    was = {one.field.key: _as_field(one) for one in able}
    kind: Any = type("OwnForm", (OwnForm,), made)
    return kind(sent, was=was)


def asked_of_new(viewer: User, also: Collection[str] = ()) -> dict[str, forms.Field]:
    """What is asked of every new client, by key: the fields that are always required; and those named in `also`.

    No file: there is no card yet on which it would lie.
    """
    rules, asked = rules_of(viewer), {}
    for one in own_fields(viewer):
        always = one.is_required and not one.decides
        if one.kind != "file" and one.key not in rules and (always or one.key in also):
            field = asked[one.key] = _field(OwnSeen(one, None, "", is_required=always), viewer)
            field.error_messages["required"] = _("Fill this in.")
    return asked


def values_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of these fields, by key, as the command takes them."""
    return {key: _plain(value) for key, value in told.items()}


def _field(one: OwnSeen, viewer: User, client: Client | None = None) -> forms.Field:
    told: dict[str, Any] = {"label": one.field.name, "help_text": one.field.hint, "required": one.is_required}
    match one.field.kind:
        case "date":
            return DayField(**told)
        case "client":
            return _client_field(one, viewer)
        case "colleague":
            return forms.ChoiceField(choices=[("", _("not known")), *_colleagues(one, viewer)], **told)
        case "file":
            return _file_field(_files(one, viewer, client) if client else [], viewer, told)
        case "choice":
            return forms.ChoiceField(choices=[("", _("not known")), *_choices(one)], **told)
        case "many":
            return ManyField(choices=_choices(one), **told)
        case "yes_no":
            answers = [("", _("not known")), ("True", _("yes")), ("False", _("no"))]
            return forms.ChoiceField(choices=answers, **told)
        case "money":
            return forms.CharField(max_length=30, widget=MoneyInput(company.current().currency), **told)
        case "number":
            return forms.CharField(
                max_length=30, widget=forms.TextInput({"inputmode": "decimal", "class": "short"}), **told
            )
    return forms.CharField(max_length=2000, **told)


def _choices(one: OwnSeen) -> list[tuple[str, str]]:
    """What is offered, and what is chosen already though it is not offered any more."""
    chosen = {one.value} if isinstance(one.value, str) else set(one.value or ())
    return [(c.uid, c.name) for c in one.field.choices if not c.is_archived or c.uid in chosen]


def _client_field(one: OwnSeen, viewer: User) -> forms.Field:
    field = ClientField(label=one.field.name, help_text=one.field.hint)
    field.viewer, field.required = viewer, one.is_required
    field.widget.is_required = one.is_required
    field.widget.shown = one.value.name if one.value else ""
    return field


def _colleagues(one: OwnSeen, viewer: User) -> list[tuple[str, str]]:
    """Who works here, and who is chosen already though they left."""
    here = [(str(user.uid), user.name) for user in colleagues(viewer) if user.is_active]
    return (
        here if one.value is None or one.value.uid in dict(here) else [*here, (one.value.uid, one.value.name)]
    )


def _files(one: OwnSeen, viewer: User, client: Client) -> list[tuple[str, str]]:
    here = files_on_card(viewer, client)
    return (
        here if one.value is None or one.value.uid in dict(here) else [*here, (one.value.uid, one.value.name)]
    )


def _file_field(here: list[tuple[str, str]], viewer: User, told: dict[str, Any]) -> forms.Field:
    """One of the files on the card; where there is none, and one may be sent, that alone is asked."""
    field = forms.ChoiceField(choices=[("", _("none")), *here], **told)
    if not here and not field.required and may_keep_files(viewer):
        field.widget = forms.HiddenInput()
    return field


def _sent(one: OwnSeen) -> forms.Field:
    label = _("%(field)s: a file from your device") % {"field": one.field.name}
    return forms.FileField(label=label, required=False)


def _once() -> forms.Field:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=60, initial=str(uuid7()))


def _name_of(viewer: User, uid: str) -> str:
    try:
        return queries.client(viewer, uid).name if uid else ""
    except Http404:
        return str(Linked())


def _as_field(one: OwnSeen) -> Any:
    if isinstance(one.value, Linked):
        return one.value.uid
    if one.field.kind == "date":
        return date.fromisoformat(one.value) if one.value else None
    if one.field.kind == "many":
        return one.value or []
    return "" if one.value is None else str(one.value)


def _plain(value: Any) -> Any:
    if isinstance(value, Client):
        return str(value.uid)
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )
