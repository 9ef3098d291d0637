"""How many colleagues a location needs at least."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.kit.errors import NotAllowed
from pomni.schedule import commands, queries
from pomni.schedule.forms import MinimumForm
from pomni.schedule.views.days import place_of
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE = "schedule.working.change"


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def minimums(request):
    """What the location `at` needs, and the form for one more."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    if here is None:
        return redirect("schedule:day")
    may_change = queries.may_set_minimum(request.user, here)
    form = MinimumForm(request.POST or None, viewer=request.user)
    if form.is_bound and form.carries_out(commands.add_minimum, here, by=request.user):
        toast(request, _("The month of hours shows from now on where too few work."))
        return redirect(_address(here))
    return page(
        request,
        "schedule/minimums.html",
        status=422 if form.is_bound else 200,
        form=form,
        rows=[(one, _days(one)) for one in queries.minimums(request.user, here)],
        location=here,
        places=places,
        may_change=may_change,
    )


def _days(minimum):
    """On which days of the week, in short."""
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in minimum.weekdays) or _("every day")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_minimum(request, uid):
    one = _mine(request, uid)
    form = MinimumForm(request.POST or None, viewer=request.user, was=one)
    if form.is_bound and form.carries_out(commands.edit_minimum, one, by=request.user):
        toast(request, _("The month of hours shows from now on where too few work."))
        return redirect(_address(one.location))
    told = {"form": form, "location": one.location, "back": _address(one.location)}
    return page(request, "schedule/edit_minimum.html", status=422 if form.is_bound else 200, **told)


@door(CHANGE)
@require_POST
def drop_minimum(request, uid):
    one = _mine(request, uid)
    commands.drop_minimum(one, by=request.user)
    toast(request, _("So many are not asked for any more."))
    return redirect(_address(one.location))


def _mine(request, uid):
    """One that the person may change. Raises Http404 and NotAllowed."""
    one = queries.minimum(request.user, uid)
    if not queries.may_set_minimum(request.user, one.location):
        raise NotAllowed(_("Your role does not allow this."), capability=CHANGE)
    return one


def _address(location):
    return f"{reverse('schedule:minimums')}?at={location.uid}"
