"""Figures of clients for programs."""

from datetime import date

from ninja import Query, Router, Schema
from pydantic import Field

from pomni.kit.later import later as _
from pomni.people.queries import figures_clients as queries
from pomni.team.doors import operation

router = Router(tags=["figures"])


class FiguresIn(Schema):
    """A usual stretch of days, or the first and the last day; with what it is compared, and by what it is parted."""

    period: queries.Stretch = "month"
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    against: queries.Against = "before"
    against_from: date | None = None
    against_to: date | None = None
    by: queries.PartedBy = ""


class CountsOut(Schema):
    """How many each figure counts; None where the caller is not told."""

    all: int
    new: int
    returning: int | None = None
    sleeping: int | None = None
    lost: int | None = None


class DaysOut(Schema):
    first: date
    last: date
    counts: CountsOut


class FiguresPartOut(Schema):
    """One part: `key` is a uid or a source, empty for what has none."""

    key: str
    title: str
    counts: CountsOut
    compared: CountsOut | None


class FiguresOut(Schema):
    days: DaysOut
    compared: DaysOut | None
    parts: list[FiguresPartOut]


@router.get(
    "/figures/clients",
    response=FiguresOut,
    summary=_("Read the figures of {clients}"),
    operation_id="read_client_figures",
)
@operation("people.figures.see")
def client_figures(request, asked: Query[FiguresIn]):
    wanted = queries.understood(request.GET)
    told = queries.client_figures(request.user, wanted)
    then = wanted.compared
    return {
        "days": {"first": wanted.period.first, "last": wanted.period.last, "counts": told.now},
        "compared": {"first": then.first, "last": then.last, "counts": told.then} if then else None,
        "parts": [
            {
                "key": line.key,
                "title": line.title,
                "counts": line.now,
                "compared": line.then if then else None,
            }
            for line in told.lines
        ],
    }
