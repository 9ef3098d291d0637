"""What a client gets who asks what is kept of them: a page to read and print, and a file for programs."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic_core import to_json

from pomni.kit.clock import now
from pomni.people import commands, queries
from pomni.people.disclosing import as_json
from pomni.team import company
from pomni.team.access import door
from pomni.ui.html import page


@door("people.client.disclose")
@require_http_methods(["GET", "POST"])
def disclose_client(request, uid):
    client = queries.client(request.user, uid)
    if request.method == "GET":
        return page(request, "people/disclose_client.html", client=client)
    parts = commands.disclose_client(client, by=request.user)
    told: dict[str, Any] = {"company": str(company.current()), "at": now()}
    if request.POST.get("as") == "file":
        answer = HttpResponse(
            to_json(as_json(client, parts, **told), indent=1), content_type="application/json; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="client-{client.uid}.json"'
        answer["Cache-Control"] = "no-store"
        return answer
    shown = [(part.title, [_shown(row) for row in part.rows]) for part in parts]
    answer = page(request, "people/disclosed.html", client=client, parts=shown, **told)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(row: Any) -> list[tuple[str, Any, str]]:
    """A row as the page shows it: of each fact its name, the value, and what that is."""
    return [(str(one.label), *_value(one)) for one in row if one.label]


def _value(one: Any) -> tuple[Any, str]:
    value = one.shown or one.value
    if isinstance(value, datetime):
        return value, "moment"
    if isinstance(value, date):
        return value, "day"
    if isinstance(value, bool):
        return (_("yes") if value else _("no")), "text"
    return (", ".join(map(str, value)) if isinstance(value, list | tuple) else value), "text"
