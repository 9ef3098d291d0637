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
from pomni.schedule.forms import DaysForm, EndPatternForm, PatternForm, PlanForm, PublishForm
from pomni.schedule.forms.working import first_of, written
from pomni.schedule.views.days import day_of, place_of
from pomni.schedule.views.lacking import lacking
from pomni.schedule.working import minutes_of
from pomni.team.access import door
from pomni.team.queries import colleague
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE = "schedule.working.see", "schedule.working.change"
UNSEEN = ("changed", "unseen")
MOST_FEW = 8  # days with too few colleagues that are told above the month


@door(SEE)
@require_GET
def month(request):
    """The month of the day `on` at the location `at`: who works when."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    return month_page(request, places, here) if here else redirect("schedule:day")


@door(CHANGE)
@require_POST
def plan(request):
    """The hours of the same days of many colleagues, as they were painted in the month or told below it."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    if here is None:
        return redirect("schedule:day")
    people = queries.staff_at(request.user, here, *_ends(request, here))
    form = PlanForm(request.POST, people=people)
    if form.is_valid():
        told = form.words()
        _ask(form, here, queries.with_days(told["users"], here, told["days"], told["hours"]), told["days"])
    if form.carries_out(commands.plan_days, location=here, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, day_of(request.GET.get("on", ""), here)))
    return month_page(request, places, here, form)


def month_page(request, places, here, form=None, publishing=None):
    """The page of a month, with what was typed into its form for hours, or for publishing them."""
    first, last = _ends(request, here)
    people = list(queries.staff_at(request.user, here, first, last))
    now_there = today(ZoneInfo(here.zone))
    day = min(max(first, now_there), last)
    sent = form.chosen if form else ()
    return page(
        request,
        "schedule/month.html",
        status=422 if form or publishing else 200,
        publishing=publishing or PublishForm(initial={"first": day, "last": last}),
        may_publish=request.user.may(CHANGE) and last >= now_there,
        form=form or PlanForm(people=people, initial={"first": day, "last": day}),
        chosen=[str(one.uid) for one in sent],
        first=first,
        location=here,
        places=places,
        now_there=now_there,
        may_set_minimum=queries.may_set_minimum(request.user, here),
        before=address_of(here, first - timedelta(days=1)),
        after=address_of(here, last + timedelta(days=1)),
        at=urlencode({"at": here.uid, "on": first.isoformat()}),
        may_change=request.user.may(CHANGE),
        may_set_terms=request.user.may("schedule.terms.change"),
        may_see_absences=request.user.may("schedule.absence.see"),
        to_remind=_to_remind(request.user, here),
        **_rows_of(people, here, first, last),
        **_few_of(here, first, last, now_there),
        **({} if people else lacking(request, here)),
    )


def _rows_of(people, here, first, last):
    """A row for each colleague: the hours of each day, and what is published of them."""
    days, keys = _days(first, last), [one.pk for one in people]
    hours = {pk: told for (pk, at), told in queries.hours_between(keys, first, last).items() if at == here.pk}
    away, holidays = queries.away_between(keys, first, last), queries.holidays_between(first, last)
    told = queries.published(here, first, last)
    states = [_state(told.get(pk), days, hours.get(pk, {})) for pk in keys]
    unseen = [one for one, state in zip(people, states, strict=True) if state[0] in UNSEEN]
    rows = [_row(one, hours.get(one.pk, {}), days, away.get(one.pk, ())) for one in people]
    return {
        "rows": [(*row, state) for row, state in zip(rows, states, strict=True)],
        "holidays": [(day, holidays.get(day, "")) for day in days],
        "is_publishing": bool(told) or queries.publishes(here),
        "unseen": [one.name for one in unseen],
    }


def _to_remind(by, here):
    """Whether anybody is left whom `by` can remind today of hours that they have not seen."""
    reminded = queries.reminded_today(here) | {by.pk}
    return by.may(CHANGE) and any(one.pk not in reminded for one in queries.to_remind(by, here))


def _few_of(here, first, last, now_there):
    """How many there are of those who are needed, and where they are too few from today on."""
    staffed, days = queries.staffed(first, last, here), _days(first, last)
    few = queries.few_of(staffed, now_there)
    return {
        "few": few[:MOST_FEW],
        "more_few": len({one.day for one in few[MOST_FEW:]}),
        "needs": [(one, _needed(one, told, days)) for one, told in staffed],
    }


