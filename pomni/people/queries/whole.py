"""Clients with everything that is known of them, many at once: for programs and for files that go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from pomni.people.models import Client
from pomni.people.queries.figured import is_told
from pomni.team.models import User
from pomni.team.shown import masked

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
    "address",
    "source",
    "alert",
    "about",
    "added_at",
    "archived_at",
)


@dataclass(slots=True)
class Point:
    """A phone or an e-mail address of a client, as this viewer may see it; `normal` is empty where it is masked."""

    typed: str
    normal: str
    label: str
    is_preferred: bool


Points = dict[str, dict[int, list[Point]] | None]  # by kind and client; None where the kind is hidden


@dataclass(slots=True)
class Whole:
    """A client as this viewer may see them; `plain` holds what `PLAIN` names. Hidden phones or e-mails are None."""

    pk: int
    uid: Any
    plain: dict[str, Any]
    phones: list[Point] | None
    emails: list[Point] | None
    tags: list[str]
    responsible: str
    responsible_uid: Any
    location: str
    location_uid: Any
    organisation: str
    organisation_uid: Any
    last_contact_at: datetime | None
    next_due_on: Any

    @property
    def birthday(self) -> str:
        """ISO 8601: "1990-02-28", or "--02-29" where the year is not known; empty where nothing is."""
        day, year = self.plain["birth_day"], self.plain["birth_year"]
        if not day:
            return ""
        return f"{year:04}-{day}" if year else f"--{day}"


# Of the rows beside it, under the names that `listing.page` gives them, too.
JOINED = (
    "responsible__name",
    "responsible__uid",
    "location__name",
    "location__uid",
    "figures__last_contact_at",
    "figures__next_due_on",
)
COLUMNS = ("uid", "works_at_id", *PLAIN, *JOINED)


def whole_clients(viewer: User, pks: Sequence[int]) -> list[Whole]:
    """These clients, in this order, in three statements. The caller has narrowed them to the viewer's reach."""
    rows = {row["pk"]: row for row in Client.objects.filter(pk__in=pks).values("pk", *COLUMNS)}
    return whole_rows(viewer, [rows[pk] for pk in pks if pk in rows])


def whole_rows(viewer: User, rows: Sequence[dict[str, Any]]) -> list[Whole]:
    """The clients of rows that hold `pk` and `COLUMNS`, in two statements, whatever their number."""
    if not is_told(viewer, "due"):
        rows = [{**row, "figures__next_due_on": None} for row in rows]
    points, tags = _beside(viewer, [row["pk"] for row in rows])
    employers = _employers(viewer, {row["works_at_id"] for row in rows} - {None})
    return [
        _whole(row, points, tags.get(row["pk"], []), employers.get(row["works_at_id"], ("", None)))
        for row in rows
    ]


def erased_since(viewer: User, when: datetime) -> set[int]:
    """Keys of those within reach who were erased since an instant: for whoever was writing about them meanwhile."""
    found = Client.objects.visible_to(viewer).filter(forgotten_at__gte=when)
    return set(found.values_list("pk", flat=True))


def _whole(row: dict[str, Any], points: Points, tags: list[str], employer: tuple[str, Any]) -> Whole:
    phones, emails = points["phone"], points["email"]
    return Whole(
        row["pk"],
        row["uid"],
        row,
        None if phones is None else phones.get(row["pk"], []),
        None if emails is None else emails.get(row["pk"], []),
        tags,
        row["responsible__name"] or "",
        row["responsible__uid"],
        row["location__name"] or "",
        row["location__uid"],
        employer[0],
        employer[1],
        row["figures__last_contact_at"],
        row["figures__next_due_on"],
    )


# What stands beside the rows, in one statement written out: composing two took as long as all else of the rows together.
_BESIDE = (
    "SELECT h.client_id, p.kind, h.typed, p.normal, h.label, h.is_preferred, h.place, h.id FROM people_holding h "
    "JOIN people_contactpoint p ON p.id = h.contact_point_id WHERE h.client_id IN ({pks}) "
    "UNION ALL SELECT t.client_id, 'tag', g.name, '', '', FALSE, 0, t.id FROM people_client_tags t "
    "JOIN people_tag g ON g.id = t.tag_id WHERE t.client_id IN ({pks})"
)


def _beside(viewer: User, pks: Sequence[int]) -> tuple[Points, dict[int, list[str]]]:
    """By client: the phones and addresses, as the viewer may see them, the preferred one first; and the tags, by name."""
    rules = {kind: viewer.field_rule(f"people.client.{kind}") for kind in ("phone", "email")}
    points: Points = {kind: None if rule == "hide" else {} for kind, rule in rules.items()}
    tagged: dict[int, list[str]] = {}
    for pk, kind, text, normal, label, preferred, _place, _id in _said_beside(pks):
        if kind == "tag":
            tagged.setdefault(pk, []).append(text)
        elif (held := points[kind]) is not None:
            if rules[kind]:
                text, normal = masked(text), ""
            held.setdefault(pk, []).append(Point(text, normal, label, bool(preferred)))
    return points, {pk: sorted(names) for pk, names in tagged.items()}


def _said_beside(pks: Sequence[int]) -> list[tuple[Any, ...]]:
    if not pks:
        return []
    with connection.cursor() as asking:
        asking.execute(_BESIDE.format(pks=",".join(str(int(pk)) for pk in pks)))
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
