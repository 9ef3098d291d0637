"""The day of a location."""

from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.kit.clock import today
from pomni.kit.ids import as_uuid
from pomni.schedule import queries
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.html import page

SEE, BOOK = "schedule.visit.see", "schedule.visit.book"
DAY = timedelta(days=1)


@door(SEE)
@require_GET
def day(request):
    """The day `on` at the location `at`; by default today, where the person was last or the first of all."""
    places = list(locations())
    here = place_of(request, places)
    return day_page(request, here, day_of(request.GET.get("on", ""), here), places)


def day_page(request, here, on, places=()):
    """The page of a day, or its board for an htmx request."""
    found = queries.board(request.user, here, on) if here else None
    now_there = today(ZoneInfo(here.zone)) if here else today()
    return page(
        request,
        "schedule/board.html",
        part="day",
        board=found,
        day=on,
        location=here,
        places=places,
        may_change=request.user.may("schedule.visit.change"),
        is_today=on == now_there,
        before=address_of(here, on - DAY),
        after=address_of(here, on + DAY),
        today=address_of(here, now_there),
        here=urlencode({"at": here.uid if here else "", "on": on.isoformat()}),
        states=legend(),
        may_book=bool(here) and request.user.may(BOOK),
        may_see_hours=bool(here) and request.user.may("schedule.working.see"),
        may_add_place=request.user.may("team.location.change"),
        may_add_service=request.user.may("catalog.service.change"),
    )


def place_of(request, places):
    """The location that is asked for, else the first of those where the person works, else the first."""
    asked = as_uuid(request.GET.get("at", ""))
    reach = request.user.reach(SEE).locations
    return next(
        (place for place in places if place.uid == asked),
        next((place for place in places if place.pk in reach), places[0] if places else None),
    )


def day_of(asked, location):
    """The day that is asked for, or today there where the location is."""
    try:
        told = date.fromisoformat(asked)
    except ValueError:
        told = None
    if told and 1900 < told.year < 3000:
        return told
    return today(ZoneInfo(location.zone)) if location else today()


def address_of(location, on):
    """The page of a day."""
    return f"{reverse('schedule:day')}?{urlencode({'at': location.uid if location else '', 'on': on.isoformat()})}"


def legend():
    """What the colours of visits mean, in their order."""
    return [
        ("booked", pgettext("of a visit", "Booked")),
        ("confirmed", pgettext("of a visit", "Confirmed")),
        ("arrived", pgettext("of a visit", "Arrived")),
        ("started", pgettext("of a visit", "In progress")),
        ("completed", pgettext("of a visit", "Completed")),
        ("no_show", pgettext("of a visit", "No-show")),
    ]
