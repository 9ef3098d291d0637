"""What colleagues write down about a client: notes, and interactions with what came of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.people.models.clients import Client
from pomni.team.access import HangingQuerySet, MadeOnce


class OfClientQuerySet(HangingQuerySet[Any]):
    """Records that hang on a client."""


class Note(MadeOnce):
    """A text about a client. One that is still to be finished waits for its writer on Today."""

    see: ClassVar[str] = "people.note.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(pgettext_lazy("of a note", "Text"), max_length=8000)
    to_finish = models.BooleanField(_("Finish later"), default=False)
    written_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # taken back by its writer: the timeline says so

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["written_by", "-written_at"],
                condition=Q(to_finish=True, withdrawn_at=None),
                name="notes_to_finish",
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Interaction(MadeOnce):
    """That a colleague and a client were in touch: how, where, on what occasion, what came of it."""

    see: ClassVar[str] = "people.interaction.see"

    class How(models.TextChoices):
        """By what they were in touch."""

        CALL = "call", _("Call")
        MESSAGE = "message", pgettext_lazy("by messenger", "Message")
        LETTER = "letter", pgettext_lazy("to a client", "Letter")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        EXHIBITION = "exhibition", _("Exhibition")
        OTHER = "other", pgettext_lazy("kind of contact", "Other")

    class Side(models.TextChoices):
        """Who began."""

        OURS = "ours", _("We got in touch")
        THEIRS = "theirs", _("They got in touch")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="interactions")
    how = models.CharField(_("How"), max_length=12, choices=How, default=How.CALL)
    side = models.CharField(_("Who began"), max_length=8, choices=Side, default=Side.OURS)
    at = models.DateTimeField(_("When"))
    where = models.CharField(_("Where"), max_length=200, blank=True)
    occasion = models.CharField(_("On what occasion"), max_length=200, blank=True)
    outcome = models.TextField(_("What came of it"), max_length=8000, blank=True)
    written_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.how} {self.pk}"
