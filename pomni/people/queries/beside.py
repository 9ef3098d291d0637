"""What other modules show of a client beside a record of their own, asked in the statement of their own rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from pomni.kit.columns import SortKey
from pomni.people.alarm import warning
from pomni.people.models import Client, ContactPoint, Holding
from pomni.team.models import User
from pomni.team.shown import shown

LAST = "\U0010ffff"  # behind every name, byte by byte
COLUMNS = (
    "client_seen", "client_uid", "client_name", "client_alert", "client_allergies", "client_phone", "client_zone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """A client beside another record: `warning` is what whoever meets them must know first, `phone` stands as the viewer
    may see it, "" where it was not asked for.
    """

    uid: Any
    name: str
    warning: str
    phone: str


def beside(viewer: User, rows: QuerySet, *, phones: bool = False) -> QuerySet:
    """The rows of another module that have a `client`, with `COLUMNS` from which `client_of` tells what may be shown.

    `client_zone` is the time zone of the client's location: it says when a day is over, and nothing of the client.
    """
    seen: Any = Value(False)
    if viewer.reach(Client.see).all:
        known = Q(client__isnull=False, client__forgotten_at=None)
        seen = ExpressionWrapper(known, BooleanField())
    elif viewer.may(Client.see):
        within = Client.objects.visible_to(viewer).filter(pk=OuterRef("client_id"), forgotten_at=None)
        seen = Exists(within)
    phone: Any = Value("")
    if phones:
        held = Holding.objects.filter(client=OuterRef("client_id"), is_preferred=True)
        phone = Subquery(held.filter(contact_point__kind=ContactPoint.Kind.PHONE).values("typed")[:1])
    return rows.annotate(
        client_seen=seen,
        client_uid=F("client__uid"),
        client_name=F("client__name"),
        client_alert=F("client__alert"),
        client_allergies=F("client__allergies"),
        client_phone=phone,
        client_zone=F("client__location__zone"),
    )


def name_in_order(viewer: User, client: str, *, nobody_last: bool) -> Any:
    """What rows with a client (the name of that column) are ordered by, by name: nothing is learnt from it of a name out of
    reach. Rows without one stand last, in an ascending order with `nobody_last`, in a descending one without.
    """
    nobody = Value(LAST if nobody_last else "", output_field=SortKey())
    reach = viewer.reach(Client.see)
    seen: Any = Q(**{f"{client}__forgotten_at": None, f"{client}__isnull": False})
    if not reach.all:
        seen = Exists(
            Client.objects.visible_to(viewer).filter(pk=OuterRef(f"{client}_id"), forgotten_at=None)
        )
    return Case(When(seen, then=F(f"{client}__sorted_as")), default=nobody, output_field=SortKey())


def client_of(viewer: User, row: Mapping[str, Any]) -> Beside | None:
    """The client of such a row; None where there is none, or none within reach."""
    if not row["client_seen"]:
        return None
    phone = shown(viewer, "people.client.phone", row["client_phone"] or "")
    told = warning(row["client_alert"], row["client_allergies"])
    return Beside(row["client_uid"], row["client_name"], told, phone or "")
