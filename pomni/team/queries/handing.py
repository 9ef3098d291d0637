"""What was handed over of a colleague's."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.team.models import Handing, User

CAN_COME_BACK = timedelta(days=30)


def handing(user: User, uid: Any) -> Handing:
    """One hand-over of this colleague's that can still be taken back. Raises Http404 where there is none."""
    return get_object_or_404(_fresh(user).select_related("user"), uid=uid)


def any_handing(user: User, uid: Any) -> Handing:
    """One hand-over of this colleague's, whenever it was. Raises Http404 where there is none."""
    return get_object_or_404(Handing.objects.filter(user=user).select_related("user"), uid=uid)


def handed(handing: Handing) -> tuple[int, int]:
    """How many things of a hand-over are given, and of how many."""
    told = handing.things.aggregate(given=Count("pk", filter=Q(is_given=True)), things=Count("pk"))
    return told["given"], told["things"]


def last_handing(user: User) -> Handing | None:
    """The last one that was not taken back, with how much it gave as `given`; None where there is none of late."""
    given = Count("things", filter=Q(things__is_given=True))
    return _fresh(user).annotate(given=given).filter(given__gt=0).order_by("-pk").first()


def _fresh(user: User) -> Any:
    return Handing.objects.filter(user=user, taken_back_at=None, at__gt=now() - CAN_COME_BACK)
