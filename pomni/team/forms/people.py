"""Forms about a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.forms import EditForm, OnceForm, fields_from
from pomni.team.dividing import ALL, EVENLY, Wanted
from pomni.team.forms.offers import Checks, choose, offer_records
from pomni.team.leaving_told import LeavingTold
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


class HandOverForm(OnceForm):
    """Who gets what, by one of the rules: of each pile, of each part of the clients, or evenly; single things by hand.

    What is not chosen stays as it is.
    """

    takes_focus = False

    def __init__(self, data: Any = None, *, told: LeavingTold, **more: Any) -> None:
        super().__init__(data, **more)
        self.told = told
        self.people: dict[str, int] = {}
        self.fields["rule"] = forms.CharField(widget=forms.HiddenInput, initial=told.rule, required=False)
        for pile in told.piles:
            if not told.is_divided(pile):
                label = f"{pile.kind.title}: {pile.number}"
                self._offer(pile.kind.key, label, pile.heirs, help_text=pile.kind.says)
        if told.rule == EVENLY:
            self._offer_team()
        elif told.rule != ALL:
            self._offer_parts()
        for kind, heirs, things in told.single:
            for one in things:
                name = f"single-{kind}-{one.pk}"
                self._offer(
                    name, " · ".join(filter(None, (one.title, one.note))), heirs, first=_("By the rule")
                )

    def _offer(self, name: str, label: str, heirs: Any, *, first: Any = None, **more: Any) -> None:
        by_uid = {str(heir.uid): heir for heir in heirs}
        self.people |= {uid: heir.pk for uid, heir in by_uid.items()}
        offers = [(STAYS, first or _("Stays as it is")), (NOBODY, _("Nobody"))]
        self.fields[name] = PileField(label=label, required=False, **more)
        choose(self, name, [*offers, *((uid, heir.name) for uid, heir in by_uid.items())])

    def _offer_team(self) -> None:
        heirs = self.told.heirs
        self.people |= {str(heir.uid): heir.pk for heir in heirs}
        self.fields["team"] = forms.MultipleChoiceField(
            label=_("Among whom"),
            widget=Checks,
            required=False,
            choices=[(str(heir.uid), heir.name) for heir in heirs],
            help_text=_("What is about one {client} goes to one colleague together."),
        )
        self.fields["team"].always_answered = True  # type: ignore[attr-defined]  # nobody is an answer too

    def _offer_parts(self) -> None:
        for part in self.told.parts:
            label = f"{part.title}: {len(part.clients)}"
            self._offer(f"part-{part.key}", label, self.told.heirs)
        self._offer("rest", str(_("All the rest")), self.told.heirs)

    @property
    def whole(self) -> list[Any]:
        """The fields of the rule."""
        return [
            self[name]
            for name in self.fields
            if not name.startswith("single-") and name not in ("once", "rule")
        ]

    @property
    def by_hand(self) -> list[tuple[Any, list[Any]]]:
        """The fields of single things, each pile under its title."""
        titles = {pile.kind.key: pile.kind.title for pile in self.told.piles}
        return [
            (titles[kind], [self[f"single-{kind}-{one.pk}"] for one in things])
            for kind, _heirs, things in self.told.single
            if things
        ]

    def words(self) -> dict[str, Any]:
        """What is wanted, with the key of this very form."""
        told = super().words()
        chosen = {
            name: self.people.get(value, 0)
            for name, value in told.items()
            if isinstance(value, str) and name not in ("rule", "key") and value != STAYS
        }
        single: dict[tuple[str, int], int] = {}
        for name, heir in chosen.items():
            if name.startswith("single-"):
                _single, kind, pk = name.split("-", 2)
                single[kind, int(pk)] = heir
        wanted = Wanted(
            rule=self.told.rule,
            heirs={name: heir for name, heir in chosen.items() if name in self.told.kinds},
            team=tuple(self.people[uid] for uid in told.get("team") or ()),
            parts={
                name.removeprefix("part-"): heir for name, heir in chosen.items() if name.startswith("part-")
            },
            rest=chosen.get("rest"),
            single=single,
        )
        return {"wanted": wanted, "key": told["key"]}
