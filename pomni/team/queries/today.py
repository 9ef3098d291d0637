"""Who works here, as Today shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.utils import timezone

from pomni.kit.clock import now
from pomni.kit.prepared import rows_this_once
from pomni.team.models import Invitation, User
from pomni.team.presets import role_name

LINES = 5
ACTIVE, INVITED = "active", "invited"


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
    asked = [_active(viewer), _invited(viewer)] if viewer.may("team.colleague.invite") else [_active(viewer)]
    rows = rows_this_once(lambda: asked)
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    invited, here = [], []
    for what, pk, uid, name, note, preset, last in rows:
        if what == INVITED:
            invited.append(Here(name, pk, note=note or role_name(preset or "")))
        else:
            came = last if with_times and last and last >= midnight else None
            here.append(Here(name, pk, uid, note or "", came))
    return [*invited, *here][:LINES]


def _active(viewer: User) -> QuerySet[Any, Any]:
    active = User.objects.visible_to(viewer).people().filter(is_active=True)
    lately = active.order_by(F("last_login").desc(nulls_last=True), "name", "pk")
    told = (_word(ACTIVE), "pk", "uid", "name", "team__name", _word(""), "last_login")
    return lately.values_list(*told)[:LINES]


def _invited(viewer: User) -> QuerySet[Any, Any]:
    open_ones = Invitation.objects.visible_to(viewer, "team.colleague.invite").filter(
        taken_by=None, withdrawn_at=None, expires__gt=now()
    )
    told = (_word(INVITED), "pk", "uid", "name", "role__name", "role__preset", "expires")
    return open_ones.order_by("-pk").values_list(*told)[: LINES - 2]


def _word(text: str) -> Value:
    return Value(text, output_field=TextField())
