"""What is kept ready about a client, written in the transaction of what it follows from (docs/decisions/0029)."""

from django.db import models

from pomni.people.models.clients import Client


class ClientFigures(models.Model):
    """Figures of one client: lists sort and filter by them without asking the floors above."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    last_contact_at = models.DateTimeField(null=True)  # of the newest Touch
    contacts = models.PositiveIntegerField(default=0)
    next_due_on = models.DateField(null=True)  # of the earliest open task or next step
    promises_open = models.PositiveIntegerField(default=0, db_default=0)
    visits = models.PositiveIntegerField(default=0, db_default=0)  # completed ones
    no_shows = models.PositiveIntegerField(default=0, db_default=0)
    last_visit_at = models.DateTimeField(null=True)  # of the newest completed one
    next_visit_at = models.DateTimeField(null=True)  # of the nearest that is booked and has not begun
    visit_ahead_at = models.DateTimeField(null=True)  # the farthest that is booked; may be past by now
    rhythm_days = models.FloatField(null=True)  # median of the days between contacts; None: too few to tell
    rhythm_spread = models.FloatField(null=True)  # median of how far those days are from it
    # In the company's money: what really came in, and what was paid less what was bought.
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0, db_default=0)
    balance = models.DecimalField(max_digits=14, decimal_places=2, default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["last_contact_at", "client"], name="clients_by_last_contact"),
            models.Index(fields=["next_due_on", "client"], name="clients_by_next_due"),
            models.Index(fields=["visits", "client"], name="clients_by_visits"),
            models.Index(fields=["last_visit_at", "client"], name="clients_by_last_visit"),
            models.Index(fields=["next_visit_at", "client"], name="clients_by_next_visit"),
            models.Index(
                fields=["balance", "client"], condition=~models.Q(balance=0), name="clients_by_balance"
            ),
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
        indexes = [
            models.Index(fields=["client", "at"], name="touches_of_client"),
            models.Index(fields=["at", "client"], name="touches_by_day"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_touch_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} with {self.client_id}"


class Away(models.Model):
    """That a client once stayed away for longer than they used to, and came back: of figures of past days.

    From `since`, the day that was too late, until before `until`, the day of the next contact. The stretch that lasts is
    `Client.late_on`. Follows from the touches, and holds the bare key: whoever merges clients has it told anew.
    """

    client_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["client_id", "since", "until"], name="away_of_client"),
            models.Index(fields=["until", "since", "client_id"], name="away_by_day"),
        ]

    def __str__(self) -> str:
        return f"client {self.client_id} was away"
