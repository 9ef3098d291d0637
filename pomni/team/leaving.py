"""When a colleague leaves: access ends at once, and what was theirs goes to others, in short strokes."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.giving import OpenThing
from pomni.kit.module import function_named, offered
from pomni.kit.pace import portions, rest
from pomni.team import commands
from pomni.team.access import allow
from pomni.team.dividing import Wanted
from pomni.team.models import HandedThing, Handing, Team, User
from pomni.team.piles import Pile, piles

__all__ = ["AT_ONCE", "Pile", "carry_back", "carry_out", "hand_over", "leave", "piles", "take_back"]
AT_ONCE = 1000  # what is handed over while the page waits; more goes to a job
STROKE = 50  # things that move in one transaction
DISABLE = "team.colleague.disable"


def leave(user: User, *, by: User, wanted: Wanted, key: str = "") -> Handing:
    """End the access, then hand over what `wanted` says. Where that is much, a job does it: then it is not done yet."""
    commands.disable_colleague(user, by=by)
    return hand_over(user, by=by, wanted=wanted, key=key)


def hand_over(user: User, *, by: User, wanted: Wanted, key: str = "") -> Handing:
    """Hand over what is a colleague's, who is here or not. Sent again, it goes on where it was interrupted."""
    from pomni.team.tasks import hand_over_things

    allow(by, DISABLE, (user,))
    _hand_over_whole_piles(user, wanted, by)
    handing: Handing = commands.begin_handing(user, wanted=wanted, by=by, key=key)
    if handing.things.filter(is_given=False).count() <= AT_ONCE:
        carry_out(handing, by=by)
    else:
        hand_over_things.enqueue(handing.pk, by.pk)
    handing.refresh_from_db()
    return handing


def carry_out(handing: Handing, *, by: User) -> None:
    """Hand over what waits, fifty things at a time; whoever was killed in the middle goes on behind the last fifty."""
    for kind, heir, things in _groups(handing, is_given=False):
        number = sum(
            commands.hand_some(handing, kind=kind, things=some, heir=heir, by=by) for some in _strokes(things)
        )
        if number:
            commands.note_hand_over(handing.user, pile=kind, number=number, heir=heir, by=by)
    commands.end_handing(handing, by=by)


def take_back(handing: Handing, *, by: User) -> int:
    """What the successors still have of a hand-over is the colleague's again. Returns how much that is.

    What went on to others meanwhile, was finished or erased, stays as it is. Raises Refused while it is under way.
    """
    from pomni.team.tasks import take_back_things

    allow(by, DISABLE, (handing.user,))
    if handing.done_at is None:
        raise Refused(_("It is still being handed over. Wait until it is done."))
    number = handing.things.filter(is_given=True, is_back=False).count()
    if number > AT_ONCE:
        take_back_things.enqueue(handing.pk, by.pk)
        return number
    return carry_back(handing, by=by)


def carry_back(handing: Handing, *, by: User) -> int:
    """The same here and now."""
    number = 0
    for kind, heir, things in _groups(handing, is_given=True, is_back=False):
        for some in _strokes(things):
            number += commands.take_some_back(handing, kind=kind, things=some, heir=heir, by=by)
    commands.note_taken_back(handing, number=number, by=by)
    return number


# --- Teams --------------------------------------------------------------------------------------------------------------


def teams_led(user: User, by: User) -> int:
    """How many teams the colleague leads."""
    return user.leads.count() if by.may("team.team.change") else 0


def list_teams(user: User, by: User) -> list[OpenThing]:
    """The same one by one."""
    led = user.leads.order_by("name", "pk") if by.may("team.team.change") else Team.objects.none()
    return [OpenThing(pk, None, name) for pk, name in led.values_list("pk", "name")]


def give_teams(user: User | None, to: User | None, by: User, some: Collection[int] | None = None) -> int:
    """Their teams, or these of them, are led by another one from now on."""
    return commands.hand_over_teams(user, to=to, by=by, teams=some)


# --- Inside -------------------------------------------------------------------------------------------------------------


def _hand_over_whole_piles(user: User, wanted: Wanted, by: User) -> None:
    """Piles of modules that do not tell their things one by one go whole, to one successor."""
    for kind in offered("hand_overs"):
        if not kind.lists and kind.key in wanted.heirs:
            heir = User.objects.filter(pk=wanted.heirs[kind.key], is_active=True).first()
            if number := function_named(kind.hand)(user, heir, by):
                commands.note_hand_over(user, pile=kind.key, number=number, heir=heir, by=by)


def _groups(handing: Handing, **which: bool) -> Iterator[tuple[str, User | None, list[int]]]:
    rows: dict[tuple[str, int | None], list[int]] = {}
    found = HandedThing.objects.filter(handing=handing, **which).order_by("pk")
    for kind, heir, thing in found.values_list("kind", "heir_id", "thing"):
        rows.setdefault((kind, heir), []).append(thing)
    heirs = User.objects.in_bulk([pk for _kind, pk in rows if pk])
    for (kind, pk), some in rows.items():
        yield kind, heirs[pk] if pk else None, some


def _strokes(things: Iterable[int]) -> Iterator[list[int]]:
    for number, some in enumerate(portions(things, STROKE)):
        if number:
            rest()
        yield some
