"""A visit at the client's address, and the minutes on the way for which whoever performs it is taken, too."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.schedule.models import Visit

LONGEST_WAY = 240  # minutes to a client, or back
WAY = ("address", "travel_before", "travel_after")


def go_to(visit: Visit, address: str, travel: tuple[int, int]) -> None:
    """The visit takes place there. Raises Refused (field "address", "travel_before")."""
    visit.address = " ".join(address.split())[:300]
    visit.travel_before, visit.travel_after = travel
    if any(travel) and not visit.address:
        raise Refused(
            _("Write the address that is gone to, or leave the minutes on the way out."), field="address"
        )
    if not all(0 <= minutes <= LONGEST_WAY for minutes in travel):
        sentence = _("The way takes up to %(most)s minutes.") % {"most": LONGEST_WAY}
        raise Refused(sentence, field="travel_before")


def go_elsewhere(visit: Visit, address: str | None, travel: tuple[int, int] | None) -> dict[str, list[Any]]:
    """The same of one that is booked; None stays as it is. Returns what changes, as {word: [before, after]}."""
    before = {name: getattr(visit, name) for name in WAY}
    if address is not None or travel:
        go_to(visit, visit.address if address is None else address, travel or visit.travel)
    return {name: [was, now] for name, was in before.items() if (now := getattr(visit, name)) != was}
