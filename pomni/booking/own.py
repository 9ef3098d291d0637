"""What a client may do by themselves with a visit that they are reminded of."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pomni.booking.links import link_of
from pomni.schedule.queries import may_change_own


def move_link(visit: Any) -> tuple[str, str] | None:
    """Where they move it, as by the link that they got when they booked online, and within the same policy."""
    if not may_change_own(visit):
        return None
    address = reverse("booking:move", args=[link_of(visit.uid)])
    return _("Move to another time"), f"{address}?lang={get_language()}"
