"""Phones and e-mail addresses: one form for finding and comparing, beside what was typed."""

import re

import phonenumbers
from django.utils.translation import gettext as _

from pomni.kit.errors import Refused


def normal_phone(typed: str, region: str = "") -> str:
    """Digits with a leading plus where the country is known; "8 9…" of eleven digits is Russia's "+7 9…".

    A number without a code is read as one of `region` (ISO 3166-1), where that makes a number that can be; others
    are kept as their digits. Raises Refused where it cannot be a phone.
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
    if of_region := _in_region(digits, region):
        return of_region
    if len(digits) == 11 and digits[0] == "8":
        return f"+7{digits[1:]}"
    return f"+{digits}" if len(digits) >= 11 else digits


def _in_region(digits: str, region: str) -> str:
    """The number with the code of the region, if it is one that is given out there; else nothing."""
    if not region:
        return ""
    try:
        read = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number_for_region(read, region):
        return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def normal_email(typed: str) -> str:
    """The address in small letters, without spaces around it."""
    return typed.strip().casefold()
