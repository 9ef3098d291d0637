"""Services: what is done for a client, under which category, and who performs it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models.offered import OfferedQuerySet
from pomni.catalog.models.taxes import TaxRate
from pomni.kit.columns import SortKey
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class Category(MadeOnce):
    """Under which services and goods stand together. It is there for as long as something stands in it."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a category", "Name"), max_length=80)
    folded = models.CharField(
        max_length=160, unique=True
    )  # by it the same name written otherwise is the same

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Service(MadeOnce):
    """What is done for a client. It takes `minutes`, and who performs it is busy for `before` and `after` it as well."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a service", "Name"), max_length=200)
    code = models.CharField(pgettext_lazy("of a service", "Code"), max_length=40, blank=True)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="services", verbose_name=_("Category")
    )
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    # [[30, true], [40, false], [20, true]]: parts in their order, and whether they need the specialist's hands; their
    # minutes make up `minutes`. Empty: hands are needed all along.
    phases = models.JSONField(default=list)
    before = models.PositiveSmallIntegerField(_("Break before, minutes"), default=0)
    after = models.PositiveSmallIntegerField(_("Break after, minutes"), default=0)
    price = models.DecimalField(
        _("Price"), max_digits=12, decimal_places=2, null=True
    )  # in the company's money, tax included
    tax_rate = models.ForeignKey(
        TaxRate, null=True, on_delete=models.PROTECT, related_name="services", verbose_name=_("Tax rate")
    )
    is_online = models.BooleanField(_("Offered in online booking"), default=True)
    hue = models.PositiveSmallIntegerField(_("Colour"), null=True)  # degrees of oklch, 0 to 359
    season = models.JSONField(default=list)  # months in which it is offered, [5, 6, 7]; empty: all the year
    repeat_days = models.PositiveSmallIntegerField(_("Comes again after, days"), null=True)
    about = models.TextField(_("Description"), max_length=2000, blank=True)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    # Lists are in this order: by the category, then by name; what stands in no category comes last.
    sorted_as = SortKey(max_length=600, editable=False, default="")
    found_by = models.TextField(default="", editable=False)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sorted_as", "id"], name="services_in_order")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="a_service_takes_time"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="no_price_below_nothing"),
        ]

    def __str__(self) -> str:
        return self.name


class Performer(models.Model):
    """A colleague who performs a service; at a price and in minutes of their own where these are told."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="performers")
    user = models.ForeignKey("team.User", on_delete=models.CASCADE, related_name="+")
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "user"], name="performs_once")]

    def __str__(self) -> str:
        return f"{self.user_id} performs {self.service_id}"
