"""A client's card as it was known at the end of a past day. Nothing can be changed there."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pomni.kit.addresses import address
from pomni.people.queries import Picked, timeline_part
from pomni.people.queries.past import KnownThen, known_then
from pomni.people.views.stream import stream
from pomni.ui.html import page
from pomni.ui.kept import filled
from pomni.ui.shell import drawn_once
from pomni.ui.templatetags.pomni import day


def past_page(request: Any, client: Any, picked: Picked, *, before: str = "") -> HttpResponse:
    """The card as of the end of the day `picked.on`."""
    part = timeline_part(request.user, client, before=before, picked=picked)
    assert picked.until  # noqa: S101 (this page is that of a past day)
    known = known_then(request.user, client, picked.until)
    url = address("people:client", client.uid)
    return page(
        request,
        "people/client.html",
        name=known.name or _("Not known yet") if not client.forgotten_at else _("Erased {client}"),
        styles=drawn_once("people/card/_styles.html"),
        crumbs=filled("people/card/_crumbs.html", {"query": ""}),
        acts="",
        body=_body(request, client, known, day(picked.on), url, stream(request, client, part)),
    )


def _body(request: Any, client: Any, known: KnownThen, on: Any, url: str, drawn: Any) -> Any:
    words = {"on": on, "url": url, "stream": drawn, "known": known, "is_erased": bool(client.forgotten_at)}
    return render_to_string("people/card/_past.html", words, request)
