"""Panels of Today with clients from the board: who stays away for too long, and whose day comes."""

from typing import Any

from django.template.loader import render_to_string

from pomni.agenda.board import client_lines
from pomni.agenda.queries.board_on_today import neglected_today
from pomni.people.queries.board import BIRTHDAYS, DATES, LATE

MOST = 5


def away(request: Any) -> str:
    """Clients who stay away for longer than they use to: one's own, or those of whom one leads."""
    return _panel(request, _found(request).get(LATE, []))


def days(request: Any) -> str:
    """Birthdays and days to remember of this week, the next ones first."""
    found = [*_found(request).get(BIRTHDAYS, []), *_found(request).get(DATES, [])]
    return _panel(request, sorted(found, key=lambda one: (one.on, one.pk)))


def _panel(request: Any, found: list[Any]) -> str:
    lines = client_lines(request, found[:MOST], who=not _mine(request))
    return render_to_string("agenda/today/clients.html", {"lines": lines}, request) if found else ""


def _mine(request: Any) -> bool:
    """Whether this person is shown their own clients alone: whoever leads nobody, and has no location to look after."""
    reach = request.user.reach("people.client.see")
    return not (reach.all or reach.team or reach.locations)


def _found(request: Any) -> dict[str, Any]:
    """Asked once for the panels of one page. Whoever reaches all clients has their figures there, and the board for these."""
    if request.user.reach("people.client.see").all:
        return {}
    if not hasattr(request, "board_on_today"):
        request.board_on_today = neglected_today(request.user, mine=_mine(request))
    return request.board_on_today
