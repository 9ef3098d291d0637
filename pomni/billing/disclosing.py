"""What sales, payments, packages and certificates tell of a client, for themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.billing.models import Holding, Payment, Sale
from pomni.kit.giving import Disclosed
from pomni.team.models import User

Row = list[Disclosed]


def of_sales(_viewer: User, client: Any) -> list[Row]:
    """What the client bought, with what was taken back."""
    rows = Sale.objects.filter(client=client).prefetch_related("lines").order_by("pk")
    return [
        [
            Disclosed("day", _("Day"), one.day),
            Disclosed(
                "what", pgettext("of a sale", "What"), ", ".join(line.name for line in one.lines.all())
            ),
            Disclosed("total", pgettext("of a sale", "Total"), str(one.total)),
            *([Disclosed("why", _("Why"), one.why)] if one.why else []),
        ]
        for one in rows
    ]


def of_payments(_viewer: User, client: Any) -> list[Row]:
    """What the client paid, and got back."""
    return [
        [
            Disclosed("day", _("Day"), one.day),
            Disclosed("way", _("How it was paid"), one.way, one.get_way_display()),
            Disclosed("amount", pgettext("of a payment", "Amount"), str(one.amount)),
        ]
        for one in Payment.objects.filter(client=client).order_by("pk")
    ]


def of_holdings(_viewer: User, client: Any) -> list[Row]:
    """Packages and gift certificates, with what is left of them."""
    rows = Holding.objects.filter(client=client).prefetch_related("allowances").order_by("pk")
    return [
        [
            Disclosed("name", pgettext("of a package", "Name"), one.name),
            Disclosed("sold_at", _("Sold"), one.sold_at),
            *([Disclosed("valid_until", _("Valid until"), one.valid_until)] if one.valid_until else []),
            *([Disclosed("amount_left", _("Left"), str(one.amount_left))] if one.amount else []),
            *(Disclosed("visits_left", _("Visits left"), part.left) for part in one.allowances.all()),
        ]
        for one in rows
    ]
