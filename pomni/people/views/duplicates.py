"""Clients that may be one: the warning while one is typed, the queue, and two cards side by side."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit import figures
from pomni.kit.errors import Refused
from pomni.people import commands, queries
from pomni.people.forms.fields import birthday_told, birthday_written
from pomni.people.queries import alike
from pomni.people.queries import duplicates as found
from pomni.people.reasons import reasons_told
from pomni.people.seen import answered, seen
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

MERGE = "people.client.merge"
MERGED = "merged"
LATER = "later"
CHOICE = "choice-"
LONGEST = 300  # letters of a typed fact that are looked at


@door("people.client.add")
@require_POST
def likely(request):
    """Who is here already like the one who is being typed. Sent as a form: what is typed stands in no log."""
    return _likely(request, but=0)


@door("people.client.change")
@require_POST
def likely_of(request, uid):
    """The same for one who is changed."""
    return _likely(request, but=queries.client(request.user, uid).pk)


@door(MERGE)
@require_GET
def duplicates(request):
    """The queue: pairs to look at, the surest first; those put off, told apart, and what was merged."""
    state, after = request.GET.get("state", "open"), request.GET.get("after") or None
    told: dict[str, Any] = {"state": state, "numbers": found.number_of_pairs(request.user)}
    rows: Any
    if state == MERGED:
        rows = found.merge_rows(request.user, after=after)
    elif state in found.STATES:
        rows = found.pair_rows(request.user, state, after=after)
        for row in rows.items:
            row.told, row.percent = reasons_told(row.reasons), _percent(row.score)
    else:
        return redirect("people:duplicates")
    told |= {"rows": rows.items, "next": rows.next}
    part = "rows" if request.htmx and after else ""
    return page(request, "people/duplicates.html", part=part, **told)


@door(MERGE)
@require_GET
def find_double(request, uid):
    """Another card of a client, found by name or phone, to be merged with this one."""
    client, typed = found.client_to_merge(request.user, uid), request.GET.get("q", "")[:100]
    hits = queries.clients_answering(request.user, typed) if typed.strip() else []
    others = [hit for hit in hits if hit.pk != client.pk]
    answered(request, [hit.pk for hit in others])
    return page(request, "people/find_double.html", client=client, typed=typed, hits=others)


@door(MERGE)
@require_http_methods(["GET", "POST"])
def merge(request, uid, other):
    """Two cards side by side: where they differ one chooses what stays."""
    kept, gone = _both(request, uid, other)
    if kept.pk == gone.pk:  # they are one by now
        return redirect("people:client", kept.uid)
    chosen = {
        name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE)
    }
    error, status = "", 200
    if request.method == "POST":
        try:
            merged = commands.merge_clients(kept, gone, choices=chosen, by=request.user)
        except Refused as no:
            error, status = str(no), 422
        else:
            sentence = _("Merged: %(name)s") % {"name": kept.name}
            toast(request, sentence, undo=("people:unmerge", [merged.uid], {}))
            return redirect(_onward(request, reverse("people:client", args=[kept.uid])))
    told = found.side_by_side(request.user, seen(request, kept), seen(request, gone))
    more: dict[str, Any] = {
        "error": error,
        "reasons": reasons_told(told.likeness.reasons),
        "rows": _rows(told, chosen),
    }
    return page(request, "people/merge.html", status=status, **more, **_side_by_side(request, told))


@door(MERGE)
@require_POST
def unmerge(request, uid):
    """Take a merge back."""
    merged = found.merge(request.user, uid)
    try:
        client = commands.unmerge_clients(merged, by=request.user)
    except Refused as no:
        messages.error(request, str(no))
        return redirect(f"{reverse('people:duplicates')}?state={MERGED}")
    toast(request, _("Two cards again: %(name)s") % {"name": client.name})
    return redirect("people:client", client.uid)


@door(MERGE)
@require_POST
def tell_apart(request, uid, other):
    """These two are no duplicates."""
    one, two = _both(request, uid, other)
    commands.tell_apart(one, two, by=request.user)
    toast(
        request,
        _("No duplicates: they are not suggested again."),
        undo=("people:look_again", [uid, other], {}),
    )
    return redirect(_onward(request))


@door(MERGE)
@require_POST
def put_off_pair(request, uid, other):
    """Look at these two later."""
    commands.put_off_pair(*_both(request, uid, other), by=request.user)
    toast(request, _("Put off: they wait under “Later”."), undo=("people:look_again", [uid, other], {}))
    return redirect(_onward(request))


@door(MERGE)
@require_POST
def look_again(request, uid, other):
    """These two stand in the queue again."""
    commands.look_again(*_both(request, uid, other), by=request.user)
    return redirect("people:merge", uid, other)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _likely(request: Any, *, but: int) -> HttpResponse:
    words = {name: value[:LONGEST] for name, value in request.POST.items()}
    words["birthday"] = _birthday(words.get("birthday", ""))
    if but:  # what is not typed is known
        one = alike.typed_over(request.user, words, but)
    else:
        one = alike.typed_features(request.user, words)
    here = alike.resembling(request.user, one, but=but)
    rows = [{"one": row, "reasons": reasons_told(row.reasons)} for row in here.found]
    may_tell = commands.ask_after(clients=here.elsewhere, by=request.user) if here.elsewhere else []
    ask = alike.whom_to_ask(may_tell)
    return page(
        request, "people/_likely.html", rows=rows, ask=ask, is_too_much=len(may_tell) < len(here.elsewhere)
    )


def _birthday(typed: str) -> str:
    try:
        return birthday_told(typed)
    except ValueError:  # not typed to its end
        return ""


def _percent(score: float) -> str:
    return f"{figures.number(min(99, round(score * 100)))}{figures.NO_BREAK}%"  # nobody is sure altogether


def _both(request: Any, uid: Any, other: Any) -> tuple[Any, Any]:
    return found.both_to_merge(request.user, uid, other)


def _onward(request: Any, otherwise: str = "") -> str:
    """The next two of the queue for whoever works through it; else where one is sent otherwise."""
    if otherwise and "queue" not in request.POST:
        return otherwise
    pair = found.next_pair(request.user)
    return f"{reverse('people:merge', args=pair)}?queue" if pair else reverse("people:duplicates")


def _side_by_side(request: Any, both: Any) -> dict[str, Any]:
    kept, gone = both.kept.client, both.gone.client
    is_queue = "queue" in request.GET or "queue" in request.POST
    facts = [
        replace(fact, value=birthday_written(fact.value)) if fact.key == "birthday" else fact
        for fact in both.agreed
    ]
    return {
        "sides": [(both.kept, True), (both.gone, False)],
        "agreed": facts,
        "is_queue": is_queue,
        "swapped": reverse("people:merge", args=[gone.uid, kept.uid]) + ("?queue" if is_queue else ""),
        "apart": reverse("people:tell_apart", args=[kept.uid, gone.uid]),
        "later": reverse("people:put_off_pair", args=[kept.uid, gone.uid]),
    }


def _rows(both: Any, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The facts to choose from, as the page shows them."""
    rows = []
    for choice in both.choices:
        write = birthday_written if choice.key == "birthday" else str
        rows.append(
            {
                "key": f"{CHOICE}{choice.key}",
                "label": choice.label,
                "kept": write(choice.kept),
                "gone": write(choice.gone),
                "both": choice.both,
                "chosen": chosen.get(choice.key, choice.advised),
            }
        )
    return rows
