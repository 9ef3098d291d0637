"""The three steps of booking: services, a time, contacts; and the code, where one is asked for."""

from functools import partial
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from pomni.booking import commands, queries, rules, throttle
from pomni.booking.asking import Asking, with_more
from pomni.booking.embedding import SCRIPT
from pomni.booking.forms import CodeForm, ContactsForm, WaitForm
from pomni.booking.links import link_of
from pomni.booking.times import times_of, two_weeks, when
from pomni.booking.views.shown import address_of, origin_of, public, shown, slow_down
from pomni.kit.errors import Refused
from pomni.team.access import PUBLIC, door


@require_GET
@public
def places(request):
    found = queries.counters(request.booking)
    if not found:
        raise Http404
    asking = Asking(request.GET)
    if len(found) == 1:
        return redirect(asking.link("services", found[0].slug))
    rows = [(one.location, asking.link("services", one.slug)) for one in found]
    return shown(request, "booking/places.html", rows=rows, page=found[0].page)


@require_GET
@public
def services(request, place):
    return _services(request, place)


@require_GET
@public
def with_somebody(request, place, who):
    return _services(request, place, who)


def _services(request, place, who=""):
    at, asking = queries.counter(request.booking, place), Asking(request.GET)
    menu = queries.menu(at)
    asking.by = who or asking.by
    by = rules.named(menu.people, asking.by) if asking.by and at.page.shows_people else None
    if who and by is None:
        raise Http404
    offered = [one for one in menu.services if by is None or menu.performs(by, one)]
    rows = [(one, rules.slug_of(one.name, one.uid), menu.cost(one, by)) for one in offered]
    shelves = [
        (key.name if key else "", list(some)) for key, some in groupby(rows, key=lambda row: row[0].category)
    ]
    told: dict[str, Any] = {"shelves": shelves, "by": by}
    kept = [pair for pair in asking.pairs() if pair[0] != "s"]
    action = asking.link("time", at.slug, s=None, by=None, lang=None)
    return shown(
        request, "booking/services.html", at=at, kept=kept, chosen=asking.services, action=action, **told
    )


@require_GET
@public
def for_service(request, place, what):
    at, asking = queries.counter(request.booking, place), Asking(request.GET)
    queries.chosen(at, [what])
    return redirect(asking.link("time", at.slug, s=[what]))


@require_GET
@public
def time(request, place):
    at, asking = queries.counter(request.booking, place), Asking(request.GET)
    wanted = queries.chosen(at, asking.services)
    if not wanted:
        return redirect(asking.link("services", at.slug))
    known = queries.known(at, wanted, *two_weeks(at, asking))
    can = queries.at_work(known)
    asks_for = asking.by if at.page.shows_people else ""
    if asks_for and not rules.named(can, asks_for):
        can = queries.performers(wanted)  # who was chosen may be away in these weeks, and stays chosen
    by = rules.named(can, asks_for) if asks_for else None
    here = partial(asking.link, "time", at.slug)
    asked = queries.asked(wanted, by, can)
    told = times_of(at, asked, asking, here, known)
    told |= basket(asked, queries.costs(at, asked, told["on"], _working(known, told["on"])))
    nobody = here(by=None)
    with_whom = with_more(nobody)
    people = [(one, with_whom("by", rules.slug_of(one.name, one.uid)), one == by) for one in can]
    told |= {
        "people": people if at.page.shows_people and len(people) > 1 else [],
        "anybody": nobody,
        "by": by,
    }
    told["wait"] = asking.link("wait", at.slug)
    back = asking.link("services", at.slug)
    told = _linked(told, asking.link("contacts", at.slug))
    return shown(request, "booking/time.html", at=at, back=back, **told)


def _working(known, day):
    """Who works on that day; None where nobody does."""
    return {user for user, days in known.hours.items() if days.get(day)} or None


def basket(asked, costs):
    """What is asked for, each with its cost, and what it comes to."""
    services = [one.service for one in asked]
    return {"basket": list(zip(services, costs, strict=True)), "total": queries.total(costs)}


def _to_come(at, asked, instant):
    """The basket of a start: what is asked for it by those who are to perform it."""
    start = queries.start_at(at, asked, instant)
    who = None if start is None else {user for user in start.performed_by if user}
    return basket(asked, queries.costs(at, asked, instant.astimezone(at.zone).date(), who))


def _linked(told, what_follows):
    """The times, each with the address of what follows."""
    book = with_more(what_follows)
    parts = [
        (part, [(hour, book("at", instant.strftime(rules.AT))) for hour, instant in some])
        for part, some in told["parts"]
    ]
    return told | {"parts": parts}


