"""A short sentence after an act, with the way back where there is one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse


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
    say `in_place=True`, and the page stays.
    """
    tags = ""
    if undo:
        name, args, fields = undo
        told = {"url": reverse(name, args=list(args)), "fields": {k: str(v) for k, v in fields.items()}}
        tags = json.dumps(told | ({"in_place": True} if in_place else {}))
    messages.add_message(request, level, sentence, extra_tags=tags)


def undo_of(tags: str | None) -> dict[str, Any] | None:
    """What `toast` kept about the way back, or None."""
    return json.loads(tags) if tags and tags.startswith("{") else None
