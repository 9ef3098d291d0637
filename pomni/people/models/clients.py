"""Clients, how each can be reached, and the tags that gather them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.kit.columns import SortKey
from pomni.kit.ids import uuid7
from pomni.people.alarm import warning
from pomni.team.access import MadeOnce, VisibleQuerySet


class ClientQuerySet(VisibleQuerySet["Client"]):
    """Clients."""

    def own(self, user: Any) -> Q:
        """Those that the user answers for, or has entered."""
        return Q(responsible=user) | Q(entered_by=user)

    def of_team(self, user: Any) -> Q:
        """Those that somebody of the user's team answers for."""
        return Q(responsible__in=user.grants.teammates)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those who belong to one of the locations, or to none yet."""
        return Q(location__in=locations) | Q(location=None)

    def because(self, how: str, user: Any, record: Any) -> str:
        """Why the user sees this client, in words."""
        if how == "own":
            return (
                gettext("answers for it") if record.responsible_id == user.pk else gettext("has entered it")
            )
        if how == "team":
            told = {"name": record.responsible.name}
            return gettext("%(name)s, who answers for it, is in their team") % told
        if how == "place":
            if record.location is None:
                return gettext("it belongs to no {location} yet")
            return gettext("it belongs to the {location} %(name)s") % {"name": record.location.name}
        return gettext("sees all {clients}")


class Tag(models.Model):
    """A word that gathers clients: "VIP", "implants". Whoever may change clients may coin one."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("of a tag", "Name"), max_length=40)
    folded = models.CharField(max_length=40, unique=True)  # for comparing: spelling.fold of the name

    def __str__(self) -> str:
        return self.name


# For each way in which a client is reached: the order of a list, and all that tells who else reaches it and whether it
# is shown, so that the first of a list and how many there are come out of the index alone.
REST_OF = {
    "responsible": ("sorted_as", "id", "location", "entered_by", "archived_at", "forgotten_at"),
    "location": ("sorted_as", "id", "responsible", "entered_by", "archived_at", "forgotten_at"),
    "entered_by": ("sorted_as", "id", "responsible", "location", "archived_at", "forgotten_at"),
}


HERE = Q(archived_at=None, forgotten_at=None)
# Clients for whom nothing is to be done next: who is served still, and has no open task or next step.
UNPLANNED = Q(has_next_step=False, archived_at=None, forgotten_at=None)
LATE = Q(late_on__isnull=False, archived_at=None, forgotten_at=None)
WHOSE = ("responsible", "location", "entered_by")  # by which a client is reached