@require_http_methods(["GET", "POST"])
@public
@never_cache
def contacts(request, place):
    at, asking = queries.counter(request.booking, place), Asking(request.GET)
    instant = rules.instant_in(request.POST.get("at", "")) or asking.at
    wanted = queries.chosen(at, asking.services)
    if not wanted or instant is None:
        return redirect(asking.link("services", at.slug))
    asking.at = instant
    can = queries.performers(wanted)
    by = rules.named(can, asking.by) if asking.by and at.page.shows_people else None
    asked = queries.asked(wanted, by, can)
    code_by = queries.code_channel(at.page)
    form = ContactsForm(request.POST or None, page=at.page, code_by=code_by)
    told = {
        "at": at, "by": by, "when": when(at, instant), "form": form, "code_by": code_by,
        "back": asking.link("time", at.slug, on=instant.astimezone(at.zone).date()),
        "action": asking.link("contacts", at.slug, at=instant),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        person = form.person(get_language())
        if throttle.sends_too_often(address_of(request), person.phone, person.email):
            return slow_down(request)
        if code_by:
            kept = {"services": asking.services, "by": asking.by, "at": instant.strftime(rules.AT)}
            secret = commands.ask_code(at.location, told=kept, person=person, by=at.robot)
            return redirect(asking.link("code", secret, s=None, by=None))
        try:
            visit = commands.book_online(
                at.location, wanted=asked, at=instant, person=person, origin=origin_of(request), by=at.robot
            )
        except Refused as no:
            told |= {"says": str(no), "instead": _instead(at, asked, instant, no)}
            told |= _to_come(at, asked, instant)
            return shown(request, "booking/contacts.html", status=422, **told)
        return redirect(asking.link("visit", link_of(visit.uid), s=None, by=None))
    told |= _to_come(at, asked, instant)
    return shown(request, "booking/contacts.html", status=422 if form.is_bound else 200, **told)


@require_http_methods(["GET", "POST"])
@public
@never_cache
def wait(request, place):
    at, asking = queries.counter(request.booking, place), Asking(request.GET)
    wanted = queries.chosen(at, asking.services)
    if not wanted:
        return redirect(asking.link("services", at.slug))
    can = queries.performers(wanted)
    by = rules.named(can, asking.by) if asking.by and at.page.shows_people else None
    form = WaitForm(request.POST or None, page=at.page)
    asked = queries.asked(wanted, by, can)
    told: dict[str, Any] = {"at": at, "by": by, "form": form, "back": asking.link("time", at.slug)}
    told |= basket(asked, [None] * len(asked))
    told |= {"action": asking.link("wait", at.slug)}
    if not (request.method == "POST" and form.is_valid()):
        return shown(request, "booking/wait.html", status=422 if form.is_bound else 200, **told)
    person, words = form.person(get_language()), {name: form.cleaned_data[name] for name in ("days", "part")}
    if throttle.sends_too_often(address_of(request), person.phone, person.email):
        return slow_down(request)
    try:
        commands.wait_online(at.location, wanted=asked, person=person, by=at.robot, **words)
    except Refused as no:
        return shown(request, "booking/wait.html", status=422, **told, says=str(no))
    return shown(request, "booking/wait.html", **told, is_done=True)


def _instead(at, asked, instant, no, moving=None):
    """The three nearest times, where somebody was quicker; `moving`: for this visit."""
    if no.field not in {"begins", "day"}:
        return []
    return [
        (when(at, one.at), one.at.strftime(rules.AT))
        for one in queries.nearest(at, asked, instant, moving=moving)
    ]


@require_http_methods(["GET", "POST"])
@public
@never_cache
def code(request, secret):
    asked_for = queries.asked_for(secret)
    at = next((one for one in queries.counters(request.booking) if one.location == asked_for.location), None)
    asking, kept = Asking(request.GET), asked_for.told
    instant = rules.instant_in(request.POST.get("at", "")) or rules.instant_in(kept["at"])
    if at is None or instant is None:
        raise Http404
    form = CodeForm(request.POST if "code" in request.POST else None)
    asked, by = _asked_before(at, kept)
    told = {
        "at": at,
        "by": by,
        "when": when(at, instant),
        "form": form,
        "channel": kept["channel"],
        "to": kept[rules.SHOWN[kept["channel"]]],
        "action": asking.link("code", secret),
        "contacts": asking.link("contacts", at.slug, s=kept["services"], by=kept["by"], at=instant),
        "is_known": False,
    }
    if request.method != "POST":
        told["is_known"] = bool(asked_for.confirmed_at)
        return shown(request, "booking/code.html", **told | _to_come(at, asked, instant))
    if "again" in request.POST:
        return _send_again(request, at, asking, kept)
    if throttle.sends_too_often(address_of(request)):
        return slow_down(request)
    try:
        known = commands.try_code(asked_for, secret=secret, code=request.POST.get("code", ""), by=at.robot)
    except Refused as no:
        told |= _to_come(at, asked, instant)
        return shown(request, "booking/code.html", status=422, **told, says=str(no))
    if known is None:
        told |= _to_come(at, asked, instant)
        says = _("This is not the code. Look at the message again.")
        return shown(request, "booking/code.html", status=422, **told, says=says)
    return _book_confirmed(request, at, asking, asked, kept, instant, told)


def _send_again(request, at, asking, kept):
    """Another code for what was typed before: the one that was sent did not come, or works no more."""
    person = queries.person_in(kept)
    if throttle.sends_too_often(address_of(request), person.phone, person.email):
        return slow_down(request)
    told = {name: kept[name] for name in ("services", "by", "at")}
    secret = commands.ask_code(at.location, told=told, person=person, by=at.robot)
    return redirect(asking.link("code", secret, s=None, by=None))


def _asked_before(at, kept):
    """What waits for its code, and by whom it was asked for."""
    wanted = queries.chosen(at, kept["services"])
    can = queries.performers(wanted)
    by = rules.named(can, kept["by"]) if kept["by"] and at.page.shows_people else None
    return queries.asked(wanted, by, can), by


def _book_confirmed(request, at, asking, asked, kept, instant, told):
    person, shown_as = queries.person_in(kept), rules.SHOWN[kept["channel"]]
    try:
        visit = commands.book_online(
            at.location, wanted=asked, at=instant, person=person, origin=origin_of(request), by=at.robot,
            confirmed=(shown_as, kept[shown_as]),
        )  # fmt: skip
    except Refused as no:
        told |= {"says": str(no), "instead": _instead(at, asked, instant, no), "is_known": True}
        told |= _to_come(at, asked, instant)
        return shown(request, "booking/code.html", status=422, **told)
    return redirect(asking.link("visit", link_of(visit.uid), s=None, by=None))


@door(PUBLIC)
@require_GET
def embed(request):
    """The script that opens the page within another site. It knows no language and asks nothing of us."""
    headers = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8", headers=headers)
