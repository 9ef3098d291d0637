"""What is noted about visits is kept for as long as the director says; that they took place, and what was done, stays."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from pomni.kit.pace import in_strokes
from pomni.schedule.models import Visit


def old_words(before: datetime) -> int:
    """How many visits that ended before then have a comment or a reason still."""
    return _with_words(before).count()


def let_go_of_words(before: datetime) -> int:
    """Erase these, in short strokes. Returns how many visits they were."""
    keys = list(_with_words(before).values_list("pk", flat=True))

    def erase(part: list[int]) -> None:
        Visit.objects.filter(pk__in=part).update(comment="", ended_as="")

    in_strokes(keys, erase)
    return len(keys)


def _with_words(before: datetime) -> QuerySet[Any]:
    return Visit.objects.filter(ends_at__lt=before).exclude(Q(comment="") & Q(ended_as=""))
