"""Files as they go out, to a page and to a program alike: of an export, and of figures."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.utils import formats

from pomni.catalog.imports import FACTS, cells_of
from pomni.catalog.queries import offers_in_order
from pomni.exchange.models import Export
from pomni.exchange.writing.cells import as_text, harmless
from pomni.exchange.writing.files import WIDTH
from pomni.kit.clock import today
from pomni.people.queries.figures_clients import FiguresAsked, client_figures
from pomni.team.access import allow
from pomni.team.models import User

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sent(export: Export) -> FileResponse:
    """Its file, named by its day and its mark. Call `fetch_export` first: it says whether it may go out."""
    name = f"{export.of}-{export.added_at:%Y-%m-%d}-{export.mark}.{export.format}"
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


def sent_offers(viewer: User, of: str, format: str) -> HttpResponse:
    """A part of the catalogue ("services", "prices", …) as a table, "xlsx" or "csv": no client is named, so it has no mark."""
    rows = [cells_of(of, one) for one in offers_in_order(viewer, of)]
    made = _sheet(of, rows) if format == "xlsx" else _table(of, rows)
    answer = HttpResponse(made, content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="{of}-{today():%Y-%m-%d}.{format}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _table(of: str, rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    write = csv.writer(text, delimiter=";" if formats.get_format("DECIMAL_SEPARATOR") == "," else ",")
    write.writerow([str(fact.title) for fact in FACTS[of]])
    write.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _sheet(of: str, rows: Iterable[list[str]]) -> bytes:
    """Texts as texts, so that a barcode keeps its noughts; prices and minutes as numbers, so that they can be reckoned."""
    import xlsxwriter  # a process that never makes a sheet spares its megabytes

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet, bold = book.add_worksheet("Pomni"), book.add_format({"bold": True})
    ways = {
        "price": book.add_format({"num_format": "0.00"}),
        "minutes": None,
        "before": None,
        "after": None,
        "days": None,
    }
    sheet.set_column(0, len(FACTS[of]) - 1, WIDTH)
    sheet.freeze_panes(1, 1)
    for place, fact in enumerate(FACTS[of]):
        sheet.write_string(0, place, str(fact.title), bold)
    for number, row in enumerate(rows, 1):
        for place, (fact, cell) in enumerate(zip(FACTS[of], row, strict=True)):
            if cell and fact.key in ways:
                sheet.write_number(number, place, float(cell), ways[fact.key])
            elif cell:
                sheet.write_string(number, place, as_text(cell))
    book.close()
    return made.getvalue()


def _figure_rows(
    period: Any, names: Iterable[str], parts: Iterable[tuple[str, Mapping[str, int]]]
) -> Iterator[list[Any]]:
    for title, counts in parts:
        cells = [period.first, period.last, title, *(counts[name] for name in names)]
        yield [harmless(cell) for cell in cells]
