"""The page of the import on which is said what the columns of a file of visits tell."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pomni.exchange.forms import ColumnsForm, choose_from
from pomni.exchange.reading import Column
from pomni.exchange.sources import source_of
from pomni.people.imports import Target, Wish
from pomni.ui.widgets import Pick, Picks

VISITORS = {  # what becomes of a visit of somebody who is not here
    "aside": (
        gettext_lazy("Set their rows aside"),
        gettext_lazy("Bring the {clients} in first, from a file of theirs."),
        "user-x",
    ),
    "add": (
        gettext_lazy("Add them as new {clients}"),
        gettext_lazy("With the name, the phone and the e-mail address that the row tells."),
        "user-plus",
    ),
}


class VisitsMappingForm(ColumnsForm):
    """What each column of a file of visits tells, and what holds for all of them."""

    strangers = forms.ChoiceField(
        label=gettext_lazy("{Clients} who are not here yet"),
        widget=Picks,
        choices=[(key, Pick(*told)) for key, told in VISITORS.items()],
    )
    location = forms.ChoiceField(
        label=gettext_lazy("{Location}"),
        required=False,
        help_text=gettext_lazy("For visits whose row names none."),
    )
    program = forms.CharField(
        label=gettext_lazy("Program that the numbers come from"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "By their numbers there, a second file of that program brings no visit in twice."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        columns: Sequence[Column],
        wish: Wish,
        mapping: dict[int, str],
        targets: Sequence[Target],
        locations: Sequence[tuple[int, str]],
        **more: Any,
    ) -> None:
        initial = {"strangers": wish.strangers, "location": str(wish.location or ""), "program": wish.program}
        super().__init__(data, initial=initial, **more)
        self.fields["strangers"].help_text = source_of("visits").known_by
        self._match(columns, wish, mapping, targets)
        choose_from(self, "location", [("", _("None")), *((str(pk), name) for pk, name in locations)])

    def words(self) -> dict[str, Any]:
        """The mapping and the wish, for the command."""
        told = self.cleaned_data
        wish = replace(
            self.wish,
            strangers=told["strangers"],
            location=int(told["location"]) if told["location"] else None,
            program=told["program"],
        )
        return {"mapping": self.mapping(), "wish": wish}

    @property
    def rest(self) -> list[Any]:
        """The fields beside the columns."""
        return [self[name] for name in ("strangers", "location", "program")]
