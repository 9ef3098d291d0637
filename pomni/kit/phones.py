"""Phones and e-mail addresses: one form for finding and comparing, beside what was typed."""

import re

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused


def normal_phone(typed: str) -> str:
    """Digits with a leading plus where the country is known; "8 9…" of eleven digits is Russia's "+7 9…".

    Raises Refused where it cannot be a phone. Numbers without a country code are kept as their digits.
    """
    digits = re.sub(r"\D", "", typed)
    if not 5 <= len(digits) <= 15:
        raise Refused(
            _("This is not a phone number. Write it with its code, e.g. +48 600 100 200."), field="phone"
        )
    if typed.strip().startswith("+"):
        return f"+{digits}"
    if typed.strip().startswith("00"):
        return f"+{digits[2:]}"
    if len(digits) == 11 and digits[0] == "8":
        return f"+7{digits[1:]}"
    return f"+{digits}" if len(digits) >= 11 else digits


def normal_email(typed: str) -> str:
    """The address in small letters, without spaces around it."""
    return typed.strip().casefold()