def _days(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _ends(request, here):
    """The first and the last day of the month in which the day `on` is."""
    first = day_of(request.GET.get("on", ""), here).replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _row(user, hours, days, away):
    cells = [
        (day, _in_short(told := hours.get(day, ())), written(told), day.weekday() > 4, day in away)
        for day in days
    ]
    return user, cells, round(sum(map(minutes_of, hours.values())) / 60, 1)


def _state(told, days, hours):
    """What is published of a colleague's month: in a word, its tone, and when they saw it last."""
    open_days = {day for day in hours if day >= today()}
    draft = open_days - (told.days if told else set())
    if told is None or not told.days & set(days):
        return ("draft" if draft else "", "warning", None)
    if told.changed:
        return ("changed", "warning", None)
    if told.unseen:
        return ("unseen", "warning", None)
    if draft:
        return ("part", "warning", None)
    return ("seen", "success", told.seen_at)


def _needed(minimum, told, days):
    """How many there are on each day of the month; None where nobody is needed."""
    of = {one.day: one for one in told}
    return [(day, of.get(day)) for day in days]


def _ask(form, here, change, days):
    """Let the form ask once more where too few would be left on one of these days."""
    if days:
        form.asks_about(queries.would_be_few(change, min(days), max(days), here))


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

    def ask(form, user, here):
        told = form.words()
        words = (told["begins_on"], told["days"])
        change = queries.with_pattern(user, here, *words, off_on_holidays=told["off_on_holidays"])
        _ask(form, here, change, _ahead(told["begins_on"]))

    return _told(request, uid, PatternForm, commands.set_pattern, "schedule/set_pattern.html", ask)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def end_pattern(request, uid):
    """Until when hours come round for a colleague at the location `at`."""
    user, here = colleague(request.user, uid), place_of(request, queries.places_of(request.user))
    if here is None:
        return redirect("schedule:day")
    queries.check_reach(request.user, user, here)
    on = day_of(request.GET.get("on", ""), here)
    one = queries.pattern_of(user, here, max(on, today(ZoneInfo(here.zone))))
    if one is None:
        toast(request, _("Nothing comes round for them here on this day."), level=messages.WARNING)
        return redirect(address_of(here, on))
    form = EndPatternForm(request.POST or None, initial={"ends_on": one.ends_on or on})
    if form.is_bound and form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        _ask(form, here, queries.with_end(one, ends_on), _ahead(ends_on))
    if form.is_bound and form.carries_out(commands.end_pattern, one, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, on))
    told = {"form": form, "colleague": user, "location": here, "back": address_of(here, on)}
    return page(request, "schedule/set_days.html", status=422 if form.is_bound else 200, **told)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_days(request, uid):
    """The hours of single days of a colleague at the location `at`."""

    def ask(form, user, here):
        told = form.words()
        _ask(form, here, queries.with_days([user], here, told["days"], told["hours"]), told["days"])

    return _told(request, uid, DaysForm, commands.set_days, "schedule/set_days.html", ask)


def _ahead(day):
    """From a day on, as far as is looked ahead."""
    return day, max(day, today()) + queries.LOOK_AHEAD


def _told(request, uid, kind, command, template, ask):
    user, here = colleague(request.user, uid), place_of(request, queries.places_of(request.user))
    if here is None:
        return redirect("schedule:day")
    queries.check_reach(request.user, user, here)
    on = day_of(request.GET.get("on", ""), here)
    day = max(on, today(ZoneInfo(here.zone)))
    initial = {"begins_on": day, "first": day, "last": day}
    if found := queries.round_of(user, here, day):
        initial |= first_of(found.days, found.begins_on) | {"off_on_holidays": found.off_on_holidays}
    form = kind(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        ask(form, user, here)
    if form.is_bound and form.carries_out(command, user, location=here, by=request.user):
        toast(request, _("The hours are written down."))
        return redirect(address_of(here, on))
    told = {"form": form, "colleague": user, "location": here, "back": address_of(here, on)}
    told |= {"comes_round": found, "at": urlencode({"at": here.uid, "on": on.isoformat()})}
    return page(request, template, status=422 if form.is_bound else 200, **told)
