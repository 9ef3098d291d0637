"""A short sentence after an act, with the way back where there is one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pomni.kit.errors import Refused
from pomni.ui.kept import filled, token_of

UNDO = "undo"  # the field by which the form of a toast says what it is


def toast(
    request: HttpRequest,
    sentence: Any,
    undo: tuple[str, Sequence[Any], Mapping[str, Any]] | None = None,
    *,
    level: int = messages.SUCCESS,
    in_place: bool = False,
) -> None:
    """Tell a sentence on the next page, or with the part of a page that is being answered.

    `undo` is the act that takes it back: the name of a view that is posted to, its arguments, and the fields that it
    wants. Give only a real reverse. The view answers with a redirect; where it answers htmx with `<hx-partial>` parts,
    say `in_place=True`, and the page stays. Taking back ends there: its own sentence offers no way back.
    """
    tags = ""
    if undo and UNDO not in request.POST:
        name, args, fields = undo
        told = {"url": reverse(name, args=list(args)), "fields": {k: str(v) for k, v in fields.items()}}
        tags = json.dumps(told | ({"in_place": True} if in_place else {}))
    messages.add_message(request, level, sentence, extra_tags=tags)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """What is refused within is told on the next page, and the view goes on behind it."""
    try:
        yield
    except Refused as no:
        toast(request, str(no), level=messages.WARNING)


def toasts_drawn(request: HttpRequest) -> SafeString:
    """What waits to be told to the person, as HTML; it is told herewith."""
    return mark_safe("".join(drawn(message, request) for message in get_messages(request)))  # noqa: S308 (each is escaped)


def toasts_part(request: HttpRequest) -> SafeString:
    """The same as a part of a page for htmx; "" where nothing waits."""
    told = toasts_drawn(request)
    return (
        format_html('<hx-partial hx-target="#toasts" hx-swap="beforeend">{}</hx-partial>', told)
        if told
        else told
    )


def drawn(message: Any, request: HttpRequest) -> SafeString:
    """One sentence, with the way back where there is one."""
    undo = undo_of(message.extra_tags) or {}
    fields = format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', undo.get("fields", {}).items()
    )
    parts = {
        "sentence": message.message,
        "url": undo.get("url", ""),
        "token": token_of(request) if undo else "",
        "fields": fields,
    }
    urgent = message.level_tag in ("error", "warning")
    return filled("ui/_toast.html", parts, urgent=urgent, undo=bool(undo), in_place="in_place" in undo)


def undo_of(tags: str | None) -> dict[str, Any] | None:
    """What `toast` kept about the way back, or None."""
    return json.loads(tags) if tags and tags.startswith("{") else None
