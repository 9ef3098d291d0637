"""How a "no" looks on a page: what may not be done, and who can grant it."""

import logging
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pomni.kit.errors import NotAllowed, Refused
from pomni.team import queries

log = logging.getLogger("pomni.refusals")


def not_allowed(request: Any, error: NotAllowed) -> HttpResponse:
    """403: which right is missing and who can give it. One line in the log for each."""
    log.info("403 %s %s by %s", request.method, error.capability, _who(request).pk)
    right = error.capability if request.user.is_authenticated else ""
    told = {
        "sentence": str(error),
        "right": right,
        "asked": bool(right) and queries.asked_today(request.user, right),
        "capability_title": queries.title_of(error.capability) if error.capability else "",
        "granters": queries.granters(error.capability),
    }
    return render(request, "403.html", told, status=403)


def refused(request: Any, error: Refused, status: int = 422) -> HttpResponse:
    """422: an act that was not asked for through a form, and cannot be done. Or 403, where no right could help."""
    log.info("%s %s by %s", status, request.method, _who(request).pk)
    return render(request, "refused.html", {"sentence": str(error)}, status=status)


def not_for_opening(request: Any, response: HttpResponse) -> HttpResponse:
    """405: somebody typed or reloaded the address of a button. `response` is the bare answer, whose headers stay."""
    sentence = _(
        "This address belongs to a button, so it cannot be opened. Go back, and press the button there."
    )
    page = render(request, "refused.html", {"sentence": sentence}, status=405)
    page["Allow"] = response["Allow"]
    return page


def _who(request: Any) -> Any:
    """Who really sits there, also while they look with a colleague's eyes."""
    return getattr(request, "real_user", None) or request.user
