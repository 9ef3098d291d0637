"""What of a colleague's goes to others when they leave: the visits in which they were to perform something."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from pomni.kit.giving import OpenThing
from pomni.kit.pace import in_strokes
from pomni.schedule.commands import hand_over_visits
from pomni.schedule.models import Visit
from pomni.schedule.queries import open_visits_of, service_names
from pomni.team.models import User

Some = Collection[int] | None


def to_perform(user: User, by: User) -> int:
    """How many visits are to come in which the colleague performs something, of those that `by` may move."""
    return open_visits_of(by, user).count()


def list_to_perform(user: User, by: User) -> list[OpenThing]:
    """The same one by one, the next first."""
    found = list(open_visits_of(by, user).select_related("client").order_by("begins_at", "pk"))
    names = service_names([one.pk for one in found])
    return [
        OpenThing(
            one.pk,
            one.client_id,
            f"{_when(one)} · {', '.join(names.get(one.pk, ()))}",
            one.client.name if one.client else "",
        )
        for one in found
    ]


def give_visits(user: User | None, to: User | None, by: User, some: Some = None) -> int:
    """All of them, or these, are performed by another colleague from now on, or by nobody yet; in short strokes.

    Those that the other one cannot take, being busy or not performing the service, stay as they are.
    """
    keys = some if some is not None else list(open_visits_of(by, user).values_list("pk", flat=True))
    given = 0

    def stroke(pks: list[int]) -> None:
        nonlocal given
        given += hand_over_visits(user, visits=pks, to=to, by=by)

    in_strokes(list(keys), stroke)
    return given


def _when(visit: Visit) -> str:
    local = timezone.localtime(visit.begins_at, ZoneInfo(visit.zone))
    return f"{date_format(local.date(), 'SHORT_DATE_FORMAT')} {local:%H:%M}"
