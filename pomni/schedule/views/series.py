"""Visits that come again: booking them with a look at what stands in the way, moving and cancelling several at once."""

from datetime import date, time
from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pomni.kit.errors import Refused
from pomni.schedule import commands, queries, repeating
from pomni.schedule.forms import CancelSeriesForm, MoveSeriesForm, SeriesForm
from pomni.schedule.views.days import address_of, day_of, place_of
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

BOOK, CHANGE = "schedule.visit.book", "schedule.visit.change"


@door(BOOK)
@require_http_methods(["GET", "POST"])
def book_series(request):
    """First the days and what stands in their way, then (`book`) all of them but those that are skipped."""
    here = place_of(request, queries.places_of(request.user))
    if here is None:
        return redirect("schedule:day")
    on = day_of(request.GET.get("on", ""), here)
    form = SeriesForm(
        request.POST or None, viewer=request.user, location=here, initial={"day": on, "every": "1"}
    )
    turns: list[Any] = []
    if form.is_bound and form.is_valid():
        days: list[date] = []
        try:
            days = repeating.days_of(form.rule, form.cleaned_data["day"])
            sent = _sent(request, days)
            if "book" in request.POST:
                series = _book(request, form, here, *_chosen(sent, days))
                toast(request, _("The series is booked."))
                return redirect(address_of(here, series.first))
            turns = _turns(form, here, days, sent)
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
            turns = _still(form, here, days, _sent(request, days)) if "book" in request.POST else []
    status = 422 if form.is_bound and form.errors else 200
    told = {"form": form, "turns": turns, "location": here, "back": address_of(here, on)}
    told |= {} if form.offered else lacking(request, here)
    return page(request, "schedule/book_series.html", status=status, **told)


def _turns(form, here, days, sent, *, is_strict=True):
    """Each day, what stands in its way, whether it is skipped, and its own hour as it was typed: what is taken is skipped,
    until somebody says otherwise.
    """
    skip, moved = _chosen(sent, days, is_strict=is_strict)
    begins = form.cleaned_data["begins"]
    found = queries.series_preview(here, days, begins, form.lines, moved, travel=form.travel)
    return [
        (
            turn,
            turn.day in skip or (bool(turn.why) and turn.day not in moved),
            sent.get(f"at-{turn.day}", ""),
        )
        for turn in found
    ]


def _still(form, here, days, sent):
    """The days once more, below what was refused; none where they are what was refused."""
    try:
        return _turns(form, here, days, sent, is_strict=False)
    except Refused:
        return []


def _book(request, form, here, skip, moved):
    told, moved = form.cleaned_data, sorted(moved.items())
    client = told["client"]
    return commands.book_series(
        *([client] if client else []), location=here, first=told["day"], begins=told["begins"], lines=form.lines,
        rule=form.rule, skip=sorted(skip), moved=moved, comment=told["comment"],
        name=told["name"], phone=told["phone"], address=told["address"], travel=form.travel,
        by=request.user, key=told["once"] or None,
    )  # fmt: skip


def _sent(request, days):
    """What was sent; where one of the free hours was pressed, it is the hour of its day, which is not skipped."""
    sent = request.POST.copy()
    day, _space, at = sent.get("take", "").partition(" ")
    if day in {one.isoformat() for one in days}:
        sent[f"at-{day}"] = at
        sent.setlist("skip", [one for one in sent.getlist("skip") if one != day])
    return sent


def _chosen(sent, days, *, is_strict=True):
    """The days that are skipped, and those that have an hour of their own; what is no hour is refused if `is_strict`."""
    skip = {day for day in days if day.isoformat() in sent.getlist("skip")}
    moved: dict[date, time] = {}
    for day in days:
        if told := sent.get(f"at-{day.isoformat()}", "").strip():
            try:
                moved[day] = time.fromisoformat(told.zfill(5))
            except ValueError:
                if is_strict:
                    raise Refused(_("Write an hour such as 9:30.")) from None
    return skip, moved


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def series(request, uid):
    """The series of a visit: its visits, and what becomes of several of them."""
    one = queries.visit(request.user, uid)
    is_off = "why" in request.POST
    sent = request.POST if request.method == "POST" else None
    moving, cancelling = (
        MoveSeriesForm(None if is_off else sent),
        CancelSeriesForm(sent if is_off else None, auto_id="cancel_%s"),
    )
    form, act = (cancelling, commands.cancel_series) if is_off else (moving, commands.move_series)
    if form.is_bound and form.carries_out(act, one, by=request.user):
        sentence = ngettext("%(count)s visit is changed.", "%(count)s visits are changed.", form.result)
        toast(request, sentence % {"count": form.result})
        return redirect("schedule:series", one.uid)
    return page(
        request,
        "schedule/series.html",
        status=422 if form.is_bound else 200,
        form=moving,
        cancelling=cancelling,
        visit=one,
        client=queries.client_of(request.user, one),
        visits=queries.visits_of_series(request.user, one),
    )
