"""What is held after a sale: packages and gift certificates, made with it, and ended where it is reversed."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from pomni.billing.models import Allowance, Holding, Payment, Sale, SaleLine
from pomni.billing.selling import Sold
from pomni.catalog.queries import contents_of
from pomni.kit.clock import now
from pomni.kit.errors import Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another one
LONG = 10  # 8e14 codes: none is guessed


def hold(sale: Sale, lines: Sequence[Sold], rows: Sequence[SaleLine]) -> list[Holding]:
    """Make what the buyer holds from now on, for each package and each certificate among the lines."""
    contents = contents_of([one.package for one in lines if one.package])
    made = []
    for one, row in zip(lines, rows, strict=True):
        if not one.is_held:
            continue
        held = made_of(sale, one, row)
        for part in contents[one.package.pk] if one.package else ():
            allowance = Allowance.objects.create(holding=held, visits=part.visits, left=part.visits)
            allowance.services.set(part.services)
        made.append(held)
    return made


def made_of(sale: Sale, one: Sold, row: SaleLine) -> Holding:
    """The holding of one line. A certificate is worth what stands on it, whatever discount there was."""
    offered = one.package or one.certificate
    days = offered.days if offered else None
    kind = Holding.Kind.PACKAGE if one.package else Holding.Kind.CERTIFICATE
    worth = (one.certificate.amount or row.price) if one.certificate else 0
    found: Holding = Holding.objects.create(
        kind=kind, client=sale.client, line=row, name=row.name, code=_code() if one.certificate else "",
        amount=worth, amount_left=worth, sold_at=sale.at,
        valid_until=sale.day + timedelta(days=days - 1) if days else None,
    )  # fmt: skip
    return found


def check_unused(sale: Sale) -> None:
    """What of a sale was used elsewhere keeps it. Raises Refused. Whoever uses it at the same time comes before or after."""
    held = list(Holding.objects.select_for_update(of=("self",)).filter(line__sale=sale).order_by("pk"))
    list(Allowance.objects.select_for_update().filter(holding__in=held).order_by("pk"))
    uses = Payment.objects.filter(holding__in=held, reverses=None, reversed_by=None).exclude(sale=sale)
    if used := uses.select_related("holding").order_by("pk").first():
        sentence = _("%(what)s of this sale was used already. Take back first what was paid with it.")
        raise Refused(sentence % {"what": used.holding.name})


def end_holdings(sale: Sale) -> None:
    """What was sold to be used later is there no more, once nothing is paid with it."""
    held = Holding.objects.filter(line__sale=sale)
    # Without an end or with one, none of its visits is left: what nobody may use any more has no number.
    Allowance.objects.filter(holding__in=held).update(left=0, visits=0)
    held.update(ended_at=now(), amount_left=0, amount=0)


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(LONG))
