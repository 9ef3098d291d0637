from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, MenuItem, Module

EVERYBODY = (
    "director",
    "front_desk",
    "specialist",
    "salesperson",
    "head_of_sales",
    "marketer",
    "accountant",
    "product_manager",
    "configurator",
)


class TeamConfig(Module):
    name = "pomni.team"
    verbose_name = _("Team")
    url_prefix = ""
    capabilities = (
        Capability("team.colleague.see", _("See colleagues"), dict.fromkeys(EVERYBODY, "all")),
        Capability(
            "team.colleague.invite", _("Invite colleagues"), {"director": "all", "configurator": "own"}
        ),
        Capability("team.colleague.change", _("Change what is kept of a colleague"), {"director": "all"}),
        Capability("team.colleague.disable", _("End a colleague's access"), {"director": "all"}),
        Capability("team.role.give", _("Give and take roles"), {"director": "all"}),
        Capability(
            "team.role.see", _("See roles and what they may"), {"director": "all", "configurator": "all"}
        ),
        Capability("team.role.change", _("Change what roles may"), {"director": "all"}),
        Capability("team.team.see", _("See teams"), dict.fromkeys(EVERYBODY, "all")),
        Capability("team.team.change", _("Form teams"), {"director": "all"}),
        Capability("team.location.see", _("See locations"), dict.fromkeys(EVERYBODY, "all")),
        Capability(
            "team.location.change", _("Add and change locations"), {"director": "all", "configurator": "all"}
        ),
        Capability("team.invitation.see", _("See invitations"), {"director": "all", "configurator": "own"}),
        Capability("team.log.see", _("Read the log of everything that happened"), {"director": "all"}),
    )
    menu = (
        MenuItem(_("Team"), "team:colleagues", "users-round", "team.colleague.see", order=80, hotkey="g p"),
        MenuItem(_("Locations"), "team:locations", "map-pin", "team.location.change", order=85),
        MenuItem(_("Log"), "team:log", "scroll-text", "team.log.see", order=90, hotkey="g l"),
    )

    def ready(self):
        from pomni.team import signin  # noqa: F401 (hears the signals of signing in)
        from pomni.team.laying_out import lay_out_presets

        post_migrate.connect(lay_out_presets, sender=self)
