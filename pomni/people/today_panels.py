"""What the clients have to show on Today."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import ngettext

from pomni.people import queries


def seen_lately(request: Any) -> str:
    """The clients whose cards this person opened last."""
    seen = queries.seen_lately(request.user)
    return render_to_string("people/today/seen_lately.html", {"seen": seen}, request) if seen else ""


def added_line(request: Any) -> str:
    """How many clients came this week, as a sentence."""
    count = queries.added_this_week(request.user, week_start=request.company.week_start)
    if not count:
        return ""
    return ngettext(
        "%(count)s {client} was added this week.", "%(count)s {clients} were added this week.", count
    ) % {"count": number_format(count, force_grouping=True)}
