"""The first clients who answer to a typed text, as the palette and the fields for a client offer them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from pomni.kit import spelling
from pomni.kit.search import Stretch, Wanted, close_to, stretch
from pomni.people.alarm import warning
from pomni.people.models import NAMES, Client, ContactPoint, Holding
from pomni.people.queries.search import (
    LAST,
    Said,
    Typed,
    condition,
    in_order,
    meets_few,
    reaches_many,
    typed_by,
    ways_of,
    within,
)
from pomni.people.queries.typed import LONGEST, MOST_WORDS, Part
from pomni.people.queries.ways import MOST_WAYS, first_of_all, marked, ways_to_reach
from pomni.team.models import User
from pomni.team.shown import shown

MANY = 500  # so many with a word make it worth looking for the first of them along the names
# PostgreSQL fetches the first of each way before it sorts them: with many ways it gathers as quickly.
FEW_WAYS = 4
MOST_COMPARED = 3000  # with a mistyped word
ROW = ("id", "archived_at", "sorted_as")
SHOWN = ("archived_at", "phone", "responsible__name", "pk", "uid", "name", "kind", "alert", "allergies")


@dataclass(frozen=True)
class Hit:
    """A client who answers, with the phone as the viewer may see it; `is_similar`: only nearly."""

    pk: int
    uid: Any
    name: str
    kind: str
    warning: str
    phone: str
    responsible: str
    is_archived: bool
    is_similar: bool = False


def clients_answering(viewer: User, text: str, *, size: int = 7) -> list[Hit]:
    """Clients who answer to a typed text: first those whose name begins with it, then those of whom each word begins a
    word, or the digits end a phone; within that by name; archived ones last. Where nobody does: whose names nearly do.
    """
    typed = typed_by(viewer, text)
    if not typed.parts:
        return []
    answers = _of_few if not reaches_many(viewer) or meets_few(typed.parts) else _of_many
    if found := answers(viewer, typed, size):
        return found
    return [replace(hit, is_similar=True) for hit in _hits(viewer, typed, _similar(viewer, text, size))]


# --- Where few are reached, or answer: each is judged ------------------------------------------------------------------


def _of_few(viewer: User, typed: Typed, size: int) -> list[Hit]:
    def compose(parts: Sequence[Part]) -> QuerySet[Any, Any]:
        return _ranked(viewer, parts, size)

    return _hits(viewer, typed, [pk for (pk,) in typed.rows(("few", size), compose)])


def _ranked(viewer: User, parts: Sequence[Part], size: int) -> QuerySet[Any, Any]:
    ranks: list[Any] = [IsNull(F("archived_at"), False)]
    told = within(viewer, parts).filter(condition(viewer, parts))
    if word := _one_word(parts):
        told = told.annotate(begins=Q(sorted_as__gte=word, sorted_as__lt=f"{word}{LAST}"))
        ranks.append(F("begins").desc())
    told = told.annotate(starts=condition(viewer, parts, strictly=True))
    ranked = told.order_by(*ranks, F("starts").desc(), *in_order(["sorted_as", "pk"]))
    return ranked.values_list("pk")[:size]


def _one_word(parts: Sequence[Part]) -> str:
    """The one word that was typed, as it was typed; "" where it is none."""
    if len(parts) > 1 or parts[0].digits or len(way := next(iter(parts[0].ways), ())) != 1:
        return ""
    return way[0].strip()


# --- Where many do: one statement looks further only as long as too few were found ---------------------------------------


@dataclass(frozen=True)
class _Stage:
    """The first who answer in one way, by name."""

    name: str
    said: Said
    is_strict: bool


def _of_many(viewer: User, typed: Typed, size: int) -> list[Hit]:
    def given(parts: Sequence[Part]) -> Said:
        return _with(_stages(viewer, parts, size))

    def compose(parts: Sequence[Part]) -> QuerySet[Any, Any]:
        stages = _stages(viewer, parts, size)
        strict = _keys(stage.name for stage in stages if stage.is_strict)
        begun, starts = (_is_among(keys) for keys in ("SELECT id FROM begun", strict))
        found = _told((), RawSQL(_keys(stage.name for stage in stages), ()))  # noqa: S611 (names of our own)
        return found.annotate(begun=begun, starts=starts).values_list("begun", "starts", "sorted_as", *SHOWN)

    rows = typed.rows(("many", size), compose, given=given)
    hits = [(row, hit) for row, hit in zip(rows, _as_hits(viewer, [row[3:] for row in rows]), strict=True)]
    # by name; before that those whose name begins so, of the others archived ones last and those that hold it inside a word
    hits.sort(key=lambda one: (not one[0][0], one[1].is_archived, not one[0][1], one[0][2], one[1].pk))
    return [hit for _row, hit in hits[:size]]


def _keys(names: Iterable[str]) -> str:
    return " UNION ALL ".join(f"SELECT id FROM {name}" for name in names)  # noqa: S608 (names of our own)


def _is_among(keys: str) -> RawSQL:
    return RawSQL(f"people_client.id IN ({keys})", (), output_field=BooleanField())  # noqa: S611 (our own)


def _with(stages: Sequence[_Stage]) -> Said:
    told = (f"{stage.name}(id, archived_at, sorted_as) AS MATERIALIZED ({stage.said[0]})" for stage in stages)
    return f"WITH {', '.join(told)} ", [value for stage in stages for value in stage.said[1]]


def _stages(viewer: User, parts: Sequence[Part], size: int) -> list[_Stage]:
    """Names that begin so; then, unless those are enough, words that do; then, unless these are, words that hold it."""
    stages = [_Stage("begun", _begun(viewer, parts, size), is_strict=True)]
    enough = _fills("begun", size)
    for strictly in (True, False):
        name = "starting" if strictly else "holding"
        if walked := _walked(viewer, parts, size, enough, strictly=strictly):
            stages.append(_Stage(f"{name}_soon", walked, strictly))
            enough = f"{enough} OR {_fills(f'{name}_soon', size)}"
        stages.append(_Stage(name, _gathered(viewer, parts, size, enough, strictly=strictly), strictly))
        enough = f"{enough} OR {_fills(f'{name} WHERE archived_at IS NULL', size)}"
    return stages


def _fills(whence: str, size: int) -> str:
    return f"(SELECT COUNT(*) FROM {whence}) = {size:d}"  # noqa: S608 (our own)


def _begun(viewer: User, parts: Sequence[Part], size: int) -> Said:
    """Whose names begin with the one word that was typed; none of them archived."""
    word = _one_word(parts)
    begins = Q(sorted_as__gte=word, sorted_as__lt=f"{word}{LAST}", archived_at=None)
    found = within(viewer).filter(begins if word else Q(pk=None)).order_by("sorted_as", "pk")
    return _said(found.values_list(*ROW)[:size])


def _walked(viewer: User, parts: Sequence[Part], size: int, enough: str, *, strictly: bool) -> Said | None:
    """What many have, one soon meets along the names: the first who answer, where they are met soon."""
    names = _along_the_names() if viewer.reach(Client.see).all else _along_the_reach(viewer)
    wanted = Wanted([ways_of(part, strictly) for part in parts])
    return names.said(wanted, size, many=MANY, unless=enough) if names else None


def _gathered(viewer: User, parts: Sequence[Part], size: int, enough: str, *, strictly: bool) -> Said:
    """The first who answer, by name, archived ones last."""
    found = within(viewer, parts).filter(condition(viewer, parts, strictly=strictly))
    last = (IsNull(F("archived_at"), False), *in_order(["sorted_as", "pk"]))
    sql, values = _said(found.order_by(*last).values_list(*ROW))
    return f"{sql} LIMIT CASE WHEN {enough} THEN 0 ELSE {size:d} END", values


@cache
def _along_the_names() -> Stretch:
    """The clients whom one meets first along the names."""
    known = Client.objects.filter(forgotten_at=None, archived_at=None).order_by("sorted_as", "pk")
    return Stretch(NAMES, known, *ROW)


def _along_the_reach(viewer: User) -> Stretch | None:
    """The clients within reach whom one meets first along the names: what each way reaches lies in the order of names."""
    ways = ways_to_reach(viewer)
    is_lazy = connection.vendor == "sqlite"  # it goes on along a way only as far as rows are taken
    if not 0 < len(ways) <= (MOST_WAYS if is_lazy else FEW_WAYS):
        return None
    known = Client.objects.filter(marked(), forgotten_at=None, archived_at=None).order_by("sorted_as", "pk")
    rows = known.values_list("id", "sorted_as")
    walk = (rows if is_lazy else rows[: stretch()]).query.sql_with_params()
    return Stretch.of_keys(NAMES, first_of_all(walk, ways, stretch()), *ROW)


def _said(rows: QuerySet[Any, Any]) -> Said:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT id, archived_at, sorted_as FROM people_client WHERE 1 = 0", ()


# --- What is shown of them --------------------------------------------------------------------------------------------


def _hits(viewer: User, typed: Typed, keys: Sequence[int]) -> list[Hit]:
    """These clients in this order, each with the phone that answers, or with the one they prefer."""
    if not keys:
        return []
    digits = Typed(tuple(Part(digits=part.digits) for part in typed.parts if part.digits), typed.whose)

    def compose(digits: Sequence[Part], *keys: int) -> QuerySet[Any, Any]:
        return _told(digits, keys).values_list(*SHOWN)

    rows = digits.rows(("hits", len(keys)), compose, *keys)
    place = {pk: number for number, pk in enumerate(keys)}
    return sorted(_as_hits(viewer, rows), key=lambda hit: place[hit.pk])


def _told(parts: Sequence[Part], keys: Any) -> QuerySet[Client]:
    """These clients, each with a `phone`. `keys`: numbers, or a query that gives them."""
    phones = Holding.objects.filter(client=OuterRef("pk"), contact_point__kind=ContactPoint.Kind.PHONE)
    first = ["-is_preferred", "place", "pk"]
    if digits := [way for part in parts for way in part.digits]:
        answers = reduce(or_, (Q(contact_point__normal__contains=way) for way in digits))
        phones, first = phones.annotate(answers=answers), ["-answers", *first]
    phone = Subquery(phones.order_by(*first).values("typed")[:1])
    return Client.objects.filter(pk__in=keys).annotate(phone=phone)


def _as_hits(viewer: User, rows: Iterable[Sequence[Any]]) -> list[Hit]:
    return [_hit(viewer, dict(zip(SHOWN, row, strict=True))) for row in rows]


def _hit(viewer: User, row: dict[str, Any]) -> Hit:
    return Hit(
        pk=row["pk"],
        uid=row["uid"],
        name=row["name"],
        kind=row["kind"],
        warning=warning(row["alert"], row["allergies"]),
        phone=shown(viewer, "people.client.phone", row["phone"] or "") or "",
        responsible=row["responsible__name"] or "",
        is_archived=row["archived_at"] is not None,
    )


# --- Who nearly answers -----------------------------------------------------------------------------------------------


def _similar(viewer: User, text: str, size: int) -> list[int]:
    """Keys of clients with each of these words in the name, but for a letter or two; the nearest first."""
    words = [spelling.variants(word)[:4] for word in text[:LONGEST].replace("\0", " ").split()[:MOST_WORDS]]
    words = [ways for ways in words if ways]
    long = [ways for ways in words if len(ways[0]) >= spelling.SHORTEST_MISTYPED and ways[0].isalpha()]
    if not long or any(not ways[0].replace(" ", "").isalpha() for ways in words):
        return []
    known = within(viewer)
    if reaches_many(viewer):
        known = known.filter(pk__in=close_to(NAMES, long))
    rows = known.values_list("pk", "found_by", "archived_at", "sorted_as")[:MOST_COMPARED]
    told = [
        (archived is not None, far, name, pk)
        for pk, found_by, archived, name in rows
        if (far := _distance(words, found_by.split())) is not None
    ]
    return [pk for *_order, pk in sorted(told)[:size]]


def _distance(words: Sequence[Sequence[str]], told: Sequence[str]) -> int | None:
    """How many letters are wrong over all words; None where one of them is no word of these."""
    whole = 0
    for ways in words:
        found = [
            far for way in ways for word in told if (far := spelling.wrong_letters(way, word)) is not None
        ]
        if not found:
            return None
        whole += min(found)
    return whole
