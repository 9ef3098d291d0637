"""The pages of meetings: a week of them by day, and one."""

import re
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.agenda import commands, panels, queries
from pomni.agenda.drawing import Lines
from pomni.agenda.forms import (
    AddMeetingForm,
    ComposeMeetingForm,
    EditHeldMeetingForm,
    EditMeetingForm,
    was_meeting,
)
from pomni.agenda.queries.of_meetings import MOST
from pomni.agenda.rules import last_of_week
from pomni.agenda.views.adding import Adding
from pomni.agenda.views.answers import CARD, LIST, act, answer, status_of
from pomni.agenda.views.reminding import reminders_told
from pomni.kit.clock import today
from pomni.team import company
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, ADD, CHANGE = "agenda.meeting.see", "agenda.meeting.add", "agenda.meeting.change"
WEEK = timedelta(days=7)
FURTHEST = 1_000_000  # meetings of one week that are leapt over


@door(SEE)
@require_GET
def meetings(request):
    """One's own, or (`all`) all within reach, of the week that the day `on` is in; `of` is one colleague's calendar."""
    scope = panels.scope_word(request.user, SEE)
    whole = bool(scope and (request.GET.get("all") or request.GET.get("of")))
    followed = queries.followed(request.user, SEE) if whole else []
    asked = request.GET.get("of", "")
    of = next((user for user in followed if str(user.uid) == asked), None)
    first = _first_of_week(request.GET.get("on", ""))
    start = _number(request.GET.get("from", ""))
    wanted: dict[str, Any] = {"of": of, "mine": not whole, "start": start, "size": MOST + 1}
    rows = queries.meetings_between(request.user, first, first + WEEK, **wanted)
    more, rows = len(rows) > MOST, rows[:MOST]
    lines = Lines(request, LIST, who=True, guests=queries.people_at([row.pk for row in rows]))
    return page(
        request,
        "agenda/meetings.html",
        days=_by_day(rows, lines, first, is_all=not (start or more)),
        more=start + MOST if more else 0,
        first=first,
        last=first + WEEK - timedelta(days=1),
        before=(first - WEEK).isoformat(),
        after=(first + WEEK).isoformat(),
        whole=whole,
        scope=scope,
        of=of,
        followed=followed if len(followed) > 1 else [],
        may_add=request.user.may(ADD),
    )


def _first_of_week(asked):
    try:
        day = date.fromisoformat(asked) if asked else today()
        if not date.min.year < day.year < date.max.year:
            day = today()
        return last_of_week(day, week_start=company.current().week_start) - timedelta(days=6)
    except ValueError:
        return _first_of_week("")


def _number(text):
    return min(int(text), FURTHEST) if re.fullmatch(r"[0-9]{1,7}", text) else 0


def _by_day(rows, lines, first, *, is_all):
    """Days with their lines: those on which something is, and today, where these are all of the week."""
    found: dict[date, list[queries.Row]] = {first + timedelta(days=n): [] for n in range(7)}
    for row in rows:
        found[row.due_on].append(row)
    here = today() if is_all else None
    return [(day, lines.all(some), day == today()) for day, some in found.items() if some or day == here]


# --- One -------------------------------------------------------------------------------------------------------------


ADDING = Adding(
    command=commands.add_meeting,
    form=AddMeetingForm,
    short_form=ComposeMeetingForm,
    template="agenda/add_meeting.html",
    added="met",
    wrong="unmet",
    sentence=gettext_lazy("The meeting is planned."),
    undo="agenda:cancel_meeting",
)


@door(ADD)
@require_http_methods(["GET", "POST"])
def add_meeting(request):
    return ADDING.answer(request, lambda meeting: redirect("agenda:meeting", meeting.uid))


@door(SEE)
@require_http_methods(["GET", "POST"])
def meeting(request, uid):
    meeting = queries.meeting(request.user, uid)
    may_change = request.user.may(CHANGE) and not queries.is_erased(meeting)
    guests = queries.people_at([meeting.pk]).get(meeting.pk, [])
    further = queries.those_there(request.user, meeting)
    form = _edit_form(request, meeting, guests, further) if may_change and not meeting.cancelled_at else None
    if request.POST and form is None:
        commands.edit_meeting(meeting, by=request.user)  # says why not
    if request.POST and form and form.carries_out(commands.edit_meeting, meeting, by=request.user):
        toast(request, _("Saved."))
        return redirect("agenda:meeting", uid)
    row, lines = queries.meeting_row(request.user, meeting, phones=True), Lines(request, CARD, who=True)
    return page(
        request,
        "agenda/meeting.html",
        status=status_of(form),
        meeting=meeting,
        row=row,
        coming=queries.who_comes(request.user, meeting, guests, further),
        invitation=next((one for one in guests if one.uid == request.user.uid), None),
        call=lines.call(row.client.phone, row.client.name) if row.client and row.client.phone else "",
        form=form,
        conflicts=form.conflicts if form else None,
        may_change=may_change,
        **reminders_told(request, meeting, "meeting", is_open=not (meeting.held_at or meeting.cancelled_at)),
    )


def _edit_form(request, meeting, guests, further):
    if meeting.held_at:
        return EditHeldMeetingForm(request.POST or None, was={"outcome": meeting.outcome})
    was = was_meeting(meeting, guests, further)
    return EditMeetingForm(
        request.POST or None, was=was, viewer=request.user, meeting=meeting, further=further
    )


# --- Acts ------------------------------------------------------------------------------------------------------------


@door(CHANGE)
@require_POST
def hold_meeting(request, uid):
    meeting = queries.meeting(request.user, uid)
    commands.hold_meeting(meeting, outcome=request.POST.get("outcome", "")[:1000], by=request.user)
    undo, said = "agenda:reopen_meeting", _("The meeting was held.")
    return answer(request, meeting, said, undo=undo, plain="agenda:meetings", asks=True)


_act = partial(act, CHANGE, queries.meeting, plain="agenda:meetings")
reopen_meeting = _act(commands.reopen_meeting, gettext_lazy("The meeting is still to come."))
cancel_meeting = _act(
    commands.cancel_meeting,
    gettext_lazy("The meeting is cancelled."),
    undo="agenda:restore_meeting",
    asks=True,
)
restore_meeting = _act(commands.restore_meeting, gettext_lazy("The meeting is planned again."))


@door(SEE)
@require_POST
def decline_meeting(request, uid):
    meeting = queries.meeting(request.user, uid)
    commands.decline_meeting(meeting, by=request.user)
    toast(
        request,
        _("You do not come. Whoever holds the meeting is told."),
        ("agenda:accept_meeting", [uid], {}),
    )
    return redirect("agenda:meeting", uid)


@door(SEE)
@require_POST
def accept_meeting(request, uid):
    meeting = queries.meeting(request.user, uid)
    commands.accept_meeting(meeting, by=request.user)
    toast(request, _("You come. Whoever holds the meeting is told."))
    return redirect("agenda:meeting", uid)
