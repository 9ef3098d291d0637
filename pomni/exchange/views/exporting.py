"""Exports: asking for one, waiting for it, taking it."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.exchange.commands import exporting
from pomni.exchange.export_forms import AskExportForm
from pomni.exchange.queries import exporting as queries
from pomni.exchange.sending import sent
from pomni.exchange.subjects import subject_of
from pomni.kit.paging import page_of
from pomni.team import keeping
from pomni.team.access import allow, door
from pomni.ui.html import page
from pomni.ui.toasts import refusals_told, toast

RUN, SEE = "exchange.export.run", "exchange.export.see"


@door(RUN)
@require_http_methods(["GET", "POST"])
def ask_export(request, of="clients"):
    subject = subject_of(of)
    allow(request.user, subject.see)
    query = _query(request.POST.get("query", "") if request.POST else request.GET.urlencode())
    columns = queries.columns_open_to(request.user, of)
    form = AskExportForm(request.POST or None, columns=columns, formats=subject.formats, query=query)
    if request.POST and form.carries_out(exporting.ask_export, of=of, by=request.user):
        return redirect("exchange:export", form.result.uid)
    back = reverse(subject.list)
    return page(
        request,
        "exchange/ask_export.html",
        form=form,
        count=queries.within(request.user, query, of=of).count(),
        back=f"{back}?{query}" if query else back,
        subject=subject,
        of=of,
    )


@door(SEE)
@require_GET
def exports(request):
    found = page_of(queries.exports(request.user), by=("-pk",), of="exports", after=request.GET.get("after"))
    return page(request, "exchange/exports.html", part="rows", exports=found.items, next=found.next)


@door(SEE)
@require_GET
def export(request, uid):
    export = queries.export(request.user, uid)
    is_mine = export.made_by == request.user
    kept = keeping.unit_text("days", keeping.number_of("exports")) if is_mine else ""
    told = {"export": export, "subject": subject_of(export.of), "is_mine": is_mine, "kept": kept}
    return page(request, "exchange/export.html", part="state", **told)


@door(SEE)
@require_GET
@never_cache
def fetch_export(request, uid):
    export = queries.export(request.user, uid)
    with refusals_told(request):
        return sent(exporting.fetch_export(export, by=request.user))
    return redirect("exchange:export", uid)


@door(SEE)
@require_POST
def delete_export(request, uid):
    exporting.delete_export(queries.export(request.user, uid), by=request.user)
    toast(request, _("The file is deleted."))
    return redirect("exchange:exports")


def _query(told):
    """The filters as an address has them: nothing else comes back into a page."""
    return QueryDict(told[:4000]).urlencode()
