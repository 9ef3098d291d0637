"""A client as they were known at the end of a past day, for programs: the same as on the card of that day."""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.later import later as _
from pomni.people import queries
from pomni.people.queries.past import known_then
from pomni.people.queries.picked import Picked
from pomni.people.seen import seen
from pomni.team.doors import operation

router = Router(tags=["clients"])


class PastIn(Schema):
    on: date | None = Field(None, description="A day that is over; yesterday where none is told.")


class SaidOut(Schema):
    """A fact, or something that was written down: what it is, and what was said, in the caller's language."""

    what: str
    said: str


class PastOut(Schema):
    """What was known of a client at the end of the day `on`. What was erased since is not told; masked is what is masked."""

    on: date
    name: str
    is_archived: bool
    facts: list[SaidOut]
    beside: list[SaidOut]


@router.get(
    "/clients/{uid}/past",
    response=PastOut,
    summary=_("Read what was known of a {client} on a past day"),
    operation_id="read_past",
)
@operation("people.client.see")
def read_past(request, uid: UUID, asked: Query[PastIn]):
    on = asked.on or today() - timedelta(days=1)
    until = Picked.from_query({"on": on.isoformat()}).until
    if until is None:
        raise Refused(gettext("Choose a day that is over."), field="on")
    known = known_then(request.user, seen(request, queries.client(request.user, uid)), until)
    told = {"facts": _said(known.facts), "beside": _said(known.beside)}
    return {"on": on, "name": known.name, "is_archived": known.is_archived, **told}


def _said(lines: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"what": what, "said": said} for what, said in lines]
