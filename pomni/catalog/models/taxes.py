"""The tax that is in a price."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from pomni.catalog.models.offered import OfferedQuerySet
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class TaxRate(MadeOnce):
    """A rate that laws call by one name while its per cent changes with the years. Prices of the catalogue include it."""

    see: ClassVar[str] = "catalog.service.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a tax rate", "Name"), max_length=80)
    # [["", "20.00"], ["2026-01-01", "22.00"]]: from which day how many per cent, by day; "" is as long as one remembers,
    # null in place of the number is exempt. Never empty.
    steps = models.JSONField(default=list)
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
