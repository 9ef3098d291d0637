"""How somebody has arranged their own Today."""

from collections.abc import Sequence

from pomni.team.access import ANYBODY, command
from pomni.team.models import User

MOST = 100  # panels, and letters of the key of one


@command(ANYBODY, quiet="which panels somebody looks at first changes nothing of the company's")
def arrange_today(user: User, *, hidden: Sequence[str], order: Sequence[str], by: User) -> User:
    """Keep which panels of Today the person hides, and which stand first; none at all: as the house has it.

    Keys that no panel has any more are let go of by whoever draws the page.
    """
    told = {"hidden": _keys(hidden), "order": _keys(order)}
    user.today = {name: keys for name, keys in told.items() if keys}
    User.objects.filter(pk=user.pk).update(today=user.today)
    return user


def _keys(told: Sequence[str]) -> list[str]:
    return [key for key in dict.fromkeys(told) if len(key) <= MOST][:MOST]
