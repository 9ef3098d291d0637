"""Making calls once more: of everything that a webhook was to be told since a time, bit by bit."""

from django.db import transaction
from django.db.models import QuerySet

from pomni.automation import payload
from pomni.automation.models import WebhookReplay
from pomni.automation.outbox import write_call
from pomni.jobs.declare import task
from pomni.kit.clock import now
from pomni.kit.pace import rest
from pomni.memory.models import Moment

AT_ONCE = 20  # moments in one transaction


@task(key="webhook-replay:{replay_id}")
def carry_out_replay(replay_id: int) -> None:
    """Write down the calls that a replay asks for. Begun twice, because a worker died, it calls once."""
    asked = WebhookReplay.objects.select_related("webhook__by").get(pk=replay_id)
    last, count = 0, 0
    while moments := list(_moments(asked, last)):
        with transaction.atomic():
            count += sum(_again(asked, moment) for moment in moments)
        last = moments[-1].pk
        rest()
    WebhookReplay.objects.filter(pk=asked.pk).update(count=count, done_at=now())


def _moments(asked: WebhookReplay, after: int) -> QuerySet[Moment]:
    found = Moment.objects.filter(at__gte=asked.since, at__lte=asked.at, pk__gt=after)
    return (found if asked.webhook.is_on else found.none()).order_by("pk")[:AT_ONCE]


def _again(asked: WebhookReplay, moment: Moment) -> bool:
    webhook = asked.webhook
    if not webhook.hears(moment.kind) or not payload.is_told(webhook.by, moment):
        return False
    write_call(webhook, moment=moment, occasion=f"replay:{asked.pk}")
    return True
