"""Classes: how many seats a service has, and who has one."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.catalog import queries as catalog
from pomni.kit.errors import Refused
from pomni.schedule import commands, queries
from pomni.schedule.forms import EnrolForm, SeatsForm
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE, THING = "schedule.visit.change", "schedule.thing.change"


@door(THING)
@require_http_methods(["GET", "POST"])
def set_seats(request, uid):
    """How many seats a service has."""
    one = catalog.service(request.user, uid)
    form = SeatsForm(request.POST or None, initial={"seats": queries.seats_of([one.pk]).get(one.pk)})
    if request.method == "POST" and form.carries_out(commands.set_seats, one, by=request.user):
        toast(request, _("The seats are written down."))
        return redirect("schedule:things")
    return page(
        request, "schedule/set_seats.html", status=422 if form.is_bound else 200, form=form, service=one
    )


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def seats(request, uid):
    """Who has a seat in a class; one more is enrolled."""
    one = queries.visit(request.user, uid)
    form = EnrolForm(request.POST if request.method == "POST" else None, viewer=request.user)
    if form.is_bound and form.is_valid():
        client = form.cleaned_data["client"]
        if form.carries_out(commands.enrol, one, client, by=request.user):
            return redirect("schedule:seats", one.uid)
    status = 422 if form.is_bound else 200
    found = queries.roster(request.user, one)
    told = {"form": form, "visit": one, "client": queries.client_of(request.user, one), "roster": found}
    told["services"] = [line.service.name for line, _span in queries.lines_of(one)]
    return page(request, "schedule/seats.html", status=status, **told)


@door(CHANGE)
@require_POST
def mark_seat(request, uid):
    """What became of a seat: `to`."""
    one = queries.seat(request.user, uid)
    try:
        commands.mark_seat(one, status=request.POST.get("to", ""), by=request.user)
    except Refused as no:
        toast(request, str(no))
    return redirect("schedule:seats", one.visit.uid)
