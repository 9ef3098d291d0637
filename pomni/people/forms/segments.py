"""What is told of a segment beside its condition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import OnceForm

ORDERS = (
    ("", _("as usual")),
    ("name", _("by name")),
    ("-added", _("added last")),
    ("added", _("added first")),
    ("-contact", _("last contact: the newest first")),
    ("contact", _("last contact: the oldest first")),
    ("due", _("next task: the earliest first")),
    ("next_visit", _("next visit: the earliest first")),
    ("last_visit", _("last visit: the oldest first")),
    ("-last_visit", _("last visit: the newest first")),
    ("-visits", _("number of visits: the most first")),
)


Offer = list[tuple[str, str]]


class SegmentForm(OnceForm):
    """Its name, who sees it, and in what order and columns it is shown."""

    takes_focus = False
    name = forms.CharField(label=pgettext_lazy("of a segment", "Name"), max_length=80)
    is_shared = forms.BooleanField(
        label=_("Share it with all who see {clients}"),
        help_text=_("Each of them finds in it only the {clients} whom they see themselves."),
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=_("Only with these roles"),
        help_text=_(
            "Whoever holds one of the roles chosen here finds the segment among theirs, others do not."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    locations = forms.MultipleChoiceField(
        label=_("Only with these {locations}"),
        help_text=_("Where roles are chosen too: with whoever holds one of them and works here."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self, *args: Any, columns: Offer, may_share: bool, some: tuple[Offer, Offer] | None, **more: Any
    ) -> None:
        """`some`: the roles and locations with whose people alone it may be shared, where that is asked for."""
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["columns"].choices = columns
        sort = self.initial.get("sort", "")
        if sort not in dict(ORDERS):
            fields["sort"].choices = [*ORDERS, (sort, _("as it is now"))]
        if not may_share:
            del self.fields["is_shared"]
        for name, offer in zip(("roles", "locations"), some or ((), ()), strict=True):
            if offer and may_share:
                fields[name].choices = offer
            else:
                del self.fields[name]
