"""Notes and contacts: written down on the card, changed and taken back on their own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.kit.errors import NotAllowed
from pomni.people import commands, composers, queries
from pomni.people.forms.writing import (
    AddContactForm,
    AddNoteForm,
    EditContactForm,
    EditNoteForm,
    was_contact,
    was_note,
)
from pomni.people.views.card import card_page
from pomni.people.views.lines import drawn
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("people.note.add")
@require_POST
def add_note(request, uid):
    client, form = queries.client(request.user, uid), AddNoteForm(request.POST)
    if not form.carries_out(commands.add_note, client, by=request.user):
        return _again(request, client, "note", composers.note(request, client, form))
    _say(request, _("The note is written down."), "withdraw_note", client, form.result)
    return _written(request, client, "note")


@door("people.note.add")
@require_http_methods(["GET", "POST"])
def edit_note(request, uid, written):
    client, note = _mine(request, uid, written, queries.note)
    form = EditNoteForm(request.POST or None, was=was_note(note))
    if request.POST and form.carries_out(commands.edit_note, note, by=request.user):
        return _changed(request, client, form, "edit_note", note, _("The note is changed."))
    return _edit_page(request, client, form, _("Change the note"), reverse_of("withdraw_note", client, note))


@door("people.note.add")
@require_POST
def withdraw_note(request, uid, written):
    client, note = _mine(request, uid, written, queries.note)
    commands.withdraw_note(note, by=request.user)
    _say(request, _("The note is taken back."), "restore_note", client, note)
    return _written(request, client)


@door("people.note.add")
@require_POST
def restore_note(request, uid, written):
    client, note = _mine(request, uid, written, queries.note)
    commands.restore_note(note, by=request.user)
    return _written(request, client)


@door("people.interaction.add")
@require_POST
def add_interaction(request, uid):
    client, form = queries.client(request.user, uid), AddContactForm(request.POST)
    if not form.carries_out(commands.add_interaction, client, by=request.user):
        return _again(request, client, "contact", composers.contact(request, client, form))
    _say(request, _("The contact is written down."), "withdraw_interaction", client, form.result)
    return _written(request, client, "contact")


@door("people.interaction.add")
@require_http_methods(["GET", "POST"])
def edit_interaction(request, uid, written):
    client, contact = _mine(request, uid, written, queries.interaction)
    form = EditContactForm(request.POST or None, was=was_contact(contact))
    if request.POST and form.carries_out(commands.edit_interaction, contact, by=request.user):
        return _changed(request, client, form, "edit_interaction", contact, _("The contact is changed."))
    back = reverse_of("withdraw_interaction", client, contact)
    return _edit_page(request, client, form, _("Change the contact"), back)


@door("people.interaction.add")
@require_POST
def withdraw_interaction(request, uid, written):
    client, contact = _mine(request, uid, written, queries.interaction)
    commands.withdraw_interaction(contact, by=request.user)
    _say(request, _("The contact is taken back."), "restore_interaction", client, contact)
    return _written(request, client)


@door("people.interaction.add")
@require_POST
def restore_interaction(request, uid, written):
    client, contact = _mine(request, uid, written, queries.interaction)
    commands.restore_interaction(contact, by=request.user)
    return _written(request, client)


def reverse_of(name: str, client: Any, record: Any) -> str:
    """The address of an act on what was written about a client."""
    return reverse(f"people:{name}", args=[client.uid, record.uid])


def _mine(request: Any, uid: Any, written: Any, find: Any) -> tuple[Any, Any]:
    """The client and what was written. Http404 where out of reach; NotAllowed where it is another's to change."""
    client = queries.client(request.user, uid)
    record = find(request.user, client, written)
    if not queries.may_touch(request.user, record._meta.label_lower, record.written_by_id):
        raise NotAllowed(_("Only whoever wrote this, or the {director}, can change it."))
    return client, record


def _say(request: Any, sentence: str, name: str, client: Any, record: Any) -> None:
    toast(request, sentence, undo=(f"people:{name}", [client.uid, record.uid], {}), in_place=True)


def _written(request: Any, client: Any, key: str = "") -> HttpResponse:
    """The head of the timeline and, where its form was sent, the emptied composer."""
    if not getattr(request, "htmx", None):
        return redirect("people:client", client.uid)
    told = {
        "client": client,
        "lines_drawn": drawn(
            queries.timeline_part(request.user, client), reverse("people:client", args=[client.uid])
        ),
        "composer": key and composers.composer(request, client, key),
    }
    return page(request, "people/card/_answer.html", part="answer", **told)


def _again(request: Any, client: Any, key: str, html: str) -> HttpResponse:
    """The composer with what is wrong; for htmx alone, else with the whole card."""
    if not getattr(request, "htmx", None):
        return card_page(request, client, key=key, html=html, status=422)
    part = composers.composer(request, client, key, html)
    return HttpResponse(
        f'<hx-partial hx-target="#composer" hx-swap="outerHTML">{part}</hx-partial>', status=422
    )


def _changed(request: Any, client: Any, form: Any, name: str, record: Any, sentence: str) -> HttpResponse:
    if form.changed:
        toast(request, sentence, undo=(f"people:{name}", [client.uid, record.uid], form.back()))
    return redirect("people:client", client.uid)


def _edit_page(request: Any, client: Any, form: Any, title: str, withdraw: str) -> HttpResponse:
    status = 409 if form.conflicts else 422 if form.errors else 200
    told = {"client": client, "form": form, "heading": title, "withdraw": withdraw}
    return page(request, "people/edit_written.html", status=status, **told)
