"""How long clients are kept: the machine finds who is silent for years, and asks; people decide."""

from datetime import datetime

from django.urls import reverse

from pomni.kit.clock import today
from pomni.people.notices import ClientsToErase
from pomni.people.queries.keeping import FORGET, clients_to_erase, long_silent
from pomni.team.notices import notify
from pomni.team.queries import able_to


def silent(before: datetime) -> int:
    """How many clients had no contact since an instant, and have nothing due."""
    return long_silent(before).count()


def ask_about_silent(before: datetime) -> int:
    """Tell whoever may erase clients how many are silent, once a month; nothing is erased. Returns how many were told."""
    told = 0
    for user in able_to(FORGET):
        _first, number = clients_to_erase(user, before, size=1)
        if number:
            month = f"{today():%Y-%m}"
            notify(
                [user], ClientsToErase, dedupe=f"silent:{month}", url=reverse("people:to_erase"), count=number
            )
            told += 1
    return told
