"""Pieces of pages that are drawn once and kept: of each only the token, the record and its own parts differ from page to page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from pomni.kit.addresses import NO_UID
from pomni.ui.shell import TOKEN, drawn_once, token_of

__all__ = ["ANY", "AnyRecord", "escaped", "filled", "kept", "of_this_page", "token_of"]

PART = re.compile(r"\{-part:(\w+)-\}")


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


def filled(template: str, parts: dict[str, Any], **words: Any) -> SafeString:
    """A template drawn with these words once; where it says `{{ part.name }}`, this page's own part of that name.

    A part that is no HTML yet is escaped. Parts are put in all at once, so that none can speak for another.
    """
    pieces = _pieces(drawn_once(template, part=Parts(tuple(parts)), **words))
    told = [escaped(parts[one]) if at % 2 else one for at, one in enumerate(pieces)]
    return mark_safe("".join(told))  # noqa: S308 (a template's output, and parts that are escaped)


def escaped(text: Any) -> str:
    """What Django's `conditional_escape` gives, in a third of the time: pages have hundreds of texts."""
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))


@dataclass(frozen=True)
class Parts:
    """Stands for the parts of a page while a piece is drawn."""

    names: tuple[str, ...]

    def __getitem__(self, name: str) -> SafeString:
        if name not in self.names:
            raise KeyError(name)
        return mark_safe(f"{{-part:{name}-}}")  # noqa: S308 (a word of ours)


@lru_cache(maxsize=300)
def _pieces(drawn: str) -> list[str]:
    """What stands around the parts, and at odd places their names."""
    return PART.split(drawn)
