"""Clients, and how each can be reached."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet


class ClientQuerySet(VisibleQuerySet["Client"]):
    """Clients."""

    def own(self, user: Any) -> Q:
        """Those that the user answers for, or has entered."""
        return Q(responsible=user) | Q(entered_by=user)

    def of_team(self, user: Any) -> Q:
        """Those that somebody of the user's team answers for."""
        return Q(responsible__in=user.grants.teammates)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those who belong to one of the locations, or to none yet."""
        return Q(location__in=locations) | Q(location=None)

    def because(self, how: str, user: Any, record: Any) -> str:
        """Why the user sees this client, in words."""
        if how == "own":
            return (
                gettext("answers for it") if record.responsible_id == user.pk else gettext("has entered it")
            )
        if how == "team":
            told = {"name": record.responsible.name}
            return gettext("%(name)s, who answers for it, is in their team") % told
        if how == "place":
            if record.location is None:
                return gettext("it belongs to no {location} yet")
            return gettext("it belongs to the {location} %(name)s") % {"name": record.location.name}
        return gettext("sees all {clients}")


class Client(MadeOnce):
    """A person or an organisation whom the company serves; one card each."""

    see: ClassVar[str] = "people.client.see"

    class Kind(models.TextChoices):
        """What a client is by law."""

        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.PERSON)
    name = models.CharField(pgettext_lazy("of a client", "Name"), max_length=200)
    responsible = models.ForeignKey(
        "team.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="clients",
        verbose_name=_("Responsible"),
    )
    entered_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    location = models.ForeignKey(
        "team.Location", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("{Location}")
    )
    added_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ClientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="clients_by_name"),
            models.Index(fields=["responsible", "name", "id"], name="clients_of_responsible"),
            models.Index(fields=["location", "name", "id"], name="clients_at_location"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """A phone or an e-mail address. It may have many holders: a family's phone is one."""

    class Kind(models.TextChoices):
        """By what the client can be reached."""

        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")

    kind = models.CharField(max_length=20, choices=Kind)
    normal = models.CharField(max_length=254)  # for finding and comparing
    holders = models.ManyToManyField(Client, through="Holding", related_name="contact_points")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "normal"], name="one_contact_point")]

    def __str__(self) -> str:
        return self.normal


class Holding(models.Model):
    """That a client is reached by a contact point."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="holdings")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="holdings")
    typed = models.CharField(
        max_length=254
    )  # as it was written for this client: another's spelling tells nothing here
    is_preferred = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "contact_point"], name="held_once")]

    def __str__(self) -> str:
        return f"{self.client}: {self.contact_point}"
