"""What the schedule has to show on Today: the visits that one performs oneself, and what waits at the desk."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pomni.people.queries import called, expected, last_note, phones_of
from pomni.schedule import queries, working
from pomni.schedule.forms.working import written

CHANGE = "schedule.visit.change"
MOST = 5
MOST_DAYS = 7  # of one's hours: a week
PARTS = ("waiting", "late", "to_complete", "unconfirmed")


def my_visits(request: Any) -> str:
    """What this person performs today, the next visit first, with what one should know of whoever comes."""
    mine = _day(request).mine
    if not mine and not queries.performs(request.user):
        return ""
    told = {"mine": my_day(request), "listens": _day(request).listens()}
    return render_to_string("schedule/today/my_visits.html", told, request)


def my_day(request: Any) -> dict[str, Any]:
    """The same as the template takes it: visits, each with the name of who comes, and what to know of them."""
    day, user = _day(request), request.user
    left = [one for one in day.mine if not one.is_over]
    now_at = next((one for one in left if one.status == "started"), left[0] if left else None)
    note = None
    if now_at and now_at.client_id and user.may("people.note.see"):
        note = last_note(user, now_at.client_id)
    return {
        "now": (now_at, *day.told(now_at)) if now_at else None,
        "note": note,
        "later": [(one, *day.told(one)) for one in left if one is not now_at],
        "over": [(one, *day.told(one)) for one in day.mine if one.is_over],
        "may_change": user.may(CHANGE),
        "may_clock": user.may("schedule.timesheet.clock"),
        "may_ask": user.may("schedule.absence.ask"),
    }


def unseen_hours(request: Any) -> str:
    """What was published to this person and they have not seen: the first days, each with what it was, and the tap for all."""
    unseen = queries.unseen_shifts(request.user)
    if not unseen:
        return ""
    rows = [(one, _hours(one.was), _hours(one.hours)) for one in unseen[:MOST_DAYS]]
    told = {"rows": rows, "left": len(unseen) - len(rows), "until": max(one.told_at for one in unseen)}
    return render_to_string("schedule/today/unseen_hours.html", told | {"last": unseen[-1].day}, request)


def _hours(told: Any) -> str:
    """Hours as they are kept, as one writes them; "" for a day off, and where nothing was seen before."""
    return written(working.hours_from(told)) if told else ""


def at_desk(request: Any) -> str:
    """Who waits, who is late, what is to be completed, and who did not confirm: the first of each."""
    if not _day(request).places:
        return ""
    told = {"desk": desk_now(request, MOST), "listens": _day(request).listens()}
    return render_to_string("schedule/today/at_desk.html", told, request)


def desk_now(request: Any, most: int | None = None) -> dict[str, Any]:
    """The same as the template takes it; `most`: of each part, so many."""
    day, may_change = _day(request, most), request.user.may(CHANGE)
    acts = {
        "waiting": ("started", pgettext("a visit", "Begin")),
        "late": ("arrived", pgettext("a visit", "Has arrived")),
        "unconfirmed": ("confirmed", pgettext("a visit", "Confirm")),
    }
    by_phone = {one.client_id or 0 for one in (*day.desk.late[:most], *day.desk.unconfirmed[:most])}
    phones = phones_of(request.user, by_phone & day.names.keys()) if by_phone else {}
    parts = [
        {
            "key": key,
            "title": title,
            "rows": [(one, *day.told(one), phones.get(one.client_id or 0, "")) for one in rows[:most]],
            "left": len(rows) - len(rows[:most]),
            "act": acts.get(key) if may_change else None,
        }
        for key, title, rows in zip(PARTS, _titles(), day.desk.parts, strict=True)
        if rows
    ]
    return {"parts": parts, "may_change": may_change}


def desk_line(request: Any) -> str:
    """How many visits the desk has today and how many clients wait there, in words; for whoever cares for a desk."""
    day = _day(request)
    if not day.places or not (visits := queries.visits_today(request.user, day.places)):
        return ""
    said = ngettext("%(count)s visit today.", "%(count)s visits today.", visits) % {"count": visits}
    if not (waits := len(day.desk.waiting)):
        return said
    waiting = ngettext("%(count)s {client} waits.", "%(count)s {clients} wait.", waits) % {"count": waits}
    return f"{said} {waiting}"


def free_places(request: Any) -> str:
    """Who is free for somebody who walks in; fetched behind the page."""
    if not _day(request).places:
        return ""
    return render_to_string("schedule/today/free_places.html", {}, request)


def _titles() -> tuple[str, ...]:
    return (_("Waiting now"), _("Late"), _("To be completed"), _("Not confirmed for tomorrow"))


class _Day:
    """What both panels share, each part asked for once a page."""

    def __init__(self, request: Any, most: int | None) -> None:
        user = request.user
        self.mine = queries.visits_of_mine(user)
        self.places = queries.desk_places(user)
        self.desk = queries.desk(user, self.places) if self.places else queries.Desk()
        theirs, shown = (
            {one.client_id for one in rows if one.client_id} for rows in (self.mine, self.desk.first(most))
        )
        self.names = (called(user, shown) if shown else {}) | (expected(theirs) if theirs else {})
        request.news.places = tuple([one.pk for one in self.places] or queries.own_places(user))
        self.is_heard = False

    def listens(self) -> bool:
        """Whether it is this panel that asks for all of them when the live poll has news: the first of the page does."""
        was, self.is_heard = self.is_heard, True
        return not was

    def told(self, one: Any) -> tuple[str, str]:
        """The name of who comes, and what to know of them; of whom is not reached, that it is somebody else's."""
        if one.client_id is None:
            return _("Visit"), ""
        return self.names.get(one.client_id) or (_("Somebody else's {client}"), "")


def _day(request: Any, most: int | None = MOST) -> _Day:
    if not hasattr(request, "day_of_visits"):
        request.day_of_visits = _Day(request, most)
    return request.day_of_visits
