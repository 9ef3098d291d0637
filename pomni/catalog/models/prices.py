"""Prices that hold for a time, or in some places only."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models.goods import Good
from pomni.catalog.models.offered import OfferedQuerySet
from pomni.catalog.models.serving import Service
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class PriceList(MadeOnce):
    """Prices from a day, until a day, at some locations; what stands in none costs what the catalogue says."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a price list", "Name"), max_length=120)
    starts_on = models.DateField(_("From which day"), null=True)  # none: always
    ends_on = models.DateField(_("Until which day"), null=True)  # the last day on which it holds
    locations = models.ManyToManyField("team.Location", related_name="+")  # none: all of them
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="a_price_list_begins_before_it_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ListedPrice(models.Model):
    """What a service or a good costs by a price list."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="listed")
    good = models.ForeignKey(Good, null=True, on_delete=models.CASCADE, related_name="listed")
    price = models.DecimalField(max_digits=12, decimal_places=2)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "service"], name="a_service_has_one_price_in_a_list"
            ),
            models.UniqueConstraint(fields=["price_list", "good"], name="a_good_has_one_price_in_a_list"),
            models.CheckConstraint(
                condition=Q(service=None, good__isnull=False) | Q(service__isnull=False, good=None),
                name="a_price_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="no_listed_price_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.price} for {self.service_id or self.good_id}"
