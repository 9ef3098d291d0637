from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module, SettingsPage

CHANGE = "booking.page.change"


class BookingConfig(Module):
    name = "pomni.booking"
    verbose_name = _("Online booking")
    url_prefix = ""
    capabilities = (
        Capability(CHANGE, _("Set up online booking"), {"director": "all", "configurator": "all"}),
    )
    own_links = ("pomni.booking.own.move_link",)
    forgets = ("pomni.booking.forgetting.forget_asked",)
    settings_pages = (
        SettingsPage(
            _("Online booking"),
            _(
                "The page on which {clients} book by themselves: where, what it shows and asks, and on which sites it may stand"
            ),
            "booking:settings",
            "globe",
            CHANGE,
            order=45,
            section=_("Company"),
            forms=("pomni.booking.forms.SettingsForm",),
        ),
    )
