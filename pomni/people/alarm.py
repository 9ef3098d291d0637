"""What whoever meets a client must know first: it stands wherever the client does."""

from django.utils.translation import gettext as _


def warning(alert: str, allergies: str) -> str:
    """The alert and the allergies as one text; "" where there is neither."""
    told = _("Allergy: %(what)s") % {"what": allergies} if allergies else ""
    return " · ".join(filter(None, (alert, told)))
