"""Who is here already: the clients that resemble one who is being typed, added or changed, looked up by indexes.

What is found here is the same for everybody; `resembling` tells a viewer as much of it as they may know.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from pomni.kit import spelling
from pomni.kit.errors import Refused
from pomni.kit.prepared import rows_of
from pomni.kit.search import Wanted, first_that_hold
from pomni.people.alarm import warning
from pomni.people.likeness import A_FEW, Features, Likeness, features_of, likeness, named_so
from pomni.people.models import Client, Holding
from pomni.people.models.found import NAMES
from pomni.people.points import NORMAL
from pomni.people.queries.search import LAST
from pomni.people.rules import birthday_of
from pomni.people.words import tax_id_of
from pomni.team.models import User

MOST_NEAR = 60  # who share a phone, a birthday or a name with somebody and are compared
MOST_NAMED_SO = 25
SHOWN = 5
WORTH_A_LOOK = 0.3  # while one is typed a hint costs nothing: less sure than what is put into the queue
SPELLINGS = 2  # of one word of a name in the other alphabet
LETTERS = 4  # at the beginning of a word, by which it is looked for
AT_ONCE = 2000
SURE = {
    "same_phone": "phone",
    "same_email": "email",
    "same_tax_id": "tax_id",
}  # reasons that hold by themselves
COLUMNS = (
    "id", "kind", "name", "family", "given", "patronymic", "tax_id", "birth_day", "birth_year", "address",
)  # fmt: skip

_BY_POINT = (
    "SELECT h.client_id AS id FROM people_holding h JOIN people_contactpoint p ON p.id = h.contact_point_id "
    "WHERE {places} LIMIT {most:d}"
)
_BY_NUMBER = "SELECT id FROM people_client WHERE tax_id = %s AND NOT (tax_id = '') LIMIT {most:d}"
_BY_BIRTH = "SELECT id FROM people_client WHERE birth_day = %s AND NOT (birth_day = '') AND birth_year = %s LIMIT {most:d}"
_BY_NAME = "SELECT id FROM people_client WHERE sorted_as >= %s AND sorted_as < %s LIMIT {most:d}"
_WITH_POINTS = (
    "SELECT {columns}, p.kind, p.normal FROM people_client c "
    "LEFT JOIN people_holding h ON h.client_id = c.id LEFT JOIN people_contactpoint p ON p.id = h.contact_point_id "
    "WHERE c.id IN ({near}) AND c.forgotten_at IS NULL ORDER BY c.id"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A client within reach who resembles another, with the reasons."""

    pk: int
    uid: Any
    name: str
    warning: str
    is_archived: bool
    responsible: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """Who is here already: those within reach, and the keys of colleagues' clients who share what no two share by chance."""

    found: list[Alike]
    elsewhere: list[int]


def typed_features(viewer: User, words: Mapping[str, str]) -> Features:
    """The features of a client who is being typed, from the words of a form: what is no phone or date yet is passed over.

    What the viewer's role does not show in full is not looked for: the answer would tell it.
    """
    told: dict[str, Any] = {
        name: words.get(name, "") for name in ("name", "family", "given", "patronymic", "address")
    }
    told["kind"] = words.get("kind") or Client.Kind.PERSON
    for kind in ("phone", "email"):
        told[f"{kind}s"] = _normal(viewer, kind, words)
    if words.get("tax_id") and not viewer.field_rule("people.client.tax_id"):
        try:
            told["tax_id"] = tax_id_of(words["tax_id"])
        except Refused:
            told["tax_id"] = ""
    try:
        told["birth_day"], told["birth_year"] = birthday_of(words.get("birthday", ""))
    except ValueError:
        told["birth_day"], told["birth_year"] = "", None
    return features_of(**told)


def typed_over(viewer: User, words: Mapping[str, str], client: int) -> Features:
    """The features of a client of whom one fact is changed in place: what is typed stands over what is known."""
    known = features_by_key(viewer, [client]).get(client, Features())
    typed = typed_features(viewer, {**words, "kind": "organisation" if known.is_organisation else "person"})
    told = {
        name: getattr(typed, name) or getattr(known, name)
        for name in ("words", "sounds", "parts", "phones", "emails", "tax_id", "birth_day", "birth_year")
    }
    return within_rules(viewer, replace(known, **told))


def within_rules(viewer: User, one: Features) -> Features:
    """The features without what the viewer's role does not show in full: the answer would tell it."""
    hidden = {"phone": {"phones": ()}, "email": {"emails": ()}, "tax_id": {"tax_id": ""}}
    for name, empty in hidden.items():
        if viewer.field_rule(f"people.client.{name}"):
            one = replace(one, **empty)  # type: ignore[arg-type]  # its own columns
    return one


