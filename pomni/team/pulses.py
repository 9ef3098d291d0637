"""What every worker looks at again and again: somebody who takes the company's clients along is noticed within a minute."""

from datetime import timedelta

from django.urls import reverse

from pomni.jobs.declare import pulse
from pomni.kit.clock import now, today
from pomni.memory.viewing import opened_by_hour, opened_since
from pomni.team.models import User
from pomni.team.notices import UnusualViewing, notify
from pomni.team.queries import able_to
from pomni.team.rules import MANY, is_unusual, usual

HOUR = timedelta(hours=1)
REMEMBERED = timedelta(days=30)


@pulse(seconds=20)
def watch_viewing() -> None:
    """Tell those who may read the log of whoever opens far more cards than they use to; once a day for each person."""
    at = now()
    opened = opened_since(User.objects.people(), at - HOUR)
    for user_id, count in opened.items():
        if count > MANY:
            hours = opened_by_hour(user_id, since=at - REMEMBERED, until=at - HOUR)
            if is_unusual(count, hours):
                _alarm(user_id, count, round(usual(hours)))


def _alarm(user_id: int, count: int, usually: int) -> None:
    user = User.objects.get(pk=user_id)
    told = [watcher for watcher in able_to("team.log.see") if watcher.pk != user_id]
    facts = {"name": user.name, "count": count, "usual": usually}
    page = reverse("team:colleague", args=[user.uid])
    notify(told, UnusualViewing, dedupe=f"viewing:{user_id}:{today()}", url=page, **facts)