class Client(MadeOnce):
    """A person or an organisation whom the company serves; one card each.

    Of a person the parts of the name are kept, and `name` is made of them in the company's order; where only a whole
    name was told, the parts are empty. `sorted_as` and `found_by` follow the name (people.rules): for order and search.
    """

    see: ClassVar[str] = "people.client.see"

    class Kind(models.TextChoices):
        """What a client is by law."""

        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Sex(models.TextChoices):
        """As written in papers; empty where nobody asked."""

        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    class Part(models.TextChoices):
        """What a counterparty is to the company; one may be several of these."""

        CLIENT = "client", _("{Client}")
        SUPPLIER = "supplier", _("Supplier")
        LABORATORY = "laboratory", _("Laboratory")
        AGENT = "agent", _("Agent")
        PAYER = "payer", _("Payer")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.PERSON)
    name = models.CharField(pgettext_lazy("of a client", "Name"), max_length=200)
    family = models.CharField(_("Family name"), max_length=80, blank=True)
    given = models.CharField(_("Given name"), max_length=80, blank=True)
    patronymic = models.CharField(_("Patronymic"), max_length=80, blank=True)
    called = models.CharField(_("How to address them"), max_length=80, blank=True)
    sorted_as = SortKey(max_length=400, default="", editable=False)
    found_by = models.TextField(
        default="", editable=False
    )  # folded: name, its parts, how they are addressed, tax number
    sex = models.CharField(_("Sex"), max_length=6, choices=Sex, blank=True)
    birth_day = models.CharField(max_length=5, blank=True)  # "02-29"; the year may be unknown
    birth_year = models.PositiveSmallIntegerField(null=True)
    tax_id = models.CharField(_("Tax number"), max_length=20, blank=True)  # without spaces and dashes
    works_at = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="staff", verbose_name=_("Works at")
    )
    position = models.CharField(_("Position"), max_length=120, blank=True)
    parts = models.CharField(
        _("Parts they play"), max_length=60, default=Part.CLIENT
    )  # codes with spaces between, in the order of `Part`
    category = models.CharField(_("Category"), max_length=60, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)  # in which they are spoken to: "pl"
    address = models.CharField(_("Address"), max_length=300, blank=True)  # the preferred one
    address_label = models.CharField(max_length=40, blank=True)
    # Requisites. Which of them there are is told by the country; each is checked (kit/requisites.py).
    legal_name = models.CharField(_("Legal name"), max_length=300, blank=True)
    legal_address = models.CharField(_("Legal address"), max_length=300, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    regon = models.CharField(_("REGON"), max_length=14, blank=True)
    krs = models.CharField(_("KRS"), max_length=10, blank=True)
    account = models.CharField(_("Bank account"), max_length=34, blank=True)  # 20 digits, or an IBAN
    bik = models.CharField(_("BIK"), max_length=9, blank=True)
    corr_account = models.CharField(_("Correspondent account"), max_length=20, blank=True)
    swift = models.CharField(_("SWIFT"), max_length=11, blank=True)
    bank = models.CharField(_("Bank"), max_length=120, blank=True)
    source = models.CharField(_("Source"), max_length=120, blank=True)  # where they heard of the company
    alert = models.CharField(_("Alert"), max_length=200, blank=True)  # shows wherever the client shows
    allergies = models.CharField(max_length=600, blank=True, editable=False)  # follows from the peculiarities
    about = models.TextField(_("Remark"), max_length=4000, blank=True)
    tags = models.ManyToManyField(Tag, related_name="clients", verbose_name=_("Tags"))
    responsible = models.ForeignKey(
        "team.User",
        null=True,
        on_delete=models.SET_NULL,
        related_name="clients",
        verbose_name=_("Responsible"),
        db_index=False,
    )
    entered_by = models.ForeignKey(
        "team.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    location = models.ForeignKey(
        "team.Location",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("{Location}"),
        db_index=False,
    )
    added_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    # Follow from the figures; they stand here for the board, which counts those within reach out of an index alone.
    has_next_step = models.BooleanField(default=False, db_default=False, editable=False)
    late_on = models.DateField(null=True, editable=False)  # then they stay away longer than they use to

    objects: ClassVar[Any] = ClientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["sorted_as", "id", "archived_at", "forgotten_at"], name="list_by_name"),
            models.Index(
                fields=["sorted_as", "id"], condition=Q(archived_at__isnull=False), name="list_of_archived"
            ),
            *(models.Index(fields=[way, *REST_OF[way]], name=f"list_by_{way}") for way in REST_OF),
            models.Index(fields=["added_at", "id"], name="clients_by_age"),
            # All that figures ask of every client: they are counted out of the index, without the wide rows.
            models.Index(
                fields=["added_at", "archived_at", "forgotten_at", "late_on", *WHOSE, "source"],
                name="clients_for_figures",
            ),
            # What conditions ask most of those who are served: a segment is counted without the wide rows.
            models.Index(fields=["kind", "id", "source", "added_at"], condition=HERE, name="clients_here"),
            models.Index(fields=["tax_id"], condition=~Q(tax_id=""), name="clients_by_tax_id"),
            models.Index(
                fields=["birth_day", "id", *WHOSE, "archived_at", "forgotten_at"],
                condition=~Q(birth_day=""),
                name="birthdays",
            ),
            models.Index(fields=["late_on", "id", *WHOSE], condition=LATE, name="late"),
            models.Index(fields=["account"], condition=~Q(account=""), name="clients_by_account"),
            models.Index(
                fields=["responsible", "id", "location", "entered_by"], condition=UNPLANNED, name="unplanned"
            ),
        ]

    @property
    def warning(self) -> str:
        """What whoever meets them must know first; "" where there is nothing."""
        return warning(self.alert, self.allergies)

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """A phone, an e-mail address, or a name in a messenger. It may have many holders: a family's phone is one."""

    class Kind(models.TextChoices):
        """By what the client can be reached."""

        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        MESSENGER = "messenger", _("Messenger")  # `normal` is "telegram:anna", the holding's label "telegram"

    kind = models.CharField(max_length=20, choices=Kind)
    normal = models.CharField(max_length=254)  # for finding and comparing
    holders = models.ManyToManyField(Client, through="Holding", related_name="contact_points")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "normal"], name="one_contact_point")]

    def __str__(self) -> str:
        return self.normal


class Holding(models.Model):
    """That a client is reached by a contact point."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="holdings")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="holdings")
    typed = models.CharField(
        max_length=254
    )  # as it was written for this client: another's spelling tells nothing here
    label = models.CharField(max_length=40, blank=True)  # "mobile", "work": as the company calls it
    place = models.PositiveSmallIntegerField(default=0)  # in the order of the client's card
    is_preferred = models.BooleanField(default=True)  # one of each kind

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "contact_point"], name="held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.contact_point}"
