"""When a colleague leaves: access ends at once, and what was theirs goes to others, in short strokes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pomni.kit.module import HandOver, function_named, offered
from pomni.team import commands, queries
from pomni.team.access import allow
from pomni.team.models import User

AT_ONCE = 1000  # what is handed over while the page waits; more goes to a job


@dataclass(frozen=True)
class Pile:
    """So much of one kind is somebody's."""

    kind: HandOver
    number: int
    heirs: list[User]  # who could do something with it


def piles(user: User, *, by: User) -> list[Pile]:
    """What is this colleague's and can be handed over by whoever looks; empty piles are left out."""
    others = list(queries.colleagues(by).filter(is_active=True).exclude(pk=user.pk))
    found = []
    for kind in sorted(offered("hand_overs"), key=lambda one: one.order):
        if number := function_named(kind.count)(user, by):
            heirs = [one for one in others if one.may(kind.heir_may)]
            found.append(Pile(kind, number, heirs))
    return found


def leave(user: User, *, by: User, heirs: Mapping[str, User | None]) -> bool:
    """End the access, then hand over each pile that `heirs` names, to a colleague or to nobody (None).

    Returns whether all is done; where it is much, a job does it.
    """
    commands.disable_colleague(user, by=by)
    return hand_over(user, by=by, heirs=heirs)


def hand_over(user: User, *, by: User, heirs: Mapping[str, User | None]) -> bool:
    """Hand over piles, of a colleague who is here or not. Sent again, it goes on where it was interrupted."""
    from pomni.team.tasks import hand_over_pile

    allow(by, "team.colleague.disable", (user,))
    at_once = True
    for pile in piles(user, by=by):
        if pile.kind.key not in heirs:
            continue
        heir = heirs[pile.kind.key]
        if pile.number <= AT_ONCE:
            hand_over_one(user, pile.kind, heir, by=by)
        else:
            hand_over_pile.enqueue(user.pk, pile.kind.key, heir.pk if heir else 0, by.pk)
            at_once = False
    return at_once


def hand_over_one(user: User, kind: HandOver, heir: User | None, *, by: User) -> None:
    """Hand over one pile, and remember how much it was."""
    if number := function_named(kind.hand)(user, heir, by):
        commands.note_hand_over(user, pile=kind.key, number=number, heir=heir, by=by)


def teams_led(user: User, by: User) -> int:
    """How many teams the colleague leads."""
    return user.leads.count() if by.may("team.team.change") else 0


def give_teams(user: User, to: User | None, by: User) -> int:
    """Their teams are led by another one from now on."""
    return commands.hand_over_teams(user, to=to, by=by)
