"""Bringing clients in: the file, how it is read, what its columns tell, the trial."""

from functools import partial
from typing import Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.exchange import arriving, reading, standing
from pomni.exchange.commands import running, wizard
from pomni.exchange.forms import FileForm, MappingForm, OffersMappingForm, ReadingForm
from pomni.exchange.queries import wizard as queries
from pomni.exchange.queries.lost import facts_lost
from pomni.exchange.taking import take_file
from pomni.exchange.told import in_words, preset_in, targets
from pomni.exchange.visit_forms import VisitsMappingForm
from pomni.kit.errors import Refused
from pomni.kit.paging import page_of
from pomni.people.imports import Wish
from pomni.team.access import door
from pomni.team.queries import colleagues, locations
from pomni.ui.html import page
from pomni.ui.toasts import refusals_told, toast

SEE, RUN = "exchange.import.see", "exchange.import.run"
SHOWN_ROWS, SHOWN_COLUMNS, FIRST_FAULTS = 8, 40, 10
LONGEST_SHOWN = 60  # letters of a cell
BEFORE = {"read", "trying", "tried"}
BRINGING = {
    "clients": gettext_lazy("Bring {clients} in"),
    "services": gettext_lazy("Bring services in"),
    "goods": gettext_lazy("Bring goods in"),
    "performers": gettext_lazy("Bring in who performs services"),
    "packages": gettext_lazy("Bring packages in"),
    "prices": gettext_lazy("Bring price lists in"),
    "visits": gettext_lazy("Bring visits in"),
}


@door(SEE)
@require_GET
def imports(request):
    found = page_of(queries.imports(request.user), by=("-pk",), of="imports", after=request.GET.get("after"))
    told: dict[str, Any] = {
        "imports": found.items,
        "next": found.next,
        "may_run": standing.may_bring_clients(request.user),
    }
    return page(request, "exchange/imports.html", part="rows", **told)


@door(RUN)
@require_http_methods(["GET", "POST"])
def add_import(request, of="clients"):
    standing.check_adding(of, request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent)
    if sent and form.carries_out(partial(_take_file, of=of), by=request.user):
        return redirect("exchange:read_import", form.result.uid)
    return page(
        request,
        "exchange/import_file.html",
        status=422 if form.errors else 200,
        form=form,
        of=of,
        heading=BRINGING[of],
        facts=", ".join(str(one.title) for one in targets(of)) if of != "clients" else "",
        steps=_steps(None),
        megabytes=reading.MOST_BYTES // 1024**2,
        rows=reading.MOST_ROWS,
        programs=", ".join(dict.fromkeys(one.name for one in reading.presets())),
    )


def _take_file(*, file, of, by, key):
    return take_file(file=file, name=file.name, of=of, by=by, key=key)


@door(RUN)
@require_http_methods(["GET", "POST"])
def read_import(request, uid):
    import_ = queries.import_of(request.user, uid)
    if import_.state not in BEFORE:
        return redirect("exchange:import", uid)
    asked, wrong = _asked(request, import_)
    if request.method == "POST" and not wrong and "show" not in request.POST:
        try:
            wizard.read_import(import_, reading=asked, by=request.user)
            return redirect("exchange:match_import", uid)
        except Refused as no:
            wrong = no
    told = _shown(import_, asked, wrong)
    status = 422 if wrong and not request.htmx else 200
    return page(
        request,
        "exchange/import_reading.html",
        part="reading",
        status=status,
        import_=import_,
        steps=_steps(import_),
        **told,
    )


def _asked(request, import_):
    """The reading that the person wants, found out anew where it has to be; and what is wrong with it."""
    kept = queries.reading_of(import_)
    data = request.POST if request.method == "POST" else request.GET
    if "of" not in data:
        return kept, None
    form = ReadingForm(data, reading=kept)
    if not form.is_valid():
        return kept, Refused(_("Choose one of the ways that are offered."))
    asked, anew = form.asked()
    try:
        path = arriving.file_of(import_)
        found = reading.reads_as(path, asked)
        return (found if anew else asked), None
    except Refused as no:
        return asked, no


