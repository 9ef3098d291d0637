"""What is kept ready about a client, written in the transaction of what it follows from (docs/decisions/0029)."""

from django.db import models

from pomni.people.models.clients import Client


class ClientFigures(models.Model):
    """Figures of one client: lists sort and filter by them without asking the floors above."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    last_contact_at = models.DateTimeField(null=True)  # of the newest Touch
    contacts = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True)  # of the earliest open task

    class Meta:
        indexes = [
            models.Index(fields=["last_contact_at", "client"], name="clients_by_last_contact"),
            models.Index(fields=["next_due_on", "client"], name="clients_by_next_due"),
        ]

    def __str__(self) -> str:
        return f"figures of {self.client_id}"


class Touch(models.Model):
    """That there was contact with a client: what their own rhythm is told from."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="touches", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)  # "people.interaction"
    record_id = (
        models.BigIntegerField()
    )  # the record of that kind, so that a withdrawn one takes its touch along

    class Meta:
        indexes = [models.Index(fields=["client", "at"], name="touches_of_client")]
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_touch_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} with {self.client_id}"
