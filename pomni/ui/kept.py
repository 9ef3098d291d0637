"""Pieces of pages that are drawn once and kept: of each only the token and the record differ from page to page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from pomni.kit.addresses import NO_UID
from pomni.ui.shell import TOKEN, drawn_once


@dataclass(frozen=True)
class AnyRecord:
    """Stands for the record while a piece is drawn: in addresses it has the place of its uid."""

    uid: str = NO_UID


ANY = AnyRecord()


def kept(request: HttpRequest, template: str, uid: Any = "", **words: Any) -> SafeString:
    """A template drawn with these words, which can be told apart and are all that it depends on beside the language.

    In it `client` is the record with this uid, and `{% csrf_token %}` the token of the page.
    """
    return of_this_page(request, drawn_once(template, client=ANY, csrf_token=TOKEN, **words), uid)


def of_this_page(request: HttpRequest, drawn: str, uid: Any) -> SafeString:
    """A kept piece with the token of the page and the uid of its record put in."""
    told = drawn.replace(NO_UID, str(uid))
    return mark_safe(told.replace(TOKEN, token_of(request)) if TOKEN in told else told)  # noqa: S308 (drawn by a template)


def token_of(request: HttpRequest) -> str:
    """The token that the forms of a page carry; made once for the page, for each one takes as long as a line of a list."""
    if not (token := getattr(request, "token_of_forms", "")):
        token = request.token_of_forms = get_token(request)  # type: ignore[attr-defined]  # kept with its request
    return token
