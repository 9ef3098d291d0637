"""Where a company works, and who works together."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pomni.kit.ids import uuid7


class Location(models.Model):
    """A place where the company works, with its own time zone."""

    see: ClassVar[str] = "team.location.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120, unique=True)
    zone = models.CharField(_("Time zone"), max_length=60)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    hours = models.JSONField(default=dict)  # {"1": [["09:00", "20:00"]]}: by day, Monday is 1; absent: closed
    closed_on_holidays = models.BooleanField(_("Closed on public holidays"), default=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Colleagues who share their work, and whoever leads them."""

    see: ClassVar[str] = "team.team.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120, unique=True)
    lead = models.ForeignKey("User", null=True, on_delete=models.SET_NULL, related_name="leads")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
