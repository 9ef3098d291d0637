"""Who performs services."""

from typing import Any

from django.db.models import QuerySet

from pomni.catalog.queries import performing
from pomni.team.models import User
from pomni.team.queries import colleagues


def performers(viewer: User) -> QuerySet[Any]:
    """Colleagues with access who perform a service, as far as the viewer sees colleagues; by name."""
    return colleagues(viewer).filter(pk__in=performing(), is_active=True)
