"""The figures of a day; each opens into the records that it counts."""

from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.views.decorators.http import require_GET

from pomni.kit.clock import today
from pomni.schedule import queries
from pomni.schedule.views.days import day_of, place_of
from pomni.team.access import door
from pomni.ui.html import page

SEE = "schedule.visit.see"
DAY = timedelta(days=1)


@door(SEE)
@require_GET
def day_figures(request):
    """The day `on` at the location `at`: who and what is taken for how long, no-shows, money."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    on = day_of(request.GET.get("on", ""), here)
    told = queries.day_figures(request.user, here, on) if here else None
    hours = reverse("schedule:month") if here and request.user.may("schedule.working.see") else ""
    return page(
        request,
        "schedule/figures.html",
        location=here,
        places=places,
        day=on,
        told=told,
        is_today=on == today(ZoneInfo(here.zone) if here else None),
        tables=_tables(told, here, on) if told else [],
        lists={
            state: _list(here, on, state=state) for state in ("standing", "completed", "no_show", "cancelled")
        }
        if here
        else {},
        may_add_place=request.user.may("team.location.change"),
        sales=f"{reverse('billing:day')}?{urlencode({'at': here.uid, 'on': on.isoformat()})}" if here else "",
        hours=f"{hours}?{urlencode({'at': here.uid, 'on': on.isoformat()})}" if hours else "",
        before=_address(here, on - DAY),
        after=_address(here, on + DAY),
        currency=request.company.currency,
    )


def _tables(told, here, on):
    """People, and rooms with devices: each row with its hours, and the addresses of the visits that they count."""
    found = []
    for name, loads in (("of", told.people), ("thing", told.things)):
        rows = [
            {
                "load": load,
                "hours": [_hours(minutes) for minutes in (load.open, load.booked, load.worked, load.left)],
                "booked": _list(here, on, state="standing", **{name: load.one.uid}),
                "worked": _list(here, on, state="completed", **{name: load.one.uid}),
            }
            for load in loads
        ]
        found.append((name, rows))
    return found


def _hours(minutes):
    return f"{minutes // 60}:{minutes % 60:02}"


def _list(here, on, **asked):
    day = on.isoformat()
    return f"{reverse('schedule:visits')}?{urlencode({'at': here.uid, 'from': day, 'until': day} | asked)}"


def _address(here, on):
    asked = urlencode({"at": here.uid if here else "", "on": on.isoformat()})
    return f"{reverse('schedule:day_figures')}?{asked}"
