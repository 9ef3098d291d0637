"""Every change of what is offered."""

from pomni.catalog.commands.goods import add_good, archive_good, edit_good, restore_good
from pomni.catalog.commands.importing import take_back_offers, take_offers
from pomni.catalog.commands.packages import (
    add_certificate,
    add_package,
    archive_certificate,
    archive_package,
    edit_certificate,
    edit_package,
    restore_certificate,
    restore_package,
)
from pomni.catalog.commands.prices import (
    add_price_list,
    archive_price_list,
    edit_price_list,
    restore_price_list,
    set_prices,
)
from pomni.catalog.commands.serving import (
    add_service,
    archive_service,
    edit_service,
    rename_category,
    restore_service,
    set_performers,
)
from pomni.catalog.commands.taxes import (
    add_tax_rate,
    archive_tax_rate,
    edit_tax_rate,
    restore_tax_rate,
    set_tax_percent,
    take_usual_rates,
)

__all__ = [
    "add_certificate",
    "add_good",
    "add_package",
    "add_price_list",
    "add_service",
    "add_tax_rate",
    "archive_certificate",
    "archive_good",
    "archive_package",
    "archive_price_list",
    "archive_service",
    "archive_tax_rate",
    "edit_certificate",
    "edit_good",
    "edit_package",
    "edit_price_list",
    "edit_service",
    "edit_tax_rate",
    "rename_category",
    "restore_certificate",
    "restore_good",
    "restore_package",
    "restore_price_list",
    "restore_service",
    "restore_tax_rate",
    "set_performers",
    "set_prices",
    "set_tax_percent",
    "take_back_offers",
    "take_offers",
    "take_usual_rates",
]
