from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Action, Capability, Finder, MenuItem, Module, SetupStep
from pomni.team.presets import PRESETS

SEE = "catalog.service.see"
CHANGE = "catalog.service.change"


class CatalogConfig(Module):
    name = "pomni.catalog"
    verbose_name = _("Catalogue")
    url_prefix = "services/"
    capabilities = (
        Capability(SEE, _("See what the company offers, and the prices"), dict.fromkeys(PRESETS, "all")),
        Capability(
            CHANGE,
            _("Change what the company offers, the prices and who performs it"),
            dict.fromkeys(("director", "product_manager", "configurator"), "all"),
        ),
    )
    menu = (
        MenuItem(
            _("Catalogue"),
            "catalog:services",
            "book-open",
            SEE,
            order=30,
            hotkey="g v",
            keywords=_("services, goods, packages, gift certificates, price list, tax rates, who performs"),
        ),
    )
    actions = (
        Action(
            _("Add a service"),
            "catalog:add_service",
            "plus",
            CHANGE,
            keywords=_("catalogue, price list"),
            order=60,
        ),
        Action(
            _("Add a good"),
            "catalog:add_good",
            "plus",
            CHANGE,
            keywords=_("catalogue, price list"),
            order=61,
        ),
    )
    finders = (
        Finder(_("Services"), "pomni.catalog.finders.services", SEE, order=50),
        Finder(_("Goods"), "pomni.catalog.finders.goods", SEE, order=51),
        Finder(_("Packages"), "pomni.catalog.finders.packages", SEE, order=52),
    )
    setup_steps = (
        SetupStep(
            _("Services"),
            _("What you do for your {clients}: how long it takes, what it costs, and who performs it."),
            "catalog:add_service",
            "book-open",
            "pomni.catalog.queries.any_service",
            CHANGE,
            order=60,
            verb=_("Add a service"),
        ),
    )
