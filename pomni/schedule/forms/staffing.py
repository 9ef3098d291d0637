"""How many colleagues a location needs, and being asked first where too few would be left."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.queries import categories
from pomni.kit.forms import Form, OnceForm
from pomni.team.queries import roles
from pomni.ui.widgets import WallTimeField

MOST_TOLD = 5  # days that are named
ROLE, CATEGORY = "role", "category"


class MinimumForm(OnceForm):
    """How many are needed: of whom, on which days, and when."""

    takes_focus = False
    number = forms.IntegerField(label=pgettext_lazy("of colleagues", "At least"), min_value=1, max_value=200)
    whom = forms.ChoiceField(label=pgettext_lazy("of colleagues", "Of whom"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: any day."),
    )
    begins = WallTimeField(label=pgettext_lazy("an hour of the day", "From"), required=False)
    ends = WallTimeField(
        label=pgettext_lazy("an hour of the day", "Until"),
        required=False,
        help_text=_(
            "With hours, so many are needed at every minute of them, breaks too; without, on the day at all."
        ),
    )

    def __init__(self, *args: Any, viewer: Any, was: Any = None, **more: Any) -> None:
        super().__init__(*args, initial=_first(was) if was else None, **more)
        self.roles = {f"{ROLE}:{one.uid}": one for one in roles()}
        self.categories = {f"{CATEGORY}:{one.uid}": one for one in categories(viewer)}
        if was and was.category:  # also where the viewer does not see what is offered
            self.categories.setdefault(f"{CATEGORY}:{was.category.uid}", was.category)
        choices = [
            ("", _("All colleagues")),
            (_("Roles"), [(key, str(one)) for key, one in self.roles.items()]),
            (_("Who performs services of"), [(key, one.name) for key, one in self.categories.items()]),
        ]
        self.fields["whom"] = forms.ChoiceField(
            label=self.fields["whom"].label,
            required=False,
            choices=[one for one in choices if not isinstance(one[1], list) or one[1]],
        )
        self.fields["whom"].always_answered = True  # type: ignore[attr-defined]  # read by the template of fields
        if was:
            del self.fields["once"]

    def words(self) -> dict[str, Any]:
        """What is handed to the command."""
        told = dict(super().words() if "once" in self.fields else self.cleaned_data)
        whom = told.pop("whom")
        return told | {"role": self.roles.get(whom), "category": self.categories.get(whom)}


def _first(was: Any) -> dict[str, Any]:
    told = {name: getattr(was, name) for name in ("number", "weekdays", "begins", "ends")}
    of = was.role or was.category
    return told | {"whom": f"{ROLE if was.role else CATEGORY}:{of.uid}" if of else ""}


class AskingForm(Form):
    """A form that asks once more before it does what leaves too few colleagues."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["anyway"] = forms.BooleanField(
            label=_("Too few are enough on these days"), required=False, widget=forms.HiddenInput
        )

    def asks_about(self, few: Sequence[Any]) -> bool:
        """Show the days on which too few would be left, and a box by which one says that it is meant so."""
        if not few or self.cleaned_data.get("anyway"):
            return False
        self.fields["anyway"].widget = forms.CheckboxInput()
        told: list[Any] = [
            _("Too few colleagues would be left. Tick this box and save again if it is meant so.")
        ]
        told += [one.says for one in few[:MOST_TOLD]]
        if len(few) > MOST_TOLD:
            told.append(_("And on more days: %(count)s.") % {"count": len(few) - MOST_TOLD})
        self.add_error("anyway", told)
        return True
