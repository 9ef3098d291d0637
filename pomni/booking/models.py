"""How online booking is set up, and bookings that wait for the code that was sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7

THE_ONE = 1


class BookingPage(models.Model):
    """The one row that says how clients book by themselves."""

    class Code(models.TextChoices):
        """By what a code comes that shows that the address is theirs."""

        NONE = "", pgettext_lazy("of a code", "No code is asked")
        PHONE = "phone", pgettext_lazy("of a code", "By SMS, and by e-mail where no SMS can be sent")
        MAIL = "mail", pgettext_lazy("of a code", "By e-mail")

    see: ClassVar[str] = "booking.page.change"

    is_on = models.BooleanField(_("{Clients} can book online"), default=False)
    locations = models.ManyToManyField("team.Location", related_name="+")
    shows_prices = models.BooleanField(_("Show prices"), default=True)
    shows_people = models.BooleanField(_("Let {clients} choose a {specialist}"), default=True)
    greeting = models.TextField(_("Greeting"), max_length=500, blank=True)
    phone = models.CharField(_("Phone for questions"), max_length=40, blank=True)
    consent = models.TextField(_("Consent"), max_length=1000, blank=True)
    consent_url = models.URLField(_("Address of your rules"), max_length=300, blank=True)
    code_by = models.CharField(_("Ask for a code"), max_length=10, choices=Code.choices, blank=True)
    sites = models.JSONField(default=list)  # ["https://salon.example"]: where the page may stand in a frame
    refused = models.JSONField(default=list)  # phones and addresses in their normal form: please call us
    # [{"text": "Allergies?", "kind": "text", "choices": [], "is_required": false}]: what is asked with each booking
    questions = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=THE_ONE), name="one_booking_page")]

    def __str__(self) -> str:
        return "booking page"


class AskedFor(models.Model):
    """A booking that waits until the code is typed that was sent. Kept for an hour at most.

    Of the code only a keyed digest is kept; of the secret in the address of its page, a digest.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    secret = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    location = models.ForeignKey("team.Location", on_delete=models.CASCADE, related_name="+")
    told = models.JSONField()  # what was asked for and typed
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uid)