def _normal(viewer: User, kind: str, words: Mapping[str, str]) -> tuple[str, ...]:
    if viewer.field_rule(f"people.client.{kind}"):
        return ()
    found = []
    for name, typed in words.items():
        if typed and (name == kind or (name.startswith(f"{kind}-") and name[len(kind) + 1 :].isdigit())):
            try:
                found.append(NORMAL[kind](typed))
            except Refused:
                continue
    return tuple(dict.fromkeys(found))


def resembling(viewer: User, one: Features, *, but: int = 0) -> Here:
    """Who resembles this client, as the viewer may know it: with names within reach; of others only that they are here.

    Out of reach nobody is told by a name alone: that somebody is a client is not for everybody to find out by guessing.
    """
    near = near_to(one)
    near.pop(but, None)
    # Whoever stands at the desk is more often somebody who was here before than anybody's namesake.
    namesakes = named_so([one, *near.values()])[tuple(sorted(one.sounds))] - 1
    told = {pk: _at_a_glance(one, other, namesakes) for pk, other in near.items()}
    worth = {
        pk: like
        for pk, like in told.items()
        if like.score > WORTH_A_LOOK or not SURE.keys().isdisjoint(like.reasons)
    }
    if not worth:
        return Here([], [])
    found = [
        Alike(pk, uid, name, warning(*first), bool(archived), who or "", worth[pk].score, worth[pk].reasons)
        for pk, uid, name, *first, archived, who in _reached(viewer, worth)
    ]
    found.sort(key=lambda alike: (-alike.score, alike.name))
    within = {alike.pk for alike in found}
    elsewhere = [
        pk for pk, like in worth.items() if pk not in within and not SURE.keys().isdisjoint(like.reasons)
    ]
    return Here(found[:SHOWN], elsewhere)


def _at_a_glance(one: Features, other: Features, namesakes: int) -> Likeness:
    """How alike the two are. Where they share nothing sure, what keeps them apart ends it: it is never worth a look."""
    sure = (
        (one.tax_id and one.tax_id == other.tax_id)
        or any(phone in other.phones for phone in one.phones)
        or any(email in other.emails for email in one.emails)
    )
    return likeness(one, other, named_so=namesakes, among=A_FEW, hurried=not sure)


def _reached(viewer: User, keys: Collection[int]) -> list[list[Any]]:
    """Those of the keys within the viewer's reach, as they are shown.

    Padded with the first of them, so that few statements serve for any number.
    """
    told = list(keys)
    told += told[:1] * ((1 << (len(told) - 1).bit_length()) - len(told))

    def compose(*marks: Any) -> Any:
        reached = Client.objects.visible_to(viewer).filter(pk__in=marks)
        return reached.values_list(
            "pk", "uid", "name", "alert", "allergies", "archived_at", "responsible__name"
        )

    return rows_of(("alike within reach", viewer.pk, viewer.access_stamp), compose, *told)


def whom_to_ask(keys: Collection[int]) -> list[str]:
    """The colleagues who answer for these clients, by name; "" stands for one whom nobody answers for."""
    if not keys:
        return []
    rows = Client.objects.filter(pk__in=list(keys)).values_list("responsible__name", "responsible__is_active")
    return sorted({name if name and is_active else "" for name, is_active in rows})


def features_by_key(viewer: User, keys: Iterable[int]) -> dict[int, Features]:
    """What is compared of each of these clients within reach."""
    within = Client.objects.visible_to(viewer).filter(pk__in=list(keys)).values_list("pk", flat=True)
    numbers = ",".join(str(int(pk)) for pk in within)
    return _read(numbers, ()) if numbers else {}


def features_now(keys: Iterable[int]) -> dict[int, Features]:
    """The same for the house itself, whoever reaches them."""
    numbers = ",".join(str(int(pk)) for pk in keys)
    return _read(numbers, ()) if numbers else {}


def near_to(one: Features) -> dict[int, Features]:
    """Clients who share a phone, an address, a tax number, a day of birth or the words of the name: candidates only."""
    pieces, values = _pieces(one)
    if not pieces:
        return {}
    near = " UNION ".join(f"SELECT * FROM ({piece}) q{n}" for n, piece in enumerate(pieces))  # noqa: S608 (our own names)
    return _read(near, values)


