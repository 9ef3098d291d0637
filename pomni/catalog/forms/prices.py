"""Forms of price lists."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models import PriceList
from pomni.catalog.queries import Priced
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.team.queries import locations
from pomni.ui.widgets import DayField, MoneyField


class _ListWords(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a price list", "Name"), max_length=120)
    starts_on = DayField(label=_("From which day"), required=False, help_text=_("Empty: always."))
    ends_on = DayField(
        label=_("Until which day"), required=False, help_text=_("The last day on which it holds.")
    )

    def __init__(self, *args: Any, chosen: PriceList | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        had = [*chosen.locations.all()] if chosen else []
        self.known = {str(one.uid): one for one in [*locations(), *had]}
        if len(self.known) > 1:
            self.fields["places"] = forms.MultipleChoiceField(
                label=_("Only at these {locations}"),
                required=False,
                choices=[(uid, one.name) for uid, one in self.known.items()],
                initial=[str(one.uid) for one in had],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None: at all of them."),
            )

    def with_places(self, told: dict[str, Any]) -> dict[str, Any]:
        """The words with the locations as the command takes them."""
        if "places" not in self.fields:
            return told
        kept = {name: value for name, value in told.items() if name != "places"}
        return kept | {"locations": [self.known[uid] for uid in self.cleaned_data["places"]]}


class AddPriceListForm(_ListWords, OnceForm):
    """A new price list."""

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return self.with_places(super().words())


class EditPriceListForm(_ListWords, EditForm):
    """A price list that is there."""

    @cached_property
    def own_fields(self) -> list[str]:
        """The fields that are compared one by one; locations are a set."""
        return [name for name in self.fields if f"was-{name}" in self.fields]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        return self.with_places(super().words())


class PricesForm(Form):
    """A price for each service and good of a page; only those that were changed are handed on."""

    takes_focus = False

    def __init__(self, *args: Any, rows: list[Priced], currency: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        for row in rows:
            self.fields[f"price-{row.record.uid}"] = MoneyField(
                label=row.record.name,
                required=False,
                min_value=0,
                initial=row.price,
                currency=currency,
                show_hidden_initial=True,
            )

    def lines(self) -> list[tuple[Priced, Any]]:
        """Each service and good with its field."""
        return [(row, self[f"price-{row.record.uid}"]) for row in self.rows]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told, changed = self.cleaned_data, set(self.changed_data)
        named = [(row.record, f"price-{row.record.uid}") for row in self.rows]
        return {"prices": {record: told[name] for record, name in named if name in changed}}
