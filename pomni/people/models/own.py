"""What stands in the company's own fields of clients."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pomni.kit.columns import SortKey
from pomni.people.models.clients import Client
from pomni.people.rules import LONGEST_ORDER, text_in_order


class TextOrder(SortKey):
    """By what lists sort a text: it follows the text of its row, whoever saves it."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """What is written."""
        setattr(model_instance, self.attname, text_in_order(model_instance.text))
        return super().pre_save(model_instance, add)


class OwnValue(models.Model):
    """A value of a field of the company's own; of a field with several values at once, one row each.

    `slot` is 0, and with several values the choice: a client has each only once, which also tells a merge how two become one.
    Of a link `other` or `colleague` says to whom. A file, which the floors above keep, is told in `text` by its uid.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="own_values", db_index=False)
    field = models.ForeignKey("facts.OwnField", on_delete=models.PROTECT, related_name="+", db_index=False)
    slot = models.PositiveBigIntegerField(default=0)
    text = models.CharField(max_length=2000, blank=True)
    sorted_as = TextOrder(max_length=LONGEST_ORDER, null=True, editable=False)  # of a text alone
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    day = models.DateField(null=True)
    choice = models.ForeignKey(
        "facts.FieldChoice", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    other = models.ForeignKey(
        Client, null=True, on_delete=models.CASCADE, related_name="linked_values", db_index=False
    )
    colleague = models.ForeignKey(
        "team.User", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("Custom field")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "field", "slot"], name="one_own_value")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["field", "sorted_as", "client"],
                condition=models.Q(sorted_as__isnull=False),
                name="own_values_by_text",
            ),
            models.Index(fields=["field", "number", "client"], name="own_values_by_number"),
            models.Index(fields=["field", "day", "client"], name="own_values_by_day"),
            models.Index(fields=["field", "choice", "client"], name="own_values_by_choice"),
            models.Index(
                fields=["other", "field", "client"],
                condition=models.Q(other__isnull=False),
                name="own_values_by_other",
            ),
            models.Index(
                fields=["colleague", "field", "client"],
                condition=models.Q(colleague__isnull=False),
                name="own_values_by_colleague",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.day or self.number or self.choice_id or "")

    def get_kind_display(self) -> str:
        """How what ties two clients to each other is called: by the name of the field."""
        return self.field.name
