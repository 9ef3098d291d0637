"""Clients with everything that is known of them, many at once: for programs and for files that go out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from pomni.facts.queries import Own
from pomni.kit.requisites import OF_BANK, REQUISITES
from pomni.people.addresses import addresses_text
from pomni.people.languages import language_name
from pomni.people.models import Client
from pomni.people.queries.figured import is_told
from pomni.people.queries.own import own_beside, own_fields, seen_beside
from pomni.people.rules import Reached, reached_text
from pomni.team.models import User
from pomni.team.shown import masked

KINDS = ("phone", "email", "messenger")
# What is read of a client's own row, as it is.
PLAIN = (
    "name",
    "kind",
    "family",
    "given",
    "patronymic",
    "called",
    "sex",
    "birth_day",
    "birth_year",
    "tax_id",
    "position",
    "parts",
    "category",
    "language",
    "address",
    "address_label",
    *REQUISITES,
    "source",
    "alert",
    "allergies",
    "about",
    "added_at",
    "archived_at",
)


@dataclass(slots=True)
class Point:
    """A phone, an e-mail address or a name in a messenger, as this viewer may see it; `normal` is empty where it is masked."""

    typed: str
    normal: str
    label: str
    is_preferred: bool


Points = dict[str, dict[int, list[Point]] | None]  # by kind and client; None where the kind is hidden


@dataclass(slots=True)
class Whole:
    """A client as this viewer may see them; `plain` holds what `PLAIN` names. What is hidden from them is None."""

    pk: int
    uid: Any
    plain: dict[str, Any]
    phones: list[Point] | None
    emails: list[Point] | None
    messengers: list[Point] | None
    addresses: list[Reached]
    tags: list[str]
    responsible: str
    responsible_uid: Any
    location: str
    location_uid: Any
    organisation: str
    organisation_uid: Any
    last_contact_at: datetime | None
    next_due_on: Any
    own: dict[str, Any] = field(
        default_factory=dict
    )  # what stands in the company's own fields, where that was asked for

    @property
    def birthday(self) -> str:
        """ISO 8601: "1990-02-28", or "--02-29" where the year is not known; empty where nothing is."""
        day, year = self.plain["birth_day"], self.plain["birth_year"]
        if not day:
            return ""
        return f"{year:04}-{day}" if year else f"--{day}"

    @property
    def messengers_text(self) -> str:
        """Each behind what the messenger is called: "Telegram: anna"."""
        return reached_text(Reached(point.typed, point.label) for point in self.messengers or ())

    @property
    def further_text(self) -> str:
        """The addresses behind the preferred one, a line each: commas stand within them."""
        return addresses_text(self.addresses[bool(self.plain["address"]) :])

    @property
    def language(self) -> str:
        """How the language in which they are spoken to is called there: "Polski"; empty where it is not known."""
        code = self.plain["language"]
        return language_name(code) if code else ""


# Of the rows beside it, under the names that `listing.page` gives them, too.
JOINED = (
    "responsible__name",
    "responsible__uid",
    "location__name",
    "location__uid",
    "figures__last_contact_at",
    "figures__next_due_on",
    "figures__visits",
    "figures__last_visit_at",
    "figures__next_visit_at",
)
COLUMNS = ("uid", "works_at_id", *PLAIN, *JOINED)
OF_FIGURES = {
    "contact": "figures__last_contact_at",
    "due": "figures__next_due_on",
    "visits": "figures__visits",
    "last_visit": "figures__last_visit_at",
    "next_visit": "figures__next_visit_at",
}


ALL = None  # of `own`: every field of the company's own that is not hidden from the viewer


def whole_clients(viewer: User, pks: Sequence[int], *, own: Sequence[str] | None = ()) -> list[Whole]:
    """These clients, in this order, in three statements. The caller has narrowed them to the viewer's reach.

    `own`: with these fields of the company's own (their keys); `ALL`: with all of them. Where links stand in them, it takes a
    statement more for each kind of these.
    """
    rows = {row["pk"]: row for row in Client.objects.filter(pk__in=pks).values("pk", *COLUMNS)}
    return whole_rows(viewer, [rows[pk] for pk in pks if pk in rows], own=own)


def whole_rows(
    viewer: User, rows: Sequence[dict[str, Any]], *, own: Sequence[str] | None = ()
) -> list[Whole]:
    """The clients of rows that hold `pk` and `COLUMNS`, in two statements, whatever their number; `own` as above."""
    if kept := {column: None for name, column in OF_FIGURES.items() if not is_told(viewer, name)}:
        rows = [{**row, **kept} for row in rows]
    if rule := viewer.field_rule("people.client.account"):
        rows = [_without_account(row, rule) for row in rows]
    fields = [one for one in own_fields(viewer) if own is ALL or one.key in own] if own != () else []
    beside = _said_beside([row["pk"] for row in rows], fields)
    points, tags, addresses = _beside(viewer, beside)
    values = seen_beside(viewer, [one for one in beside if one[1] == "own"], fields) if fields else {}
    employers = _employers(viewer, {row["works_at_id"] for row in rows} - {None})
    return [
        _whole(
            row,
            points,
            [*_preferred(row), *addresses.get(row["pk"], [])],
            tags.get(row["pk"], []),
            employers.get(row["works_at_id"], ("", None)),
            values.get(row["pk"], {}),
        )
        for row in rows
    ]


def _without_account(row: dict[str, Any], rule: str) -> dict[str, Any]:
    return row | {name: None if rule == "hide" else masked(row[name]) for name in OF_BANK}


def erased_since(viewer: User, when: datetime) -> set[int]:
    """Keys of those within reach who were erased since an instant: for whoever was writing about them meanwhile."""
    found = Client.objects.visible_to(viewer).filter(forgotten_at__gte=when)
    return set(found.values_list("pk", flat=True))


def _preferred(row: dict[str, Any]) -> list[Reached]:
    return [Reached(row["address"], row["address_label"])] if row["address"] else []


def _whole(
    row: dict[str, Any],
    points: Points,
    addresses: list[Reached],
    tags: list[str],
    employer: tuple[str, Any],
    own: dict[str, Any],
) -> Whole:
    phones, emails, messengers = (
        None if (of_kind := points[kind]) is None else of_kind.get(row["pk"], []) for kind in KINDS
    )
    return Whole(
        row["pk"],
        row["uid"],
        row,
        phones,
        emails,
        messengers,
        addresses,
        tags,
        row["responsible__name"] or "",
        row["responsible__uid"],
        row["location__name"] or "",
        row["location__uid"],
        employer[0],
        employer[1],
        row["figures__last_contact_at"],
        row["figures__next_due_on"],
        own,
    )


# What stands beside the rows, in one statement written out: composing two took as long as all else of the rows together.
_BESIDE = (
    "SELECT h.client_id, p.kind, h.typed, p.normal, h.label, h.is_preferred, h.place, h.id FROM people_holding h "
    "JOIN people_contactpoint p ON p.id = h.contact_point_id WHERE h.client_id IN ({pks}) "
    "UNION ALL SELECT t.client_id, 'tag', g.name, '', '', FALSE, 0, t.id FROM people_client_tags t "
    "JOIN people_tag g ON g.id = t.tag_id WHERE t.client_id IN ({pks}) "
    "UNION ALL SELECT a.client_id, 'address', a.text, '', a.label, FALSE, a.place, a.id FROM people_address a "
    "WHERE a.client_id IN ({pks})"
)


def _beside(
    viewer: User, rows: Sequence[Sequence[Any]]
) -> tuple[Points, dict[int, list[str]], dict[int, list[Reached]]]:
    """By client: by what they are reached, as the viewer may see it, the preferred one first; the tags, by name; further
    addresses.
    """
    rules = {kind: viewer.field_rule(f"people.client.{kind}") for kind in KINDS}
    points: Points = {kind: None if rule == "hide" else {} for kind, rule in rules.items()}
    tagged: dict[int, list[str]] = {}
    addressed: dict[int, list[Reached]] = {}
    for pk, kind, text, normal, label, preferred, _place, _id in rows:
        if kind == "tag":
            tagged.setdefault(pk, []).append(text)
        elif kind == "address":
            addressed.setdefault(pk, []).append(Reached(text, label))
        elif kind != "own" and (held := points[kind]) is not None:
            if rules[kind]:
                text, normal = masked(text), ""
            held.setdefault(pk, []).append(Point(text, normal, label, bool(preferred)))
    return points, {pk: sorted(names) for pk, names in tagged.items()}, addressed


def _said_beside(pks: Sequence[int], fields: Sequence[Own]) -> list[tuple[Any, ...]]:
    if not pks:
        return []
    with connection.cursor() as asking:
        clients = ",".join(str(int(pk)) for pk in pks)
        asking.execute(_BESIDE.format(pks=clients) + own_beside(fields, clients))
        return sorted(asking.fetchall(), key=_in_order)


def _in_order(told: tuple[Any, ...]) -> tuple[Any, ...]:
    *_rest, preferred, place, number = told
    return not preferred, place, number


def _employers(viewer: User, pks: set[int]) -> dict[int, tuple[str, Any]]:
    """The organisations where they work, as far as those are within reach themselves."""
    if not pks:
        return {}
    within = Client.objects.visible_to(viewer).filter(pk__in=pks, forgotten_at=None)
    return {pk: (name, uid) for pk, name, uid in within.values_list("pk", "name", "uid")}
