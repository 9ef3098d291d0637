"""What the company says of itself: one row, made at the first run."""

from typing import ClassVar

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.team.models.people import LANGUAGES

THE_ONE = 1
DEFAULT_HUE = 272  # the hue that tokens.css has where a company chose none


class Company(models.Model):
    """The company whose memory this is. Currency, phones, week and zone are what every module begins from."""

    see: ClassVar[str] = "team.company.change"

    class NameOrder(models.TextChoices):
        """What stands first in a person's name; empty: as the company's language has it."""

        FAMILY_FIRST = "family_first", _("Family name first")
        GIVEN_FIRST = "given_first", _("Given name first")

    class SecondFactor(models.TextChoices):
        """Who must have a second step of sign-in."""

        NOBODY = "nobody", _("Nobody; everyone may")
        DIRECTORS = "directors", _("Whoever may change rights")
        EVERYBODY = "everybody", _("Everybody")

    name = models.CharField(pgettext_lazy("of a company", "Name"), max_length=120, blank=True)
    trade = models.CharField(_("Trade"), max_length=20, default="general")  # a key of kit.terms.TRADES
    country = models.CharField(_("Country"), max_length=2, blank=True)  # ISO 3166-1
    currency = models.CharField(_("Money"), max_length=3, blank=True)  # ISO 4217
    phone_region = models.CharField(_("Phones without a code are of"), max_length=2, blank=True)
    week_start = models.PositiveSmallIntegerField(_("The week begins on"), default=1)  # ISO 8601: Monday is 1
    zone = models.CharField(_("Time zone"), max_length=60, default="UTC")
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, blank=True)
    name_order = models.CharField(_("Names of people"), max_length=12, choices=NameOrder, blank=True)
    tax_ids = models.JSONField(default=dict)  # {"inn": "7707083893"}: keys of kit.places
    hue = models.PositiveSmallIntegerField(_("Colour"), default=DEFAULT_HUE)  # degrees of oklch, 0 to 359
    logo = models.CharField(max_length=120, blank=True)  # name of a file of ours below the media folder
    second_factor = models.CharField(
        _("Second step of sign-in"), max_length=12, choices=SecondFactor, default=SecondFactor.NOBODY
    )
    lock_after = models.PositiveSmallIntegerField(
        default=0
    )  # minutes without a touch; 0: the screen stays open
    session_days = models.PositiveSmallIntegerField(default=30)  # then everybody signs in anew
    recovery_sheet_at = models.DateTimeField(
        null=True
    )  # when somebody said that the sheet is in a safe place
    set_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=THE_ONE), name="one_company")]

    def __str__(self) -> str:
        return self.name or "Pomni"

    @property
    def names_in_order(self) -> str:
        """What stands first in a person's name: as chosen, else as the company's language has it in registers."""
        by_language = "given_first" if self.language == "en" else "family_first"
        return self.name_order or by_language

    @property
    def logo_url(self) -> str:
        """Where the browser gets the logo; empty where there is none."""
        from django.urls import reverse

        return reverse("team:logo", args=[self.logo]) if self.logo else ""

    @property
    def has_logo(self) -> bool:
        """Whether the file of the logo is really there."""
        return bool(self.logo) and default_storage.exists(f"brand/{self.logo}")


class Keeping(models.Model):
    """For how long something is kept, where somebody chose it: `key` names a `Retention` of a module; 0: for ever."""

    key = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"
