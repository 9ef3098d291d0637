"""Rows of the list of clients: the chosen columns, as this viewer may see them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from pomni.kit.module import offered
from pomni.kit.paging import USUAL, Page
from pomni.people.alarm import warning
from pomni.people.models import Client, Tag
from pomni.people.queries.asked import COLUMNS, NOBODY, NOWHERE, Asked
from pomni.people.queries.figured import is_told
from pomni.people.queries.listing import page
from pomni.people.queries.own import own_fields, own_seen, rules_of
from pomni.team.models import Location, User
from pomni.team.shown import masked

OF_ROW = {
    "responsible": ("responsible__name",),
    "location": ("location__name",),
    "contact": ("figures__last_contact_at",),
    "due": ("figures__next_due_on",),
    "visits": ("figures__visits",),
    "last_visit": ("figures__last_visit_at",),
    "next_visit": ("figures__next_visit_at",),
    "added": ("added_at",),
    "source": ("source",),
    "tax_id": ("tax_id",),
    "birthday": ("birth_day", "birth_year"),
}
POINTS = ("phone", "email")
TEXTS = (*POINTS, "responsible", "location", "source", "tax_id")  # of what is no text, no end can be shown
Points = dict[int, dict[str, tuple[str, str]]]
SOURCES_OF = 2000  # so many clients, the newest, say which sources there are


@dataclass(frozen=True, slots=True)
class Listed:
    """A client in the list. `cells` by column; of a phone or an address that is shown in full, `normal` calls it."""

    pk: int
    uid: Any
    name: str
    kind: str
    alert: str
    cells: dict[str, Any]
    normal: dict[str, str]


def columns_for(viewer: User, asked: Asked) -> list[str]:
    """The chosen columns, without those that are hidden from the viewer."""
    open_to = columns_open_to(viewer)
    return [name for name in asked.cols if name in open_to]


def columns_open_to(viewer: User) -> list[str]:
    """The columns that the viewer may choose from: those of which they may see something."""
    rules = {name: viewer.field_rule(f"people.client.{name}") for name in _ruled()}
    shown = [name for name in COLUMNS if not (rule := rules.get(name)) or (rule == "mask" and name in TEXTS)]
    return [*(name for name in shown if is_told(viewer, name)), *_own_open_to(viewer)]


def _own_open_to(viewer: User) -> list[str]:
    rules = rules_of(viewer)
    return [one.key for one in own_fields(viewer) if one.key not in rules or one.kind == "text"]


@cache
def _ruled() -> list[str]:
    """The columns that a role may be kept from."""
    fields = {field.name for field in offered("fields")}
    return [name for name in COLUMNS if f"people.client.{name}" in fields]


def listed(
    viewer: User, asked: Asked, *, after: str | None = None, limit: int = USUAL, counts: bool = False
) -> Page[Listed]:
    """A page of the list; `counts`: with how many there are. Raises Refused where the cursor is not one of this order."""
    columns = columns_for(viewer, asked)
    values = [value for name in columns for value in OF_ROW.get(name, ())]
    shown = ("uid", "name", "kind", "alert", "allergies", *values)
    found = page(viewer, asked, *shown, after=after, limit=limit, counts=counts)
    pks = [row["pk"] for row in found.items]
    needs = {*POINTS, "tags"} & set(columns)
    points, tagged = _beside(pks) if needs else ({}, {})
    asked_own = [one for one in own_fields() if one.key in columns]
    own = own_seen(viewer, pks, asked_own) if asked_own and pks else {}
    masks = [name for name in _ruled() if name in columns and viewer.field_rule(f"people.client.{name}")]
    return Page(
        [_listed(row, columns, points, tagged, masks, own.get(row["pk"], {})) for row in found.items],
        found.next,
        found.count,
    )


def named(viewer: User, asked: Asked) -> dict[str, str]:
    """By name of the filter, how the colleague, the location, the tag and the organisation are called that the list is
    narrowed to; of what is out of reach, nothing.
    """
    told = {NOBODY: _("nobody"), NOWHERE: _("none")}
    names = {name: told[uid] for name in ("responsible", "location") if (uid := getattr(asked, name)) in told}
    ways: dict[str, QuerySet[Any]] = {
        "responsible": User.objects.people(),
        "location": Location.objects.all(),
        "tag": Tag.objects.all(),
        "organisation": Client.objects.visible_to(viewer).filter(forgotten_at=None),
    }
    each = [
        rows.filter(uid=getattr(asked, name)).order_by().values_list(Value(name), "name")
        for name, rows in ways.items()
        if name in asked.narrowed and name not in names
    ]
    return names | dict(each[0].union(*each[1:], all=True)) if each else names


def tags() -> list[tuple[str, str]]:
    """The tags of the company, by name: uids and names."""
    return [(str(uid), name) for uid, name in Tag.objects.order_by("name").values_list("uid", "name")]


def sources(viewer: User) -> list[str]:
    """Where clients within reach have heard of the company: what was written down for the newest of them."""
    newest = Client.objects.visible_to(viewer).filter(forgotten_at=None).exclude(source="").order_by("-pk")
    return sorted(set(newest.values_list("source", flat=True)[:SOURCES_OF]))


def _listed(
    row: dict[str, Any],
    columns: list[str],
    points: Points,
    tagged: Any,
    masks: list[str],
    own: dict[str, Any],
) -> Listed:
    held = points.get(row["pk"], {})
    cells: dict[str, Any] = {}
    normal: dict[str, str] = {}
    for name in columns:
        if name in POINTS:
            cells[name], normal[name] = held.get(name, ("", ""))
        elif name not in COLUMNS:
            cells[name] = own.get(name)
        elif name == "tags":
            cells[name] = sorted(tagged.get(row["pk"], ()))
        elif name == "birthday":
            cells[name] = (row["birth_day"], row["birth_year"])
        else:
            cells[name] = row[OF_ROW[name][0]]
    for name in masks:
        cells[name], normal[name] = masked(cells[name]), ""
    return Listed(
        row["pk"],
        row["uid"],
        row["name"],
        row["kind"],
        warning(row["alert"], row["allergies"]),
        cells,
        normal,
    )


# What stands beside the rows, in one statement written out: composing two took as long as all else of the rows together.
_BESIDE = (
    "SELECT h.client_id, p.kind, h.typed, p.normal FROM people_holding h "
    "JOIN people_contactpoint p ON p.id = h.contact_point_id WHERE h.is_preferred AND h.client_id IN ({pks}) "
    "UNION ALL SELECT t.client_id, 'tag', g.name, '' FROM people_client_tags t "
    "JOIN people_tag g ON g.id = t.tag_id WHERE t.client_id IN ({pks})"
)


def _beside(pks: list[int]) -> tuple[Points, dict[int, list[str]]]:
    """By client: the preferred phone and address (as typed, and in the form that calls), and the tags."""
    points: Points = defaultdict(dict)
    tagged: dict[int, list[str]] = defaultdict(list)
    if not pks:
        return points, tagged
    with connection.cursor() as asking:
        asking.execute(_BESIDE.format(pks=",".join(str(int(pk)) for pk in pks)))
        for pk, kind, text, normal in asking.fetchall():
            if kind == "tag":
                tagged[pk].append(text)
            else:
                points[pk][kind] = (text, normal)
    return points, tagged
