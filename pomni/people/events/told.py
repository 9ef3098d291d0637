"""How a changed fact of a client is told: as its reader would say it, not as it is kept."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CODES = {
    "person": _("Person"),
    "organisation": _("Organisation"),
    "female": _("Female"),
    "male": _("Male"),
    "client": _("{Client}"),
    "supplier": _("Supplier"),
    "laboratory": _("Laboratory"),
    "agent": _("Agent"),
    "payer": _("Payer"),
}
CODED = {"kind", "sex", "parts"}
BY_UID = {"works_at"}  # of whom it tells stands on that card: whose name may be out of reach, or erased
SET = pgettext_lazy("a link in a field", "set")  # all that is said of what is kept by its number
DAY = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)")


def as_said(field: str, value: Any) -> str:
    """A value of a field in words; "" where there is none, or none that can be told."""
    if value in (None, "") or field in BY_UID:
        return ""
    if field in CODED:
        return ", ".join(str(CODES.get(code, code)) for code in str(value).split())
    if field == "birthday" and (found := DAY.fullmatch(str(value))):
        year, month, day = found.groups()
        return ".".join(filter(None, (day, month, year)))
    return str(value)
