from typing import Annotated, Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("names and addresses of programs are the company's own")
Text = Annotated[str, OURS]
WHY = {
    "failing": _("its calls failed for three days"),
    "gone": _("its address said that it is gone for good"),
    "maker": _("whoever answers for it may no longer change webhooks"),
}


class WebhookAdded(Event, says=_("added the webhook %(name)s to %(host)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text
    host: Text


class WebhookChanged(Event, says=_("changed %(fields)s of the webhook %(name)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text
    fields: Annotated[list[str], OURS]  # their names alone: an address may hold a secret

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        labels = {
            "name": pgettext("of a thing", "name"),
            "url": gettext("address"),
            "kinds": gettext("events"),
        }
        return facts | {"fields": ", ".join(labels.get(field, field) for field in facts["fields"])}


class WebhookSwitchedOn(Event, says=_("switched on the webhook %(name)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text


class WebhookSwitchedOff(Event, says=_("switched off the webhook %(name)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text


class WebhookStopped(Event, says=_("stopped the webhook %(name)s: %(why)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text
    why: Annotated[str, Kept("one of three reasons of our own")]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"why": WHY.get(facts["why"], facts["why"])}


class WebhookRemoved(Event, says=_("removed the webhook %(name)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text


class SecretRotated(Event, says=_("gave the webhook %(name)s a new secret"), about="automation.Webhook"):
    webhook_id: int
    name: Text


class WebhookTried(Event, says=_("tried out the webhook %(name)s"), about="automation.Webhook"):
    webhook_id: int
    name: Text


class WebhookReplayed(Event, says=_("sent calls of the webhook %(name)s again"), about="automation.Webhook"):
    webhook_id: int
    name: Text
