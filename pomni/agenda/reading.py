"""Reads along while a note or a contact is written on a card: what is promised in it is written down with it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pomni.agenda import panels
from pomni.agenda.models import Promise
from pomni.agenda.taking import say_taken, take
from pomni.ui.kept import kept

# The texts that are read, by the name of their field: the id of the field on the card, and what is made of it.
FIELDS = {"text": "note_text", "outcome": "id_outcome"}
SOURCES = {"text": Promise.Source.NOTE, "outcome": Promise.Source.INTERACTION}


def shown(request: Any, client: Any, field: str) -> SafeString:
    """The place below a text where what is understood of it stands."""
    return kept(request, "agenda/capture.html#along", client.uid, field=FIELDS[field])


def taken(request: Any, client: Any, made: Any, text: str, key: str) -> bool:
    """Write down what is promised in a note or a contact, in its transaction. Returns whether anything was."""
    field = "outcome" if hasattr(made, "outcome") else "text"
    told = {"source": SOURCES[field], "source_uid": made.uid, "key": key}
    promises = take(client, text, by=request.user, sent=request.POST, **told)
    say_taken(request, promises, made.uid)
    return bool(promises)


def answered(request: Any, client: Any) -> SafeString:
    """What is next for the client, drawn anew."""
    return render_to_string("agenda/answers.html#panel", panels.of_client_told(request, client), request)
