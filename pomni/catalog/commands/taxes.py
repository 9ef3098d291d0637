"""Tax rates, and how their per cent changes with the years."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pomni.catalog import events, rules
from pomni.catalog.models import TaxRate
from pomni.catalog.shelving import CHANGE, is_called, locked, name_of, put
from pomni.catalog.usual import usual_rates
from pomni.kit.changes import apply_changes
from pomni.kit.clock import now
from pomni.memory.commands import remember, remember_many
from pomni.team import company
from pomni.team.access import command
from pomni.team.models import User


@command(CHANGE, makes=TaxRate)
def add_tax_rate(
    *, name: str, by: User, percent: Decimal | None = None, starts_on: date | None = None
) -> TaxRate:
    """Add a tax rate: `percent` (None: exempt) from a day on, or always. Raises Refused ("name", "percent")."""
    steps = rules.with_step([], starts_on, rules.percent_of(percent))
    rate = TaxRate(name=name_of(name, 80), steps=steps, added_at=now())
    is_called(rate)
    rate.save()
    remember(events.TaxRateAdded(taxrate_id=rate.pk, name=rate.name, steps=rate.steps), by=by)
    return rate


@command(CHANGE)
def edit_tax_rate(rate: TaxRate, *, name: str, by: User) -> TaxRate:
    """Give a tax rate another name. Raises Refused ("name")."""
    rate = locked(rate)
    return _save(rate, {"name": name_of(name, 80)}, by)


@command(CHANGE)
def set_tax_percent(
    rate: TaxRate, *, percent: Decimal | None, by: User, starts_on: date | None = None
) -> TaxRate:
    """Say how many per cent a tax is from a day on (None: always; then later days stay as they are told).

    Told for a day again, it is written over; the same as before that day, the step is gone. Raises Refused ("percent").
    """
    rate = locked(rate)
    return _save(rate, {"steps": rules.with_step(rate.steps, starts_on, rules.percent_of(percent))}, by)


def _save(rate: TaxRate, told: dict[str, object], by: User) -> TaxRate:
    if diff := apply_changes(rate, told):
        is_called(rate)
        remember(events.TaxRateEdited(taxrate_id=rate.pk, name=rate.name, changes=diff), by=by)
    return rate


@command(CHANGE)
def take_usual_rates(*, names: Sequence[str], by: User) -> list[TaxRate]:
    """Add those of the usual rates of the company's country that are named and not there yet."""
    there = set(TaxRate.objects.filter(archived_at=None).values_list("name", flat=True))
    usual = usual_rates(company.current().country)
    told = [(name, steps) for name, steps in usual if name in names and name not in there]
    rates = [TaxRate.objects.create(name=name, steps=steps, added_at=now()) for name, steps in told]
    added = [events.TaxRateAdded(taxrate_id=one.pk, name=one.name, steps=one.steps) for one in rates]
    remember_many(added, by=by)
    return rates


@command(CHANGE)
def archive_tax_rate(rate: TaxRate, *, by: User) -> TaxRate:
    """The rate is not chosen any more; what has it keeps it. Twice is once."""
    return put(rate, by, _told(events.TaxRateArchived), is_called, away=True)


@command(CHANGE)
def restore_tax_rate(rate: TaxRate, *, by: User) -> TaxRate:
    """The rate can be chosen again. Raises Refused ("name") where another one is called so."""
    return put(rate, by, _told(events.TaxRateRestored), is_called, away=False)


def _told(event):
    return lambda rate: event(taxrate_id=rate.pk, name=rate.name)
