"""Bulk acts on the rows that were chosen in the list of clients, each with the way back."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.kit.pace import in_strokes
from pomni.people import commands
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import chosen, reaches
from pomni.people.queries.rows import tags
from pomni.team.access import door
from pomni.team.queries import LONGEST_NUMBER, able_to
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE, ARCHIVE = "people.client.change", "people.client.archive"
NOBODY = "nobody"


@door(CHANGE)
@require_POST
def hand_over_chosen(request):
    """Asks to whom, then hands over."""
    heirs = {str(user.uid): user for user in able_to("people.client.see")} | {NOBODY: None}
    to = request.POST.get("to")
    if to not in heirs:
        people = sorted((user.name, uid) for uid, user in heirs.items() if user)
        return _ask(request, "people/hand_over_chosen.html", colleagues=people)
    before = {}

    def write(pks):
        before.update(commands.hand_over_chosen(heirs=dict.fromkeys(pks, heirs[to]), by=request.user))

    in_strokes(_chosen(request, CHANGE), write)
    words = ngettext(
        "%(count)s {client} is handed over.", "%(count)s {clients} are handed over.", len(before)
    )
    _tell(request, words, before, "people:give_back_chosen", {"was": _written(before)}, CHANGE)
    return _back(request)


@door(CHANGE)
@require_POST
def give_back_chosen(request):
    """Each of them is answered for again by whom it was."""
    people = {str(user.pk): user for user in able_to("people.client.see")} | {NOBODY: None}
    heirs = {
        int(pk): people[whose]
        for whose, pks in _read(request.POST.get("was", ""))
        if whose in people
        for pk in pks
    }
    in_strokes(
        heirs, lambda pks: commands.hand_over_chosen(heirs={pk: heirs[pk] for pk in pks}, by=request.user)
    )
    return _back(request)


@door(CHANGE)
@require_POST
def tag_chosen(request):
    """Asks for the tag, then gives it."""
    tag, given, error = request.POST.get("tag"), [], ""
    if tag:
        try:
            in_strokes(
                _chosen(request, CHANGE),
                lambda pks: given.extend(commands.tag_chosen(clients=pks, tag=tag, by=request.user)),
            )
        except Refused as no:
            error = str(no)
    if not tag or error:
        names = [name for _uid, name in tags()]
        return _ask(request, "people/tag_chosen.html", tags=names, tag=tag or "", error=error)
    words = ngettext("%(count)s {client} has a new tag.", "%(count)s {clients} have a new tag.", len(given))
    _tell(request, words, given, "people:untag_chosen", {"tag": " ".join(tag.split())}, CHANGE)
    return _back(request)


@door(CHANGE)
@require_POST
def untag_chosen(request):
    tag = request.POST.get("tag", "")
    in_strokes(_keys(request), lambda pks: commands.untag_chosen(clients=pks, tag=tag, by=request.user))
    return _back(request)


@door(ARCHIVE)
@require_POST
def archive_chosen(request):
    done = _each(request, commands.archive_chosen)
    words = ngettext("%(count)s {client} is archived.", "%(count)s {clients} are archived.", len(done))
    _tell(request, words, done, "people:restore_chosen", {}, ARCHIVE)
    return _back(request)


@door(ARCHIVE)
@require_POST
def restore_chosen(request):
    done = _each(request, commands.restore_chosen)
    words = ngettext("%(count)s {client} is restored.", "%(count)s {clients} are restored.", len(done))
    _tell(request, words, done, "people:archive_chosen", {}, ARCHIVE)
    return _back(request)


def _each(request, act):
    done = []
    rows = _keys(request) or _chosen(request, ARCHIVE)
    in_strokes(rows, lambda pks: done.extend(act(clients=pks, by=request.user)))
    return done


def _chosen(request, capability):
    """The keys of the chosen rows, as far as the person may do this with them."""
    return chosen(request.user, capability, _uids(request))


def _uids(request):
    """The chosen rows; what is no uid names nobody."""
    return [uid for row in request.POST.getlist("row") if (uid := as_uuid(row))]


def _keys(request):
    """The keys that a toast has kept for the way back; the commands ask again who is within reach."""
    return _numbers(request.POST.get("keys", ""))


def _numbers(text):
    """The keys in a text with commas between; what no table counts up to is none."""
    told = text.split(",")
    return [int(key) for key in told if len(key) < LONGEST_NUMBER and key.isascii() and key.isdecimal()]


def _ask(request, template, **told):
    uids = _uids(request)
    rows = chosen(request.user, CHANGE, uids)
    if not rows:
        return _back(request)
    return page(request, template, rows=uids, number=len(rows), came_from=request.POST.get("in", ""), **told)


def _tell(request, words, done, undo, fields, capability):
    """Say how many it were, with the way back where all of them are still within reach."""
    if not done:
        toast(request, _("Nothing had to be changed."))
        return
    keys: dict[str, str] = {"keys": ",".join(map(str, done)), "in": request.POST.get("in", "")} | fields
    if reaches(request.user, capability, done):
        toast(request, words % {"count": len(done)}, undo=(undo, [], keys))
    else:
        toast(request, words % {"count": len(done)})


def _back(request):
    """To the list that one came from."""
    query = Asked.from_query(QueryDict(request.POST.get("in", ""))).to_query()
    return redirect(reverse("people:clients") + (f"?{query}" if query else ""))


def _written(before):
    """Who answered for whom, for the way back: "3:17,18;nobody:20"."""
    groups: dict[str, list[str]] = {}
    for pk, user in before.items():
        groups.setdefault(str(user.pk) if user else NOBODY, []).append(str(pk))
    return ";".join(f"{whose}:{','.join(pks)}" for whose, pks in groups.items())


def _read(text):
    for group in text.split(";"):
        whose, _colon, pks = group.partition(":")
        yield whose, _numbers(pks)
