"""Pages of locations."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.team import commands, queries
from pomni.team.access import door
from pomni.team.forms import EditLocationForm, HoursForm, LocationForm
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("team.location.see")
@require_GET
def locations(request):
    places = queries.places_now(request.company, list(queries.all_locations()))
    told = {"may_change": _may_change(request), "sees_roles": request.user.may("team.role.see")}
    return page(request, "team/locations.html", places=places, **told)


@door("team.location.change")
@require_http_methods(["GET", "POST"])
def add_location(request):
    form = LocationForm(request.POST or None, initial={"zone": request.company.zone})
    if request.POST and form.carries_out(commands.add_location, by=request.user):
        return redirect("team:set_hours", form.result.uid)
    return page(request, "team/add_location.html", form=form)


@door("team.location.see")
@require_GET
def location(request, uid):
    place = queries.location(uid)
    told = {
        "place": place,
        "now": queries.places_now(request.company, [place])[0],
        "week": queries.week_of(place),
        "holidays": queries.next_holidays(request.company, place),
        "held": queries.holders_at(place),
        "may_change": _may_change(request),
    }
    return page(request, "team/location.html", **told)


@door("team.location.change")
@require_http_methods(["GET", "POST"])
def edit_location(request, uid):
    place = queries.location(uid)
    was = {"name": place.name, "address": place.address, "zone": place.zone}
    form = EditLocationForm(request.POST or None, was=was)
    told = _zone_told(request, place, form)
    if request.POST and not told and form.carries_out(commands.edit_location, place, by=request.user):
        return redirect("team:location", uid)
    status = 409 if form.conflicts else 200
    zone = form.cleaned_data["zone"] if told else ""
    return page(
        request, "team/edit_location.html", status=status, place=place, form=form, told=told, zone=zone
    )


def _zone_told(request, place, form):
    """What another zone does to what is to come there; nothing where that was shown already."""
    if not (request.POST and form.is_valid()):
        return []
    zone = form.words().get("zone")
    return queries.zone_told(place, zone) if zone and request.POST.get("looked") != zone else []


@door("team.location.change")
@require_http_methods(["GET", "POST"])
def set_hours(request, uid):
    place = queries.location(uid)
    if "copy" in request.POST:
        form = HoursForm(_monday_for_all(request.POST), place=place)
    else:
        form = HoursForm(request.POST if request.method == "POST" else None, place=place)
        if form.carries_out(commands.set_hours, place, by=request.user):
            return redirect("team:location", uid)
    holidays = queries.next_holidays(request.company, place)
    return page(request, "team/set_hours.html", place=place, form=form, holidays=holidays)


@door("team.location.change")
@require_POST
def archive_location(request, uid):
    commands.archive_location(queries.location(uid), by=request.user)
    toast(request, _("The {location} is archived."), undo=("team:reopen_location", [uid], {}))
    return redirect("team:location", uid)


@door("team.location.change")
@require_POST
def reopen_location(request, uid):
    commands.reopen_location(queries.location(uid), by=request.user)
    toast(request, _("The {location} is used again."), undo=("team:archive_location", [uid], {}))
    return redirect("team:location", uid)


def _may_change(request):
    return request.user.may("team.location.change")


def _monday_for_all(told):
    """What was typed, with Monday's hours on every day of the week."""
    told = told.copy()
    monday = {key: value for key, value in told.items() if key.startswith("1-")}
    for day in range(2, 8):
        for key, value in monday.items():
            told[f"{day}{key[1:]}"] = value
    return told
