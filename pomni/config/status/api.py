"""Who saw and exported what, for programs: the same report as on the page."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from pomni.config.status import viewing
from pomni.kit.clock import now
from pomni.kit.instants import Instant
from pomni.kit.later import later as _
from pomni.kit.paging import page_of
from pomni.team.doors import PageIn, named, operation
from pomni.team.queries import colleague

router = Router(tags=["team"])
WEEK = timedelta(days=7)
FIRST = datetime.min.replace(tzinfo=UTC)


class SightingsIn(PageIn):
    since: Instant | None = Field(None, description="By default a week ago.")
    until: Instant | None = Field(None, description="By default now.")
    who: UUID | None = Field(None, description="A colleague.")
    client: UUID | None = None
    copied: bool | None = Field(None, description="Only what was exported, or only what was opened.")


class SightedOut(Schema):
    uid: UUID
    name: str
    warning: str


class SightingOut(Schema):
    """`client` is null where it is not within reach, `how` is "seen", "opened" (a file), "exported", or
    of lists "listed" (stood on a first page, or answered to what was typed) and "read_on" (on a later one).
    """

    at: datetime
    who: str
    how: str
    client: SightedOut | None


class SightingsOut(Schema):
    items: list[SightingOut]
    next: str | None


@router.get(
    "/sightings",
    response=SightingsOut,
    summary=_("Read who opened and exported which cards between two instants"),
    operation_id="list_sightings",
)
@operation("team.log.see")
def sightings(request, asked: Query[SightingsIn]):
    who = named(partial(colleague, request.user), asked.who, "who") if asked.who else None
    client = str(asked.client) if asked.client else ""
    until = asked.until or now() + timedelta(seconds=1)
    wanted = viewing.Wanted(asked.since or _week_before(until), until, who, client, asked.copied)
    found = viewing.sightings_of(request.user, wanted)
    of = f"sightings {asked.since} {asked.until} {asked.who} {asked.client} {asked.copied}"
    page = page_of(found, by=("-at", "-pk"), of=of, after=asked.after, limit=asked.limit)
    told = viewing.told(request.user, page.items)
    return {"items": [_out(one) for one in told], "next": page.next}


def _week_before(until: datetime) -> datetime:
    return max(until, FIRST + WEEK) - WEEK


def _out(one: viewing.Sight) -> dict[str, Any]:
    seen = one.client
    return {
        "at": one.at,
        "who": one.who,
        "how": one.how,
        "client": seen,
    }
