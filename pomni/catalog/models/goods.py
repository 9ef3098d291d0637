"""Goods that are sold or used up."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models.offered import OfferedQuerySet
from pomni.catalog.models.serving import Category
from pomni.catalog.models.taxes import TaxRate
from pomni.kit.columns import SortKey
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class Unit(models.TextChoices):
    """In what a good is counted or measured."""

    PIECE = "pcs", pgettext_lazy("a unit", "pcs")
    PACK = "pack", pgettext_lazy("a unit", "pack")
    SET = "set", pgettext_lazy("a unit", "set")
    PAIR = "pair", pgettext_lazy("a unit", "pair")
    MILLILITRE = "ml", pgettext_lazy("a unit", "ml")
    LITRE = "l", pgettext_lazy("a unit", "l")
    GRAM = "g", pgettext_lazy("a unit", "g")
    KILOGRAM = "kg", pgettext_lazy("a unit", "kg")
    METRE = "m", pgettext_lazy("a unit", "m")


class Good(MadeOnce):
    """A thing that is sold, used up in work, or both."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a good", "Name"), max_length=200)
    sku = models.CharField(_("SKU"), max_length=40, blank=True)
    barcode = models.CharField(_("Barcode"), max_length=40, blank=True)
    unit = models.CharField(_("Unit"), max_length=8, choices=Unit, default=Unit.PIECE)
    price = models.DecimalField(  # of one unit, in the company's money, tax included
        _("Price"), max_digits=12, decimal_places=2, null=True
    )
    tax_rate = models.ForeignKey(
        TaxRate, null=True, on_delete=models.PROTECT, related_name="goods", verbose_name=_("Tax rate")
    )
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="goods", verbose_name=_("Category")
    )
    for_sale = models.BooleanField(_("For sale"), default=True)
    for_use = models.BooleanField(_("For use in work"), default=False)
    about = models.TextField(_("Description"), max_length=2000, blank=True)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    sorted_as = SortKey(max_length=600, editable=False, default="")
    found_by = models.TextField(default="", editable=False)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sorted_as", "id"], name="goods_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["barcode"],
                condition=Q(archived_at=None) & ~Q(barcode=""),
                name="a_barcode_is_of_one_good",
            ),
            models.UniqueConstraint(
                fields=["sku"], condition=Q(archived_at=None) & ~Q(sku=""), name="a_sku_is_of_one_good"
            ),
            models.CheckConstraint(
                condition=Q(for_sale=True) | Q(for_use=True), name="a_good_is_for_something"
            ),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="no_good_below_nothing"),
        ]

    def __str__(self) -> str:
        return self.name
