"""Forms about a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import EditForm, Form, fields_from
from pomni.team.forms.offers import choose, offer_records
from pomni.team.models import User

STAYS, NOBODY = "", "nobody"


class EditColleagueForm(EditForm):
    name, email, language = fields_from(User, "name", "email", "language")
    team = forms.TypedChoiceField(
        label=pgettext_lazy("a group of colleagues", "Team"), required=False, empty_value=None
    )

    def __init__(self, *args, teams, **more):
        super().__init__(*args, **more)
        offer_records(self, "team", teams, _("No team"))


class PileField(forms.ChoiceField):
    """Who gets a pile: leaving it as it is, is an answer too."""

    always_answered = True


class HandOverForm(Form):
    """One field for each pile: who gets it, nobody, or it stays as it is."""

    takes_focus = False

    def __init__(self, *args, piles, **more):
        super().__init__(*args, **more)
        self.people: dict[str, Any] = {}
        for pile in piles:
            by_uid = {str(heir.uid): heir for heir in pile.heirs}
            self.people |= by_uid
            offers = [(STAYS, _("Stays as it is")), (NOBODY, _("Nobody"))]
            self.fields[pile.kind.key] = PileField(
                label=f"{pile.kind.title}: {pile.number}", help_text=pile.kind.says, required=False
            )
            choose(self, pile.kind.key, [*offers, *((uid, heir.name) for uid, heir in by_uid.items())])

    def words(self):
        told = {key: value for key, value in self.cleaned_data.items() if value != STAYS}
        return {"heirs": {key: self.people.get(value) for key, value in told.items()}}