def _shown(import_, asked, wrong):
    """The form on this reading, and the first rows as they come out."""
    path = arriving.path_of(import_.stored)
    first, rows, columns = [], [], []
    if not wrong or wrong.field is None:
        try:
            first = reading.first_rows(path, asked, 60) if asked.kind != "vcard" else []
            columns = reading.columns(path, asked)[:SHOWN_COLUMNS]
            rows = _cells(path, asked, columns)
        except (Refused, OSError) as no:
            wrong = wrong or no
    filled = [
        n
        for n, _column in enumerate(columns)
        if any(n < len(row["cells"]) and row["cells"][n] for row in rows)
    ]
    shown = filled if asked.kind == "vcard" else range(len(columns))
    for row in rows:
        row["cells"] = [row["cells"][n] if n < len(row["cells"]) else "" for n in shown]
    return {
        "form": ReadingForm(reading=asked).shows(asked, first),
        "titles": [columns[n].title for n in shown],
        "rows": rows,
        "reading": asked,
        "wrong": str(wrong) if wrong else "",
        "wrong_field": getattr(wrong, "field", None) or "",
    }


def _cells(path, asked, columns):
    shown = []
    for number, row in reading.rows(path, asked):
        reason = row.reason if isinstance(row, reading.BadRow) else ""
        cells = [] if isinstance(row, reading.BadRow) else [_short(cell) for cell in row[: len(columns)]]
        shown.append({"number": number, "cells": cells, "reason": reason})
        if len(shown) == SHOWN_ROWS:
            break
    return shown


def _short(cell):
    return cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}…"


@door(RUN)
@require_http_methods(["GET", "POST"])
def match_import(request, uid):
    import_ = queries.import_of(request.user, uid)
    if import_.state not in BEFORE:
        return redirect("exchange:import", uid)
    form, is_remembered = _mapping_form(request, import_)
    if form.is_bound and form.carries_out(_try_so, import_, by=request.user):
        return redirect("exchange:try_import", uid)
    status = 422 if form.is_bound else 200
    return page(
        request,
        "exchange/import_columns.html",
        status=status,
        form=form,
        import_=import_,
        is_remembered=is_remembered,
        preset=preset_in(import_),
        steps=_steps(import_),
    )


def _try_so(import_, *, mapping, wish, by):
    import_ = wizard.match_columns(import_, mapping=mapping, wish=wish, by=by)
    return running.begin_trial(import_, by=by)


def _mapping_form(request, import_):
    columns = reading.columns(arriving.file_of(import_), queries.reading_of(import_))
    mapping = {int(number): key for number, key in import_.mapping.items()}
    is_known = queries.remembered(columns, import_.of) == mapping
    data = request.POST if request.method == "POST" else None
    if not import_.is_of_clients:
        told: Any = {"columns": columns, "wish": Wish.from_json(import_.options), "mapping": mapping}
        told["targets"] = targets(import_.of)
        if import_.of == "visits":
            told["locations"] = [(place.pk, place.name) for place in locations()]
            return VisitsMappingForm(data, **told), is_known
        return OffersMappingForm(data, of=import_.of, **told), is_known
    form = MappingForm(
        data,
        columns=columns,
        wish=Wish.from_json(import_.options),
        mapping=mapping,
        targets=targets(),
        locations=[(place.pk, place.name) for place in locations()],
        colleagues=[(user.pk, user.name) for user in colleagues(request.user).filter(is_active=True)],
        strangers_named=queries.strangers_in(import_, columns, request.user),
        me=request.user.pk,
    )
    return form, is_known


@door(RUN)
@require_GET
def try_import(request, uid):
    """What would happen, counted in the background; from here it is started."""
    import_ = queries.import_of(request.user, uid)
    if import_.state not in BEFORE:
        return redirect("exchange:import", uid)
    if import_.state == "read" and not import_.trouble:
        return redirect("exchange:match_import", uid)
    trial = import_.trial
    return page(
        request,
        "exchange/import_trial.html",
        part="trial",
        import_=import_,
        steps=_steps(import_),
        trial=trial,
        faults=trial.get("faults", [])[:FIRST_FAULTS],
        strangers=", ".join(
            f"{name} ({number})" for name, number in trial.get("strangers", ())[:FIRST_FAULTS]
        ),
        lost=facts_lost(request.user, import_),
        examples=[{**one, "says": in_words(one, import_.of)} for one in trial.get("examples", ())],
    )


@door(RUN)
@require_POST
def drop_import(request, uid):
    import_ = queries.import_of(request.user, uid)
    with refusals_told(request):
        wizard.drop_import(import_, by=request.user)
        toast(request, _("The import is given up. Nothing was brought in."))
        return redirect("exchange:imports")
    return redirect("exchange:import", uid)


def _steps(import_):
    """The pages with their addresses, for the line of steps."""
    pages = ("read_import", "match_import", "try_import")
    ways = [reverse(f"exchange:{name}", args=[import_.uid]) if import_ else "" for name in pages]
    named = (_("File"), _("How it is read"), _("Columns"), _("Trial"))
    return list(zip(named, ["", *ways], strict=True))
