"""The desk: what waits there now, one step of a visit with one tap, and who is free for somebody who walks in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from pomni.kit.errors import Refused
from pomni.schedule import commands, queries, today_panels
from pomni.team.access import door
from pomni.ui.html import page, parts
from pomni.ui.toasts import toast

SEE, CHANGE, BOOK = "schedule.visit.see", "schedule.visit.change", "schedule.visit.book"
MOST = 6
ON = ("mine", "desk", "page")  # in what a step is pressed, and what is drawn anew


@door(SEE)
@require_GET
def at_desk(request):
    """All that waits at the desks of those locations that the person cares for.

    For an open page that has heard of news: what is named by `on`, drawn anew.
    """
    if request.htmx and (on := [one for one in ON if one in request.GET.getlist("on")]):
        return parts(request, "".join(_drawn(request, one) for one in on))
    return page(
        request, "schedule/at_desk.html", part="now", desk=today_panels.desk_now(request), listens=True
    )


@door(SEE)
@require_GET
def free_now(request):
    """Who is free by now, for the panel of Today: fetched when that stands already."""
    rows = queries.free_now(queries.desk_places(request.user))[:MOST]
    told = [(one, _book(one)) for one in rows]
    return page(request, "schedule/free_now.html", part="free", rows=told, may_book=request.user.may(BOOK))


def _book(one):
    asked = {
        "at": one.location.uid,
        "on": one.begins.date().isoformat(),
        "user": one.user.uid,
        "from": f"{one.begins:%H:%M}",
    }
    return f"{reverse('schedule:book')}?{urlencode(asked)}"


@door(CHANGE)
@require_POST
def step(request, uid):
    """Bring a visit a step further: `to` is a state, "finished" or "resumed"; `on` says in what it was pressed."""
    one = queries.visit(request.user, uid)
    to = request.POST.get("to", "")
    try:
        _do(request, one, to)
    except Refused as no:
        toast(request, str(no), level=messages.WARNING)
    on = request.POST.get("on", "")
    if request.htmx:
        return parts(request, _drawn(request, on))
    return redirect("schedule:at_desk" if on == "page" else "ui:home")


def _do(request, one, to):
    was = one.status
    if to in ("finished", "resumed"):
        act = commands.finish_visit if to == "finished" else commands.resume_visit
        act(one, by=request.user)
        said, undo = _("The work is done."), "resumed"
    else:
        said, undo = states().get(to), was
        commands.set_status(one, status=to, by=request.user)
    if to != "resumed" and said:
        fields = {"to": undo, "on": request.POST.get("on", "")}
        toast(request, said, undo=("schedule:step", [one.uid], fields), in_place=bool(request.htmx))


def states():
    """What is said when a visit comes into a state."""
    return {
        "booked": pgettext("a visit", "It is booked."),
        "confirmed": pgettext("a visit", "It is confirmed."),
        "arrived": pgettext("a visit", "They have arrived."),
        "started": pgettext("a visit", "It has begun."),
    }


def _drawn(request, on):
    """What was pressed in, drawn anew."""
    if on == "mine":
        told = {"mine": today_panels.my_day(request)}
        return render_to_string("schedule/today/my_visits.html#anew", told, request)
    most = None if on == "page" else today_panels.MOST
    told = {"desk": today_panels.desk_now(request, most), "on": on}
    return render_to_string("schedule/today/at_desk.html#anew", told, request)
