"""Fields that a company adds to its records itself."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce


class OwnField(MadeOnce):
    """A field of the company's own. Its values stand in a table of the module whose records (`about`) it is of."""

    see: ClassVar[str] = "people.client.see"  # whoever sees what it is of knows that it is there

    class Kind(models.TextChoices):
        """What is written into it."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Sum of money")
        DATE = "date", _("Date")
        CHOICE = "choice", _("One of several")
        MANY = "many", _("Any of several")
        YES_NO = "yes_no", _("Yes or no")
        CLIENT = "client", _("A {client}")
        COLLEAGUE = "colleague", _("A colleague")
        FILE = "file", _("A file of the card")

    class Decides(models.TextChoices):
        """What its condition decides."""

        NOTHING = "", _("It is always shown")
        SHOWN = "shown", _("It is shown only where a condition holds")
        REQUIRED = "required", _("It is required only where a condition holds")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    about = models.CharField(max_length=40)  # "people.client"
    name = models.CharField(pgettext_lazy("of a field", "Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    hint = models.CharField(_("Explanation"), max_length=200, blank=True)
    is_required = models.BooleanField(_("Required"), default=False)
    decides = models.CharField(_("When it is asked for"), max_length=8, choices=Decides, blank=True)
    condition = models.JSONField(default=dict)  # data of the language of conditions
    place = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    def __str__(self) -> str:
        return self.name


class FieldChoice(models.Model):
    """One of the values that a field offers. One that is not offered any more keeps its row: cards may have it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    field = models.ForeignKey(OwnField, on_delete=models.CASCADE, related_name="offered")
    name = models.CharField(max_length=80)
    place = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "name"], name="offered_once")]
        indexes = [
            models.Index(fields=["field", "place", "id"], name="offered_in_order")
        ]  # a list goes along it

    def __str__(self) -> str:
        return self.name
