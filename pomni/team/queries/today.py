"""Who works here, as Today shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from pomni.kit.clock import now
from pomni.team.models import Invitation, User
from pomni.team.presets import role_name

LINES = 5


@dataclass(frozen=True)
class Here:
    """A line about somebody: a colleague, or (without `uid`) somebody who was invited and has not come yet."""

    name: str
    seed: int
    uid: Any = None
    note: str = ""
    came_at: datetime | None = None


def people_today(viewer: User, *, with_times: bool) -> list[Here]:
    """Who was invited and has not come yet, then who works here, whoever signed in last first; at most five lines.

    `with_times`: tell when each signed in today.
    """
    invited = _invited(viewer) if viewer.may("team.colleague.invite") else []
    active = User.objects.visible_to(viewer).people().filter(is_active=True)
    lately = active.order_by(F("last_login").desc(nulls_last=True), "name", "pk")
    found = lately.values_list("pk", "uid", "name", "team__name", "last_login")
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    here = []
    for pk, uid, name, team, last in found[: LINES - len(invited)]:
        came = last if with_times and last and last >= midnight else None
        here.append(Here(name, pk, uid, team or "", came))
    return [*invited, *here]


def _invited(viewer: User) -> list[Here]:
    open_ones = Invitation.objects.visible_to(viewer, "team.colleague.invite").filter(
        taken_by=None, withdrawn_at=None, expires__gt=now()
    )
    found = open_ones.order_by("-pk").values_list("pk", "name", "role__name", "role__preset")
    return [
        Here(name, pk, note=role or role_name(preset or "")) for pk, name, role, preset in found[: LINES - 2]
    ]


def preset_of(user: User) -> str:
    """The key of the first preset role that somebody holds, or "" where they hold none."""
    held = user.roles_held.filter(role__preset__isnull=False).order_by("pk")
    return held.values_list("role__preset", flat=True).first() or ""
