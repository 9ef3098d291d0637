"""Figures of clients as a file, for whoever may export: numbers only, nobody is named."""

import csv
import io

from django.http import HttpResponse
from django.utils import formats
from django.views.decorators.http import require_GET

from pomni.exchange.writing.cells import harmless
from pomni.people.queries.figures_clients import FiguresAsked, client_figures
from pomni.team.access import allow, door


@door("exchange.export.run")
@require_GET
def export_figures(request):
    """What the page of figures shows with the same address, each line with its stretch of days."""
    allow(request.user, "people.figures.see")
    asked = FiguresAsked.from_query(request.GET)
    told = client_figures(request.user, asked)
    text = io.StringIO()
    sign = ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","
    write = csv.writer(text, delimiter=sign)
    write.writerow(["from", "to", asked.by or "part", *told.figures])
    write.writerows(
        _rows(asked.period, told.figures, [("", told.now), *((one.title, one.now) for one in told.lines)])
    )
    if asked.compared:
        then = [("", told.then), *((one.title, one.then) for one in told.lines)]
        write.writerows(_rows(asked.compared, told.figures, then))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="figures-{asked.period.first}-{asked.period.last}.csv"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _rows(period, names, parts):
    for title, counts in parts:
        cells = [period.first, period.last, title, *(counts[name] for name in names)]
        yield [harmless(cell) for cell in cells]
