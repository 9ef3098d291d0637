"""The form for a token: what it is for, how long it works, what it opens."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import OnceForm


class TokenForm(OnceForm):
    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=120,
        help_text=_("Which program will use it."),
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
    )

    def __init__(self, *args, areas, **more):
        super().__init__(*args, **more)
        self.areas = areas
        for area in areas:
            opens = [("nothing", _("Nothing")), ("read", _("Read"))]
            opens += [("change", _("Read and change"))] if area.may_change else []
            look = {"class": "input", "aria-describedby": f"id_area_{area.name}_effect"}
            self.fields[f"area_{area.name}"] = forms.ChoiceField(
                label=area.title, choices=opens, initial="nothing", widget=forms.Select(attrs=look)
            )

    @property
    def area_fields(self):
        return [(area, self[f"area_{area.name}"]) for area in self.areas]

    def words(self):
        told = dict(super().words())
        acts = {area.name: told.pop(f"area_{area.name}") for area in self.areas}
        scopes = [f"{name}:read" for name, act in acts.items() if act != "nothing"]
        scopes += [f"{name}:change" for name, act in acts.items() if act == "change"]
        return told | {"scopes": scopes}
