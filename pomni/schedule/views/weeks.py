"""The schedule to be read: seven days, the list of a day, and the sheet of a day on paper."""

from datetime import timedelta

from django.views.decorators.http import require_GET

from pomni.schedule import queries
from pomni.schedule.views.days import DAY, SEE, asked_for, bar_of
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.ui.html import page

WEEK = 7  # days


@door(SEE)
@require_GET
def week(request):
    """The week in which the day `on` is, at the location `at`: of all, or of `one` colleague or room with each visit."""
    places = queries.places_of(request.user)
    shown = asked_for(request, request.GET, places, "week")
    monday = shown.on - timedelta(days=shown.on.weekday())
    told = _week_of(request, shown, monday) if shown.here else None
    bar = bar_of(request, shown, places, days=WEEK, groups=told.groups if told else ())
    heads = [(one, shown.but(view="day", on=one.day)) for one in told.whole] if told else []
    days = {"first": monday, "last": monday + (WEEK - 1) * DAY}
    rows = [
        (row, shown.but(one=row.uid), [(one, _list_of(shown, row, one.day)) for one in row.days])
        for row in (told.rows if told else ())
    ]
    more = {"heads": heads, "rows": rows, "everybody": shown.but(one="")} | _missing(request, shown, rows)
    return page(request, "schedule/week.html", **bar, **days, **more)


def _missing(request, shown, rows):
    """Where there is nothing to show: what is to be put right first."""
    return {} if rows or shown.by_thing else lacking(request, shown.here)


def _week_of(request, shown, monday):
    return queries.week(
        request.user, shown.here, monday, by_thing=shown.by_thing, group=shown.group, only=shown.one
    )


def _list_of(shown, row, day):
    return shown.but(view="day_list", on=day, one=row.uid)


@door(SEE)
@require_GET
def day_list(request):
    """The visits of the day `on` at the location `at` as a list, of all or of `one`; each colleague by themselves, or by time."""
    return _rows_page(request, "day_list")


@door(SEE)
@require_GET
def day_sheet(request):
    """The same for paper: a page for each colleague, or room."""
    return _rows_page(request, "day_sheet")


def _rows_page(request, view):
    places = queries.places_of(request.user)
    shown = asked_for(request, request.GET, places, view)
    board, rows = _rows_of(request, shown) if shown.here else (None, [])
    bar = bar_of(request, shown, places, groups=board.groups if board else ())
    columns = board.columns if board else ()
    return page(
        request,
        f"schedule/{view}.html",
        **bar,
        board=board,
        rows=[queries.in_time(rows)] if shown.by_time and rows else rows,
        name=next((one.name for one in columns if one.uid and one.uid == shown.one), ""),
        everybody=shown.but(one=""),
        by_colleague=shown.but(by_time=False),
        by_time=shown.but(by_time=True),
        back=shown.but(view="day", one=""),
        **_missing(request, shown, rows),
    )


def _rows_of(request, shown):
    return queries.day_rows(
        request.user, shown.here, shown.on, by_thing=shown.by_thing, group=shown.group, only=shown.one
    )
