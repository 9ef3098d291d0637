"""One client with all that is known of them, as a card shows it and a form begins from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, TextField, Value, When, Window
from django.shortcuts import get_object_or_404

from pomni.kit.prepared import rows_of
from pomni.kit.requisites import OF_BANK, REQUISITES
from pomni.people.addresses import addresses_text
from pomni.people.alarm import warning
from pomni.people.models import Client, ContactPoint, Holding, Tag
from pomni.people.queries.known import KNOWN, MOST, RELATION, KnownOf, known_rows, read
from pomni.people.queries.search import matching
from pomni.people.rules import Reached, birthday_text, reached_text
from pomni.team.models import User
from pomni.team.shown import shown

ACCOUNT = "account"
WORKS_AT, STAFF = "works at", "staff"  # beside the kinds of points
KINDS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL, ContactPoint.Kind.MESSENGER)
MOST_HOLDERS = 60
MOST_STAFF = 100
LATELY = 500  # clients whose sources are offered again


@dataclass(slots=True)
class Point:
    """A phone or an address as this viewer may see it; `also`: who else within reach holds it, as (uid, name, warning)."""

    typed: str
    normal: str  # empty where it is masked: nothing to call
    label: str
    also: list[tuple[Any, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Near:
    """An organisation where somebody works, or one who works there as `position`; within the viewer's reach."""

    uid: Any
    name: str
    warning: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What stands beside the client's own row. Points of a kind that is hidden from the viewer are None."""

    client: Client
    points: dict[str, list[Point] | None]
    tags: list[str]
    works_at: Near | None
    staff: list[Near]  # of an organisation, by name; not more than `MOST_STAFF`
    known: KnownOf
    rules: dict[str, str]  # what is masked or hidden: kinds of points, the bank account
    staff_count: int = 0  # all of them

    @property
    def addresses(self) -> list[Reached]:
        """All addresses, the preferred one first."""
        first = Reached(self.client.address, self.client.address_label)
        return [*([first] if first.typed else []), *self.known.addresses]

    def was(self) -> dict[str, Any]:
        """What a form begins from, and what it compares with; nothing of what is not shown in full."""
        client = self.client
        kept_from = OF_BANK if self.rules[ACCOUNT] else ()
        told = {name: getattr(client, name) for name in PLAIN if name not in kept_from}
        told |= {name: _uid(getattr(client, name)) for name in ("responsible", "location")}
        told["works_at"] = _uid(self.works_at)
        told["birthday"] = birthday_text(client.birth_day, client.birth_year)
        told["tags"] = ", ".join(self.tags)
        told["address"] = addresses_text(self.addresses)
        for kind in KINDS:
            if not self.rules[kind]:
                points = self.points[kind] or []
                told[str(kind)] = reached_text(Reached(point.typed, point.label) for point in points)
        return told


PLAIN = (
    "name",
    "kind",
    "family",
    "given",
    "patronymic",
    "called",
    "sex",
    "tax_id",
    "position",
    "parts",
    "category",
    "language",
    "address",
    *REQUISITES,
    "source",
    "alert",
    "about",
)


def record_of(viewer: User, client: Client, *, ties: int | None = MOST) -> Record:
    """All that is known of a client, as far as the viewer may see it. `ties`: how many at most, told from either side."""
    rules = _rules_of_points(viewer)
    told = getattr(client, "tags_told", None)  # of a card these came with the client
    tags = (
        Tag.objects.filter(clients=client).values_list("name", flat=True)
        if told is None
        else told.split("\n")
    )
    tags = sorted(filter(None, tags))
    held, works_at, (staff, number), known = _beside(viewer, client, rules, ties)
    points, of_bank = _points(viewer, client, rules, held), viewer.field_rule(f"people.client.{ACCOUNT}")
    return Record(client, points, tags, works_at, staff, known, rules | {ACCOUNT: of_bank}, number)


def sharing(viewer: User, client: Client) -> dict[str, list[str]]:
    """By kind, the names of those within reach who hold a phone or an address of this client, too."""
    rules = _rules_of_points(viewer)
    held, *_near = _beside(viewer, client, rules)
    points = _points(viewer, client, rules, held)
    return {
        kind: list(dict.fromkeys(name for point in found or () for _uid, name, _warning in point.also))
        for kind, found in points.items()
    }


def clients_here(viewer: User) -> QuerySet[Client]:
    """The clients within the viewer's reach, archived ones too; without those who were erased."""
    return Client.objects.visible_to(viewer).filter(forgotten_at=None)


def clients_of_parts(viewer: User) -> list[int]:
    """The persons within reach whose name was taken apart."""
    whole = Q(family="", given="", patronymic="")
    found = clients_here(viewer).filter(kind=Client.Kind.PERSON).exclude(whole)
    return list(found.order_by("pk").values_list("pk", flat=True))


def organisation(viewer: User, uid: Any) -> Client:
    """An organisation within reach. Raises Http404."""
    return get_object_or_404(clients_here(viewer), uid=uid, kind=Client.Kind.ORGANISATION)


def organisations_called(viewer: User, name: str) -> list[Client]:
    """Organisations within reach that have this very name; two at most, for that is one too many."""
    return list(clients_here(viewer).filter(kind=Client.Kind.ORGANISATION, name=name)[:2])


def clients_called(viewer: User, name: str) -> list[Client]:
    """Clients within reach who have this very name; two at most, for that is one too many."""
    return list(clients_here(viewer).filter(name=name)[:2])


