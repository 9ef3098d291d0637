"""Free time: all starts of what is asked for, each of which is booked by one press; and the first of them."""

from datetime import date, time
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pomni.kit.errors import Refused
from pomni.kit.ids import uuid7
from pomni.schedule import commands, queries, rules
from pomni.schedule.forms import FreeForm
from pomni.schedule.forms.free import USUAL
from pomni.schedule.views.days import address_of
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

BOOK = "schedule.visit.book"


@door(BOOK)
@require_http_methods(["GET", "POST"])
def free(request):
    """What is asked for, and where it fits; a start that is sent is booked."""
    places = queries.places_of(request.user)
    if not places:
        return redirect("schedule:day")
    form = _form(request.POST if request.method == "POST" else _asked(request.GET), request, places)
    refused = ""
    if "take" in request.POST and form.is_valid():
        try:
            made = _book(request, form)
        except Refused as no:
            refused = str(no)  # the free times are drawn anew below it
        else:
            toast(request, _("The visit is booked."), undo=("schedule:cancel", [made.uid], {}))
            return redirect(address_of(made.location, made.day))
    found = _found(form) if form.is_valid() and form.asked else None
    status = 422 if refused or (request.method == "POST" and not form.is_valid()) else 200
    told = {"form": form, "found": found, "refused": refused, "waiting": _for_waiting(form)}
    is_full = found is None or any(days for _place, days, _why in found)
    if not form.offered or not is_full:
        told |= _missing(request, form, places)
    return page(request, "schedule/free.html", status=status, **told)


def _missing(request, form, places):
    """Where nothing at all is free: what is to be put right first at each location that was looked at; "" where nothing is."""
    looked = form.where if form.is_valid() and form.offered else places[:1]
    known = [lacking(request, place) for place in looked]
    return known[0] if known and all(known) else {}


def _for_waiting(form):
    """What was asked for, as the form of the waiting list begins with it."""
    told = form.cleaned_data if form.is_valid() else {}
    services = [("service", str(one.service.uid)) for one in form.asked] if told else []
    client = told.get("client")
    more = [
        ("user", told.get("user-0", "")),
        ("at", told.get("at", "")),
        ("client", client.uid if client else ""),
    ]
    return urlencode([*services, *more])


def _asked(sent):
    """What an address asks for; each page has a key of its own, so that a start that is pressed twice is booked once."""
    asked = sent.copy()
    asked.setdefault("once", str(uuid7()))
    asked.setdefault("days", str(USUAL))
    return asked


@door(BOOK)
@require_GET
def first_free(request):
    """The first free time of what is asked for, as a part of a page; nothing where nothing is asked for yet."""
    form = FreeForm(request.GET, viewer=request.user, places=queries.places_of(request.user), is_brief=True)
    is_asked = form.is_valid() and bool(form.asked)
    soonest = _soonest(form, request.user) if is_asked else None
    return page(request, "schedule/first_free.html", start=soonest, is_asked=is_asked)


def _form(sent, request, places):
    return FreeForm(sent, viewer=request.user, places=places)


def _found(form) -> list[tuple[Any, list[tuple[date, list[dict[str, str]]]], str]]:
    """By location and day: the hours of the clock there, and what is sent when one is pressed; or why there are none."""
    found = [(place, _days(_starts(form, place), place, form)) for place in form.where]
    return [(place, days, "" if days else _why(form, place)) for place, days in found]


def _why(form, place):
    return queries.why_nothing(form.asked, place, *form.span(place))


def _starts(form, place, search=queries.starts):
    first, last = form.span(place)
    part = rules.PARTS.get(form.cleaned_data.get("part") or "")
    return search(form.asked, place, first, last, part=part)


def _days(found, place, form):
    told = [_told(one, place, form.people.values()) for one in found]
    return [(day, list(some)) for day, some in groupby(told, key=lambda one: one["day"])]


def _told(start, place, people):
    local = start.at.astimezone(ZoneInfo(place.zone))
    by = {user.pk: str(user.uid) for user in people}
    names = {user.pk: user.name for user in people}
    people = ",".join(by.get(user, "") for user in start.performed_by)
    return {
        "day": local.date(),
        "at": f"{local.hour}:{local.minute:02}",
        "who": ", ".join(dict.fromkeys(names.get(user, "") for user in start.performed_by)),
        "sends": f"{local:%Y-%m-%d} {local:%H:%M} {local.fold} {people} {place.uid}",
        "place": place,
        "instant": start.at,
    }


def _soonest(form, viewer):
    """The first start at any of the locations."""
    firsts = [(_starts(form, place, queries.first_start), place) for place in form.where]
    start, place = min((one for one in firsts if one[0]), key=lambda one: one[0].at, default=(None, None))
    if start is None:
        return None
    return _told(start, place, queries.performers_by_key(viewer, start.performed_by))


def _book(request, form):
    place, day, begins, fold, people = _sent(request.POST.get("take", ""), form)
    words = {name: form.cleaned_data.get(name) or "" for name in ("name", "phone")}
    client = form.cleaned_data.get("client")
    if not (client or words["name"].strip() or words["phone"].strip()):
        raise Refused(_("Say who comes: choose a {client}, or write a name. Then press the time."))
    return commands.book_visit(
        *([client] if client else []), location=place, day=day, begins=begins, lines=form.wanted(people),
        is_second=fold, by=request.user, key=form.cleaned_data.get("once") or None, **words,
    )  # fmt: skip


def _sent(take, form):
    """A start as its button sends it: the day, hour, whether the second of two, who performs it, and the location."""
    parts = [*take.split(" "), "", "", "", "", ""]
    place = form.places.get(parts[4]) if parts[4] else form.where[0]
    try:
        day, begins = date.fromisoformat(parts[0]), time.fromisoformat(parts[1])
    except ValueError:
        place = None
    if place is None:
        raise Refused(_("Choose one of the free times."))
    return place, day, begins, parts[2] == "1", parts[3]
