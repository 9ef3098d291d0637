"""Figures of clients as a file, for programs."""

from datetime import date

from django.utils.cache import add_never_cache_headers
from ninja import Query, Router, Schema
from pydantic import Field

from pomni.exchange.sending import sent_figures
from pomni.kit.later import later as _
from pomni.people.queries.figures_clients import Against, PartedBy, Stretch, understood
from pomni.team.doors import operation

router = Router(tags=["figures"])
TABLE = {"text/csv": {"schema": {"type": "string"}}}


class FiguresFileIn(Schema):
    """The same words as of /figures/clients."""

    period: Stretch = "month"
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    against: Against = "before"
    against_from: date | None = None
    against_to: date | None = None
    by: PartedBy = ""


@router.get(
    "/figures/clients/file",
    response={200: None},
    summary=_("Download the figures of {clients} as a file"),
    operation_id="download_client_figures",
    openapi_extra={"responses": {200: {"description": _("The file."), "content": TABLE}}},
)
@operation("exchange.export.run")
def download_client_figures(request, asked: Query[FiguresFileIn]):
    answer = sent_figures(request.user, understood(request.GET))
    add_never_cache_headers(answer)
    return answer
