"""Forms of packages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog import rules
from pomni.catalog.forms.offered import DAYS
from pomni.catalog.forms.rates import NeedsViewer, RateField
from pomni.catalog.queries import services
from pomni.kit.forms import EditForm, OnceForm
from pomni.ui.widgets import MoneyField

BLANK_ROWS = 3


class _PackageWords(NeedsViewer):
    """A package; its rows are lines of a service and a number, where a line without a number goes on with the one above."""

    name = forms.CharField(label=pgettext_lazy("of a package", "Name"), max_length=200)
    price = MoneyField(label=_("Price"), min_value=0)
    days = forms.IntegerField(
        label=_("Valid, days"), required=False, min_value=1, max_value=rules.MOST_DAYS, help_text=DAYS
    )
    tax_rate = RateField()
    about = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, rows: list[Any] | None = None, viewer: Any, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        offered = {str(one.uid): one for one in services(viewer).order_by("sorted_as", "pk")}
        offered |= {str(one.uid): one for row in rows or () for one in row.services}
        self.offered, lines = offered, _lines(rows or [])
        choices = [
            ("", pgettext_lazy("a service", "none")),
            *((uid, one.name) for uid, one in offered.items()),
        ]
        self.places = range(len(lines) + BLANK_ROWS)
        for place in self.places:
            service, visits = lines[place] if place < len(lines) else ("", None)
            self.fields[f"service-{place}"] = forms.ChoiceField(
                label=_("Service"), choices=choices, required=False, initial=service
            )
            self.fields[f"visits-{place}"] = forms.IntegerField(
                label=_("Visits"),
                required=False,
                min_value=1,
                max_value=rules.MOST_VISITS,
                initial=visits,
                widget=forms.NumberInput(attrs={"class": "short"}),
            )
        self.fields["is_pass"] = forms.BooleanField(
            label=_("A pass: as often as wished while it is valid"),
            required=False,
            help_text=_("The numbers of visits below are then left empty."),
        )
        self.fields["is_pass"].initial = any(row.visits is None for row in rows or ())
        told = _told([(row.visits, row.services) for row in rows or ()])
        self.fields["rows_were"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=told)

    def fields_shown(self) -> list[Any]:
        """The fields above the lines."""
        return [self[name] for name in ("name", "price", "days", "tax_rate", "about", "is_pass")]

    def lines(self) -> list[Any]:
        """The two fields of each line."""
        return [(self[f"service-{place}"], self[f"visits-{place}"]) for place in self.places]

    def rows(self) -> list[tuple[int | None, list[Any]]]:
        """The rows as the command takes them."""
        told = self.cleaned_data
        rows: list[tuple[int | None, list[Any]]] = []
        for place in self.places:
            service = self.offered.get(told.get(f"service-{place}") or "")
            visits = None if told.get("is_pass") else told.get(f"visits-{place}")
            if service and rows and visits is None:
                rows[-1][1].append(service)
            elif service:
                rows.append((visits or (None if told.get("is_pass") else 1), [service]))
        return rows

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = super().words()  # type: ignore[misc]  # of the form that this one is mixed into
        mine = ("service-", "visits-", "is_pass", "rows_were")
        return {name: value for name, value in told.items() if not name.startswith(mine)} | {
            "rows": self.rows()
        }


class AddPackageForm(_PackageWords, OnceForm):
    """A new package."""


class EditPackageForm(_PackageWords, EditForm):
    """A package that is there."""

    @cached_property
    def own_fields(self) -> list[str]:
        """The fields that are compared one by one; the lines are compared as a whole."""
        return [name for name in self.fields if f"was-{name}" in self.fields]

    def words(self) -> dict[str, Any]:
        """What was changed; the rows only where they are not as they were when the form was opened."""
        told, rows = super().words(), self.rows()
        return told if _told(rows) != self.cleaned_data["rows_were"] else {**told, "rows": None}


def _lines(rows: list[Any]) -> list[tuple[str, int | None]]:
    """A line for each service of each row; only the first of a row has the number."""
    return [
        (str(service.uid), row.visits if not at else None)
        for row in rows
        for at, service in enumerate(row.services)
    ]


def _told(rows: Iterable[tuple[int | None, Any]]) -> str:
    """Rows as one text, to see whether they were changed."""
    return ";".join(f"{visits}:{','.join(str(one.uid) for one in services)}" for visits, services in rows)
