"""One's own shifts, clocking in and out, and the timesheet."""

import csv
from calendar import monthrange
from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.schedule import commands, queries, working
from pomni.schedule.forms import AddClockedForm, ClockedForm
from pomni.schedule.forms.working import written
from pomni.schedule.views.days import day_of, place_of
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CLOCK, CHANGE = "schedule.timesheet.see", "schedule.timesheet.clock", "schedule.timesheet.change"
DAYS = 14  # that are always shown
MOST_DAYS = 98  # that are shown where they are published


@door(CLOCK)
@require_GET
def my_shifts(request):
    """The hours of whoever asks, this week, the next one and as far as they are published; absences, what was worked; what is
    to be seen; and the button to clock in.
    """
    user, now_on = request.user, today()
    first = now_on - timedelta(days=now_on.weekday())
    mine = queries.my_shifts(user, first)
    number = min(max(DAYS, ((mine.last or first) - first).days // 7 * 7 + 7), MOST_DAYS)
    last = first + timedelta(days=number - 1)
    sheet = queries.sheet_of(user, user, first, last)
    away = [
        one
        for one in queries.absences_between(user, first, last + timedelta(days=90))
        if one.user_id == user.pk
    ]
    holidays = queries.holidays_between(first, last)
    weeks = []
    for monday in range(0, number, 7):
        week = [first + timedelta(days=monday + nr) for nr in range(7)]
        weeks.append(([_shift(day, sheet.get(day), away, holidays, mine) for day in week], _sum(sheet, week)))
    here = queries.open_clocked(user)
    return page(
        request,
        "schedule/my_shifts.html",
        weeks=weeks,
        mine=mine,
        changed=[(one, _hours(one.was), _hours(one.hours)) for one in mine.changed],
        today=now_on,
        here=here,
        places=_places_first(queries.places_of(request.user), sheet.get(now_on)),
        away=[one for one in away if one.state in ("asked", "approved")],
        may_ask=user.may("schedule.absence.ask"),
    )


def _hours(told):
    """Hours as they are kept, as one writes them."""
    return written(working.hours_from(told))


def _shift(day, told, away, holidays, mine):
    hours = [(place, written(hours)) for place, hours in told.hours] if told else []
    state = mine.state([place for place, _hours in told.hours] if told else [], day)
    gone = any(one.state == "approved" and one.begins_on <= day <= one.ends_on for one in away)
    return {
        "day": day,
        "hours": hours,
        "told": told,
        "gone": gone,
        "holiday": holidays.get(day, ""),
        "state": state,
    }


def _sum(sheet, days):
    return _told(queries.sum_of(sheet[day] for day in days if day in sheet))


def _places_first(places, told):
    """The locations, first that where they are to work today."""
    planned = [place.pk for place, _hours in told.hours] if told else []
    return sorted(places, key=lambda place: place.pk not in planned)


@door(CLOCK)
@require_POST
def clock(request):
    """Clock in at the location `at`, or out where `to` says so."""
    try:
        if request.POST.get("to") == "out":
            commands.clock_out(by=request.user)
            toast(request, _("You are clocked out."))
        elif here := _named(request.POST.get("at", "")):
            commands.clock_in(location=here, by=request.user)
            toast(request, _("You are clocked in."))
        else:
            toast(request, _("Choose where you are."), level=messages.ERROR)
    except Refused as no:
        toast(request, str(no), level=messages.ERROR)
    return redirect("schedule:my_shifts")


def _named(uid):
    return next((place for place in locations() if place.uid == as_uuid(uid)), None)


@door(SEE)
@require_GET
def timesheet(request):
    """The month of the day `on` at the location `at`: what each colleague worked against the plan."""
    places, here, first, last = _asked(request)
    rows = [
        (user, _told(queries.sum_of(days.values())))
        for user, days in queries.sheets(request.user, first, last, here)
    ]
    return page(
        request,
        "schedule/timesheet.html",
        rows=rows,
        first=first,
        location=here,
        places=places,
        before=_address("timesheet", here, first - timedelta(days=1)),
        after=_address("timesheet", here, last + timedelta(days=1)),
        file=_address("timesheet_file", here, first),
        may_see_hours=request.user.may("schedule.working.see"),
    )


def _asked(request):
    places = queries.places_of(request.user)
    here = place_of(request, places)
    first = day_of(request.GET.get("on", ""), here).replace(day=1)
    return places, here, first, first.replace(day=monthrange(first.year, first.month)[1])


def _address(name, location, on):
    return f"{reverse(f'schedule:{name}')}?{urlencode({'at': location.uid if location else '', 'on': on.isoformat()})}"


@door(SEE)
@require_GET
def timesheet_file(request):
    """The same as a table for other programs: a row for each colleague and day, times in minutes."""
    _places, here, first, last = _asked(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="timesheet-{first:%Y-%m}.csv"'
    answer.write("\ufeff")  # by which a spreadsheet knows the letters
    table = csv.writer(answer)
    table.writerow([
        _("Colleague"), _("Day"), pgettext("of a timesheet", "Plan"), pgettext("of a timesheet", "Clocked"),
        _("Planned, min"), _("Worked, min"), _("Late, min"), _("Left early, min"), _("Overtime, min"),
    ])  # fmt: skip
    for user, days in queries.sheets(request.user, first, last, here):
        for one in days.values():
            plan = "; ".join(written(hours) for _place, hours in one.hours)
            spans = "; ".join(span for _row, span in one.rows)
            sums = one.sums
            table.writerow([
                _plain(user.name), one.day.isoformat(), plan, spans,
                sums.planned, sums.worked, sums.late, sums.early, sums.over,
            ])  # fmt: skip
    return answer


def _plain(name):
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@" else name


@door(SEE)
@require_GET
def sheet(request, uid):
    """The month of one colleague, day by day."""
    user = _person(request, uid, SEE)
    _places, here, first, last = _asked(request)
    days = queries.sheet_of(request.user, user, first, last)
    at = {"at": here.uid if here else "", "on": first.isoformat()}
    now_there = today(ZoneInfo(here.zone)) if here else today()
    return page(
        request,
        "schedule/sheet.html",
        colleague=user,
        first=first,
        days=[
            (one, "; ".join(written(hours) for _at, hours in one.hours), _so_far(one, now_there))
            for one in days.values()
        ],
        whole=_told(queries.sum_of(days.values())),
        back=_address("timesheet", here, first),
        at=urlencode(at),
        before=urlencode(at | {"on": (first - timedelta(days=1)).isoformat()}),
        after=urlencode(at | {"on": (last + timedelta(days=1)).isoformat()}),
        may_change=request.user.may(CHANGE),
    )


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_clocked(request, uid):
    """Hours that a colleague worked and did not clock."""
    user = _person(request, uid, CHANGE)
    places, here, *_days = _asked(request)
    initial = {"day": day_of(request.GET.get("on", ""), here), "location": str(here.uid) if here else ""}
    form = AddClockedForm(request.POST or None, places=places, initial=initial)
    if form.is_bound and form.carries_out(commands.add_clocked, user=user, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(_sheet_of(user, form.result))
    return _form(request, form, user, reverse("schedule:sheet", args=[user.uid]))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def correct_clocked(request, uid):
    """Put right when somebody began and ended, or take it away where `drop` says so."""
    one = queries.clocked(request.user, uid)
    back = _sheet_of(one.user, one)
    if "drop" in request.POST:
        commands.drop_clocked(one, by=request.user)
        toast(request, _("The hours are taken away."))
        return redirect(back)
    zone = queries.zone_of(one)
    initial = {
        "day": one.day,
        "begins": one.begins_at.astimezone(zone).time().replace(second=0, microsecond=0),
    }
    if one.ends_at:
        initial["ends"] = one.ends_at.astimezone(zone).time().replace(second=0, microsecond=0)
    form = ClockedForm(request.POST or None, initial=initial)
    if form.is_bound and form.carries_out(commands.correct_clocked, one, by=request.user):
        toast(request, _("The hours are put right. What was there stays in the log."))
        return redirect(back)
    return _form(request, form, one.user, back, one)


def _sheet_of(user, one):
    asked = urlencode({"at": one.location.uid, "on": one.day.isoformat()})
    return f"{reverse('schedule:sheet', args=[user.uid])}?{asked}"


def _form(request, form, user, back, one=None):
    told = {"form": form, "colleague": user, "back": back, "clocked": one}
    return page(request, "schedule/clocked.html", status=422 if form.is_bound else 200, **told)


def _person(request, uid, capability):
    found = queries.reached_colleagues(request.user, capability).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def _so_far(one, now_there):
    """What a day came to, as one reads it; None of a day to come on which nobody clocked in: there is nothing to tell yet."""
    return None if one.day > now_there and not one.rows else _told(one.sums)


def _told(sums):
    """Minutes as one reads them."""
    names = ("planned", "worked", "late", "early", "over")
    return {name: f"{(minutes := getattr(sums, name)) // 60}:{minutes % 60:02}" for name in names}
