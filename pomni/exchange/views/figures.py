"""Figures of clients as a file, for whoever may export: numbers only, nobody is named."""

from django.views.decorators.http import require_GET

from pomni.exchange.sending import sent_figures
from pomni.people.queries.figures_clients import FiguresAsked
from pomni.team.access import door


@door("exchange.export.run")
@require_GET
def export_figures(request):
    """What the page of figures shows with the same address, each line with its stretch of days."""
    return sent_figures(request.user, FiguresAsked.from_query(request.GET))
