from django.utils.translation import gettext_lazy as _

from pomni.kit.giving import Disclosure
from pomni.kit.module import Capability, Module, Panel, SettingsPage

KEEPERS = {"director": "all", "configurator": "all"}


class RemindersConfig(Module):
    name = "pomni.reminders"
    verbose_name = _("Messages about visits")
    url_prefix = "messages/"
    capabilities = (
        Capability("reminders.rule.see", _("See what {clients} are written about visits"), KEEPERS),
        Capability("reminders.rule.change", _("Say what {clients} are written about visits"), KEEPERS),
        Capability("reminders.gateway.change", _("Set up by what messages leave"), KEEPERS),
    )
    settings_pages = (
        SettingsPage(
            _("Messages"),
            _(
                "What {clients} are told about their visits and when; by SMS, messenger or e-mail; quiet hours"
            ),
            "reminders:rules",
            "send",
            "reminders.rule.see",
            order=72,
            section=_("Connections"),
        ),
    )
    visit_panels = (Panel(_("Messages"), "pomni.reminders.panels.of_visit", "schedule.visit.see", order=40),)
    client_panels = (
        Panel(_("Messages about visits"), "pomni.reminders.panels.of_client", "people.client.see", order=70),
    )
    forgets = ("pomni.reminders.forgetting.forget_messages",)
    tell_twice = ("pomni.reminders.forgetting.told_twice",)
    discloses = (
        Disclosure(
            "messages", _("Messages about visits"), "pomni.reminders.disclosing.of_messages", "schedule.visit.see",
            order=45,
        ),
    )  # fmt: skip
