from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module, SettingsPage

KEEPERS = {"director": "all", "configurator": "all"}


class AutomationConfig(Module):
    name = "pomni.automation"
    verbose_name = _("Webhooks")
    url_prefix = "settings/webhooks/"
    capabilities = (
        Capability("automation.webhook.see", _("See webhooks and the log of their calls"), KEEPERS),
        Capability(
            "automation.webhook.change",
            _("Have addresses outside told what happens, as far as one sees it oneself"),
            KEEPERS,
        ),
    )
    settings_pages = (
        SettingsPage(
            _("Webhooks"),
            _(
                "Other programs are told at once what happens here: what is called, what came back, what to send again."
            ),
            "automation:webhooks",
            "webhook",
            "automation.webhook.see",
            order=70,
            section=_("Connections"),
        ),
    )