def organisations_answering(viewer: User, typed: str, *, size: int = 7) -> list[Client]:
    """Organisations within reach that answer to what was typed; with nothing typed, the first ones by name."""
    among = clients_here(viewer).filter(kind=Client.Kind.ORGANISATION, archived_at=None)
    found = among.filter(matching(viewer, typed)) if typed.strip() else among
    return list(found.order_by("sorted_as", "pk")[:size])


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers to be chosen again: names of the company's tags, and what was written as source and as category
    of late.
    """

    tags: list[str]
    sources: list[str]
    categories: list[str]


def offered_again(viewer: User, *, size: int = 300) -> Offered:
    """What forms about a client offer: in one statement."""
    tags = Tag.objects.order_by("name").values("pk")[:size]
    lately = clients_here(viewer).order_by("-pk").values("pk")[:LATELY]
    named = Tag.objects.filter(pk__in=tags).values_list(Value("tag"), "name")
    written = Client.objects.filter(pk__in=lately)
    texts = [written.exclude(**{name: ""}).values_list(Value(name), name) for name in ("source", "category")]
    found: dict[str, set[str]] = {"tag": set(), "source": set(), "category": set()}
    for kind, told in named.order_by().union(*(one.order_by() for one in texts)):
        found[kind].add(told)
    return Offered(*(sorted(found[kind]) for kind in ("tag", "source", "category")))


def _rules_of_points(viewer: User) -> dict[str, str]:
    return {str(kind): viewer.field_rule(f"people.client.{kind}") for kind in KINDS}


def _points(
    viewer: User, client: Client, rules: dict[str, str], held: Iterable[Sequence[Any]]
) -> dict[str, list[Point] | None]:
    found: dict[str, dict[int, Point]] = {kind: {} for kind in rules}
    for pk, kind, normal, typed, label, holder, uid, name in held:
        if holder == client.pk:
            told = shown(viewer, f"people.client.{kind}", typed)
            found[kind][pk] = Point(told, "" if rules[kind] else normal, label)
        elif pk in found[kind]:
            found[kind][pk].also.append((uid, name, warning(typed, label)))
    return {kind: None if rules[kind] == "hide" else list(points.values()) for kind, points in found.items()}


def _beside(
    viewer: User, client: Client, rules: dict[str, str], ties: int | None = MOST
) -> tuple[Iterable[Sequence[Any]], Near | None, tuple[list[Near], int], KnownOf]:
    """By what the client is reached and who else is reached so; where they work; who works there, the first ones and how
    many in all; what else is known of them. In one statement.
    """
    open_kinds = tuple(kind for kind, rule in rules.items() if not rule)

    def compose(pk: int, works_at: int, organisation: int) -> list[QuerySet[Any, Any]]:
        return [
            _held(viewer, pk, open_kinds),
            _near(clients_here(viewer).filter(pk=works_at), WORKS_AT),
            _near(_working_at(viewer, organisation), STAFF, Window(Count("pk")))[:MOST_STAFF],
            *known_rows(viewer, pk, ties=ties),
        ]

    key = ("beside", viewer.pk, viewer.access_stamp, open_kinds, viewer.field_rule(RELATION), ties)
    organisation = client.pk if client.kind == Client.Kind.ORGANISATION else 0
    rows = rows_of(key, compose, client.pk, client.works_at_id or 0, organisation)
    known = read(viewer, (row for row in rows if row[1] in KNOWN))
    held = [row for row in rows if row[1] not in (WORKS_AT, STAFF) and row[1] not in KNOWN]
    works_at = next((_near_one(row) for row in rows if row[1] == WORKS_AT), None)
    staff = [row for row in rows if row[1] == STAFF]
    return held, works_at, ([_near_one(row) for row in staff], staff[0][0] if staff else 0), known


def _working_at(viewer: User, organisation: int) -> QuerySet[Client]:
    return clients_here(viewer).filter(works_at=organisation, archived_at=None)


def _near(found: QuerySet[Client], what: str, number: Any = None) -> QuerySet[Any, Any]:
    """Clients in the columns of `_held`, with the position in the place of what was typed, the alert and the allergies before
    and behind it, and a number in the first.
    """
    kind = Value(what, output_field=TextField())
    told = (number or Value(0), kind, "alert", "position", "allergies", "pk", "uid", "name")
    return found.order_by("sorted_as", "pk").values_list(*told)


def _near_one(row: Sequence[Any]) -> Near:
    _number, _what, alert, position, allergies, _pk, uid, name = row
    return Near(uid, name, warning(alert, allergies), position)


def _held(viewer: User, pk: int, open_kinds: Iterable[str]) -> QuerySet[Any, Any]:
    """By what the client is reached, and, of kinds that the viewer sees in full, who else within reach is reached so: of these
    with the alert and the allergies in the places of what was typed and its label.
    """
    own = Holding.objects.filter(client=pk).values("contact_point")
    within = clients_here(viewer).filter(pk=OuterRef("client"))
    others = Q(Exists(within), contact_point__kind__in=open_kinds)
    held = Holding.objects.filter(contact_point__in=own).filter(Q(client=pk) | others)
    first = Case(When(client=pk, then=Value(0)), default=Value(1))
    typed = Case(When(client=pk, then="typed"), default="client__alert")
    label = Case(When(client=pk, then="label"), default="client__allergies")
    return held.order_by(first, "-is_preferred", "place", "pk").values_list(
        "contact_point_id",
        "contact_point__kind",
        "contact_point__normal",
        typed,
        label,
        "client_id",
        "client__uid",
        "client__name",
    )[:MOST_HOLDERS]


def _uid(record: Any) -> str:
    return str(record.uid) if record else ""
