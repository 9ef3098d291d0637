"""What else is known of a client: ties to others, peculiarities and moments good and bad, days to remember, consents."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.ids import uuid7
from pomni.people.models.clients import Client
from pomni.people.models.written import OfClientQuerySet
from pomni.team.access import MadeOnce


class Known(MadeOnce):
    """One thing that is known of a client. What is taken away stays here until the person is forgotten: it can be put back."""

    see: ClassVar[str] = "people.client.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    told_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Tie(Known):
    """What somebody is to a client: another client, or a colleague. Told once, it shows on both cards.

    Read as "for the client, the other one is …": of a tie whose kind is `parent` the other one is the client's parent.
    """

    class Kind(models.TextChoices):
        """What the other one is."""

        DECIDES = "decides", _("Decision-maker")
        REPRESENTS = "represents", _("Legal representative")
        PAYS = "pays", _("Payer")
        RECOMMENDED = "recommended", _("Recommended by")
        KNOWS = "knows", _("Acquaintance")
        SPOUSE = "spouse", pgettext_lazy("family", "Spouse")
        PARENT = "parent", pgettext_lazy("family", "Parent")
        SIBLING = "sibling", pgettext_lazy("family", "Brother or sister")
        GRANDPARENT = "grandparent", pgettext_lazy("family", "Grandparent")
        RELATIVE = "relative", pgettext_lazy("family", "Relative")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=12, choices=Kind)
    other = models.ForeignKey(Client, null=True, on_delete=models.CASCADE, related_name="tied")
    colleague = models.ForeignKey("team.User", null=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(pgettext_lazy("of a tie", "Remark"), max_length=200, blank=True)
    since = models.DateField(pgettext_lazy("of a tie", "Since"), null=True)

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other=None, colleague__isnull=False) | Q(other__isnull=False, colleague=None),
                name="tied_to_a_client_or_a_colleague",
            )
        ]


class Peculiarity(Known):
    """What makes a client special, by kind; and what was good or bad between them and the company."""

    class Kind(models.TextChoices):
        """Of what it tells."""

        ALLERGY = "allergy", _("Allergy")
        PET = "pet", pgettext_lazy("peculiarity", "Pet")
        FOOD = "food", pgettext_lazy("peculiarity", "Food and drink")
        HOBBY = "hobby", pgettext_lazy("peculiarity", "Hobby")
        HABIT = "habit", pgettext_lazy("peculiarity", "Habit")
        DISLIKE = "dislike", pgettext_lazy("peculiarity", "Does not like")
        GIFT_LIKED = "gift_liked", pgettext_lazy("peculiarity", "Gift they would like")
        GIFT_GIVEN = "gift_given", pgettext_lazy("peculiarity", "Gift given")
        GOOD = "good", pgettext_lazy("moment between us", "Good moment")
        BAD = "bad", pgettext_lazy("moment between us", "Bad moment")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="peculiarities")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(pgettext_lazy("of a peculiarity", "What"), max_length=300)
    on = models.DateField(pgettext_lazy("of a peculiarity", "When"), null=True)

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()


class ImportantDate(Known):
    """A day to remember: each year, or once. The birthday stands with the client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="important_dates")
    title = models.CharField(pgettext_lazy("of a date", "What for"), max_length=120)
    day = models.CharField(max_length=5)  # "02-29"
    year = models.PositiveSmallIntegerField(null=True)  # since when; of one that comes once, when
    is_yearly = models.BooleanField(_("Every year"), default=True)

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day"], condition=Q(withdrawn_at=None), name="dates_by_day")]


class Address(models.Model):
    """A further address of a client; the preferred one stands in the client's own row."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="addresses")
    text = models.CharField(max_length=300)
    label = models.CharField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"address {self.pk}"


class Consent(MadeOnce):
    """That a client consented to something, or took that back. Such words are never changed: what was said later counts."""

    see: ClassVar[str] = "people.client.see"

    class Kind(models.TextChoices):
        """To what: a yes to one is none to another."""

        DATA = "data", _("Data consent")
        MARKETING = "marketing", _("Marketing consent")
        TREATMENT = "treatment", _("Treatment consent")
        PHOTO = "photo", _("Consent to publish photos")

    class Channel(models.TextChoices):
        """By what one may be written to, where the consent is about that."""

        CALL = "call", pgettext_lazy("consent", "Calls")
        SMS = "sms", pgettext_lazy("consent", "SMS")
        EMAIL = "email", pgettext_lazy("consent", "E-mail")
        MESSENGER = "messenger", pgettext_lazy("consent", "Messengers")
        LETTER = "letter", pgettext_lazy("consent", "Post")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind)
    is_given = models.BooleanField()  # or taken back
    channels = models.CharField(max_length=60, blank=True)  # codes behind spaces; none: by any
    wording = models.TextField(_("Wording"), max_length=4000, blank=True)
    version = models.CharField(pgettext_lazy("of a wording", "Version"), max_length=40, blank=True)
    on = models.DateField(pgettext_lazy("of a consent", "Date"))
    origin = models.CharField(pgettext_lazy("of a consent", "Origin"), max_length=120, blank=True)
    told_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField()

    objects: ClassVar[Any] = OfClientQuerySet.as_manager()

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def by_channels(self) -> tuple[str, ...]:
        """The channels that it is about; none: all."""
        return tuple(self.channels.split())
