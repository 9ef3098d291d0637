"""What Today shows of the board: the first clients who are away for too long, and the first days to remember."""

from typing import Any

from django.db.models import QuerySet

from pomni.kit import clock
from pomni.kit.prepared import rows_of
from pomni.people.queries import board as people
from pomni.team.models import User

KEYS = (people.LATE, people.BIRTHDAYS, people.DATES)
LINES = 5


def neglected_today(viewer: User, *, mine: bool) -> dict[str, list[people.Neglected]]:
    """By part of the board, its first clients; of `mine` those whom the viewer answers for. One statement."""
    today = clock.today()

    def compose() -> list[QuerySet[Any, Any]]:
        found = people.sections(viewer, mine=mine, today=today)
        return [
            people.lines_of(key, found[key], today=today, start=0, size=LINES) for key in KEYS if key in found
        ]

    if not viewer.may("people.client.see"):
        return {}
    key = ("board on today", viewer.pk, viewer.access_stamp, mine, today)  # composed once a day
    told: dict[str, list[people.Neglected]] = {}
    for one in people.neglected(viewer, rows_of(key, compose), today=today):
        told.setdefault(one.what, []).append(one)
    return told
