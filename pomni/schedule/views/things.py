"""Rooms and devices, and which services take them."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pomni.catalog import queries as catalog
from pomni.schedule import commands, queries
from pomni.schedule.forms import AddThingForm, EditThingForm, NeedsForm
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE = "schedule.thing.see", "schedule.thing.change"


@door(SEE)
@require_GET
def things(request):
    """All that are used, and what services need of them."""
    offered = list(catalog.services(request.user).order_by("sorted_as", "pk"))
    needs = queries.needs_of([one.pk for one in offered])
    seats = queries.seats_of([one.pk for one in offered])
    return page(
        request,
        "schedule/things.html",
        things=queries.things(request.user),
        services=[
            (one, ", ".join(kind for kind, _phases in needs.get(one.pk, ())), seats.get(one.pk))
            for one in offered
        ],
        may_change=request.user.may(CHANGE),
    )


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_thing(request):
    form = AddThingForm(request.POST or None)
    if form.is_bound and form.carries_out(commands.add_thing, by=request.user):
        toast(request, _("It is there: %(name)s.") % {"name": form.result.name})
        return redirect("schedule:things")
    return _form(request, form, _("New room or device"))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_thing(request, uid):
    one = queries.thing(request.user, uid)
    form = EditThingForm(request.POST or None, initial={"name": one.name, "capacity": one.capacity})
    if form.is_bound and form.carries_out(commands.edit_thing, one, by=request.user):
        return redirect("schedule:things")
    return _form(request, form, one.name)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_needs(request, uid):
    """What a service takes of rooms and devices."""
    one = catalog.service(request.user, uid)
    phases = [
        _("%(number)s. %(minutes)s min") % {"number": number, "minutes": minutes}
        for number, (minutes, _hands) in enumerate(one.phases, 1)
    ]
    needs = dict(queries.needs_of([one.pk]).get(one.pk, ()))
    form = NeedsForm(request.POST or None, kinds=queries.kind_names(), phases=phases, needs=needs)
    if request.method == "POST" and form.carries_out(commands.set_needs, one, by=request.user):
        toast(request, _("What the service needs is written down."))
        return redirect("schedule:things")
    return _form(request, form, one.name)


def _form(request, form, title):
    told = {"form": form, "title": title, "kinds": queries.kind_names()}
    return page(request, "schedule/thing_form.html", status=422 if form.is_bound else 200, **told)
