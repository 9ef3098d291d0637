"""How visits are booked at a location, and when it is closed."""

from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.schedule import commands, queries
from pomni.schedule.forms import ClosureForm, TermsForm
from pomni.schedule.views.days import place_of
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE = "schedule.terms.change"


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_terms(request):
    """The terms of the location `at`, and its closures; each is a form of its own."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    if here is None:
        return redirect("schedule:day")
    terms = queries.terms_of(here)
    is_closing = request.method == "POST" and "first" in request.POST
    sent = request.POST if request.method == "POST" else None
    initial = {name: getattr(terms, name) for name in TermsForm.base_fields}
    form = TermsForm(None if is_closing else sent, initial=initial)
    closing = ClosureForm(sent if is_closing else None)
    asked, act = (closing, commands.add_closure) if is_closing else (form, commands.set_terms)
    if asked.is_bound and asked.carries_out(act, here, by=request.user):
        toast(request, _("It is closed then.") if is_closing else _("So visits are booked from now on."))
        return redirect(_address(here))
    told = {"form": form, "closing": closing, "location": here, "places": places}
    return page(
        request,
        "schedule/set_terms.html",
        status=422 if asked.is_bound else 200,
        closures=[(one, *_span(one, here)) for one in queries.closures(request.user, here)],
        **told,
    )


@door(CHANGE)
@require_POST
def drop_closure(request, uid):
    one = queries.closure(request.user, uid)
    here = one.location
    commands.drop_closure(one, by=request.user)
    toast(request, _("It is open after all."))
    return redirect(_address(here))


def _span(closure, location):
    zone = ZoneInfo(location.zone)
    return closure.begins_at.astimezone(zone).replace(tzinfo=None), closure.ends_at.astimezone(zone).replace(
        tzinfo=None
    )


def _address(location):
    return f"{reverse('schedule:set_terms')}?at={location.uid}"
