"""Writing calls into the outbox, and who may still have them made."""

from pomni.automation.models import Webhook, WebhookDelivery
from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.memory.models import Moment
from pomni.post.commands import post_carried

TRIAL = "automation.trial_call"
CARRIER = "automation.webhook"
__all__ = ["CARRIER", "TRIAL", "answers_still", "write_call"]


def answers_still(webhook: Webhook) -> bool:
    """Whether the colleague who answers for a webhook still has access and may still keep webhooks."""
    return webhook.by.is_active and webhook.by.may("automation.webhook.change")


def write_call(
    webhook: Webhook, *, moment: Moment | None = None, kind: str = "", occasion: str = ""
) -> WebhookDelivery:
    """Write one call down, in the caller's transaction: of a moment, or a trial call of this kind.

    The same moment on the same occasion is written once.
    """
    which = f"{moment.pk}:{occasion}" if moment else f"{kind}:{uuid7()}"
    row = post_carried(carrier=CARRIER, url=webhook.url, dedupe=f"hook:{webhook.pk}:{which}")
    told = {
        "webhook": webhook,
        "moment_id": moment.pk if moment else None,
        "kind": moment.kind if moment else kind,
        "at": moment.happened if moment else now(),
    }
    return WebhookDelivery.objects.get_or_create(outgoing=row, defaults=told)[0]
