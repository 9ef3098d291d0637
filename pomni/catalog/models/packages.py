"""What is sold as a whole and consumed later. What a client holds of it is written down by a module above."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.models.offered import OfferedQuerySet
from pomni.catalog.models.serving import Service
from pomni.catalog.models.taxes import TaxRate
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class Package(MadeOnce):
    """Visits that are paid for together: ten massages, or a pass for a month."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a package", "Name"), max_length=200)
    price = models.DecimalField(  # of the whole, tax included
        _("Price"), max_digits=12, decimal_places=2
    )
    tax_rate = models.ForeignKey(
        TaxRate, null=True, on_delete=models.PROTECT, related_name="packages", verbose_name=_("Tax rate")
    )
    # From the day on which it is sold, that day included; none: without an end.
    days = models.PositiveSmallIntegerField(_("Valid, days"), null=True)
    about = models.TextField(_("Description"), max_length=2000, blank=True)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="no_package_below_nothing")]

    def __str__(self) -> str:
        return self.name


class PackageRow(models.Model):
    """So many visits, each for any one of these services; no number: as often as wished while the package is valid."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveSmallIntegerField()
    visits = models.PositiveSmallIntegerField(null=True)
    services = models.ManyToManyField(Service, related_name="+")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "place"], name="one_row_at_a_place")]

    def __str__(self) -> str:
        return f"row {self.place} of {self.package_id}"


class Certificate(MadeOnce):
    """A kind of gift certificate that is sold: of a nominal amount, or of one that is told when it is sold."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a certificate", "Name"), max_length=200)
    amount = models.DecimalField(  # none: told when it is sold
        _("Amount"), max_digits=12, decimal_places=2, null=True
    )
    days = models.PositiveSmallIntegerField(_("Valid, days"), null=True)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="a_certificate_is_worth")
        ]

    def __str__(self) -> str:
        return self.name
