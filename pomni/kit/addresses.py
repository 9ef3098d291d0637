"""Addresses of many records at once: a page has dozens, and asking the router for each takes a tenth of it."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

NO_UID = "00000000-0000-0000-0000-000000000000"


def address(name: str, uid: Any, *more: str) -> str:
    """What `reverse(name, args=[uid, *more])` gives; `more` are words of a few, as the key of a field."""
    before, behind = _around(name, more, get_script_prefix())
    return f"{before}{uid}{behind}"


@lru_cache(maxsize=500)
def _around(name: str, more: tuple[str, ...], _prefix: str) -> tuple[str, str]:
    before, _uid, behind = reverse(name, args=[NO_UID, *more]).partition(NO_UID)
    return before, behind
