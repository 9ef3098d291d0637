"""What is known of a client beside their own facts, on the card: written down, changed and removed in place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pomni.people import commands, queries
from pomni.people.forms import known as forms
from pomni.people.queries import known
from pomni.people.seen import seen
from pomni.people.views.details_drawn import DETAIL, details_drawn, ties_shown
from pomni.people.views.facts import facts_part
from pomni.team.access import door
from pomni.ui.html import page, parts
from pomni.ui.toasts import UNDO, toast


@dataclass(frozen=True)
class Kind:
    """One kind of detail: what it is called, its forms and commands. What cannot be changed has no form for that."""

    what: str  # as the queries have it
    title: Any
    adds: Any
    add: Callable[..., Any]
    edits: Any = None
    edit: Any = None
    withdraw: Any = None
    restore: Any = None


Undo = tuple[str, list[Any], dict[str, Any]] | None
PECULIARITY = (commands.edit_peculiarity, commands.withdraw_peculiarity, commands.restore_peculiarity)
KINDS = {
    "peculiarity": Kind(
        known.PECULIARITY,
        gettext_lazy("Peculiarity"),
        forms.AddPeculiarityForm,
        commands.add_peculiarity,
        forms.EditPeculiarityForm,
        *PECULIARITY,
    ),
    "moment": Kind(
        known.PECULIARITY,
        gettext_lazy("Good or bad moment"),
        forms.AddMomentForm,
        commands.add_peculiarity,
        forms.EditMomentForm,
        *PECULIARITY,
    ),
    "tie": Kind(
        known.TIE,
        gettext_lazy("Relationship"),
        forms.AddTieForm,
        commands.add_tie,
        forms.EditTieForm,
        commands.edit_tie,
        commands.withdraw_tie,
        commands.restore_tie,
    ),
    "date": Kind(
        known.DATE,
        pgettext_lazy("to remember", "Date"),
        forms.AddDateForm,
        commands.add_date,
        forms.EditDateForm,
        commands.edit_date,
        commands.withdraw_date,
        commands.restore_date,
    ),
    "consent": Kind(known.CONSENT, gettext_lazy("Consent"), forms.AddConsentForm, commands.tell_consent),
}


@door(DETAIL)
@require_http_methods(["GET", "POST"])
def add_detail(request, uid, what):
    """Something more that is known of a client; without scripts on a page of its own."""
    client, kind = seen(request, queries.card_of(request.user, uid)), _kind(request, what)
    place = f"add-{what}"
    if request.htmx and "shown" in request.GET:
        return _details_now(request, client, closes=place)
    form = kind.adds(request.POST or None, viewer=request.user, auto_id=f"{what}_%s")
    if client.forgotten_at:
        raise Http404
    if request.POST and form.carries_out(kind.add, client, by=request.user):
        undo: Undo = ("people:withdraw_detail", [uid, what, form.result.uid], {}) if kind.withdraw else None
        toast(request, _("Saved: %(what)s") % {"what": kind.title}, undo=undo, in_place=True)
        return _changed(request, uid, closes=place)
    return _form(request, client, form, kind, place)


@door(DETAIL)
@require_http_methods(["GET", "POST"])
def edit_detail(request, uid, what, detail):
    """The same, to be changed in place; what is never changed is not there."""
    client, kind, found = _found(request, uid, what, detail)
    place = f"detail-{found.uid}"
    if request.htmx and "shown" in request.GET:
        return _details_now(request, client, closes=place)
    was = forms.was_detail(found)
    form = kind.edits(request.POST or None, was=was, viewer=request.user, auto_id=f"{place}_%s")
    if request.POST and form.carries_out(kind.edit, found, by=request.user):
        if form.changed:
            undo = ("people:edit_detail", [uid, what, detail], form.back())
            toast(request, _("Saved: %(what)s") % {"what": kind.title}, undo=undo, in_place=True)
        return _changed(request, uid, closes=place)
    return _form(request, client, form, kind, place, found)


@door(DETAIL)
@require_POST
def withdraw_detail(request, uid, what, detail):
    _client, kind, found = _found(request, uid, what, detail)
    kind.withdraw(found, by=request.user)
    undo: Undo = ("people:restore_detail", [uid, what, detail], {})
    toast(request, _("Removed: %(what)s") % {"what": kind.title}, undo=undo, in_place=True)
    return _changed(request, uid, closes=f"detail-{found.uid}")


@door(DETAIL)
@require_POST
def restore_detail(request, uid, what, detail):
    _client, kind, found = _found(request, uid, what, detail)
    kind.restore(found, by=request.user)
    return _changed(request, uid)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _kind(request: Any, what: str) -> Kind:
    if what not in KINDS or (what == "moment" and request.user.field_rule(known.RELATION)):
        raise Http404
    return KINDS[what]


def _found(request: Any, uid: Any, what: str, detail: Any) -> tuple[Any, Kind, Any]:
    """The client, the kind, and the detail of this client; Http404 where one of them is not there."""
    client, kind = seen(request, queries.card_of(request.user, uid)), _kind(request, what)
    if not kind.edit or client.forgotten_at:
        raise Http404
    return client, kind, known.detail(request.user, client, kind.what, detail)


def _form(request: Any, client: Any, form: Any, kind: Kind, place: str, found: Any = None) -> HttpResponse:
    conflicts = getattr(form, "conflicts", None)
    status = 409 if conflicts else 422 if request.POST else 200
    template = "people/_edit_detail.html" if request.htmx else "people/edit_detail.html"
    told = {"client": client, "form": form, "kind": kind, "place": place, "found": found}
    return page(request, template, status=status, here=request.path, **told)


def _changed(request: Any, uid: Any, *, closes: str = "") -> HttpResponse:
    if not request.htmx:
        return redirect("people:client", uid)
    client = queries.card_of(request.user, uid)
    answer = _details_now(request, client, closes="" if UNDO in request.POST else closes)
    answer["HX-Trigger"] = "timeline-grew"
    return answer


def _details_now(request: Any, client: Any, *, closes: str) -> HttpResponse:
    """The head of the card and what is known, as they are now. The form that stands at `closes` goes, others stay."""
    shown = QueryDict(
        urlsplit(request.htmx.current_url or "").query
    )  # the page on which somebody changed something
    record = queries.record_of(request.user, client, ties=ties_shown(shown))
    told = facts_part(request, client, record) | {"closes": closes}
    told["details_drawn"] = details_drawn(request, client, record.known, focus=closes)
    return parts(request, render_to_string("people/_details_now.html", told))
