"""What Pomni shows to somebody now: their board, their Today, and whom it has told of something."""

from typing import Any

from pomni.agenda import queries
from pomni.agenda.settings import rises_after
from pomni.team.models import Notice, User

Line = tuple[str, str]


def board(viewer: User) -> set[Line]:
    """Every line of somebody's own board, walked to its end: (part, the name of the thing and its day, or of the client)."""
    found: set[Line] = set()
    for section in queries.board(viewer, mine=True):
        whole = [section] if section.count == section.lines else _walk(viewer, section.key)
        for one in whole:
            found |= {
                (section.key, f"{row.title} {row.due_on.isoformat()}") for row in one.rows if row.due_on
            }
            found |= {(section.key, _told(client)) for client in one.clients}
    return found


def _walk(viewer: User, key: str) -> list[queries.Section]:
    parts, start = [], 0
    while (part := queries.board_section(viewer, key, mine=True, start=start)).lines:
        parts.append(part)
        start += part.lines
        if start >= part.count:
            break
    return parts


def _told(one: Any) -> str:
    return f"{one.name}: {one.text}" if one.text else one.name


def to_do(viewer: User) -> set[str]:
    """The tasks and promises of Today that are due or overdue, the viewer's own."""
    rows = queries.day_rows(viewer, rises_after=rises_after())
    mine = [row for row in rows if row.noun != "meeting" and row.responsible_id == viewer.pk]
    return {
        f"{row.title} {row.due_on.isoformat()}"
        for row in mine
        if row.due_on and row.part in ("overdue", "today")
    }


def last_notice() -> int:
    """The newest notice there is."""
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def notices(after: int, *kinds: str) -> list[tuple[str, str, str]]:
    """To whom notices of these kinds went since: login, kind, address."""
    found = Notice.objects.filter(pk__gt=after, kind__in=[f"agenda.{kind}" for kind in kinds]).order_by("pk")
    rows = found.values_list("user__username", "kind", "url")
    return [(login, kind.removeprefix("agenda."), url) for login, kind, url in rows]
