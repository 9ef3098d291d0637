"""Files on clients' cards."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.team.access import HangingQuerySet, MadeOnce


class FileQuerySet(HangingQuerySet["File"]):
    """Files."""


class File(MadeOnce):
    """A file on a client's card. Its bytes lie below the media folder under a name of chance that nobody chose."""

    see: ClassVar[str] = "documents.file.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="files")
    name = models.CharField(pgettext_lazy("of a file", "Name"), max_length=200)
    media_type = models.CharField(max_length=100)  # as its bytes say, never as the sender did
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=120)  # below the media folder: "files/3f/…"
    preview = models.CharField(
        max_length=120, blank=True
    )  # a picture of it, as ours; empty where there is none
    pages = models.PositiveIntegerField(default=0)  # of a PDF
    added_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = FileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-added_at"], name="files_of_client")]

    def __str__(self) -> str:
        return self.name
