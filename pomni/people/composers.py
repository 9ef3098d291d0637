"""The ways to write something down that stand on a client's card, as tabs of its composer."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from pomni.kit.ids import uuid7
from pomni.kit.module import Composer, function_named, offered, open_to
from pomni.kit.terms import manner
from pomni.people.forms.writing import AddContactForm, AddNoteForm
from pomni.people.models import Client
from pomni.ui.kept import ANY, of_this_page
from pomni.ui.shell import TOKEN

# Stand in kept pieces for the key of a form's one sending, for the form, and for what reads along in it.
ONCE, FORM, ALONG = "{-once-}", "{-form-}", "{-along-}"


@dataclass(frozen=True)
class Composing:
    """The composer of a card: its tabs, the one that is open, and the form in it."""

    tabs: list[Composer]
    key: str
    html: str

    def drawn(self, request: HttpRequest, client: Client) -> SafeString:
        """The composer as a part of the card."""
        frame = _frame(tuple(tab.key for tab in self.tabs), self.key, manner(), get_script_prefix())
        return mark_safe(of_this_page(request, frame, client.uid).replace(FORM, self.html))  # noqa: S308 (a form's own output)


def composing(request: HttpRequest, client: Client, key: str = "", html: str = "") -> Composing | None:
    """The composer with the tab `key` open, or the first one; `html` is its form where that is drawn already.

    None where this person may write nothing down here.
    """
    tabs = [] if client.forgotten_at else open_to(request.user, "composers")
    chosen = next((tab for tab in tabs if tab.key == key), tabs[0] if tabs else None)
    if chosen is None:
        return None
    return Composing(tabs, chosen.key, html or function_named(chosen.render)(request, client))


def composer(request: HttpRequest, client: Client, key: str = "", html: str = "") -> str:
    """The same, drawn; "" where this person may write nothing down here."""
    found = composing(request, client, key, html)
    return found.drawn(request, client) if found else ""


def note(request: HttpRequest, client: Client, form: AddNoteForm | None = None) -> SafeString:
    """A text, and whether it is still to be finished."""
    if form:
        return _drawn(request, client, form, "people/card/_note.html", "text")
    opens = (
        bool(getattr(request, "htmx", None)) and request.method == "GET"
    )  # a tab was pressed: one is about to write
    drawn = _empty_note(opens, manner(), get_script_prefix()).replace(ALONG, _along(request, client, "text"))
    return mark_safe(of_this_page(request, drawn, client.uid).replace(ONCE, str(uuid7())))  # noqa: S308 (a uid)


def contact(request: HttpRequest, client: Client, form: AddContactForm | None = None) -> SafeString:
    """That one was in touch with the client: how, when, on what occasion, and what came of it."""
    return _drawn(request, client, form or AddContactForm(), "people/card/_contact.html", "outcome")


def _drawn(request: HttpRequest, client: Client, form: Any, template: str, field: str) -> SafeString:
    along = _along(request, client, field)
    return render_to_string(template, {"client": client, "form": form, "along": along}, request)


def _along(request: HttpRequest, client: Client, field: str) -> SafeString:
    """What other modules show below the text that is being written."""
    readers = open_to(request.user, "readers")
    return mark_safe("".join(function_named(one.shows)(request, client, field) for one in readers))  # noqa: S308 (templates' output)


# --- Drawn once ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=200)
def _empty_note(opens: bool, _manner: str, _prefix: str) -> SafeString:
    form = AddNoteForm()
    form.fields["once"].initial = ONCE
    told = {"client": ANY, "form": form, "opens": opens, "csrf_token": TOKEN, "along": ALONG}
    return render_to_string("people/card/_note.html", told)


@lru_cache(maxsize=200)
def _frame(keys: tuple[str, ...], key: str, _manner: str, _prefix: str) -> SafeString:
    known = {composer.key: composer for composer in offered("composers")}
    told = {"client": ANY, "tabs": [known[one] for one in keys], "key": key, "html": FORM}
    return render_to_string("people/card/_composer.html", told)
