from django.utils.translation import gettext_lazy as _

from pomni.kit.giving import Disclosure
from pomni.kit.module import Capability, Figure, MenuItem, Module, MomentGroup, Panel, SettingsPage

SEE = "billing.sale.see"
REACH = {"director": "all", "accountant": "all", "front_desk": "location"}
SELLS = {"director": "all", "front_desk": "location"}


class BillingConfig(Module):
    name = "pomni.billing"
    verbose_name = _("Money")
    url_prefix = "money/"
    capabilities = (
        Capability(
            SEE,
            _("See sales and payments"),
            REACH | {"head_of_sales": "team", "specialist": "own", "salesperson": "own"},
        ),
        Capability("billing.sale.make", _("Sell"), SELLS),
        Capability(
            "billing.sale.reverse",
            _("Reverse sales"),
            SELLS,
            warns=_("What was paid is given back with it. Both rows stay in the books."),
        ),
        Capability("billing.payment.take", _("Take payments and give them back"), REACH),
        Capability(
            "billing.discount.give",
            _("Give discounts"),
            SELLS,
            warns=_("How much off a role may give at most stands in the settings, under “Discounts”."),
        ),
        Capability("billing.limit.change", _("Say how much off each role may give"), {"director": "all"}),
    )
    figures = (Figure("paid", SEE), Figure("balance", SEE))
    menu = (
        MenuItem(
            _("Sales"),
            "billing:day",
            "banknote",
            SEE,
            order=28,
            keywords=_("money, payments, debts, day, cash"),
        ),
    )
    client_strip = (Panel(_("Balance"), "pomni.billing.panels.balance", SEE, order=40),)
    client_panels = (Panel(_("Money"), "pomni.billing.panels.of_client", SEE, order=35),)
    moment_groups = (
        MomentGroup("money", _("Money"), "banknote", ("billing.sale", "billing.payment"), SEE, order=48),
    )
    settings_pages = (
        SettingsPage(
            _("Discounts"),
            _("How much off each role may give"),
            "billing:limits",
            "percent",
            "billing.limit.change",
            order=62,
            section=_("Company"),
        ),
    )
    facts = ("pomni.billing.facts.of_clients",)
    recounts = ("pomni.billing.standing.keep_standing",)
    forgets = ("pomni.billing.forgetting.forget_sales",)
    discloses = (
        Disclosure("sales", _("Sales"), "pomni.billing.disclosing.of_sales", SEE, order=60),
        Disclosure("payments", _("Payments"), "pomni.billing.disclosing.of_payments", SEE, order=61),
        Disclosure(
            "holdings",
            _("Packages and gift certificates"),
            "pomni.billing.disclosing.of_holdings",
            SEE,
            order=62,
        ),
    )
