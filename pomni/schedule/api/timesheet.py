from datetime import date, datetime
from uuid import UUID

from ninja import Query, Router, Schema

from pomni.kit.later import later as _
from pomni.schedule import queries
from pomni.schedule.api.absences import ColleagueOut, DaysIn, days_of
from pomni.team.doors import operation

router = Router(tags=["working time"])
SEE = "schedule.timesheet.see"


class ClockedOut(Schema):
    """A stretch of work; `ends_at` is null while somebody is clocked in."""

    uid: UUID
    location: ColleagueOut
    begins_at: datetime
    ends_at: datetime | None


class SheetDayOut(Schema):
    """A day of a colleague. Times are minutes: planned, worked, begun late, gone early, worked beyond the plan."""

    colleague: ColleagueOut
    day: date
    clocked: list[ClockedOut]
    planned: int
    worked: int
    late: int
    early: int
    over: int


class TimesheetOut(Schema):
    items: list[SheetDayOut]


@router.get(
    "/timesheet", response=TimesheetOut, summary=_("Read the timesheet"), operation_id="read_timesheet"
)
@operation(SEE)
def timesheet(request, asked: Query[DaysIn]):
    found = queries.sheets(request.user, *days_of(asked))
    return {"items": [_out(user, one) for user, days in found for one in days.values()]}


def _out(user, one):
    sums = {name: getattr(one.sums, name) for name in ("planned", "worked", "late", "early", "over")}
    return {"colleague": user, "day": one.day, "clocked": [row for row, _told in one.rows]} | sums
