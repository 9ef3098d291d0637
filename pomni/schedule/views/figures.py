"""The figures of a day, and the list of visits into which each of them opens."""

from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.schedule import queries
from pomni.schedule.views.days import day_of, legend, place_of
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.days import as_day, at_its_address, days_in_iso
from pomni.ui.html import page

SEE = "schedule.visit.see"
DAY = timedelta(days=1)


@door(SEE)
@require_GET
def day_figures(request):
    """The day `on` at the location `at`: who and what is taken for how long, no-shows, money."""
    places = list(locations())
    here = place_of(request, places)
    on = day_of(request.GET.get("on", ""), here)
    told = queries.day_figures(request.user, here, on) if here else None
    hours = reverse("schedule:plan") if here and request.user.may("schedule.working.see") else ""
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


@door(SEE)
@require_GET
def visits(request):
    """Visits by time, from today on unless days are said; narrowed by location, colleague, room and state."""
    words = days_in_iso(request.GET, "from", "until")
    if words != request.GET:
        return at_its_address(request, words)
    asked = words if words else {"from": today().isoformat()}
    days = {name: as_day(asked.get(name, "")) for name in ("from", "until")}
    offered = {
        "at": list(locations()),
        "of": list(queries.performers(request.user)),
        "thing": queries.things(request.user),
    }
    chosen = {name: _chosen(asked.get(name, ""), among) for name, among in offered.items()}
    state = asked.get("state", "")
    found, trouble = _page_of(request, days, chosen, state, words.get("after", ""))
    return page(
        request,
        "schedule/visits.html",
        rows=[(one, _price(one)) for one in found.items],
        trouble=trouble,
        days=days,
        offered=offered,
        chosen=chosen,
        state=state,
        states=[("standing", pgettext("of visits", "All that take place")), *legend(), _cancelled()],
        is_narrowed=bool(words),
        more=f"?{urlencode(_kept(words) | {'after': found.next})}" if found.next else "",
        currency=request.company.currency,
    )


def _page_of(request, days, chosen, state, after):
    """A page of what is asked for; what was typed wrong narrows nothing, and a cursor of another list begins anew."""
    known = {key for key, _name in legend()} | {"cancelled", queries.STANDING}
    told = {
        "location": chosen["at"],
        "colleague": chosen["of"],
        "thing": chosen["thing"],
        "status": state if state in known else "",
        "day_from": days["from"] if not isinstance(days["from"], str) else None,
        "day_until": days["until"] if not isinstance(days["until"], str) else None,
    }
    try:
        return queries.visits_page(request.user, **told, after=after or None), ""
    except Refused as no:
        return queries.visits_page(request.user, **told), str(no)


def _cancelled():
    return ("cancelled", pgettext("of a visit", "Cancelled"))


def _chosen(told, among):
    uid = as_uuid(told)
    return next((one for one in among if one.uid == uid), None)


def _price(one):
    prices = [line.price for line in one.lines if line.price is not None]
    return sum(prices) if prices else None


def _kept(words):
    return {name: words[name] for name in ("from", "until", "at", "of", "thing", "state") if words.get(name)}
