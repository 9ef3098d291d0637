"""Files on clients' cards."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.clock import now
from pomni.kit.ids import uuid7
from pomni.team.access import HangingQuerySet, MadeOnce

FRESH = timedelta(days=1)  # so long whoever added a file may take it back


class FileQuerySet(HangingQuerySet["File"]):
    """Files."""


class File(MadeOnce):
    """A file on a client's card. Its bytes lie below the media folder under a name of chance that nobody chose."""

    see: ClassVar[str] = "documents.file.see"

    class Preview(models.TextChoices):
        """How it stands with pictures of a file."""

        NONE = "", _("There is no preview for files of this kind.")
        WAITING = "waiting", _("The preview is being made.")
        MADE = "made", _("There is a preview.")
        ENCRYPTED = "encrypted", _("There is no preview: the file is protected by a password.")
        BROKEN = "broken", _("There is no preview: the file is damaged, or not quite what it claims to be.")
        LARGE = "large", _("There is no preview: the picture has too many pixels.")
        SLOW = "slow", _("There is no preview: drawing it took too long.")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="files")
    name = models.CharField(pgettext_lazy("of a file", "Name"), max_length=200)
    media_type = models.CharField(max_length=100)  # as its bytes say, never as the sender did
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=120)  # below the media folder: "files/3f/…"
    preview = models.CharField(max_length=120, blank=True, choices=Preview)  # its pictures lie beside it
    pages = models.PositiveIntegerField(default=0)  # of a PDF
    added_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)  # when its bytes were found missing

    objects: ClassVar[Any] = FileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-added_at"], name="files_of_client"),
            models.Index(fields=["removed_at"], condition=~models.Q(removed_at=None), name="files_removed"),
            models.Index(fields=["lost_at"], condition=~models.Q(lost_at=None), name="files_lost"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_fresh_of(self, user: Any) -> bool:
        """Whether the user has added it, and so lately that they may take it back."""
        return self.added_by_id == user.pk and now() < self.added_at + FRESH
