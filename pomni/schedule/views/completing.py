"""Completing a visit, what that did, and taking it back."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.billing import queries as billing
from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.schedule import commands, queries
from pomni.schedule.forms import CompleteForm
from pomni.schedule.laying import Busy
from pomni.schedule.views.days import address_of
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE = "schedule.visit.see", "schedule.visit.change"
OVER, REVERSE = "schedule.visit.overbook", "billing.sale.reverse"


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def complete(request, uid):
    """One screen for all that comes of a visit."""
    one = queries.visit(request.user, uid)
    if one.status == "completed" and request.method == "GET":
        made = queries.completion_of(one)
        return redirect("schedule:completion", made.uid) if made else redirect("schedule:visit", one.uid)
    means = queries.means_of(one, today(ZoneInfo(one.location.zone)))
    told: dict[str, Any] = {"visit": one, "means": means, "viewer": request.user}
    form = CompleteForm(request.POST or None, **told, currency=request.company.currency)
    is_counting = form.is_bound and "count" in request.POST
    if form.is_bound and not is_counting and _completed(request, form, one):
        toast(request, _("The visit is completed."))
        return redirect("schedule:completion", form.result.uid)
    return page(
        request,
        "schedule/complete.html",
        part="counted",
        status=422 if form.is_bound and not is_counting else 200,
        form=form,
        visit=one,
        client=queries.client_of(request.user, one),
        means=means,
        counted=_counted(form),
        limit=billing.discount_limit(request.user),
        may_book=request.user.may("schedule.visit.book"),
        currency=request.company.currency,
    )


def _counted(form):
    """What the lines come to; as booked, before anything is written."""
    if not form.is_bound:
        booked = queries.as_booked(form.agreed)
        return billing.counted(booked, Decimal(0), form.covered_first) if form.agreed else None
    if not form.is_valid():
        return None
    return billing.counted(
        form.sold(), form.cleaned_data.get("discount") or Decimal(0), form.covered_places()
    )


def _completed(request, form, one):
    busy: list[str] = []

    def act(visit, **words):
        try:
            return commands.complete_visit(visit, **words)
        except Busy as no:
            busy.append(str(no))
            raise

    if form.carries_out(act, one, by=request.user):
        return True
    if busy and request.user.may(OVER):
        form.offer_over()
    return False


@door(SEE)
@require_GET
def completion(request, uid):
    """What the visit did: all of it, with links."""
    made = queries.completion(request.user, uid)
    sees_sale = request.user.may("billing.sale.see")
    return page(
        request,
        "schedule/completion.html",
        made=made,
        visit=made.visit,
        client=queries.client_of(request.user, made.visit),
        sale=made.sale,
        sees_sale=sees_sale,
        lines=billing.lines_of(made.sale),
        payments=billing.payments_of(made.sale),
        owed=billing.owed_of(made.sale),
        currency=request.company.currency,
        may_reopen=made.undone_at is None and request.user.may(CHANGE) and request.user.may(REVERSE),
        may_see_promise=request.user.may("agenda.promise.see"),
        may_see_note=request.user.may("people.note.see"),
        back=address_of(made.visit.location, made.visit.day),
    )


@door(CHANGE)
@require_POST
def reopen(request, uid):
    """Take all of it back."""
    one = queries.visit(request.user, uid)
    made = queries.completion_of(one)
    try:
        commands.reopen_visit(one, by=request.user)
    except Refused as no:
        toast(request, str(no))
        return redirect("schedule:visit", one.uid)
    left = len(queries.completion(request.user, made.uid).left) if made else 0
    toast(request, _told(left))
    return redirect("schedule:visit", one.uid)


def _told(left):
    if not left:
        return _("The visit is open again: the sale is reversed.")
    sentence = ngettext(
        "The visit is open again. %(left)s thing that followed from it was changed since, and stays.",
        "The visit is open again. %(left)s things that followed from it were changed since, and stay.",
        left,
    )
    return sentence % {"left": left}
