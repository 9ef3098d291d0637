"""Files as they go out, to a page and to a program alike: of an export, and of figures."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.utils import formats

from pomni.exchange.models import Export
from pomni.exchange.writing.cells import harmless
from pomni.people.queries.figures_clients import FiguresAsked, client_figures
from pomni.team.access import allow
from pomni.team.models import User


def sent(export: Export) -> FileResponse:
    """Its file, named by its day and its mark. Call `fetch_export` first: it says whether it may go out."""
    name = f"clients-{export.added_at:%Y-%m-%d}-{export.mark}.{export.format}"
    answer = FileResponse(default_storage.open(export.stored), as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def sent_figures(viewer: User, asked: FiguresAsked) -> HttpResponse:
    """Figures of clients as a table, for whoever may see them: a line for all and for each part, with its stretch of days."""
    allow(viewer, "people.figures.see")
    told = client_figures(viewer, asked)
    text = io.StringIO()
    sign = ";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ","
    write = csv.writer(text, delimiter=sign)
    write.writerow(["from", "to", asked.by or "part", *told.figures])
    now = [("", told.now), *((one.title, one.now) for one in told.lines)]
    write.writerows(_figure_rows(asked.period, told.figures, now))
    if asked.compared:
        then = [("", told.then), *((one.title, one.then) for one in told.lines)]
        write.writerows(_figure_rows(asked.compared, told.figures, then))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"figures-{asked.period.first}-{asked.period.last}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _figure_rows(
    period: Any, names: Iterable[str], parts: Iterable[tuple[str, Mapping[str, int]]]
) -> Iterator[list[Any]]:
    for title, counts in parts:
        cells = [period.first, period.last, title, *(counts[name] for name in names)]
        yield [harmless(cell) for cell in cells]
