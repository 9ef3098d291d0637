"""What is kept of a client, for themselves: the same as the file of the page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field
from pydantic_core import to_json

from pomni.kit.clock import now
from pomni.kit.later import later as _
from pomni.people import commands, queries
from pomni.people.disclosing import as_json
from pomni.team import company
from pomni.team.doors import operation

router = Router(tags=["clients"])


class DisclosedOut(Schema):
    """All that is kept of a client, without naming others. `parts`: by part, rows of plain values."""

    client: UUID
    company: str
    made_at: Any = Field(
        description="An instant.", json_schema_extra={"type": "string", "format": "date-time"}
    )
    parts: dict[str, list[dict[str, Any]]]


@router.get(
    "/clients/{uid}/disclosed",
    response=DisclosedOut,
    summary=_("Give a {client} what is kept of them; each time it is logged"),
    operation_id="disclose_client",
)
@operation("people.client.disclose")
def disclose_client(request, uid: UUID):
    client = queries.client(request.user, uid)
    parts = commands.disclose_client(client, by=request.user)
    told = as_json(client, parts, company=str(company.current()), at=now())
    return HttpResponse(to_json(told), content_type="application/json")
