"""What is done to a visit on the board by pointer and keys: carried elsewhere, made longer or shorter."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pomni.kit.errors import Refused
from pomni.schedule import commands, queries, rules
from pomni.schedule.laying import Busy
from pomni.schedule.views.days import address_of, board_parts
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE = "schedule.visit.change"
DAY = 1440  # minutes
NUMBER = 9  # digits
SECOND = {"0": False, "1": True}  # of two like hours
ASKS = "board-asks"  # what an answer tells the page beside whose board it asks something


@door(CHANGE)
@require_POST
def carry(request, uid):
    """What was dropped on the board of its day: at another minute, in the column of another colleague or thing."""
    one = queries.visit(request.user, uid)
    was, to = request.POST.get("was", ""), request.POST.get("user", "")
    words = {
        "begins": time_of(request.POST.get("minute", "")),
        "seen": number_of(request.POST.get("version", "")),
        "is_second": SECOND.get(request.POST.get("second", "")),
    }
    if was != to:
        words |= _instead(request, one, was, to)
    before = queries.performed_by(one)
    if _is_asked_which(one, words):
        return _which(request, one, before)
    moved = one
    try:
        moved = commands.move_visit(one, **words, by=request.user)
    except Refused as no:
        toast(request, _with_times(no, one, words))
        one.refresh_from_db()  # a colleague may have changed it meanwhile
    else:
        there = {
            "minute": one.begins.hour * 60 + one.begins.minute,
            "version": moved.version,
            "was": to,
            "user": was,
            "second": _fold(one),
        }
        toast(
            request,
            _("The visit is moved."),
            undo=("schedule:carry", [one.uid], there),
            in_place=bool(request.htmx),
        )
    return answered(request, moved, before)


def _is_asked_which(visit, words):
    """Whether it was dropped at an hour that comes twice, and it was not said at which of the two."""
    begins = words["begins"]
    if begins is None or begins == visit.begins or words["is_second"] is not None:
        return False
    return rules.comes_twice(visit.day, begins, visit.zone)


def _which(request, one, before):
    """The board as it is, and beside it the question which of two like hours is meant."""
    sent = [(name, request.POST.get(name, "")) for name in ("minute", "was", "user", "version")]
    told = {"visit": one, "begins": time_of(request.POST.get("minute", "")), "sent": sent}
    if not request.htmx:
        return page(request, "schedule/which.html", status=422, **told)
    asks = render_to_string("schedule/which.html#beside", told, request)
    return board_parts(request, one, also=before, more=asks, says=ASKS)


def _fold(visit):
    """Which of two like hours a visit begins at, as it is sent: "" where its hour comes once."""
    if not rules.comes_twice(visit.day, visit.begins, visit.zone):
        return ""
    return str(visit.begins_at.astimezone(ZoneInfo(visit.zone)).fold)


def _with_times(no, visit, words):
    """The refusal; where somebody is taken, with the nearest times that are free for whoever is to do it."""
    begins = words.get("begins")
    if not isinstance(no, Busy) or begins is None:
        return str(no)
    who, to = words.get("instead", (None, None))
    wanted = [
        replace(one, user=to, parts=()) if to and one.user == who else one for one in queries.wanted_of(visit)
    ]
    where = (visit.location, visit.day, begins)
    near = queries.times_near(wanted, *where, travel=visit.travel, moving=visit.pk)
    return f"{no} {queries.in_words(near, visit.day)}".strip()


def _instead(request, visit, was, to):
    """Whom or what the visit is to take in the place of whom or what."""
    people = {str(user.uid): user for user in queries.performers(request.user)}
    if was in people and to in people:
        return {"instead": (people[was], people[to])}
    things = {
        str(one.uid): one for one in queries.things(request.user) if one.location_id == visit.location_id
    }
    return {"swap": (things[was], things[to])} if was in things and to in things else {}


@door(CHANGE)
@require_POST
def stretch(request, uid):
    """The visit ends `by` minutes later than it did; below 0 earlier."""
    one = queries.visit(request.user, uid)
    told = request.POST.get("by", "")
    by = number_of(told.removeprefix("-")) or 0
    by = -by if told.startswith("-") else by
    changed = one
    try:
        changed = commands.stretch_visit(
            one, minutes=by, seen=number_of(request.POST.get("version", "")), by=request.user
        )
    except Refused as no:
        toast(request, str(no))
        one.refresh_from_db()  # a colleague may have changed it meanwhile
    else:
        back = {"by": -by, "version": changed.version}
        toast(
            request,
            _("The visit has another end."),
            undo=("schedule:stretch", [one.uid], back),
            in_place=bool(request.htmx),
        )
    return answered(request, changed)


def answered(request, one, before=frozenset()):
    """Back to where it was done: the board, drawn anew where it differs."""
    if request.htmx:
        return board_parts(request, one, also=before)
    return redirect(address_of(one.location, one.day))


def time_of(minute):
    """Minutes since midnight as an hour of the clock; None where they are none."""
    number = number_of(minute)
    return time(number // 60, number % 60) if number is not None and number < DAY else None


def number_of(text):
    """A whole number that was sent, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < NUMBER else None
