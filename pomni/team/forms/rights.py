"""Forms about roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import Form
from pomni.team.forms.offers import RolesField, held_key, offer_records


class RolesForm(Form):
    takes_focus = False  # one card of several on its page
    role = RolesField(label=_("Roles"), required=False)

    def __init__(self, *args, grid, held=(), **more):
        super().__init__(*args, **more)
        field: Any = self.fields["role"]
        field.offer(grid)
        field.initial = [held_key(role, place) for role, place in held]
        self.left_alone = [str(role) for role, place in held if held_key(role, place) not in field.pairs]

    def words(self):
        return {"held": self.cleaned_data["role"]}


class AddRoleForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    like = forms.TypedChoiceField(
        label=_("May at first what this role may"),
        empty_value=None,
        help_text=_("You change it in the next step."),
    )

    def __init__(self, *args, roles, **more):
        super().__init__(*args, **more)
        offer_records(self, "like", roles, "—")


class RenameRoleForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120, required=False)

    def __init__(self, *args, role, **more):
        super().__init__(*args, initial={"name": role.name}, **more)
        self.fields["name"].required = not role.preset
        if role.preset:
            self.fields["name"].help_text = _("Empty: as Pomni calls it, in each colleague’s language.")


class MatrixForm(forms.Form):
    """The table of a role: `right-…` with a number of Scope, `field-…` with a rule."""

    def __init__(self, *args, areas, **more):
        super().__init__(*args, **more)
        for area in areas:
            for row in area.rights:
                scopes = [(str(scope), words) for scope, words in row.choices]
                self.fields[f"right-{row.name}"] = forms.ChoiceField(choices=scopes, required=False)
            for row in area.fields:
                self.fields[f"field-{row.name}"] = forms.ChoiceField(choices=row.choices, required=False)

    @property
    def grants(self):
        """The chosen scopes, without those that reach nothing."""
        told = self._of("right-")
        return {name: int(scope) for name, scope in told.items() if scope not in ("", "0")}

    @property
    def rules(self):
        """The chosen field rules, without those that hide nothing."""
        return {name: rule for name, rule in self._of("field-").items() if rule}

    def _of(self, kind):
        return {n.removeprefix(kind): v for n, v in self.cleaned_data.items() if n.startswith(kind)}
