"""The poll of every open page, each two seconds: it must cost next to nothing while nothing is new."""

import re
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pomni.kit.module import function_named, open_to
from pomni.team import live
from pomni.team.access import ANYBODY, door
from pomni.team.seeing_as import who_looks

HEADER = "Pomni-Live"
MOST_PLACES = 50
NOT_KEPT = {"Cache-Control": "no-store"}


@door(ANYBODY)
@require_GET
def live_news(request: Any) -> HttpResponse:
    """204 while `since` is still the number of this person's news; else the parts that changed, and the new number.

    Whoever is signed out gets 401, and no page to sign in on: the open page shows its own.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401, headers=NOT_KEPT)
    # With a colleague's eyes too, one keeps one's own bell.
    number = str(live.number_for(who_looks(request).pk, _places(request.GET.get("places", ""))))
    if request.GET.get("since") == number:
        return HttpResponse(status=204, headers=NOT_KEPT)
    parts = "".join(function_named(part.render)(request) for part in open_to(request.user, "live_parts"))
    return HttpResponse(parts, headers=NOT_KEPT | {HEADER: number})


def _places(told: str) -> list[int]:
    """The keys of the locations that an open page looks at."""
    return [int(key) for key in told.split(",")[:MOST_PLACES] if re.fullmatch(r"[0-9]{1,9}", key)]


live_news.login_required = False  # it answers strangers itself


def bell(request: Any) -> str:
    """The bell of the shell as it is now, for the live poll."""
    return format_html('<hx-partial hx-target="#bell" hx-swap="outerMorph">{}</hx-partial>', _bell(request))


def bell_and_news(request: Any) -> str:
    """The bell, and what it opens, for the corner of every page."""
    return _bell(request) + _kept("team/_news.html", get_language() or "", get_script_prefix())


def _bell(request: Any) -> SafeString:
    """Drawn on every page, so all but the number is kept in mind."""
    begun = _kept("team/_bell.html", get_language() or "", get_script_prefix())
    if not request.news.count:
        return format_html("{}</button>", begun)
    words = '{}<span class="count num">{}</span><span class="unseen">{}</span></button>'
    return format_html(words, begun, request.news.count, _("unread"))


@lru_cache(maxsize=50)
def _kept(template: str, _language: str, _prefix: str) -> SafeString:
    return mark_safe(render_to_string(template))  # noqa: S308 (a template's own output)
