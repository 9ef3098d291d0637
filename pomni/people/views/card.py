"""A client's card: facts, timeline, what next."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pomni.kit.addresses import address
from pomni.kit.module import function_named, open_to
from pomni.memory import sightings
from pomni.people import queries
from pomni.people.composers import composing
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import neighbours
from pomni.people.queries.segmented import SegmentTrouble
from pomni.people.seen import seen
from pomni.people.views.details_drawn import details_drawn, ties_shown
from pomni.people.views.facts import called, facts_part
from pomni.people.views.past import past_page
from pomni.people.views.rows import counted
from pomni.people.views.stream import stream
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.days import at_its_address, days_in_iso
from pomni.ui.html import page
from pomni.ui.kept import filled, kept
from pomni.ui.shell import drawn_once

FIRST_OF_STAFF = 10


@door("people.client.see")
@require_GET
def client(request, uid):
    client = queries.card_of(request.user, uid)
    if client.uid != uid:  # who had this number is one with another client since
        return redirect("people:client", client.uid)
    words = days_in_iso(request.GET, "on")
    if words != request.GET:
        return at_its_address(request, words)
    sightings.note(client, by=who_looks(request))
    return card_page(request, client, key=request.GET.get("write", ""))


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
    try:
        found = neighbours(request.user, Asked.from_query(QueryDict(came_from)), client)
    except (
        SegmentTrouble
    ):  # the segment from which one came cannot be asked any more: the card stands by itself
        return HttpResponse()
    query = _query(came_from, request.GET.get("write", ""))
    told: dict[str, Any] = {"place": found, "count": counted(found.count), "query": query}
    return page(request, "people/card/_place.html", **told)


def card_page(request: Any, client: Any, *, key: str = "", html: str = "", status: int = 200) -> HttpResponse:
    """The whole card, with the composer's tab `key` open; `html` is the form in it where that is drawn already."""
    seen(request, client)  # where a form comes back with what is wrong, too
    user, came_from = request.user, request.GET.get("in")
    at, before = request.GET.get("at", ""), request.GET.get("before", "")
    picked = queries.Picked.from_query(request.GET)
    if picked.on and not (at or html):
        return past_page(request, client, picked, before=before)
    part = queries.timeline_part(user, client, at=at, before=before, picked=picked)
    facts = facts_part(request, client, queries.record_of(user, client, ties=ties_shown(request.GET)))
    return page(
        request,
        "people/client.html",
        status=status,
        name=called(client),
        styles=drawn_once("people/card/_styles.html"),
        crumbs=filled("people/card/_crumbs.html", {"query": f"?{came_from}" if came_from else ""}),
        acts=_place(client, came_from, key) + _acts(request, client, facts),
        body=_body(request, client, facts, part, composing(request, client, key, html)),
    )


def _body(request: Any, client: Any, facts: dict[str, Any], part: Any, composer: Any) -> SafeString:
    """Everything below the heading."""
    url, reached = _card_url(client), _reached(facts["lines"])
    next_ones = _panels(request, client, "client_next")
    parts = {
        "head": facts["head_drawn"],
        "facts": facts["facts_drawn"],
        "details": details_drawn(request, client, facts["known"]),
        "panels": _joined(
            filled("people/card/_panel.html", {"title": title, "html": html})
            for title, html in [
                *_staff(client, facts["staff"], facts["staff_count"]),
                *_panels(request, client, "client_panels"),
            ]
        ),
        "next": _joined(html for _title, html in next_ones),
        "composer": composer.drawn(request, client) if composer else "",
        "url": url,
        "stream": stream(request, client, part),
        "phone": reached.get("phone", ""),
        "email": reached.get("email", ""),
    }
    return filled(
        "people/card/_body.html",
        parts,
        has_next=bool(next_ones),
        has_phone=bool(parts["phone"]),
        has_email=bool(parts["email"]),
        calls=bool(composer and any(tab.key == "contact" for tab in composer.tabs)),
    )


def _staff(client: Any, staff: list[queries.Near], count: int) -> list[tuple[Any, str]]:
    """Who works at an organisation; no panel where nobody does, or nobody within reach."""
    if not staff:
        return []
    told: dict[str, Any] = {"first": staff[:FIRST_OF_STAFF], "rest": staff[FIRST_OF_STAFF:], "count": count}
    if count > len(staff):
        told["whole"] = f"{reverse('people:clients')}?organisation={client.uid}"
    return [(_("Work here"), render_to_string("people/card/_staff.html", told))]


def _place(client: Any, came_from: str | None, key: str) -> SafeString:
    """Where the client stands in the list that one came from: asked for when the card is there."""
    if came_from is None:
        return SafeString()
    told = '<span id="place" class="row" hx-get="{}place/?{}" hx-trigger="load" hx-swap="innerHTML"></span>'
    return format_html(told, _card_url(client), _query(came_from, key))


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 (templates' output)


def _acts(request: Any, client: Any, facts: dict[str, Any]) -> SafeString:
    """What can be done with the client: buttons beside the heading."""
    user = request.user
    return kept(
        request,
        "people/card/_acts.html",
        client.uid,
        may_change=facts["may_change"],
        may_archive=bool(facts["may_archive"] and not client.archived_at),
        may_ask_why=user.may("team.role.see"),
        may_merge=user.may("people.client.merge") and not client.forgotten_at,
        may_forget=user.may("people.client.forget") and not client.forgotten_at,
        may_disclose=user.may("people.client.disclose") and not client.forgotten_at,
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
