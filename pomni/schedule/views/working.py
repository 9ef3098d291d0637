"""When colleagues work: a month of them, and what comes round for each."""

from calendar import monthrange
from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.clock import today
from pomni.schedule import commands, queries
from pomni.schedule.forms import DaysForm, EndPatternForm, PatternForm, PlanForm
from pomni.schedule.forms.working import first_of, written
from pomni.schedule.views.days import day_of, place_of
from pomni.schedule.working import minutes_of
from pomni.team.access import door
from pomni.team.queries import colleague, locations
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE = "schedule.working.see", "schedule.working.change"


@door(SEE)
@require_GET
def month(request):
    """The month of the day `on` at the location `at`: who works when."""
    places = list(locations())
    here = place_of(request, places)
    return _month(request, places, here) if here else redirect("schedule:day")


@door(CHANGE)
@require_POST
def plan(request):
    """The hours of the same days of many colleagues, as they were painted in the month or told below it."""
    places = list(locations())
    here = place_of(request, places)
    if here is None:
        return redirect("schedule:day")
    form = PlanForm(request.POST, people=queries.performers(request.user))
    if form.carries_out(commands.plan_days, location=here, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, day_of(request.GET.get("on", ""), here)))
    return _month(request, places, here, form)


def _month(request, places, here, form=None):
    first = day_of(request.GET.get("on", ""), here).replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    days = [first + timedelta(days=number) for number in range(last.day)]
    people = list(queries.performers(request.user))
    hours = queries.hours_between([one.pk for one in people], first, last)
    away, holidays = (
        queries.away_between([one.pk for one in people], first, last),
        queries.holidays_between(first, last),
    )
    rows = [_row(one, hours.get((one.pk, here.pk), {}), days, away.get(one.pk, ())) for one in people]
    sent = form.chosen if form else ()
    day = min(max(first, today(ZoneInfo(here.zone))), last)
    return page(
        request,
        "schedule/month.html",
        status=422 if form else 200,
        form=form or PlanForm(people=people, initial={"first": day, "last": day}),
        chosen=[str(one.uid) for one in sent],
        holidays=[(day, holidays.get(day, "")) for day in days],
        rows=rows,
        first=first,
        location=here,
        places=places,
        now_there=today(ZoneInfo(here.zone)),
        before=address_of(here, first - timedelta(days=1)),
        after=address_of(here, last + timedelta(days=1)),
        at=urlencode({"at": here.uid, "on": first.isoformat()}),
        may_change=request.user.may(CHANGE),
        may_set_terms=request.user.may("schedule.terms.change"),
        may_see_absences=request.user.may("schedule.absence.see"),
    )


def _row(user, hours, days, away):
    cells = [
        (day, _in_short(told := hours.get(day, ())), written(told), day.weekday() > 4, day in away)
        for day in days
    ]
    return user, cells, round(sum(map(minutes_of, hours.values())) / 60, 1)


def _in_short(hours):
    """From when to when, the breaks left out: "9–18"."""
    ends = (hours[0][0], hours[-1][1]) if hours else ()
    return "–".join(f"{at.hour}" if not at.minute else f"{at.hour}:{at.minute:02}" for at in ends)


def address_of(location, on):
    """The page of a month."""
    return f"{reverse('schedule:month')}?{urlencode({'at': location.uid, 'on': on.isoformat()})}"


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_pattern(request, uid):
    """What comes round for a colleague at the location `at`."""
    return _told(request, uid, PatternForm, commands.set_pattern, "schedule/set_pattern.html")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def end_pattern(request, uid):
    """Until when hours come round for a colleague at the location `at`."""
    user, here = colleague(request.user, uid), place_of(request, list(locations()))
    if here is None:
        return redirect("schedule:day")
    queries.check_reach(request.user, user, here)
    on = day_of(request.GET.get("on", ""), here)
    one = queries.pattern_of(user, here, max(on, today(ZoneInfo(here.zone))))
    if one is None:
        toast(request, _("Nothing comes round for them here on this day."), level=messages.WARNING)
        return redirect(address_of(here, on))
    form = EndPatternForm(request.POST or None, initial={"ends_on": one.ends_on or on})
    if form.is_bound and form.carries_out(commands.end_pattern, one, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, on))
    told = {"form": form, "colleague": user, "location": here, "back": address_of(here, on)}
    return page(request, "schedule/set_days.html", status=422 if form.is_bound else 200, **told)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_days(request, uid):
    """The hours of single days of a colleague at the location `at`."""
    return _told(request, uid, DaysForm, commands.set_days, "schedule/set_days.html")


def _told(request, uid, kind, command, template):
    user, here = colleague(request.user, uid), place_of(request, list(locations()))
    if here is None:
        return redirect("schedule:day")
    queries.check_reach(request.user, user, here)
    on = day_of(request.GET.get("on", ""), here)
    day = max(on, today(ZoneInfo(here.zone)))
    initial = {"begins_on": day, "first": day, "last": day}
    if found := queries.round_of(user, here, day):
        initial |= first_of(found.days, found.begins_on) | {"off_on_holidays": found.off_on_holidays}
    form = kind(request.POST or None, initial=initial)
    if form.is_bound and form.carries_out(command, user, location=here, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, on))
    told = {"form": form, "colleague": user, "location": here, "back": address_of(here, on)}
    told |= {"comes_round": found, "at": urlencode({"at": here.uid, "on": on.isoformat()})}
    return page(request, template, status=422 if form.is_bound else 200, **told)
