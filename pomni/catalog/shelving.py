"""What all that is offered has in common: a name, and that it is put away and brought back."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import rules
from pomni.catalog.models import Category, Good, TaxRate
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.spelling import fold, found_by
from pomni.memory.commands import remember
from pomni.memory.events import Event
from pomni.team.models import User

CHANGE = "catalog.service.change"
LONGEST, LONGEST_CATEGORY = 200, 80


def name_of(told: str, longest: int = LONGEST, *, field: str = "name") -> str:
    """A name without needless spaces. Raises Refused (field)."""
    name = " ".join(told.split())
    if not name or "\x00" in name or len(name) > longest:
        raise Refused(_("Write a name of at most %(most)s characters.") % {"most": longest}, field=field)
    return name


def code_of(told: str) -> str:
    """A code as it is kept."""
    return " ".join(told.replace("\x00", "").split())[:40]


def text_of(told: str) -> str:
    """A description as it is kept."""
    return told.replace("\x00", "").strip()[:2000]


def due_price_of(value: Any, *, field: str = "price") -> Decimal:
    """A price that must be told. Raises Refused (field)."""
    price = rules.price_of(value, field=field)
    if price is None:
        raise Refused(_("Write a price."), field=field)
    return price


def rate_of(told: TaxRate | None) -> TaxRate | None:
    """A tax rate that is in use. Raises Refused (field "tax_rate")."""
    if told and told.archived_at:
        sentence = _("The tax rate %(name)s is archived. Choose another one.")
        raise Refused(sentence % {"name": told.name}, field="tax_rate")
    return told


def but_same_rate(changes: Mapping[str, Any], record: Any) -> dict[str, Any]:
    """The changes without a tax rate that the record has already, which may be archived by now."""
    return {name: told for name, told in changes.items() if name != "tax_rate" or told != record.tax_rate}


def category_of(name: str) -> Category | None:
    """The category of this name, made if it is not there; None for no name. Raises Refused (field "category")."""
    if not name.strip():
        return None
    name = name_of(name, LONGEST_CATEGORY, field="category")
    return Category.objects.get_or_create(folded=fold(name)[:160], defaults={"name": name})[0]


def let_go_of_empty_categories() -> None:
    """A category in which nothing stands is gone."""
    Category.objects.filter(services=None, goods=None).delete()


def is_called(record: Any) -> None:
    """Raises Refused (field "name") where another one of these that is offered has this name."""
    others = type(record).objects.filter(name__iexact=record.name, archived_at=None).exclude(pk=record.pk)
    if not record.archived_at and others.exists():
        raise Refused(_("There is one of this name already."), field="name")


def locked(record: Any) -> Any:
    """The record as it is now, locked."""
    return type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)


def put(
    record: Any, by: User, told: Callable[[Any], Event], check: Callable[[Any], None], *, away: bool
) -> Any:
    """Put a record away, or bring it back if `check` lets it. Twice is once."""
    record = locked(record)
    if bool(record.archived_at) != away:
        record.archived_at = now() if away else None
        check(record)
        record.save(update_fields=["archived_at"])
        remember(told(record), by=by)
    return record


def follow(good: Good) -> None:
    """Sets what follows from the name, the codes and the category."""
    category = good.category.name if good.category else ""
    good.sorted_as = rules.place_of(good.name, category)
    good.found_by = found_by(good.name, good.sku, good.barcode, category)
