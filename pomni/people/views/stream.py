"""The timeline on a client's card: chips, search, what is pinned, and the lines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pomni.kit.addresses import address
from pomni.kit.clock import today
from pomni.kit.module import MomentGroup
from pomni.people import commands, queries
from pomni.people.queries import Picked, Timeline
from pomni.people.seen import seen
from pomni.people.views.lines import drawn, drawn_pinned, pin_button
from pomni.team.access import door
from pomni.ui.days import NO_DAY, as_day
from pomni.ui.html import parts
from pomni.ui.kept import escaped, filled, token_of
from pomni.ui.toasts import toast
from pomni.ui.widgets import written


@door("people.client.see")
@require_GET
def timeline(request, uid):
    """A part of the timeline: the lines behind the line `before`, or all of it with its chips."""
    client, before = seen(request, queries.client(request.user, uid)), request.GET.get("before", "")
    picked = Picked.from_query(request.GET)
    part = queries.timeline_part(request.user, client, before=before, picked=picked)
    if before:
        return HttpResponse(drawn(part, _card(client), pins=may_pin(request.user, client)))
    return HttpResponse(stream(request, client, part))


@door("people.note.add")
@require_POST
def pin_moment(request, uid, number):
    client = queries.client(request.user, uid)
    commands.pin_moment(client, moment=number, by=request.user)
    undo: Any = ("people:unpin_moment", [client.uid, number], {})
    toast(request, _("Pinned above the timeline."), undo=undo, in_place=True)
    return _pinned_now(request, client, number, is_pinned=True)


@door("people.note.add")
@require_POST
def unpin_moment(request, uid, number):
    client = queries.client(request.user, uid)
    commands.unpin_moment(client, moment=number, by=request.user)
    undo: Any = ("people:pin_moment", [client.uid, number], {})
    toast(request, _("Taken off the top of the timeline."), undo=undo, in_place=True)
    return _pinned_now(request, client, number, is_pinned=False)


def may_pin(user: Any, client: Any) -> bool:
    """Whether lines of this timeline have a button that pins them."""
    return bool(user.may("people.note.add") and not client.forgotten_at)


def stream(request: Any, client: Any, part: Timeline | None = None) -> SafeString:
    """The whole timeline as a part of the card; without `part`, its head, with nothing picked."""
    part = part or queries.timeline_part(request.user, client)
    url, pins, picked = _card(client), may_pin(request.user, client), part.picked
    came_from = request.GET.get("in", "")
    typed = "" if picked.on else request.GET.get("on", "")
    told = {
        "url": url,
        "refreshed": f"{url}timeline/" + (f"?{query}" if (query := picked.to_query()) else ""),
        "chips": _chips(queries.groups_for(request.user), picked, url, came_from),
        "kept": _kept(picked, came_from),
        "q": picked.q,
        "day": picked.on or "",
        "day_typed": written(picked.on) if picked.on else typed,
        "reset": _whole(url, Picked(on=picked.on), came_from),
        "pinned": drawn_pinned(part.pinned, url, pins=pins),
        "lines": drawn(part, url, pins=pins),
        "token": token_of(request) if pins else "",
    }
    return filled(
        "people/card/_timeline.html",
        told,
        is_head=part.is_head,
        is_sought=bool(picked.q),
        is_past=bool(picked.on),
        no_day=str(_not_past(typed)),
        has_pinned=bool(part.pinned),
        pins=pins,
    )


def _not_past(typed: str) -> Any:
    """What is wrong with what was typed for a past day."""
    if not typed:
        return ""
    told = as_day(typed)
    return _("Choose a day before today.") if isinstance(told, date) and told >= today() else NO_DAY


def _chips(groups: Sequence[MomentGroup], picked: Picked, url: str, came_from: str) -> SafeString:
    """A link for each kind, that takes it in or out again; the keys 1, 2 … press them."""
    told = [_chip(str(number), group, picked, url, came_from) for number, group in enumerate(groups, 1)]
    return mark_safe("".join(told))  # noqa: S308 (escaped in each)


def _chip(key: str, group: MomentGroup, picked: Picked, url: str, came_from: str) -> str:
    turned, on = picked.turned(group.key), ' aria-current="true"' if group.key in picked.only else ""
    whole, query = escaped(_whole(url, turned, came_from)), escaped(turned.to_query(**{"in": came_from}))
    return (
        f'<a class="chip" id="chip-{group.key}" href="{whole}" hx-get="{url}timeline/?{query}" hx-target="#stream"'
        f' hx-swap="outerHTML" hx-push-url="{whole}" data-hotkey="{key}"{on}>{escaped(group.title)}</a>'
    )


def _kept(picked: Picked, came_from: str) -> SafeString:
    """What stays as it is when something is sought, or another day is looked at."""
    told = {"only": ",".join(picked.only), "in": came_from}
    fields = (
        f'<input type="hidden" name="{name}" value="{escaped(value)}">'
        for name, value in told.items()
        if value
    )
    return mark_safe("".join(fields))  # noqa: S308 (escaped)


def _whole(url: str, picked: Picked, came_from: str) -> str:
    query = picked.to_query(**{"in": came_from})
    return f"{url}?{query}" if query else url


def _pinned_now(request: Any, client: Any, number: int, *, is_pinned: bool) -> HttpResponse:
    """What is pinned from now on, and the button of the line."""
    url = _card(client)
    if not getattr(request, "htmx", None):
        return redirect(f"{url}?at={number}#m-{number}")
    on_top = drawn_pinned(queries.pinned_lines(request.user, client), url, pins=True)
    button = pin_button(url, number, is_pinned=is_pinned)
    told = _part("#pinned", "innerHTML", on_top) + _part(f"#pin-{number}", "outerHTML", button)
    return parts(request, told)


def _part(target: str, swap: str, html: str) -> str:
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{html}</hx-partial>'


def _card(client: Any) -> str:
    return address("people:client", client.uid)
