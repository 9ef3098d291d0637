"""A client's card: facts, timeline, what next."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_GET

from pomni.kit.addresses import address
from pomni.kit.module import function_named, open_to
from pomni.memory import sightings
from pomni.people import queries
from pomni.people.composers import composing
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import neighbours
from pomni.people.views.facts import facts_part
from pomni.people.views.lines import drawn
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page
from pomni.ui.kept import kept


@door("people.client.see")
@require_GET
def client(request, uid):
    client = queries.card_of(request.user, uid)
    sightings.note(client, by=who_looks(request))
    return card_page(request, client, key=request.GET.get("write", ""))


@door("people.client.see")
@require_GET
def timeline(request, uid):
    """A part of the timeline: behind the line `before`, or its head."""
    client = queries.client(request.user, uid)
    part = queries.timeline_part(request.user, client, before=request.GET.get("before", ""))
    return HttpResponse(drawn(part, _card_url(client)))


@door("people.client.see")
@require_GET
def compose(request, uid, key):
    """The composer with another tab open."""
    client = queries.client(request.user, uid)
    found = composing(request, client, key)
    if found is None or found.key != key:
        raise Http404
    return HttpResponse(found.drawn(request, client))


@door("people.client.see")
@require_GET
def place(request, uid):
    """Where the client stands in the list that one came from, and who stands before and behind."""
    client, came_from = queries.client(request.user, uid), request.GET.get("in", "")
    found = neighbours(request.user, Asked.from_query(QueryDict(came_from)), client)
    query = _query(came_from, request.GET.get("write", ""))
    return page(request, "people/card/_place.html", place=found, query=query)


def card_page(request: Any, client: Any, *, key: str = "", html: str = "", status: int = 200) -> HttpResponse:
    """The whole card, with the composer's tab `key` open; `html` is the form in it where that is drawn already."""
    user, came_from = request.user, request.GET.get("in")
    at, before = request.GET.get("at", ""), request.GET.get("before", "")
    part = queries.timeline_part(user, client, at=at, before=before)
    facts = facts_part(request, client)
    composer = composing(request, client, key, html)
    return page(
        request,
        "people/client.html",
        status=status,
        card_url=_card_url(client),
        came_from=came_from,
        place_query=_query(came_from, key),
        **facts,
        reached=_reached(facts["lines"]),
        panels=_panels(request, client, "client_panels"),
        next=_panels(request, client, "client_next"),
        lines_drawn=drawn(part, _card_url(client)),
        is_head=part.is_head,
        composer=composer.drawn(request, client) if composer else "",
        calls=composer and any(tab.key == "contact" for tab in composer.tabs),
        acts=_acts(request, client, facts),
    )


def _acts(request: Any, client: Any, facts: dict[str, Any]) -> str:
    """What can be done with the client: buttons beside the heading."""
    user = request.user
    return kept(
        request,
        "people/card/_acts.html",
        client.uid,
        may_change=bool(facts["edit_name"]),
        may_archive=bool(facts["may_archive"] and not client.archived_at),
        may_ask_why=user.may("team.role.see"),
        may_forget=user.may("people.client.forget") and not client.forgotten_at,
    )


def _reached(lines: Any) -> dict[str, str]:
    """The first phone and the first address that are shown in full, for the buttons of a phone."""
    return {
        line.key: href.partition(":")[2]
        for line in lines
        if line.key in ("phone", "email") and line.values and (href := line.values[0].get("href"))
    }


def _panels(request: Any, client: Any, name: str) -> list[tuple[str, str]]:
    found = (
        (panel.title, function_named(panel.render)(request, client)) for panel in open_to(request.user, name)
    )
    return [(title, html) for title, html in found if html]


def _card_url(client: Any) -> str:
    return address("people:client", client.uid)


def _query(came_from: str | None, key: str) -> str:
    """What a card is asked with, so that the walk along the list goes on, with the same tab open."""
    return urlencode({"in": came_from or ""} | ({"write": key} if key else {}))
