"""What the clients have to show on Today."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import ngettext

from pomni.people import queries


def seen_lately(request: Any) -> str:
    """The clients whose cards this person opened last."""
    seen = _lately(request).seen
    return render_to_string("people/today/seen_lately.html", {"seen": seen}, request) if seen else ""


def notes_to_finish(request: Any) -> str:
    """The notes that this person has left for later, the oldest first, with the way to finish each."""
    notes = _lately(request).to_finish
    return render_to_string("people/today/notes_to_finish.html", {"notes": notes}, request) if notes else ""


def added_lately(request: Any) -> str:
    """The clients who came this week, the newest first; for whoever sees more than their own."""
    reach = request.user.reach("people.client.see")
    if not (reach.all or reach.team or reach.locations):
        return ""
    newest = _lately(request).newcomers
    return render_to_string("people/today/added_lately.html", {"newest": newest}, request) if newest else ""


def _lately(request: Any) -> queries.Lately:
    """Asked once for the sentence and the panels of one page."""
    if not hasattr(request, "clients_lately"):
        request.clients_lately = queries.lately(request.user, week_start=request.company.week_start)
    return request.clients_lately


def added_line(request: Any) -> str:
    """How many clients came this week, as a sentence."""
    count = _lately(request).came
    if not count:
        return ""
    return ngettext(
        "%(count)s {client} was added this week.", "%(count)s {clients} were added this week.", count
    ) % {"count": number_format(count, force_grouping=True)}


def figures_of_month(request: Any) -> str:
    """The figures of this month beside the last one, of all whom this person reaches; fetched behind the page."""
    return render_to_string("people/today/figures_of_month.html", {}, request)
