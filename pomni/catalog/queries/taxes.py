"""Reading tax rates."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.catalog import rules
from pomni.catalog.models import TaxRate
from pomni.catalog.usual import usual_rates
from pomni.kit.ids import as_uuid
from pomni.team import company
from pomni.team.models import User


def tax_rates(viewer: User, *, archived: bool = False) -> QuerySet[TaxRate]:
    """Tax rates that can be chosen, or those that are archived, by name."""
    found: Any = TaxRate.objects.visible_to(viewer).filter(archived_at__isnull=not archived)
    return found.order_by("name", "pk")


def tax_rate(viewer: User, uid: Any) -> TaxRate:
    """One tax rate, an archived one too. Raises Http404."""
    return get_object_or_404(TaxRate.objects.visible_to(viewer), uid=as_uuid(uid))


def tax_percent(rate: TaxRate | None, day: date) -> Decimal | None:
    """How many per cent of tax stand in a price on a day; None: exempt, or no rate at all."""
    return rules.percent_on(rate.steps, day) if rate else None


def lacking_rates(viewer: User) -> list[tuple[str, rules.Steps]]:
    """The usual rates of the company's country that are not there yet, with their steps."""
    there = set(tax_rates(viewer).values_list("name", flat=True))
    return [(name, steps) for name, steps in usual_rates(company.current().country) if name not in there]
