"""The day of a location."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from pomni.kit.clock import now, today
from pomni.kit.ids import as_uuid
from pomni.kit.spelling import sorted_as
from pomni.schedule import queries
from pomni.schedule.views.blocks import Blocks
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.ui.html import page, parts

SEE, BOOK = "schedule.visit.see", "schedule.visit.book"
CHANGE = "schedule.visit.change"
DAY = timedelta(days=1)
ALL = "all"  # instead of the uid of a location
CHANGED = "board-changed"  # what an answer tells the page whose board it has drawn anew


@dataclass(frozen=True)
class Shown:
    """What an address of the schedule asks for."""

    here: Any
    on: date
    by_thing: bool = False
    group: str = ""
    view: str = "day"  # "week", "day_list" or "day_sheet"
    one: str = ""  # of a week, a list or a sheet: the uid of the one colleague, or room, that is looked at
    by_time: bool = False  # of a list: not each colleague for themselves
    near: tuple[Any, ...] = ()  # of a day: these locations side by side, and not `here` alone

    @property
    def address(self) -> str:
        """The address that asks for it."""
        more = {"by": "thing"} if self.by_thing else {}
        more |= {"group": self.group} if self.group else {}
        if self.view != "day":
            more |= {"one": self.one} if self.one else {}
            more |= {"order": "time"} if self.by_time else {}
        at = ALL if self.near and self.view == "day" else self.here.uid if self.here else ""
        told = {"at": at, "on": self.on.isoformat()} | more
        return f"{reverse(f'schedule:{self.view}')}?{urlencode(told)}"

    def but(self, **other: Any) -> str:
        """The address of the same, but for this."""
        return replace(self, **other).address


def asked_for(request, asked, places, view="day"):
    """What the words of an address ask for."""
    here = place_of(request, places, asked)
    group, one = (str(as_uuid(asked.get(key, "")) or "") for key in ("group", "one"))
    on, by_thing = day_of(asked.get("on", ""), here), asked.get("by") == "thing"
    near = tuple(near_places(request, places)) if view == "day" and asked.get("at") == ALL else ()
    return Shown(here, on, by_thing, group, view, one, asked.get("order") == "time", near)


def near_places(request, places):
    """The locations that can be looked at side by side; none where that would be but one."""
    near = queries.near_places(request.user, places)
    return near if len(near) > 1 else []


@door(SEE)
@require_GET
def day(request):
    """The day `on` at the location `at`; by default today, where the person was last or the first of all.

    A phone that asks for nothing in particular is given the day as a list.
    """
    if not request.GET and not request.htmx and "Mobi" in request.headers.get("User-Agent", ""):
        return redirect("schedule:day_list")
    places = queries.places_of(request.user)
    return day_page(request, asked_for(request, request.GET, places), places)


def _around(request, shown):
    """What a board says of itself, also where it is drawn anew without the page around it."""
    here = shown.here
    asked = urlencode({"at": here.uid, "on": shown.on.isoformat()}) if here else ""
    return {"shown": shown, "location": here, "here": asked, "may_book": request.user.may(BOOK)}


def bar_of(request, shown, places, *, days=1, groups=()):
    """What the toolbars of a day, a week and a list have in common. `days`: how far it is to the next one."""
    here, step = shown.here, days * DAY
    today_there = today(ZoneInfo(here.zone)) if here else today()
    views = (
        ("day", pgettext("of the schedule", "Day")),
        ("week", pgettext("of the schedule", "Week")),
        ("day_list", pgettext("of the schedule", "List")),
    )
    return _around(request, shown) | {
        "day": shown.on,
        "places": _places(request, shown, places),
        "before": shown.but(on=shown.on - step),
        "after": shown.but(on=shown.on + step),
        "today": shown.but(on=today_there),
        "is_today": shown.on - shown.on.weekday() * DAY == today_there - today_there.weekday() * DAY
        if days > 1
        else shown.on == today_there,
        "views": [(name, shown.but(view=view), shown.view == view) for view, name in views],
        "by_people": shown.but(by_thing=False, one=""),
        "by_things": shown.but(by_thing=True, one="", group=""),
        "groups": [(name, shown.but(group=uid), uid == shown.group) for uid, name in groups],
        "all_groups": shown.but(group=""),
        "sheet": shown.but(view="day_sheet", by_time=False),
        "may_see_hours": bool(here) and request.user.may("schedule.working.see"),
        "may_add_place": request.user.may("team.location.change"),
    }


def _places(request, shown, places):
    """Each location, and all of them on one board: name, address, whether it is looked at."""
    single = {"group": "", "one": "", "near": ()}
    told = [(one.name, shown.but(here=one, **single), one == shown.here and not shown.near) for one in places]
    if shown.view == "day" and (near := near_places(request, places)):
        told.append((_("All my {locations}"), shown.but(near=tuple(near)), bool(shown.near)))
    return told


def day_page(request, shown, places=()):
    """The page of a day, or its board for an htmx request."""
    if shown.here:
        request.news.places = tuple(one.pk for one in shown.near or (shown.here,))
    told = _board_of(request, shown)
    groups = told["board"].groups if told["board"] else ()
    if request.htmx:
        more = _around(request, shown)
    else:
        more = bar_of(request, shown, places, groups=groups) | {"states": legend()}
    if request.htmx and (has := request.GET.get("has")):
        return _renewed(request, told | more, has.split(","))
    missing = {} if told["columns"] or shown.by_thing else lacking(request, shown.here)
    return page(request, "schedule/board.html", part="day", **told, **more, **missing)


def _renewed(request, told, has):
    """What differs of a board that is shown already, whose columns have these signs: those that do, or all of it where there
    are other columns or other hours.
    """
    columns, board = told["columns"], told["board"]
    same = board and request.GET.get("ends") == f"{board.opens}-{board.closes}"
    if not same or [one.whose for one in columns] != [sign.partition(".")[0] for sign in has]:
        return parts(request, render_to_string("schedule/board.html#whole", told, request))
    differ = [one for one, sign in zip(columns, has, strict=True) if one.sign != sign]
    clocks = [one for one in columns if one.now and one not in differ]
    told |= {"columns": differ, "clocks": clocks}
    return parts(request, render_to_string("schedule/board.html#renewed", told, request))


def _board_of(request, shown):
    """What the template draws a board from."""
    if shown.here is None:
        return {"board": None, "columns": []}
    return _boards_of(request, shown) if shown.near else _one_board_of(request, shown)


def _one_board_of(request, shown, **narrowed):
    """The same of the one location `here`, which may stand among several."""
    board = queries.board(
        request.user, shown.here, shown.on, by_thing=shown.by_thing, group=shown.group, **narrowed
    )
    at = str(shown.here.uid) if shown.near else ""
    drawing = Blocks(may_change=request.user.may(CHANGE), by_thing=shown.by_thing, now_at=board.now_at, at=at)
    return {
        "board": board,
        "columns": [drawing.drawn(one) for one in board.columns],
        "parts_of_day": _parts_of_day(board),
    }


def _boards_of(request, shown):
    """The same of several locations side by side: their columns behind each other, each group below its location's name."""
    days = queries.boards(request.user, shown.near, shown.on, by_thing=shown.by_thing, group=shown.group)
    zones = {day.location.zone for day in days}
    columns, groups = [], []
    for day in days:
        at = str(day.location.uid)
        drawing = Blocks(
            may_change=request.user.may(CHANGE), by_thing=shown.by_thing, now_at=day.now_at, at=at
        )
        columns += [drawing.drawn(one) for one in day.columns]
        told = _clock_there(day.location.zone) if len(zones) > 1 else ""
        groups.append((day.location.name, len(day.columns), told))
    board = replace(
        days[0],
        columns=[one for day in days for one in day.columns],
        now=days[0].now if len(zones) == 1 else None,
        groups=sorted({one for day in days for one in day.groups}, key=lambda one: sorted_as(one[1])),
    )
    return {
        "board": board,
        "columns": columns,
        "groups_of_columns": [one for one in groups if one[1]],
        "empty_places": [name for name, number, _told in groups if not number],
        "parts_of_day": _parts_of_day(board),
    }


