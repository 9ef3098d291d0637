"""Handing over what a colleague had: written down whole, done in short strokes, and taken back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.module import function_named
from pomni.memory.commands import remember
from pomni.team import events
from pomni.team.access import command
from pomni.team.dividing import NOBODY, Share, Wanted, pile_called
from pomni.team.models import HandedThing, Handing, User
from pomni.team.piles import shares_of

DISABLE = "team.colleague.disable"
TOLD_SINGLY = "each thing tells of it in its own history"
AT_ONCE = 500


@command(DISABLE, makes=Handing)
def begin_handing(user: User, *, wanted: Wanted, by: User) -> Handing:
    """Write down which thing of a colleague goes to whom; an earlier hand-over that is not done ends here.

    Nothing moves yet (`hand_some`). A thing that moved already is another's, so it is not moved twice.
    """
    _one_after_the_other(user)
    shares = shares_of(user, wanted, by)
    heirs = {share.heir for share in shares} - {NOBODY}
    known = {heir.pk: heir for heir in User.objects.people().filter(pk__in=heirs, is_active=True)}
    if heirs - known.keys() or user.pk in heirs:
        raise Refused(_("Somebody you chose cannot take it: choose a colleague who is here."))
    earlier = Handing.objects.filter(user=user, done_at=None)
    HandedThing.objects.filter(handing__in=earlier, is_given=False).delete()
    earlier.update(done_at=now())
    made = Handing.objects.create(user=user, by=by, at=now())
    HandedThing.objects.bulk_create(_rows(made, shares), batch_size=AT_ONCE)
    number = sum(len(share.things) for share in shares)
    remember(events.HandOverBegun(user_id=user.pk, name=user.name, number=number), by=by)
    return made


@command(DISABLE, quiet=TOLD_SINGLY)
def hand_some(handing: Handing, *, kind: str, things: Sequence[int], heir: User | None, by: User) -> int:
    """These things of one pile are the successor's from now on. Returns how many really were the colleague's still."""
    _one_after_the_other(handing.user)
    rows = HandedThing.objects.filter(handing=handing, kind=kind, thing__in=things, is_given=False)
    keys = list(rows.values_list("thing", flat=True))
    if not keys:
        return 0
    HandedThing.objects.filter(handing=handing, kind=kind, thing__in=keys).update(is_given=True)
    return int(function_named(pile_called(kind).hand)(handing.user, heir, by, keys))


@command(DISABLE, quiet=TOLD_SINGLY)
def take_some_back(handing: Handing, *, kind: str, things: Sequence[int], heir: User | None, by: User) -> int:
    """What the successor still has of these things is the colleague's again. Returns how many that were."""
    _one_after_the_other(handing.user)
    rows = HandedThing.objects.filter(handing=handing, kind=kind, thing__in=things, is_given=True)
    rows.update(is_back=True)
    return int(function_named(pile_called(kind).hand)(heir, handing.user, by, list(things)))


@command(DISABLE, quiet="each pile was remembered as it was handed over")
def end_handing(handing: Handing, *, by: User) -> None:
    """It is done."""
    Handing.objects.filter(pk=handing.pk, done_at=None).update(done_at=now())


@command(DISABLE)
def note_taken_back(handing: Handing, *, number: int, by: User) -> None:
    """Remember that a hand-over was taken back, as far as that went."""
    Handing.objects.filter(pk=handing.pk).update(taken_back_at=now())
    user = handing.user
    remember(events.HandOverTakenBack(user_id=user.pk, name=user.name, number=number), by=by)


def _one_after_the_other(user: User) -> None:
    """Whoever writes into a hand-over holds its colleague first, so two of them never wait for each other's things.

    The colleague's own row is not changed, so whoever only points at it is not held up (`no_key`).
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _rows(made: Handing, shares: Iterable[Share]) -> list[Any]:
    return [
        HandedThing(handing=made, kind=share.kind, thing=thing, heir_id=share.heir or None)
        for share in shares
        for thing in share.things
    ]
