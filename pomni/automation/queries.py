"""Reading about webhooks. The first argument is whoever reads."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.automation.models import Webhook, WebhookDelivery, WebhookReplay
from pomni.automation.outbox import TRIAL
from pomni.kit.module import all_modules
from pomni.memory.events import Event
from pomni.post.models import Status
from pomni.post.webhook import secret_of
from pomni.team.models import User

FAILED = "failed"


@dataclass(frozen=True)
class Kind:
    """A kind of event: its name, what it says with the places left open, and the area that it belongs to."""

    name: str
    title: str
    area: str


def webhooks(viewer: User) -> QuerySet[Webhook]:
    """Every webhook of the company, where the viewer may see them."""
    rows = Webhook.objects.here().select_related("by")
    return rows if viewer.reach(Webhook.see) else rows.none()


def webhook(viewer: User, uid: Any) -> Webhook:
    """One webhook. Raises Http404 where there is none that the viewer may see."""
    return get_object_or_404(webhooks(viewer), uid=uid)


def deliveries(viewer: User, webhook: Webhook, *, only: str = "") -> QuerySet[WebhookDelivery]:
    """The calls of a webhook, the newest first; `only` "failed": those that were given up."""
    found = WebhookDelivery.objects.filter(webhook=webhook).select_related("outgoing").order_by("-pk")
    found = found if viewer.reach(Webhook.see) else found.none()
    return found.filter(outgoing__status=Status.FAILED) if only == FAILED else found


def delivery(viewer: User, webhook: Webhook, uid: Any) -> WebhookDelivery:
    """One call of a webhook. Raises Http404 where there is none."""
    return get_object_or_404(deliveries(viewer, webhook).select_related("webhook__by"), uid=uid)


def body_shown(viewer: User, delivery: WebhookDelivery) -> str:
    """What a call told: to the colleague with whose reach it was put together, and to nobody else."""
    return _indented(delivery.body) if viewer == delivery.webhook.by else ""


def running_replay(webhook: Webhook) -> WebhookReplay | None:
    """The replay that is still being written down, if there is one."""
    return webhook.replays.filter(done_at=None).order_by("-pk").first()


def secret(webhook: Webhook) -> str:
    """The secret that signs the calls of a webhook at present: for the page that shows it once."""
    return secret_of(webhook.signs_with()[0])


def keepers() -> list[User]:
    """The colleagues who may change webhooks: who is told when one stops."""
    people = User.objects.people().filter(is_active=True)
    return [user for user in people if user.may("automation.webhook.change")]


def kinds_open_to(user: User) -> list[Kind]:
    """The kinds of events of which a person may learn anything at all, by area."""
    areas = {module.label: str(module.verbose_name) for module in all_modules()}
    areas["config"] = _("The machine")
    found = [
        Kind(kind, title_of(kind), areas.get(event.area, event.area))
        for kind, event in Event.known.items()
        if not event.of_the_past and _may_learn(user, event)
    ]
    return sorted(found, key=lambda kind: (kind.area, kind.name))


def kinds_for(user: User, webhook: Webhook) -> list[Kind]:
    """The kinds that a person may choose for a webhook: their own, and those that it has already."""
    own = kinds_open_to(user)
    others = set(webhook.kinds) - {kind.name for kind in own}
    return own + [Kind(name, title_of(name), _("Chosen by a colleague")) for name in sorted(others)]


def title_of(kind: str) -> str:
    """What a kind of event says, without what hangs on the single one: “New client”, “Sign-in of … failed”."""
    if kind == TRIAL:
        return _("Trial call")
    event = Event.known.get(kind)
    if event is None:
        return kind
    said = str(event.says) % defaultdict(lambda: "…")
    if names := re.search(r"\s*[:(]\s*…", said):
        said = said[: names.start()]
        said = said.rpartition(". ")[0] or said
    return said[:1].upper() + said[1:]


def _may_learn(user: User, event: type[Event]) -> bool:
    from django.apps import apps

    model = apps.get_model(event.about)
    of_clients = {"client_id", "client_ids"} & set(event.model_fields)
    return bool(user.reach(model.see) and (of_clients or user.may("team.log.see")))


def _indented(body: str) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2) if body else ""
