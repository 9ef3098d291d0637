"""What a signed link opens: a visit, its calendar file, moving and cancelling it."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from pomni.booking import commands, queries, rules
from pomni.booking.asking import Asking
from pomni.booking.calendar_file import TYPE, visit_file
from pomni.booking.times import times_of, when
from pomni.booking.views.public import _instead, _linked, basket
from pomni.booking.views.shown import origin_of, public, shown
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.schedule.commands import cancel_own
from pomni.team import company


@require_GET
@public
@never_cache
def visit(request, link):
    return _visit(request, link, *queries.visit_of(request.booking, link))


def _visit(request, link, found, at, status=200, **more):
    asking, costs = Asking(request.GET), queries.agreed(found) if at.page.shows_prices else ()
    asked = queries.asked_of(found)
    told = basket(asked, costs or [None] * len(asked)) | {
        "visit": found, "at": at, "when": when(at, found.begins_at),
        "is_cancelled": found.status == found.Status.CANCELLED,
        "may_change": at.may_change(found),
        "calendar": asking.link("calendar", link), "move": asking.link("move", link),
        "cancel": asking.link("cancel", link), "again": asking.link("places"),
    }  # fmt: skip
    return shown(request, "booking/visit.html", status=status, **told | more)


@require_GET
@public
@never_cache
def calendar(request, link):
    found, at = queries.visit_of(request.booking, link)
    services = ", ".join(one.service.name for one in queries.asked_of(found))
    text = visit_file(
        uid=f"visit-{found.uid}@pomni",
        begins=found.begins_at,
        ends=found.ends_at,
        zone=found.zone,
        stamp=now(),
        sequence=found.version,
        title=_("%(company)s: %(services)s") % {"company": str(company.current()), "services": services},
        place=", ".join(filter(None, [at.location.name, at.location.address])),
        url=f"{origin_of(request)}{Asking(request.GET).link('visit', link, lang=None)}",
        is_cancelled=found.status == found.Status.CANCELLED,
    )
    return HttpResponse(
        text, content_type=TYPE, headers={"Content-Disposition": 'attachment; filename="visit.ics"'}
    )


@require_http_methods(["GET", "POST"])
@public
@never_cache
def move(request, link):
    found, at = queries.visit_of(request.booking, link)
    if not at.may_change(found):
        return _visit(request, link, found, at, status=422)
    asking, asked = Asking(request.GET), queries.asked_of(found)
    told: dict[str, Any] = {
        "at": at,
        "back": asking.link("visit", link),
        "moves": True,
    } | basket(asked, [None] * len(asked))
    told["action"] = asking.link("move", link)
    instant = rules.instant_in(request.POST.get("at", "")) or asking.at
    if request.method == "POST" and instant:
        try:
            commands.move_online(found, at=instant, by=at.robot)
        except Refused as no:
            told |= {
                "says": str(no),
                "instead": _instead(at, asked, instant, no, found),
                "when": when(at, instant),
            }
            return shown(request, "booking/moved.html", status=422, **told)
        return redirect(asking.link("visit", link))
    if instant:
        at_text = instant.strftime(rules.AT)
        return shown(
            request, "booking/moved.html", **told, when=when(at, instant), instead=[], at_text=at_text
        )
    told |= _linked(
        times_of(at, asked, asking, partial(asking.link, "move", link), moving=found.pk),
        asking.link("move", link),
    )
    return shown(request, "booking/time.html", **told)


@require_http_methods(["GET", "POST"])
@public
@never_cache
def cancel(request, link):
    found, at = queries.visit_of(request.booking, link)
    asking = Asking(request.GET)
    if request.method == "POST":
        try:
            cancel_own(found, by=at.robot)
        except Refused as no:
            return _visit(request, link, found, at, status=422, says=str(no))
        return redirect(asking.link("visit", link))
    if not at.may_change(found):
        return _visit(request, link, found, at)
    told: dict[str, Any] = {"at": at, "when": when(at, found.begins_at), "back": asking.link("visit", link)}
    return shown(request, "booking/cancel.html", action=asking.link("cancel", link), **told)
