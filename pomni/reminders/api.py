from datetime import datetime
from uuid import UUID

from ninja import Router, Schema

from pomni.kit.later import later as _
from pomni.reminders import queries
from pomni.schedule.queries import visit as visit_of
from pomni.team.doors import operation

router = Router(tags=["messages"])


class MessageOut(Schema):
    """A message about a visit. `state`: planned, dropped (`because` says why), sending, late, delivered or failed.

    `due_at` is when it is or was due; `number` is the provider's own one.
    """

    uid: UUID
    occasion: str
    version: int
    channel: str
    state: str
    because: str
    text: str
    due_at: datetime
    sent_at: datetime | None
    number: str


class MessagesOut(Schema):
    items: list[MessageOut]


@router.get(
    "/visits/{uid}/messages",
    response=MessagesOut,
    summary=_("List the messages about a visit"),
    operation_id="list_visit_messages",
)
@operation("schedule.visit.see")
def list_visit_messages(request, uid: UUID):
    found = queries.messages_of(visit_of(request.user, uid))
    return {"items": [_out(one) for one in found]}


def _out(one):
    names = ("uid", "version", "channel", "because", "text", "due_at", "sent_at")
    told = {name: getattr(one, name) for name in names}
    number = one.outgoing.answer_id if one.outgoing else ""
    return told | {"occasion": one.rule.occasion, "state": queries.state_of(one)[0], "number": number}
