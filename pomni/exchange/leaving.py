"""Where a colleague leaves: the files of clients that they took out of late."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string

from pomni.exchange.queries.exporting import exports
from pomni.kit.clock import now
from pomni.team.models import User

OF_LATE = timedelta(days=30)


def exported_lately(request: Any, colleague: User) -> str:
    """The panel: each file with its rows, and when it was fetched; nothing where there was none."""
    found = list(exports(request.user).filter(made_by=colleague, added_at__gte=now() - OF_LATE)[:50])
    return render_to_string("exchange/_exported_lately.html", {"exports": found}, request) if found else ""
