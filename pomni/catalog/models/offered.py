"""Who sees what is offered."""

from typing import Any

from django.db.models import Q

from pomni.team.access import VisibleQuerySet


class OfferedQuerySet(VisibleQuerySet[Any]):
    """What is offered: nobody's own, so that whoever reaches less than all of it reaches none."""

    def own(self, user: Any) -> Q:
        """None: what is offered is the company's."""
        return Q(pk__in=())
