from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Module, Panel, SettingsPage


class HouseConfig(Module):
    """The house itself: it has no tables, only the nightly backup for the worker to find, and the pages of the first day."""

    name = "pomni.config"
    label = "house"
    verbose_name = _("This Pomni")
    bars = (Panel(_("Demo company"), "pomni.config.start.panels.demo_bar", order=10),)
    settings_pages = (
        SettingsPage(
            _("Recovery sheet"),
            _("The key of the backups and how to bring everything back, to print and put away."),
            "start:recovery_sheet",
            "file-key",
            "team.recovery_sheet.see",
            order=70,
            section=_("Machine"),
        ),
    )
