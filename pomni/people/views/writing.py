"""Notes and contacts: written down on the card, changed and taken back on their own page."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.kit.addresses import address
from pomni.kit.errors import NotAllowed
from pomni.kit.module import function_named, open_to
from pomni.people import commands, composers, queries
from pomni.people.forms.writing import (
    AddContactForm,
    AddNoteForm,
    EditContactForm,
    EditNoteForm,
    was_contact,
    was_note,
)
from pomni.people.seen import seen
from pomni.people.views.card import card_page
from pomni.people.views.lines import drawn_above
from pomni.people.views.stream import may_pin, stream
from pomni.team.access import door
from pomni.ui.html import page, parts
from pomni.ui.toasts import toast


@door("people.note.add")
@require_POST
def add_note(request, uid):
    client, form = queries.client(request.user, uid), AddNoteForm(request.POST)
    reading = ReadAlong(request, commands.add_note, "text")
    if not form.carries_out(reading, client, by=request.user):
        return _again(request, client, "note", composers.note(request, client, form))
    _say(request, _("The note is written down."), "withdraw_note", client, form.result)
    return _written(request, client, form.result, "note", reading)


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
    reading = ReadAlong(request, commands.add_interaction, "outcome")
    if not form.carries_out(reading, client, by=request.user):
        return _again(request, client, "contact", composers.contact(request, client, form))
    _say(request, _("The contact is written down."), "withdraw_interaction", client, form.result)
    return _written(request, client, form.result, "contact", reading)


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


class ReadAlong:
    """The act by which something is written down, with what other modules take from its text in the same transaction."""

    def __init__(self, request: Any, act: Any, field: str) -> None:
        self._request, self._act, self._field = request, act, field
        self._took: list[Any] = []

    def __call__(self, client: Any, *, by: Any, key: str, **words: Any) -> Any:
        """Writes it down. Raises Refused where it, or what is taken from it, cannot be."""
        with transaction.atomic():
            made, text = self._act(client, by=by, key=key, **words), words[self._field]
            for reader in open_to(by, "readers") if text else ():
                if function_named(reader.takes)(self._request, client, made, text, key):
                    self._took.append(reader)
        return made

    def answers(self, client: Any) -> str:
        """The parts of the card that are drawn anew for what was taken."""
        return "".join(function_named(reader.answers)(self._request, client) for reader in self._took)


def reverse_of(name: str, client: Any, record: Any) -> str:
    """The address of an act on what was written about a client."""
    return reverse(f"people:{name}", args=[client.uid, record.uid])


def _mine(request: Any, uid: Any, written: Any, find: Any) -> tuple[Any, Any]:
    """The client and what was written. Http404 where out of reach; NotAllowed where it is another's to change."""
    client = seen(request, queries.client(request.user, uid))
    record = find(request.user, client, written)
    if not queries.may_touch(request.user, record._meta.label_lower, record.written_by_id):
        raise NotAllowed(_("Only whoever wrote this, or the {director}, can change it."))
    return client, record


def _say(request: Any, sentence: str, name: str, client: Any, record: Any) -> None:
    toast(request, sentence, undo=(f"people:{name}", [client.uid, record.uid], {}), in_place=True)


def _written(
    request: Any, client: Any, made: Any = None, key: str = "", reading: "ReadAlong | None" = None
) -> HttpResponse:
    """What came on top of the timeline, or its head where that does not do; and the emptied composer, its tab `key` open."""
    if not getattr(request, "htmx", None):
        return redirect("people:client", client.uid)
    seen(request, client)
    user, url, newest = request.user, address("people:client", client.uid), request.POST.get("newest", "")
    # The composer first, and at work at once: whoever sees the new line may press the key of its next tab.
    told = _part("#composer", "outerHTML settle:0ms", composers.composer(request, client, key)) if key else ""
    grown = queries.timeline_grown(user, client, made, newest) if made and newest else None
    if grown:
        told += drawn_above(grown, url, pins=may_pin(user, client))
    else:
        told += _part("#stream", "outerHTML", stream(request, client))
    return parts(request, told + (reading.answers(client) if reading else ""))


def _part(target: str, swap: str, html: str) -> str:
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{html}</hx-partial>'


def _again(request: Any, client: Any, key: str, html: str) -> HttpResponse:
    """The composer with what is wrong; for htmx alone, else with the whole card."""
    if not getattr(request, "htmx", None):
        return card_page(request, client, key=key, html=html, status=422)
    return HttpResponse(
        _part("#composer", "outerHTML", composers.composer(request, client, key, html)), status=422
    )


def _changed(request: Any, client: Any, form: Any, name: str, record: Any, sentence: str) -> HttpResponse:
    if form.changed:
        toast(request, sentence, undo=(f"people:{name}", [client.uid, record.uid], form.back()))
    line, is_near = queries.line_of(request.user, client, record)
    there = "" if is_near else f"?at={line}"
    return redirect(address("people:client", client.uid) + (line and f"{there}#m-{line}"))


def _edit_page(request: Any, client: Any, form: Any, title: str, withdraw: str) -> HttpResponse:
    status = 409 if form.conflicts else 422 if form.errors else 200
    told = {"client": client, "form": form, "heading": title, "withdraw": withdraw}
    return page(request, "people/edit_written.html", status=status, **told)
