"""Imports and exports. Each row says how far it is, so that a killed worker goes on where it was."""

from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet


class OfMakerQuerySet(VisibleQuerySet[Any]):
    """Records that belong to whoever made them."""

    def own(self, user: Any) -> Q:
        """Those that the user made."""
        return Q(made_by=user)


class Import(MadeOnce):
    """A file on its way in: read, matched, tried, taken in by the background, and taken back if asked."""

    see: ClassVar[str] = "exchange.import.see"

    class State(models.TextChoices):
        """How far it is."""

        READ = "read", _("Choose the columns")
        TRYING = "trying", _("Being tried")
        TRIED = "tried", _("Ready to start")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")
        FAILED = "failed", _("Stopped")
        DROPPED = "dropped", pgettext_lazy("of an import", "Given up")

    class Of(models.TextChoices):
        """What stands in the file."""

        CLIENTS = "clients", _("{Clients}")
        SERVICES = "services", _("Services")
        GOODS = "goods", _("Goods")
        PERFORMERS = "performers", _("Who performs services")
        PACKAGES = "packages", _("Packages")
        PRICES = "prices", _("Price lists")
        VISITS = "visits", _("Visits")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    of = models.CharField(max_length=10, choices=Of, default=Of.CLIENTS)
    name = models.CharField(max_length=200)  # of the file, as it was sent
    stored = models.CharField(max_length=120, blank=True)  # below the media folder; empty when it was let go
    size = models.PositiveBigIntegerField()  # bytes
    kind = models.CharField(max_length=8)  # csv, xlsx, vcard
    reading = models.JSONField(
        default=dict
    )  # encoding, delimiter, header, sheet: found, then as changed by the person
    columns = models.JSONField(default=list)  # the headers as they stand in the file
    mapping = models.JSONField(default=dict)  # {"0": "phone"}: number of the column, key of the target
    options = models.JSONField(default=dict)  # what becomes of those who are there already; responsible; tags
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    rows = models.PositiveIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0)  # how many rows were looked at
    last_row = models.PositiveIntegerField(default=0)  # the number that the last of them has in the file
    trial = models.JSONField(default=dict)  # what the trial counted, with examples and the first faults
    figures = models.JSONField(
        default=dict
    )  # counts beside those below; tags that were coined; since when it runs
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)  # were there already, and nothing to change
    faulty = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)  # why it was stopped, in the words of its maker's language

    objects: ClassVar[Any] = OfMakerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_by", "-id"], name="imports_of_maker")]

    @cached_property
    def is_known_by_line(self) -> bool:
        """Whether it is still known what each row did. Asked several times by one page: kept with the record."""
        return self.lines.exists()

    @property
    def is_of_clients(self) -> bool:
        """Whether clients stand in the file, and not what the company offers, or visits."""
        return self.of == self.Of.CLIENTS

    @property
    def lines(self) -> Any:
        """What its rows did, row by row."""
        return self.taken if self.is_of_clients else self.taken_offers

    def __str__(self) -> str:
        return self.name


class Taken(models.Model):
    """What one row of an import did to one client: kept so that the whole import can be taken back."""

    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="taken", db_index=False)
    client_id = models.BigIntegerField(db_index=True)
    number = models.PositiveIntegerField()  # of the row in the file
    is_new = models.BooleanField()
    before = models.JSONField(
        default=dict
    )  # {field: [before, after]}; what came in addition stands under "+…"
    moments = models.PositiveSmallIntegerField(default=1)  # that it wrote about this client
    undone = models.BooleanField(default=False)
    kept = models.CharField(
        max_length=8, blank=True
    )  # why it was not taken back: "touched", "changed", "merged", "reach"

    class Meta:
        indexes = [models.Index(fields=["whole", "undone", "id"], name="taken_by_import")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.whole_id}"


class TakenOffer(models.Model):
    """What one row of an import did to one record of the catalogue, or to one visit, as `Import.of` has it."""

    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="taken_offers", db_index=False)
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    is_new = models.BooleanField()
    before = models.JSONField(default=dict)  # {word: [before, after]}; of a visit what was made with it
    undone = models.BooleanField(default=False)
    kept = models.CharField(max_length=8, blank=True)  # why it was not taken back: "changed"

    class Meta:
        indexes = [models.Index(fields=["whole", "undone", "id"], name="taken_offers_by_import")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.whole_id}"


class Fault(models.Model):
    """A row that could not be taken: its number, the column, the reason. Its cells go into a file to mend."""

    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults", db_index=False)
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    cells = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["whole", "number"], name="faults_of_import")]

    def __str__(self) -> str:
        return f"row {self.number}: {self.reason}"


class RememberedMapping(models.Model):
    """How the columns of a file with these headers were matched last: the next such file is matched so at once."""

    headers = models.CharField(max_length=64, unique=True)  # a digest of the folded headers
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.headers


class Export(MadeOnce):
    """A file of clients, or of visits, on its way out. It belongs to whoever asked for it, and is deleted after a week."""

    see: ClassVar[str] = "exchange.export.see"

    class Of(models.TextChoices):
        """What stands in the file."""

        CLIENTS = "clients", _("{Clients}")
        VISITS = "visits", _("Visits")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Stopped")
        GONE = "gone", _("Deleted")

    class Format(models.TextChoices):
        """What is written."""

        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"
        VCARD = "vcf", "vCard"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    of = models.CharField(max_length=8, choices=Of, default=Of.CLIENTS)
    format = models.CharField(max_length=5, choices=Format)
    asked = models.JSONField(default=dict)  # the filters of the list, as its address has them
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0)
    stored = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=40)  # the watermark: stands in the file and tells whose copy it is
    ended_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)

    objects: ClassVar[Any] = OfMakerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_by", "-id"], name="exports_of_maker")]

    def __str__(self) -> str:
        return f"{self.format} {self.pk}"
