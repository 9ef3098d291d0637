"""The waiting list, and the times that are held for those on it."""

from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.errors import Refused
from pomni.people.queries import client_chosen_by
from pomni.schedule import commands, queries
from pomni.schedule.forms import WaitingForm
from pomni.schedule.forms.free import PARTS
from pomni.schedule.views.days import address_of
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, BOOK, CHANGE = "schedule.visit.see", "schedule.visit.book", "schedule.visit.change"


@door(SEE)
@require_GET
def waiting(request):
    """Who waits, and what is held for whom."""
    return page(
        request,
        "schedule/waiting.html",
        offers=_offers(request),
        rows=[(one, client, _when(one)) for one, client in queries.waiting_list(request.user)],
        may_book=request.user.may(BOOK),
        may_change=request.user.may(CHANGE),
    )


@door(BOOK)
@require_http_methods(["GET", "POST"])
def add_waiting(request):
    """Somebody waits; the form begins with what a booking was to be: `client`, `service` (several), `user`, `at`."""
    asked = request.GET
    initial = {
        "services": asked.getlist("service"),
        "user": asked.get("user", ""),
        "location": asked.get("at", ""),
    }
    if told := asked.get("client", ""):
        initial["client"] = client_chosen_by(request.user)(told, "")
    form = WaitingForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        client = form.cleaned_data["client"]
        if form.carries_out(commands.add_waiting, client, by=request.user):
            toast(request, _("They are on the waiting list."))
            return redirect("schedule:waiting")
    told = {"form": form} | ({} if form.offered else lacking(request, next(iter(form.places.values()), None)))
    return page(request, "schedule/add_waiting.html", status=422 if form.is_bound else 200, **told)


@door(CHANGE)
@require_POST
def drop_waiting(request, uid):
    commands.drop_waiting(queries.waiting(request.user, uid), by=request.user)
    toast(request, _("They do not wait any more."))
    return redirect("schedule:waiting")


@door(BOOK)
@require_POST
def answer_offer(request, uid):
    """They come (`to` is "book"), or they do not."""
    offer = queries.offer(request.user, uid)
    try:
        if request.POST.get("to") == "book":
            made = commands.accept_offer(offer, by=request.user)
            toast(request, _("The visit is booked."), undo=("schedule:cancel", [made.uid], {}))
            return redirect(address_of(offer.location, made.day))
        commands.decline_offer(offer, by=request.user)
        toast(request, _("The time is free again, and the next one is asked."))
    except Refused as no:
        toast(request, str(no))
    return redirect("schedule:waiting")


def _offers(request):
    found = queries.open_offers(request.user)
    return [(one, client, *_local(one)) for one, client in found]


def _local(offer):
    """From when on it is, and as long as it is held, by the clock there."""
    zone = ZoneInfo(offer.location.zone)
    return offer.begins_at.astimezone(zone).replace(tzinfo=None), offer.until.astimezone(zone).replace(
        tzinfo=None
    )


def _when(one):
    """On which days and in which part of them somebody could come, in the reader's words."""
    days, parts = dict(WEEKDAYS), dict(PARTS)
    return ", ".join(
        str(told)
        for told in [*(days[day] for day in one.weekdays), parts[one.part] if one.part else ""]
        if told
    )


def today_panel(request):
    """On Today: the times that are held for somebody; nothing where none is."""
    offers = _offers(request)[:5]
    if not offers:
        return ""
    told = {"offers": offers, "may_book": request.user.may(BOOK)}
    return render_to_string("schedule/_offers.html", told, request)
