"""The tables of the spine: moments and whom they concern, the chain over them, and the cursors of those who listen."""

from typing import Any

from django.db import models

from pomni.memory.events import Event


class Moment(models.Model):
    """One remembered event. Rows are added, never changed: triggers refuse all but the shredding of `personal` and `salt`.

    No foreign keys: what a moment tells stays true when the record or the colleague is gone.
    """

    at = models.DateTimeField()  # when it was written down
    happened = models.DateTimeField()  # when it happened: earlier than `at` for what is told afterwards
    kind = models.CharField(max_length=80)
    by_id = models.BigIntegerField()
    record = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    facts = models.JSONField()
    personal = models.JSONField()
    salt = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["record", "record_id", "-id"], name="moments_of_record"),
            models.Index(fields=["by_id", "-id"], name="moments_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def event(self) -> type[Event]:
        """The declaration of this kind."""
        return Event.known[self.kind]

    @property
    def is_shredded(self) -> bool:
        """Whether the person it tells of was forgotten."""
        return not self.salt

    def all_facts(self) -> dict[str, Any]:
        """Every fact that is still there, unmasked: for the machine, never for a page."""
        return {**self.facts, **self.personal}


class Concern(models.Model):
    """That a moment concerns a client. Merging, unmerging and erasing move these links and never touch a moment.

    What a timeline is walked and sifted by stands here as well, so that one index answers: a client's moments of some
    records, or those that were known at an instant, without a look at any moment that is not shown.
    """

    moment = models.ForeignKey(Moment, on_delete=models.PROTECT, related_name="concerns", db_index=False)
    client_id = models.BigIntegerField()
    happened = models.DateTimeField()
    record = models.CharField(max_length=60, default="")  # as the moment's
    told = models.DateTimeField(null=True)  # the moment's `at`, where that is not when it happened

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "client_id"], name="concern_once")]
        indexes = [
            models.Index(
                fields=["client_id", "-happened", "-moment", "record", "told"], name="timeline_of_client"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment_id} concerns {self.client_id}"


class Seal(models.Model):
    """A moment's place in the chain: a sequence without gaps, and a hash over the moment and the seal before it."""

    seq = models.BigIntegerField(primary_key=True)
    moment_id = models.BigIntegerField(unique=True)
    personal_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.seq}: {self.moment_id}"


class SealerState(models.Model):
    """The one row that a sealer locks while it works. All moments up to `floor` are known to be sealed."""

    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"floor {self.floor}"


class Cursor(models.Model):
    """How far along the sequence a listener has heard, and what holds it up."""

    listener = models.CharField(max_length=160, primary_key=True)
    seq = models.BigIntegerField(default=0)
    tries = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.listener} at {self.seq}"


class SetAside(models.Model):
    """A moment that a listener could not take in after many tries. It is kept here until somebody sends it again."""

    listener = models.CharField(max_length=160)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    error = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listener", "seq"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.listener} without {self.seq}"


class Sighting(models.Model):
    """That somebody opened a card or took an export: for "who saw whom", and for noticing unusual viewing."""

    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    how = models.CharField(max_length=20)
    record = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["by_id", "at"], name="sightings_by"),
            models.Index(fields=["record", "record_id", "at"], name="sightings_of"),
            # Holds all that a report between two instants counts: it is answered out of the index alone.
            models.Index(fields=["at", "how", "by_id", "record_id"], name="sightings_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.how} {self.record} {self.record_id}"
