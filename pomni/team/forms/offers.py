"""Choices of records, told apart by their uid."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def choose(form: Any, name: str, choices: Any) -> None:
    """Offer these choices in a field."""
    form.fields[name].choices = choices


def offer_records(form: Any, name: str, records: Iterable[Any], nothing: Any) -> None:
    """Offer records, or nothing, in a TypedChoiceField."""
    by_uid = {str(record.uid): record for record in records}
    choose(form, name, [("", nothing), *((uid, str(record)) for uid, record in by_uid.items())])
    form.fields[name].coerce = by_uid.get


def offer_all(form: Any, name: str, records: Any) -> None:
    """Offer these in a RolesField or a PeopleField."""
    form.fields[name].offer(records)


class Checks(forms.CheckboxSelectMultiple):
    """Boxes to tick. Several values may also come in one, with commas: an undo sends them so."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was ticked."""
        told = super().value_from_datadict(data, files, name) or []
        return [part for value in told for part in str(value).split(",") if part]


class RolesGrid(Checks):
    """Roles, each with the places where it can be held."""

    template_name = "team/_roles_grid.html"


class RolesField(forms.MultipleChoiceField):
    """Roles and where they are held: `role` alone, or `role@location`. Gives pairs of role and location (or None)."""

    widget = RolesGrid
    default_error_messages = {
        "required": _("Choose at least one role: without one a colleague sees nothing.")
    }

    def offer(self, grid: Iterable[tuple[Any, list[Any]]]) -> None:
        """Offer these roles, each with the locations (None: wherever they work) at which it may be given."""
        self.pairs: dict[str, tuple[Any, Any]] = {}
        groups = []
        for role, places in grid:
            told = [(held_key(role, place), str(place or _("wherever they work"))) for place in places]
            self.pairs |= {held_key(role, place): (role, place) for place in places}
            groups.append((str(role), told))
        self.choices = groups

    def clean(self, value: Any) -> list[tuple[Any, Any]]:
        """The pairs that were ticked."""
        return [self.pairs[key] for key in super().clean(value)]


class PeopleField(forms.MultipleChoiceField):
    """Colleagues."""

    widget = Checks

    def offer(self, people: Iterable[Any]) -> None:
        """Offer these colleagues."""
        self.by_uid = {str(person.uid): person for person in people}
        self.choices = [(uid, person.name) for uid, person in self.by_uid.items()]

    def clean(self, value: Any) -> list[Any]:
        """Those that were ticked."""
        return [self.by_uid[uid] for uid in super().clean(value)]


def held_key(role: Any, place: Any) -> str:
    """How a form tells a role at a place."""
    return f"{role.uid}@{place.uid}" if place else str(role.uid)
