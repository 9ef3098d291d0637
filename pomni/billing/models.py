"""What was sold, what was paid, and what clients hold that was paid before."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from pomni.billing import rules
from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce, VisibleQuerySet

SUM: dict[str, Any] = {"max_digits": 12, "decimal_places": 2}


class SaleQuerySet(VisibleQuerySet[Any]):
    """Sales: one's own are those that one sold, performed something in, and those to one's own clients."""

    def own(self, user: Any) -> Q:
        """Sold by the user, with something that they performed, or to a client of theirs."""
        performed = SaleLine.objects.filter(performed_by=user).values("sale")
        return Q(sold_by=user) | Q(pk__in=performed) | Q(client__responsible=user)

    def of_team(self, user: Any) -> Q:
        """Sold or performed by somebody of the user's team, or to a client of theirs."""
        team = user.grants.teammates
        performed = SaleLine.objects.filter(performed_by__in=team).values("sale")
        return Q(sold_by__in=team) | Q(pk__in=performed) | Q(client__responsible__in=team)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those that were made there."""
        return Q(location__in=locations)

    def standing(self) -> "SaleQuerySet":
        """Those that hold: neither reversed, nor the reversal of one."""
        return self.filter(reverses=None, reversed_by=None)


class Sale(MadeOnce):
    """What was sold at once. It is never edited: a wrong one is reversed whole by a row of its own, and both are kept."""

    see: ClassVar[str] = "billing.sale.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="sales")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()  # by the clock of the location
    at = models.DateTimeField()
    sold_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    total = models.DecimalField(**SUM)  # of its lines, exactly
    why = models.CharField(
        max_length=300, blank=True
    )  # why there is a discount; of a reversal, why it is one
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", editable=False
    )

    objects: ClassVar[Any] = SaleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["location", "day"], name="sales_of_day"),
            models.Index(fields=["client", "at"], name="sales_of_client"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class SaleLine(models.Model):
    """One thing of a sale, as it was sold: later changes of the catalogue leave it alone."""

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    # What of the catalogue it was: one of these, or none where it only has a name.
    service = models.ForeignKey("catalog.Service", null=True, on_delete=models.PROTECT, related_name="+")
    good = models.ForeignKey("catalog.Good", null=True, on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey("catalog.Package", null=True, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(
        "catalog.Certificate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=9, decimal_places=3)
    price = models.DecimalField(**SUM)  # of one, before the discount
    discount = models.DecimalField(**SUM)  # of the whole line
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # per cent
    tax = models.DecimalField(**SUM, null=True)  # within the amount
    amount = models.DecimalField(**SUM)
    performed_by = models.ForeignKey("team.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sale", "place"], name="sold_in_order")]

    def __str__(self) -> str:
        return self.name


class HoldingQuerySet(VisibleQuerySet[Any]):
    """What clients hold: reached as the sale is by which they got it."""

    def own(self, user: Any) -> Q:
        """Of one's own clients, and what one sold."""
        return Q(client__responsible=user) | Q(line__sale__sold_by=user)

    def of_team(self, user: Any) -> Q:
        """Of the clients of one's team."""
        return Q(client__responsible__in=user.grants.teammates)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Sold there, or of clients who belong there or nowhere yet."""
        there = Q(client__location__in=locations) | Q(client__location=None)
        return Q(line__sale__location__in=locations) | there


class Holding(models.Model):
    """A package or a certificate that was sold to a client: what is left of it is never below nothing."""

    class Kind(models.TextChoices):
        """What it is."""

        PACKAGE = "package", pgettext_lazy("of visits", "Package")
        CERTIFICATE = "certificate", pgettext_lazy("for money", "Gift certificate")

    see: ClassVar[str] = "billing.sale.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="prepaid")
    line = models.OneToOneField(SaleLine, on_delete=models.PROTECT, related_name="holding")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)  # of a certificate: whoever tells it may use it
    amount = models.DecimalField(**SUM, default=0)
    amount_left = models.DecimalField(**SUM, default=0)
    valid_until = models.DateField(null=True)
    sold_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # its sale was reversed

    objects: ClassVar[Any] = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "sold_at"], name="holdings_of_client")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_holding_of_a_code"),
            models.CheckConstraint(
                condition=Q(amount_left__gte=0, amount_left__lte=F("amount")), name="money_left_of_a_holding"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_told(self) -> str:
        """Its code as it is read out."""
        return rules.told_code(self.code)


class Allowance(models.Model):
    """Visits of a package: of these services together, so many; no service named: of any."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="allowances")
    services = models.ManyToManyField("catalog.Service", related_name="+")
    visits = models.PositiveSmallIntegerField(null=True)  # none: as often as wished while it is valid
    left = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(left__lte=F("visits")), name="visits_left_of_a_package")
        ]

    def __str__(self) -> str:
        return f"{self.left} of {self.visits}"


class PaymentQuerySet(VisibleQuerySet[Any]):
    """Payments: one's own are those that one took, and those of one's own clients."""

    def own(self, user: Any) -> Q:
        """Taken by the user, or from a client of theirs."""
        return Q(taken_by=user) | Q(client__responsible=user)

    def of_team(self, user: Any) -> Q:
        """Taken by somebody of the user's team, or from a client of theirs."""
        team = user.grants.teammates
        return Q(taken_by__in=team) | Q(client__responsible__in=team)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those that were taken there."""
        return Q(location__in=locations)


class Payment(MadeOnce):
    """Money that came, or what was paid before and is used now. Without a sale it lies on the client's balance."""

    class Way(models.TextChoices):
        """How it was paid."""

        CASH = "cash", pgettext_lazy("a way to pay", "Cash")
        CARD = "card", pgettext_lazy("a way to pay", "Card")
        TRANSFER = "transfer", pgettext_lazy("a way to pay", "Transfer")
        PACKAGE = "package", pgettext_lazy("a way to pay", "Package")
        CERTIFICATE = "certificate", pgettext_lazy("a way to pay", "Gift certificate")
        BALANCE = "balance", pgettext_lazy("a way to pay", "Balance")

    MONEY: ClassVar[tuple[str, ...]] = ("cash", "card", "transfer")  # what really comes in
    see: ClassVar[str] = "billing.sale.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    sale = models.ForeignKey(Sale, null=True, on_delete=models.PROTECT, related_name="payments")
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="payments")
    location = models.ForeignKey("team.Location", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way)
    amount = models.DecimalField(**SUM)
    taken_by = models.ForeignKey("team.User", null=True, on_delete=models.SET_NULL, related_name="+")
    holding = models.ForeignKey(Holding, null=True, on_delete=models.PROTECT, related_name="uses")
    allowance = models.ForeignKey(Allowance, null=True, on_delete=models.PROTECT, related_name="+")
    visits = models.SmallIntegerField(default=0)  # of the allowance; below nothing where they are given back
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", editable=False
    )

    objects: ClassVar[Any] = PaymentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["location", "day"], name="payments_of_day"),
            models.Index(fields=["client", "at"], name="payments_of_client"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=("package", "certificate"), holding__isnull=False)
                | (~Q(way__in=("package", "certificate")) & Q(holding=None)),
                name="paid_from_a_holding",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class DiscountLimit(models.Model):
    """How much off a role may give at most, in per cent; a role without one is held to no limit."""

    role = models.OneToOneField("team.Role", primary_key=True, on_delete=models.CASCADE, related_name="+")
    per_cent = models.DecimalField(max_digits=5, decimal_places=2)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(per_cent__gte=0, per_cent__lte=100), name="a_limit_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.per_cent} % for {self.role_id}"
