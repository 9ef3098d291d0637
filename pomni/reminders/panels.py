"""What messages show on the pages of visits and clients."""

from typing import Any

from django.template.loader import render_to_string

from pomni.reminders import queries


def of_visit(request: Any, visit: Any) -> str:
    """What was sent about a visit, what is planned, and what the client answered."""
    rows = [(one, *queries.state_of(one)) for one in queries.messages_of(visit)]
    replies = list(queries.replies_of(visit)) if rows else []
    return render_to_string("reminders/_of_visit.html", {"rows": rows, "replies": replies}) if rows else ""


def of_client(request: Any, client: Any) -> str:
    """The way to how a client wants to be written to; what they wish stands there, and costs the card no statement."""
    may_change = request.user.may("people.client.change") and not client.forgotten_at
    return render_to_string("reminders/_of_client.html", {"client": client}) if may_change else ""
