from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Module, Panel, SettingsPage, SetupStep


class StatusConfig(Module):
    name = "pomni.config.status"
    label = "status"
    verbose_name = _("Status")
    url_prefix = "status/"
    settings_pages = (
        SettingsPage(
            _("Status"),
            _("Backups and their proof, jobs, letters that did not leave, room on the disk, version."),
            "status:status",
            "heart-pulse",
            "team.status.see",
            order=80,
            section=_("Machine"),
        ),
        SettingsPage(
            _("Who saw what"),
            _("Which colleague opened or exported which cards, and when."),
            "status:viewing",
            "eye",
            "team.log.see",
            order=85,
            section=_("Machine"),
        ),
    )
    leaving_panels = (
        Panel(
            _("What they saw and took along"),
            "pomni.config.status.leaving.seen_lately",
            "team.log.see",
            order=10,
        ),
    )
    today_lines = (
        Panel(_("Status"), "pomni.config.status.today_panels.trouble_line", "team.status.see", order=1),
    )
    setup_steps = (
        SetupStep(
            _("Prove a backup"),
            _("A backup counts once it was restored beside the live data. One press does both."),
            "status:status",
            "archive-restore",
            "pomni.config.status.today_panels.backup_is_proved",
            "team.status.see",
            order=70,
            verb=_("Prove"),
        ),
    )

    def ready(self):
        from pomni.config.status import events, notices  # noqa: F401 (declares their kinds)
