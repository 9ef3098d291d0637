"""What the screen of a colleague who leaves offers: the rules, the parts they make, and single things to choose."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.giving import OpenThing, PartOfClients
from pomni.team.dividing import ALL, EVENLY
from pomni.team.models import User
from pomni.team.piles import Pile, can_be_divided, divisions, heirs_of_all, open_things, parts_of, piles

SINGLE = 15  # things of a pile that are offered one by one


@dataclass(frozen=True)
class LeavingTold:
    """What there is to hand over, and the rule that was chosen."""

    rule: str
    rules: list[tuple[str, Any]]
    piles: list[Pile]
    heirs: list[User]  # who could take all that a rule divides
    parts: list[PartOfClients]
    single: list[tuple[str, list[User], list[OpenThing]]]
    words: str = ""

    @property
    def kinds(self) -> set[str]:
        """The keys of the piles."""
        return {pile.kind.key for pile in self.piles}

    def is_divided(self, pile: Pile) -> bool:
        """Whether the rule divides this pile; else it goes to one successor."""
        return self.rule != ALL and bool(pile.kind.lists) and pile.kind.is_of_clients


def leaving_told(user: User, by: User, *, rule: str = ALL, words: str = "", chosen: Any = ()) -> LeavingTold:
    """What the screen shows. `words`: parts of a name by which single things are looked for.

    `chosen`: names of fields that were sent, so that what was chosen already is offered again, before what is found.
    """
    things = open_things(user, by)
    found = piles(user, by=by, things=things)
    divided = can_be_divided(found)
    rules = [(ALL, _("Each kind to one"))]
    if divided:
        rules += [(one.key, one.title) for one in divisions(by)] + [(EVENLY, _("Evenly"))]
    rule = rule if rule in dict(rules) else ALL
    of_clients = {pile.kind.key: things.get(pile.kind.key, []) for pile in divided}
    parts = parts_of(rule, of_clients, by) if rule not in (ALL, EVENLY) else []
    single = [
        (pile.kind.key, pile.heirs, _single(pile.kind.key, things[pile.kind.key], words, chosen))
        for pile in found
        if pile.kind.key in things
    ]
    return LeavingTold(rule, rules, found, heirs_of_all(divided), parts, single, words)


def _single(kind: str, things: list[OpenThing], words: str, chosen: Any) -> list[OpenThing]:
    wanted = words.casefold().split()
    names = set(chosen)
    sent = [one for one in things if f"single-{kind}-{one.pk}" in names]
    if sent and not wanted:
        return sent
    fits = (one for one in things if all(word in f"{one.title} {one.note}".casefold() for word in wanted))
    return [*sent, *islice((one for one in fits if one not in sent), SINGLE)]
