"""How a "no" looks on a page: what may not be done, and who can grant it."""

import logging
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from pomni.kit.errors import NotAllowed, Refused
from pomni.team import queries

log = logging.getLogger("pomni.refusals")


def not_allowed(request: Any, error: NotAllowed) -> HttpResponse:
    """403: which right is missing and who can give it. One line in the log for each."""
    log.info("403 %s %s by %s", request.method, error.capability, request.user.pk)
    told = {
        "sentence": str(error),
        "capability_title": queries.title_of(error.capability) if error.capability else "",
        "granters": queries.granters(error.capability),
    }
    return render(request, "403.html", told, status=403)


def refused(request: Any, error: Refused) -> HttpResponse:
    """422: an act that was not asked for through a form, and cannot be done."""
    log.info("422 %s by %s", request.method, request.user.pk)
    return render(request, "refused.html", {"sentence": str(error)}, status=422)
