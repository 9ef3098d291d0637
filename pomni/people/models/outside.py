"""Under which numbers other programs know a client."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pomni.people.models.clients import Client


class OutsideId(models.Model):
    """The number under which another program knows a client: by it a second file of that program finds the same one.

    `source` is the program and what its number is of, "amocrm.contact". A client may have several: the other program may
    have had them twice. No number means two clients.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="outside_ids")
    source = models.CharField(max_length=60)
    value = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("Number in another program")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "value"], name="one_outside_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.value}"
