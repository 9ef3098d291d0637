"""The address of a visit for the client: signed, short enough for an SMS, and kept nowhere."""

import base64
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from pomni.schedule.queries import visits_by_key

BYTES = 16  # 128 bits


def token_of(visit: Any) -> str:
    """What stands in the address."""
    return f"{visit.pk:x}-{_mac(visit)}"


def address_of(visit: Any) -> str:
    """The whole address; "" where Pomni does not know by which address it is reached."""
    return (
        f"{settings.ADDRESS}{reverse('reminders:visit', args=[token_of(visit)])}" if settings.ADDRESS else ""
    )


def visit_by(token: str) -> Any:
    """The visit of an address; None where it is none of ours."""
    number, _dash, mac = token.partition("-")
    if not (0 < len(number) <= 12 and number.isascii() and number.isalnum()):
        return None
    try:
        visit = visits_by_key([int(number, 16)]).get(int(number, 16))
    except ValueError:
        return None
    return visit if visit and constant_time_compare(_mac(visit), mac) else None


def _mac(visit: Any) -> str:
    made = salted_hmac("pomni.reminders.visit", visit.uid.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:BYTES]).decode().rstrip("=")