def _clock_there(zone):
    """What the clock of a location shows, where others show another time."""
    return _("local time, now %(time)s") % {"time": f"{now().astimezone(ZoneInfo(zone)):%H:%M}"}


def _parts_of_day(board):
    names = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
    return [(names[key], key, minute) for key, minute in board.parts]


def board_parts(request, visit, also=frozenset(), *, more="", says=CHANGED):
    """For an htmx request from a board: what the visit changed in what that page shows, and that it did (`says`).

    Where the page tells what stretch of the day it shows, only the columns of who performs the visit are drawn, and those of
    the colleagues `also`. `more`: further parts, drawn already.
    """
    there = urlsplit(request.htmx.current_url or "")
    shown = Shown(visit.location, visit.day)
    if there.path == reverse("schedule:day"):
        shown = asked_for(request, QueryDict(there.query), queries.places_of(request.user))
    users = queries.performed_by(visit) | also
    ends = _ends(request.POST.get("ends", ""))
    people = None not in users and not shown.by_thing and not shown.group
    is_there = not shown.near or visit.location in shown.near
    if users and people and is_there and ends and _is_within(visit, ends, shown.on):
        here = replace(shown, here=visit.location) if shown.near else shown
        told = _one_board_of(request, here, only=users, ends=ends)
        drawn = render_to_string("schedule/board.html#some", told, request)
    else:
        told = _board_of(request, shown) | _around(request, shown)
        drawn = render_to_string("schedule/board.html#whole", told, request)
    answer = parts(request, drawn + more)
    answer["HX-Trigger"] = says
    return answer


def _ends(told):
    opens, _dash, closes = told.partition("-")
    is_told = opens.isdigit() and closes.isdigit() and max(len(opens), len(closes)) < len("99999")
    return (int(opens), int(closes)) if is_told else None


def _is_within(visit, ends, on):
    """Whether a board of that day, which shows these minutes, shows all of the visit."""
    zone = ZoneInfo(visit.zone)
    begins, till = visit.begins_at.astimezone(zone), visit.ends_at.astimezone(zone)
    first = begins.hour * 60 + begins.minute
    last = till.hour * 60 + till.minute + (1440 if till.date() > begins.date() else 0)
    return begins.date() == on and ends[0] <= first and last <= ends[1]


def place_of(request, places, asked=None):
    """The location that is asked for, else the first of these (`queries.places_of` has the person's own ones there)."""
    told = as_uuid((request.GET if asked is None else asked).get("at", ""))
    return next((place for place in places if place.uid == told), places[0] if places else None)


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
