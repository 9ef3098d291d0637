from datetime import date
from uuid import UUID

from ninja import Query, Router, Schema

from pomni.kit.later import later as _
from pomni.schedule import queries, working
from pomni.schedule.api.absences import ColleagueOut, DaysIn, days_of
from pomni.team import queries as team
from pomni.team.doors import operation

router = Router(tags=["working time"])
SEE = "schedule.working.see"


class WorkedDayOut(Schema):
    """The hours of a day by the wall clock of the location, as `[["09:00", "13:00"], …]`; `minutes` is their sum."""

    colleague: ColleagueOut
    location: ColleagueOut
    day: date
    hours: list[list[str]]
    minutes: int


class WorkingHoursOut(Schema):
    items: list[WorkedDayOut]


class HoursIn(DaysIn):
    location: UUID | None = None


@router.get(
    "/working-hours",
    response=WorkingHoursOut,
    summary=_("List working hours"),
    operation_id="list_working_hours",
)
@operation(SEE)
def working_hours(request, asked: Query[HoursIn]):
    places = {one.pk: one for one in team.locations() if asked.location in (None, one.uid)}
    people = {one.pk: one for one in team.colleagues(request.user).filter(is_active=True)}
    found = queries.hours_between(list(people), *days_of(asked))
    rows = [(day, at, hours) for at, days in found.items() if at[1] in places for day, hours in days.items()]
    return {"items": [_out(people[at[0]], places[at[1]], day, hours) for day, at, hours in sorted(rows)]}


def _out(user, location, day, hours):
    told = {"colleague": user, "location": location, "day": day}
    return told | {"hours": working.hours_told(hours), "minutes": working.minutes_of(hours)}
