"""Booking a visit, and what becomes of it."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.kit.module import function_named, open_to
from pomni.memory import sightings
from pomni.memory.viewing import LISTED
from pomni.people.queries import client_chosen_by, clients_answering, phones_of, seen_lately
from pomni.schedule import commands, queries, rules
from pomni.schedule.forms import BookForm, CancelForm, CommentForm, MoveForm
from pomni.schedule.forms.visits import PHONE_ALONE
from pomni.schedule.laying import Busy, NotFree
from pomni.schedule.views.days import address_of, board_parts, day_of, place_of
from pomni.schedule.views.lacking import lacking
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, BOOK = "schedule.visit.see", "schedule.visit.book"
CHANGE, OVER = "schedule.visit.change", "schedule.visit.overbook"
QUARTER = 15  # minutes


# --- Booking ---------------------------------------------------------------------------------------------------------


@door(BOOK)
@require_http_methods(["GET", "POST"])
def book(request):
    """A visit at the location `at`, by default on the day `on` with `user`, from `from` on."""
    here = place_of(request, queries.places_of(request.user))
    if here is None:
        return redirect("schedule:day")
    on = day_of(request.GET.get("on", ""), here)
    initial = _likely(request, here, on) if request.method == "GET" else {}
    if request.method == "GET":
        initial |= _known_of(request)
    form = BookForm(_with_time_taken(request), viewer=request.user, location=here, initial=initial)
    busy: list[Any] = []  # the words that were refused because it is not free, with the refusal
    if form.is_bound and _booked(request, form, here, busy):
        made = form.result
        is_beside = bool(request.htmx)
        toast(
            request, _("The visit is booked."), undo=("schedule:cancel", [made.uid], {}), in_place=is_beside
        )
        if asks := queries.prepayment_of(made):
            toast(request, asks)
        return board_parts(request, made) if is_beside else redirect(address_of(here, made.day))
    told = {
        "form": form,
        "location": here,
        "back": address_of(here, on),
        "nearest": _others(form, here, busy),
        **({} if form.offered else lacking(request, here)),
        "full": on if initial.get("day", on) != on else None,
    }
    return page(request, "schedule/book.html", part="aside", status=422 if form.is_bound else 200, **told)


def _likely(request, here, on):
    """What a visit will probably be, so that somebody who stands at the desk is booked by their name alone."""
    begins, uid = request.GET.get("from", ""), request.GET.get("user", "")
    told = queries.likely(request.user, here, on, user=uid, is_timed=bool(begins))
    service, user, at = told
    local = at.astimezone(ZoneInfo(here.zone)) if at else None
    begins = begins or (f"{local.hour}:{local.minute:02}" if local else _soon(here))
    return {
        "day": local.date() if local else on,
        "begins": begins,
        "service-0": service,
        "user-0": uid or user,
    }


@door(BOOK)
@require_GET
def clients(request):
    """Who may come: those who answer to what was typed, and somebody new of that name; or whose cards were opened last."""
    typed = request.GET.get("q", "").strip()
    may_see, may_add = (request.user.may(f"people.client.{act}") for act in ("see", "add"))
    hits = clients_answering(request.user, typed) if typed and may_see else []
    lately = seen_lately(request.user) if may_see and not typed else []
    sightings.note_list("people.client", [one.pk for one in hits], by=who_looks(request), how=LISTED)
    is_known = any(not one.is_similar for one in hits)
    is_phone = bool(typed) and bool(PHONE_ALONE.fullmatch(typed))
    here = place_of(request, queries.places_of(request.user)) if lately or hits else None
    known = [*(one.pk for one in lately), *(one.pk for one in hits)]
    told = {
        "lately": lately,
        "hits": hits,
        "typed": typed,
        "is_known": is_known,
        "is_phone": is_phone,
        "may_add": may_add and bool(typed),
        "asked_to_prepay": queries.asks_prepayment(here, known) if here else (),
    }
    return page(request, "schedule/_clients.html", **told)


def _known_of(request):
    """For whom a visit is booked (`client`), for what (`service`), and which one is booked anew (`again`): its services, by
    whom they were.
    """
    told: dict[str, Any] = {}
    if service := as_uuid(request.GET.get("service", "")):
        told["service-0"] = str(service)
    if uid := request.GET.get("client"):
        told["client"] = client_chosen_by(request.user)(uid, "")
    if again := request.GET.get("again"):
        lines = queries.lines_of(queries.visit(request.user, again))
        for number, (line, _span) in enumerate(lines):
            told[f"service-{number}"] = str(line.service.uid)
            told[f"user-{number}"] = str(line.user.uid) if line.user else ""
            told[f"beside-{number}"] = line.is_beside
    return told


def _with_time_taken(request):
    """What was sent; one of the times that were proposed takes the place of the one that was typed."""
    if request.method != "POST":
        return None
    told = request.POST.copy()
    if taken := told.get("take", ""):
        told["day"], _space, told["begins"] = taken.partition(" ")
        told.pop("over", None)
    return told


def _booked(request, form, here, busy):
    if not form.is_valid():
        return False
    client = form.cleaned_data["client"]

    def act(*records, **words):
        try:
            return commands.book_visit(*records, **words)
        except NotFree as no:
            busy.append((words, no))  # a form lets go of what is refused
            raise

    if form.carries_out(act, *([client] if client else []), location=here, by=request.user):
        return True
    _offer_over(request, form, busy)
    return False


def _offer_over(request, form, busy):
    """Where somebody who was named is taken, whoever may book over others is asked whether they do."""
    if busy and isinstance(busy[-1][1], Busy) and request.user.may(OVER):
        form.offer_over()


def _others(form, here, busy):
    """Where it is not free: the nearest times that are, by the clock there."""
    if not busy:
        return []
    words, _no = busy[-1]
    return _by_the_clock(
        queries.times_near(form.lines, here, words["day"], words["begins"], travel=form.travel)
    )


def _by_the_clock(times):
    return [at.replace(tzinfo=None) for at in times]


def _soon(location):
    """The next quarter of an hour there."""
    local = now().astimezone(ZoneInfo(location.zone))
    minutes = (local.hour * 60 + local.minute) // QUARTER * QUARTER + QUARTER
    return f"{minutes // 60 % 24}:{minutes % 60:02}"


# --- One -------------------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def visit(request, uid):
    one = queries.visit(request.user, uid)
    client = queries.client_of(request.user, one)
    may_change = request.user.may(CHANGE)
    follows = rules.FOLLOWS[one.status] if may_change else frozenset()
    made = queries.completion_of(one) if one.status == "completed" else None
    return page(
        request,
        "schedule/visit.html",
        part="aside",
        visit=one,
        client=client,
        phone=phones_of(request.user, [client.pk]).get(client.pk) if client and request.htmx else "",
        lines=queries.lines_of(one),
        things=queries.things_of(one),
        is_over=queries.is_over(one),
        warnings=queries.warnings_of(one) if one.is_standing else (),
        prepayment=queries.prepayment_of(one),
        may_take=client and request.user.may("billing.payment.take"),
        waited=_waited(one),
        steps=_steps(one.status, follows) if one.status != "completed" else [],
        may_complete="completed" in follows,
        made=made,
        may_reopen=one.status == "completed" and made is None and may_change,
        may_change=may_change,
        may_move=may_change and one.is_standing and one.status != "completed",
        may_cancel="cancelled" in follows,
        may_miss="no_show" in follows and one.begins_at <= now(),
        currency=request.company.currency,
        back=address_of(one.location, one.day),
        panels=_panels(request, one),
    )


def _panels(request, visit):
    """What other modules show on the page of a visit: title and HTML. An empty panel is not shown."""
    drawn = (
        (panel.title, function_named(panel.render)(request, visit))
        for panel in open_to(request.user, "visit_panels")
    )
    return [(title, html) for title, html in drawn if html]


def _steps(status, follows):
    """What can be done to bring a visit further, the likely next one first; then the ways back. `(state, verb)`."""
    verbs = {
        "booked": pgettext("a visit", "Back to booked"),
        "confirmed": pgettext("a visit", "Confirm"),
        "arrived": pgettext("a visit", "Has arrived"),
        "started": pgettext("a visit", "Begin"),
    }
    life = list(verbs)
    at = life.index(status) if status in life else -1
    further, back = life[at + 1 :], life[:at] if at > 0 else []
    return [(to, verbs[to]) for to in [*further, *reversed(back)] if to in follows]


def _waited(visit):
    """For how many minutes whoever has arrived waits, or waited; None where that is not known, or the day is over."""
    if not visit.arrived_at:
        return None
    is_now = visit.status == "arrived" and visit.day >= today(ZoneInfo(visit.zone))
    until = visit.started_at or (now() if is_now else None)
    return round((until - visit.arrived_at) / rules.MINUTE) if until else None


@door(CHANGE)
@require_POST
def set_status(request, uid):
    """Bring the visit into the state `to`."""
    one = queries.visit(request.user, uid)
    try:
        one = commands.set_status(one, status=request.POST.get("to", ""), by=request.user)
    except Refused as no:
        toast(request, str(no))
        one.refresh_from_db()  # a colleague may have changed it meanwhile
    return _back(request, one)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def move(request, uid):
    one = queries.visit(request.user, uid)
    lines = [line for line, _span in queries.lines_of(one)]
    could = queries.performers_of(request.user, [line.service_id for line in lines])
    form = MoveForm(_with_time_taken(request), visit=one, lines=lines, could=could)
    busy: list[Any] = []
    if form.is_bound and _moved(request, form, one, busy):
        is_moved = (form.result.day, form.result.begins) != (one.day, one.begins)
        toast(request, _("The visit is moved.") if is_moved else _("The visit is changed."))
        return redirect(address_of(one.location, form.result.day))
    told: dict[str, Any] = {"form": form, "nearest": _near_move(one, busy[-1][0]) if busy else []}
    told |= _whose(request, one)
    return page(request, "schedule/move.html", status=422 if form.is_bound else 200, **told)


def _near_move(one, words):
    """Where whoever is to do it is taken: the nearest times at which they are free."""
    wanted = queries.wanted_of(one)
    for number, user in enumerate(words.get("users", ())):
        if user != wanted[number].user:
            wanted[number] = replace(wanted[number], user=user, parts=())
    way = words.get("travel", one.travel)
    when = (one.location, words["day"], words["begins"])
    return _by_the_clock(queries.times_near(wanted, *when, travel=way, moving=one.pk))


def _whose(request, one):
    """What each page about one visit says first: who comes, and when."""
    return {"visit": one, "client": queries.client_of(request.user, one)}


def _moved(request, form, one, busy):
    def act(visit, **words):
        try:
            return commands.move_visit(visit, **words)
        except NotFree as no:
            busy.append((words, no))
            raise

    if form.carries_out(act, one, by=request.user):
        return True
    _offer_over(request, form, busy)
    return False


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def cancel(request, uid):
    one = queries.visit(request.user, uid)
    is_plain = request.method == "POST" and not request.POST.get("is_by_client")  # pressed as "Undo"
    form = CancelForm({"is_by_client": "0"} if is_plain else request.POST or None)
    if form.is_bound and form.carries_out(commands.cancel_visit, one, by=request.user):
        toast(request, _("The visit is cancelled."))
        if request.htmx:
            return _back(request, form.result)
        return redirect(address_of(one.location, one.day))
    status = 422 if form.is_bound else 200
    return page(request, "schedule/cancel.html", status=status, form=form, **_whose(request, one))


@door(CHANGE)
@require_POST
def miss(request, uid):
    one = queries.visit(request.user, uid)
    try:
        one = commands.miss_visit(one, by=request.user)
    except Refused as no:
        toast(request, str(no))
        one.refresh_from_db()  # a colleague may have changed it meanwhile
    return _back(request, one)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit(request, uid):
    one = queries.visit(request.user, uid)
    form = CommentForm(request.POST or None, was={"comment": one.comment})
    if form.is_bound and form.carries_out(commands.edit_visit, one, by=request.user):
        return redirect("schedule:visit", one.uid)
    status = 409 if form.conflicts else 422 if form.is_bound else 200
    return page(request, "schedule/edit.html", status=status, form=form, **_whose(request, one))


def _back(request, one):
    """The page on which it was pressed: the board, drawn anew where it differs, or the visit."""
    if request.htmx:
        return board_parts(request, one)
    return redirect("schedule:visit", one.uid)
