"""What can be sold: found by what is typed or scanned, chosen by its key, and what it costs on a day at a place."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.billing import rules
from pomni.billing.models import Allowance, Holding, Payment
from pomni.billing.selling import Paid, Sold, sums_of_lines
from pomni.billing.standing import on_balance, standing_of
from pomni.catalog import queries as catalog
from pomni.kit import spelling
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.team.models import Location, User

TOLD = {
    "service": _("Service"),
    "good": pgettext_lazy("a thing", "Good"),
    "package": pgettext_lazy("of visits", "Package"),
    "certificate": pgettext_lazy("for money", "Gift certificate"),
}
KINDS = tuple(TOLD)
NOTHING = Decimal(0)
MONEY = (Payment.Way.CASH, Payment.Way.CARD, Payment.Way.TRANSFER)
EACH = 6  # of a kind, among the answers to what is typed


@dataclass(frozen=True)
class Thing:
    """Something of the catalogue that can be sold: `kind` is one of TOLD. `key` names it in a form."""

    kind: str
    record: Any

    @property
    def key(self) -> str:
        """Kind and uid."""
        return f"{self.kind}.{self.record.uid}"

    uid = key  # by this name a field of a form asks for it

    def __str__(self) -> str:
        return str(self.record.name)

    @property
    def kind_told(self) -> Any:
        """What kind of thing it is, in words."""
        return TOLD[self.kind]

    def sold(self, **words: Any) -> Sold:
        """A line of a sale."""
        told: dict[str, Any] = {self.kind: self.record}
        return Sold(**told, **words)


# --- Finding -------------------------------------------------------------------------------------------------------------


def things_answering(viewer: User, typed: str, *, size: int = EACH) -> list[Thing]:
    """The first services, goods, packages and gift certificates that answer to these words, or a good by its barcode."""
    words = typed.split()
    found: dict[str, Iterable[Any]] = {
        "good": catalog.goods_answering(viewer, words, for_sale=True, size=size),
        "service": catalog.services_answering(viewer, words, size=size),
        "package": catalog.packages_answering(viewer, words, size=size),
        "certificate": catalog.certificates_answering(viewer, words, size=size),
    }
    return [Thing(kind, one) for kind, records in found.items() for one in records]


def thing_chosen_by(viewer: User, keys: Collection[str] = ()) -> Callable[[str, str], Thing | None]:
    """Finds what is chosen (by its key), or what alone answers to what was typed. `keys`: all of a form, read at once."""
    known = things_by_key(viewer, keys)

    def find(key: str, typed: str) -> Thing | None:
        if key:
            return known.get(key) or things_by_key(viewer, [key]).get(key)
        hits = things_answering(viewer, typed)
        same = [one for one in hits if spelling.sorted_as(str(one)) == spelling.sorted_as(typed)]
        return hits[0] if len(hits) == 1 else same[0] if len(same) == 1 else None

    return find


def things_by_key(viewer: User, keys: Collection[str]) -> dict[str, Thing]:
    """What these keys name and is offered: a statement or two for each kind among them."""
    offered: dict[str, Callable[[User], Any]] = {
        "service": catalog.services,
        "good": lambda user: catalog.goods(user).filter(for_sale=True),
        "package": catalog.packages,
        "certificate": catalog.certificates,
    }
    wanted: dict[str, list[Any]] = {}
    for key in keys:
        kind, _point, uid = key.partition(".")
        if kind in offered and as_uuid(uid):
            wanted.setdefault(kind, []).append(as_uuid(uid))
    rows = [
        Thing(kind, one)
        for kind, uids in wanted.items()
        for one in offered[kind](viewer).filter(uid__in=uids)
    ]
    return {one.key: one for one in rows}


# --- Prices --------------------------------------------------------------------------------------------------------------


class Prices:
    """What things cost on a day at a place: by the price lists that hold there then, else as in the catalogue."""

    def __init__(self, things: Collection[Thing], *, day: date, location: Location) -> None:
        services = {one.record.pk for one in things if one.kind == "service"}
        goods = {one.record.pk: one.record for one in things if one.kind == "good"}
        self.offers = catalog.offers(services, day=day, location=location) if services else {}
        self.goods = catalog.good_prices(goods.values(), day=day, location=location) if goods else {}

    def of(self, thing: Thing, user: User | None = None) -> Decimal | None:
        """For one, performed by this colleague; None: on request, or told when it is sold."""
        if thing.kind == "good":
            return self.goods.get(thing.record.pk)
        if thing.kind != "service":
            return thing.record.price if thing.kind == "package" else thing.record.amount
        nobody = self.offers.get((thing.record.pk, None))
        offer = self.offers.get((thing.record.pk, user.pk), nobody) if user else nobody
        return offer.price if offer else None


@dataclass(frozen=True)
class Counted:
    """What lines come to before they are sold: each with its sums, all together, or what speaks against it."""

    lines: list[tuple[Sold, Any]]
    total: Decimal
    covered: Decimal = NOTHING  # by packages
    trouble: str = ""


def counted(lines: Collection[Sold], discount: Decimal, covered: Collection[int | None] = ()) -> Counted:
    """What these lines come to with so many per cent off each; `covered`: the places of those that packages pay for."""
    told = list(lines)
    try:
        sums = sums_of_lines(told, discount, [None] * len(told))
    except Refused as no:
        return Counted([], NOTHING, trouble=str(no))
    free = rules.total_of(one for place, one in enumerate(sums) if place in covered)
    return Counted(list(zip(told, sums, strict=True)), rules.total_of(sums) - free, free)


# --- What is there to pay with ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Means:
    """What a client may pay with beside money: packages by service, certificates, their balance; and what they owe."""

    holdings: list[Any]
    balance: Decimal
    owed: Decimal  # from before

    @property
    def certificates(self) -> list[Any]:
        """Those with something left."""
        return [one for one in self.holdings if one.amount_left]

    @property
    def parts(self) -> list[tuple[Allowance, str]]:
        """The parts of packages with visits left, each as it is called."""
        return [
            (part, one.name if part.left is None else f"{one.name} ({part.left})")
            for one in self.holdings
            for part in one.allowances.all()
            if part.left != 0
        ]

    def for_service(self, service_id: int) -> list[tuple[Holding, Allowance]]:
        """Packages, each with the part of it that has a visit left for a service."""
        return allowances_for(self.holdings, service_id)

    def paid(self, way: str, amount: Decimal | None, brought: Holding | None = None) -> Paid:
        """A payment by one of the ways that a form names: "code" is the certificate that was `brought`."""
        held = {f"holding.{one.uid}": one for one in self.certificates}
        if way == "code" or way in held:
            return Paid(Payment.Way.CERTIFICATE.value, amount, held.get(way, brought))
        return Paid(way, amount)


def means_of(client: Any, on: date) -> Means:
    """What a client has to pay with on that day; nobody has nothing."""
    if client is None:
        return Means([], NOTHING, NOTHING)
    free = on_balance(client.pk)
    return Means(holdings_of(client, on=on), free, max(NOTHING, free - standing_of(client.pk).balance))


def usual_way(user: User, location: Location) -> str:
    """By what money most likely comes: as the colleague took it last at this location, else in cash."""
    taken = Payment.objects.filter(taken_by=user, location=location, way__in=MONEY, amount__gt=0)
    last: str | None = taken.order_by("-pk").values_list("way", flat=True).first()
    return last or Payment.Way.CASH.value


def holdings_of(client: Any, *, on: date | None = None) -> list[Holding]:
    """What a client holds and has something left of, the one that ends first before; `on`: and can be used on that day."""
    rows = Holding.objects.filter(client=client, ended_at=None).prefetch_related("allowances__services")
    found = [
        one
        for one in rows.order_by("valid_until", "pk")
        if not on or (one.valid_until is None or one.valid_until >= on)
    ]
    return [one for one in found if one.amount_left or any(part.left != 0 for part in one.allowances.all())]


def allowances_for(holdings: Collection[Holding], service_id: int) -> list[tuple[Holding, Allowance]]:
    """The parts of these packages that have a visit left for a service."""
    return [
        (one, part)
        for one in holdings
        for part in one.allowances.all()
        if part.left != 0 and service_id in ({known.pk for known in part.services.all()} or {service_id})
    ]


def certificate_by_code(code: str) -> Holding | None:
    """The gift certificate with this code: whoever names it may use it."""
    told = rules.folded_code(code)
    rows = Holding.objects.filter(code=told, kind=Holding.Kind.CERTIFICATE, ended_at=None)
    found: Holding | None = rows.first() if told else None
    return found