def alike_among(
    one: Features, near: Mapping[int, Features], *, but: int, namesakes: int, among: int
) -> dict[int, Likeness]:
    """Those of the candidates who are likely the same. `namesakes`: how many have this very name, `among` so many clients."""
    told = {
        pk: likeness(one, other, named_so=namesakes, among=among) for pk, other in near.items() if pk != but
    }
    return {pk: like for pk, like in told.items() if like.is_likely}


def _pieces(one: Features) -> tuple[list[str], list[Any]]:
    pieces: list[str] = []
    values: list[Any] = []
    points = [("phone", phone) for phone in one.phones] + [("email", email) for email in one.emails]
    if points:
        # Pairs that are a table of their own PostgreSQL would look up in the index of fragments: much slower.
        places = " OR ".join(["(p.kind = %s AND p.normal = %s)"] * len(points))
        pieces.append(_BY_POINT.format(places=places, most=MOST_NEAR))
        values += [part for point in points for part in point]
    if one.tax_id:
        pieces.append(_BY_NUMBER.format(most=MOST_NEAR))
        values.append(one.tax_id)
    if one.birth_day and one.birth_year:
        pieces.append(_BY_BIRTH.format(most=MOST_NEAR))
        values += [one.birth_day, one.birth_year]
    for begins in _as_written(one):
        pieces.append(_BY_NAME.format(most=MOST_NAMED_SO))
        values += [begins, f"{begins}{LAST}"]
    if ways := _ways(one):
        sql, told = first_that_hold(NAMES, Wanted(ways), MOST_NAMED_SO)
        pieces.append(sql)
        values += told
    return pieces, values


def _as_written(one: Features) -> list[str]:
    """How a name of these words begins, in either order: found at once along the index of names."""
    if len(one.words) < 2 or one.is_organisation:
        return [" ".join(one.words)] if one.words else []
    first, second, *rest = one.words
    return [" ".join((first, second, *rest)), f"{second} {first}"]


def _ways(one: Features) -> list[list[list[str]]]:
    """The two longest words of the name, each at the beginning of a word, in the spellings that it may have here."""
    words = sorted((word for word in one.words if len(word) > 1), key=len, reverse=True)[:2]
    few = len(words) < 2 and not one.is_organisation
    if few or any(len(word) < 2 for word in words) or not words:
        return []
    return [[[f" {way}"] for way in _spelt(word)] for word in words]


def _spelt(word: str) -> list[str]:
    """How the word may begin here: as it is, and in the other alphabet. A few letters: the more, the longer it takes."""
    as_typed, *others = (way[:LETTERS] for way in spelling.variants(word) if " " not in way)
    return list(
        dict.fromkeys([as_typed, *others[1 : SPELLINGS + 1]])
    )  # the first other is for another keyboard


def _read(near: str, values: Iterable[Any]) -> dict[int, Features]:
    columns = ", ".join(f"c.{name}" for name in COLUMNS)
    rows: dict[int, tuple[dict[str, Any], dict[str, list[str]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WITH_POINTS.format(columns=columns, near=near), list(values))
        for *told, kind, normal in cursor.fetchall():
            row = rows.setdefault(told[0], (dict(zip(COLUMNS, told, strict=True)), {}))
            row[1].setdefault(kind, []).append(normal)
    return {
        pk: _features(row, points.get("phone", []), points.get("email", []))
        for pk, (row, points) in rows.items()
    }


def _features(row: dict[str, Any], phones: list[str], emails: list[str]) -> Features:
    row.pop("id")
    return features_of(**row, phones=phones, emails=emails)


def everybody() -> Iterator[tuple[int, Features]]:
    """What is compared of each client who is served still, by key: in portions, so that no read lasts long."""
    last = 0
    while True:
        known = Client.objects.filter(pk__gt=last, forgotten_at=None, archived_at=None).order_by("pk")
        rows = list(known.values(*COLUMNS)[:AT_ONCE])
        if not rows:
            return
        first, last = rows[0]["id"], rows[-1]["id"]
        points = _points_between(first, last)
        for row in rows:
            pk = row["id"]
            phones, emails = points.get(pk, ((), ()))
            yield pk, _features(row, list(phones), list(emails))


def _points_between(first: int, last: int) -> dict[int, tuple[list[str], list[str]]]:
    held = Holding.objects.filter(
        client__gte=first, client__lte=last, contact_point__kind__in=("phone", "email")
    )
    found: dict[int, tuple[list[str], list[str]]] = {}
    for pk, kind, normal in held.values_list("client_id", "contact_point__kind", "contact_point__normal"):
        found.setdefault(pk, ([], []))[kind == "email"].append(normal)
    return found


def how_many() -> int:
    """How many clients are compared."""
    return Client.objects.filter(forgotten_at=None, archived_at=None).count()
