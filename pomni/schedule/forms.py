"""Forms of visits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.queries import services
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.people.queries import client_chosen_by
from pomni.schedule.laying import Wanted
from pomni.schedule.queries.performing import performers
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField

MOST_SERVICES = 4  # that are asked for at once at the desk; more are added to the visit itself
ANYBODY = ("", _("Whoever is free"))


class BookForm(OnceForm):
    """A visit: who comes, what is done and by whom, when."""

    client = OneOfManyField("agenda:clients", label=_("{Client}"))
    name = forms.CharField(label=_("Or somebody new: name"), max_length=200, required=False)
    phone = forms.CharField(label=_("Their phone"), max_length=60, required=False)
    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "At"))
    comment = forms.CharField(
        label=pgettext_lazy("of a visit", "Comment"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    over = forms.BooleanField(label=_("Book all the same, over what is there"), required=False)

    def __init__(self, *args: Any, viewer: Any, asks_over: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.offered = {str(one.uid): one for one in services(viewer)}
        self.people = {str(user.uid): user for user in performers(viewer)}
        for number in range(MOST_SERVICES):
            self._offer(number)
        if not asks_over:
            del self.fields["over"]
        self.order_fields(
            ["client", "name", "phone", *self._line_names(), "day", "begins", "comment", "over"]
        )

    def _offer(self, number: int) -> None:
        is_first = number == 0
        nothing = [("", "")] if is_first else [("", pgettext_lazy("no further service", "none"))]
        label = _("Service") if is_first else _("Then")
        offered = [*nothing, *((uid, one.name) for uid, one in self.offered.items())]
        people = [ANYBODY, *((uid, user.name) for uid, user in self.people.items())]
        self.fields[f"service-{number}"] = forms.ChoiceField(label=label, choices=offered, required=is_first)
        self.fields[f"user-{number}"] = forms.ChoiceField(label=_("By whom"), choices=people, required=False)

    @staticmethod
    def _line_names() -> list[str]:
        return [name for number in range(MOST_SERVICES) for name in (f"service-{number}", f"user-{number}")]

    def words(self) -> dict[str, Any]:
        """What is handed to the command; the client goes beside."""
        told = super().words()
        lines = [
            Wanted(self.offered[told[f"service-{number}"]], self.people.get(told[f"user-{number}"]))
            for number in range(MOST_SERVICES)
            if told[f"service-{number}"]
        ]
        for name in [*self._line_names(), "client"]:
            told.pop(name)
        return told | {"lines": lines}


class MoveForm(Form):
    """Another day or hour for a visit: what needs no pointer."""

    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "At"))
    over = forms.BooleanField(label=_("Move it all the same, over what is there"), required=False)

    def __init__(self, *args: Any, asks_over: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks_over:
            del self.fields["over"]


class CommentForm(EditForm):
    """What is noted about a visit."""

    comment = forms.CharField(
        label=pgettext_lazy("of a visit", "Comment"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CancelForm(Form):
    """Why a visit does not take place, and who wished so."""

    why = forms.CharField(label=_("Why"), max_length=300, required=False)
    is_by_client = forms.TypedChoiceField(
        label=_("Who cancelled it"),
        choices=[("1", _("the {client}")), ("0", _("we"))],
        coerce=lambda told: told == "1",
        initial="1",
        widget=forms.RadioSelect,
    )
