"""What every worker looks at again and again: somebody who takes the company's clients along is noticed within a minute."""

from datetime import timedelta

from django.urls import reverse

from pomni.jobs.declare import pulse
from pomni.kit.clock import now, today
from pomni.memory.viewing import taken_by_hour, taken_since
from pomni.team.models import User
from pomni.team.notices import Kind, UnusualCopying, UnusualViewing, notify
from pomni.team.queries import able_to
from pomni.team.rules import MANY, MANY_READ, is_unusual, usual

HOUR = timedelta(hours=1)
REMEMBERED = timedelta(days=30)


@pulse(seconds=20)
def watch_viewing() -> None:
    """Tell those who may read the log of whoever opens or copies far more cards than they use to.

    Once a day for each person, and for each of the two.
    """
    at = now()
    for user_id, taken in taken_since(User.objects.people(), at - HOUR).items():
        whole = taken.copied + taken.read_on
        for count, most, copied in (
            (taken.opened, MANY, False),
            (taken.copied, MANY, True),
            (whole, MANY_READ, True),
        ):
            if count > most:
                hours = taken_by_hour(user_id, since=at - REMEMBERED, until=at - HOUR, copied=copied)
                if is_unusual(count, hours):
                    _alarm(user_id, count, round(usual(hours)), UnusualCopying if copied else UnusualViewing)


def _alarm(user_id: int, count: int, usually: int, kind: type[Kind]) -> None:
    user = User.objects.get(pk=user_id)
    told = [watcher for watcher in able_to("team.log.see") if watcher.pk != user_id]
    facts = {"name": user.name, "count": count, "usual": usually}
    page = reverse("team:colleague", args=[user.uid])
    what = "copying" if kind is UnusualCopying else "viewing"
    notify(told, kind, dedupe=f"{what}:{user_id}:{today()}", url=page, **facts)
