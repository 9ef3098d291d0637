from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module


class ExchangeConfig(Module):
    name = "pomni.exchange"
    verbose_name = _("Import and export")
    url_prefix = "exchange/"
    capabilities = (
        Capability("exchange.import.see", _("See imports"), {"director": "all", "head_of_sales": "own"}),
        Capability(
            "exchange.import.run",
            _("Bring {clients} in from a file"),
            {"director": "all", "head_of_sales": "own"},
            _("An import can change many cards at once; it can be taken back whole."),
        ),
        Capability("exchange.export.see", _("See exports"), {"director": "all"}),
        Capability(
            "exchange.export.run",
            _("Export {clients} to a file"),
            {"director": "all"},
            _("Whoever may export can take the client base along. Each export is logged and marked."),
        ),
    )
