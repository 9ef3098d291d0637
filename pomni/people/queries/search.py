"""Finding clients by what somebody has typed: parts of a name, digits of a phone, a part of an address, a tax number.

Nothing out of the viewer's reach answers, and nothing answers by a phone or an address that is not shown to them in full.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact, IsNull

from pomni.kit import spelling
from pomni.kit.prepared import rows_of
from pomni.kit.search import TRIGRAM, Gathered, Stretch, Wanted, close_to
from pomni.people.models import NAMES, Client, ContactPoint, Holding
from pomni.people.queries.typed import LONGEST, MOST_WORDS, Part, Ways, asked
from pomni.team.models import User
from pomni.team.shown import shown

MANY = 500  # so many with a word make it worth looking for the first of them along the names
MOST_COMPARED = 3000  # with a mistyped word
ROW = ("pk", "archived_at", "sorted_as")
SHOWN = ("archived_at", "phone", "responsible__name", "pk", "uid", "name", "kind", "alert")
LAST = "\U0010ffff"  # behind every letter
ANY = "…"  # stands for a text where only the shape of what was typed counts
PLAIN = re.compile(r" ?[^\W_](?:[^\W_]|[.@+-])*")  # holds no sign that means something in a pattern


@dataclass(frozen=True)
class Hit:
    """A client who answers, with the phone as the viewer may see it; `is_similar`: only nearly."""

    pk: int
    uid: Any
    name: str
    kind: str
    alert: str
    phone: str
    responsible: str
    is_archived: bool
    is_similar: bool = False


def matching(viewer: User, text: str) -> Q:
    """What narrows clients to those who answer to a typed text; nobody answers to a text of mere signs.

    Each word must be found: three letters anywhere in a word of the name, one or two at its beginning, in any spelling
    (other alphabet, other keyboard layout, no marks); four digits of a phone; a part of an address; a tax number.
    """
    return _condition(viewer, asked(text))


def in_order(by: Iterable[str]) -> list[Any]:
    """These columns of an order, for clients narrowed by `matching`: those who answer are gathered first, then sorted."""
    told = ((Gathered(F(name.lstrip("-"))), name.startswith("-")) for name in by)
    return [column.desc() if descends else column.asc() for column, descends in told]


def clients_answering(viewer: User, text: str, *, size: int = 7) -> list[Hit]:
    """Clients who answer to a typed text: first those whose name begins with it, then those of whom each word begins a
    word, or the digits end a phone; within that by name; archived ones last. Where nobody does: whose names nearly do.
    """
    if not (parts := asked(text)):
        return []
    if not _reaches_many(viewer) or any(part.digits or part.address for part in parts):
        found = _of_few(viewer, parts, size)
    elif len(begun := _begun(viewer, parts, size)) == size:
        return begun
    else:
        found = _first(viewer, parts, size, [hit.pk for hit in begun])
    if found:
        return _hits(viewer, parts, found)
    return [replace(hit, is_similar=True) for hit in _hits(viewer, parts, _similar(viewer, text, size))]


def clients_named(viewer: User, words: str, *, size: int = 200) -> dict[int, Client]:
    """Clients within reach whose name holds these words, whatever the case of their letters; erased ones too."""
    if not (parts := [Part(part.ways) for part in asked(words)]):
        return {}
    found = (
        Client.objects.visible_to(viewer)
        .filter(_condition(viewer, parts))
        .order_by(*in_order(["sorted_as", "pk"]))
    )
    return {client.pk: client for client in found[:size]}


# --- Who answers ------------------------------------------------------------------------------------------------------


def _condition(viewer: User, parts: Sequence[Part], *, strictly: bool = False) -> Q:
    """`strictly`: words begin words, and digits end phones."""
    parts = [_within_rules(viewer, part) for part in parts]
    if not parts:
        return Q(pk__in=())
    by_index = _reaches_many(viewer)
    named = [_ways_of(part, strictly) for part in parts if not (part.digits or part.address)]
    told = [Q(found_by__holds=Wanted(named, by_index))] if named else []
    told += [_reached(part, strictly, by_index) for part in parts if part.digits or part.address]
    if all(len(part) < 3 for ways in named for way in ways for part in way) and len(named) == len(parts):
        told.append(_begins(parts))
    return reduce(and_, told)


def _within_rules(viewer: User, part: Part) -> Part:
    """Without what the viewer may not look through: nobody learns digit by digit what is hidden from them."""
    digits = () if viewer.field_rule("people.client.phone") else part.digits
    address = "" if viewer.field_rule("people.client.email") else part.address
    return Part(part.ways, digits, address)


def _ways_of(part: Part, strictly: bool) -> Ways:
    if not strictly:
        return part.ways
    return tuple(tuple(f" {fragment.strip()}" for fragment in way) for way in part.ways)


def _reached(part: Part, strictly: bool, by_index: bool) -> Q:
    """One part that may be a phone or an address as well as a word of the name."""
    held = []
    if part.digits:
        points = _points(ContactPoint.Kind.PHONE, part.digits)
        if strictly:
            points = points.filter(reduce(or_, (Q(normal__endswith=digits) for digits in part.digits)))
        held.append(points)
    if part.address:
        held.append(_points(ContactPoint.Kind.EMAIL, (part.address,)))
    holders = [Holding.objects.filter(contact_point__in=points).values("client") for points in held]
    if not part.ways:
        return reduce(or_, (Q(pk__in=who) for who in holders))
    names = Q(found_by__holds=Wanted([_ways_of(part, strictly)], by_index))
    if not by_index:
        return reduce(or_, (Q(pk__in=who) for who in holders), names)
    return Q(pk__in=Client.objects.filter(names).values("pk").union(*holders, all=True))


def _points(kind: str, fragments: tuple[str, ...]) -> QuerySet[ContactPoint]:
    found = ContactPoint.objects.filter(normal__holds=Wanted([[[one] for one in fragments]]))
    return found.filter(Exact(Gathered(F("kind")), kind))  # not by the index of kinds: half of all are of one


def _begins(parts: Sequence[Part]) -> Q:
    """Letters alone, too few for an index of parts: the name begins with one of them."""
    firsts = {way[0].strip() for part in parts for way in part.ways if len(way) == 1}
    ranges = (Q(sorted_as__gte=one, sorted_as__lt=f"{one}{LAST}") for one in sorted(firsts))
    return reduce(or_, ranges, Q(pk__in=()))


Row = tuple[int, Any, str]  # key, when archived, what it is sorted by


def _of_few(viewer: User, parts: Sequence[Part], size: int) -> list[int]:
    """Keys of the first who answer, in the order of `clients_answering`, where few are reached or answer: each is judged."""

    def compose(parts: Sequence[Part]) -> QuerySet[Any, Any]:
        return _ranked(viewer, parts, size)

    return [pk for (pk,) in _asked_for(viewer, ("few", size), parts, compose)]


def _ranked(viewer: User, parts: Sequence[Part], size: int) -> QuerySet[Any, Any]:
    ranks: list[Any] = [IsNull(F("archived_at"), False)]
    told = _known(viewer, parts).filter(_condition(viewer, parts))
    if word := _one_word(parts):
        told = told.annotate(begins=Q(sorted_as__gte=word, sorted_as__lt=f"{word}{LAST}"))
        ranks.append(F("begins").desc())
    told = told.annotate(starts=_condition(viewer, parts, strictly=True))
    ranked = told.order_by(*ranks, F("starts").desc(), *in_order(["sorted_as", "pk"]))
    return ranked.values_list("pk")[:size]


def _one_word(parts: Sequence[Part]) -> str:
    """The one word that was typed, as it was typed; "" where it is none."""
    if len(parts) > 1 or parts[0].digits or len(way := next(iter(parts[0].ways), ())) != 1:
        return ""
    return way[0].strip()


def _begun(viewer: User, parts: Sequence[Part], size: int) -> list[Hit]:
    """The first of those whose names begin with the one word that was typed; none of them archived."""
    if not _one_word(parts):
        return []

    def compose(parts: Sequence[Part]) -> QuerySet[Any, Any]:
        word = _one_word(parts)
        begins = _known(viewer).filter(sorted_as__gte=word, sorted_as__lt=f"{word}{LAST}", archived_at=None)
        return _told(parts, begins.order_by("sorted_as", "pk").values("pk")[:size])

    return _as_hits(viewer, _asked_for(viewer, ("begun", size), parts[:1], compose))


def _first(viewer: User, parts: Sequence[Part], size: int, begun: Sequence[int]) -> list[int]:
    """Keys of the first who answer, in the order of `clients_answering`; `begun` are all whose names begin so, by name."""
    strictly = _gathered(viewer, parts, size, strictly=True)
    loosely = [] if _active(strictly) >= size else _gathered(viewer, parts, size, strictly=False)
    starting = {pk for pk, *_rest in strictly}
    rows = {row[0]: row for row in (*strictly, *loosely) if row[0] not in begun}.values()

    def place(row: Row) -> tuple[Any, ...]:
        pk, archived_at, name = row
        return archived_at is not None, pk not in starting, name, pk

    return [*begun, *(pk for pk, *_rest in sorted(rows, key=place))][:size]


def _gathered(viewer: User, parts: Sequence[Part], size: int, *, strictly: bool) -> list[Row]:
    """The first who answer, by name, archived ones last."""
    if viewer.reach(Client.see).all:  # what many have, one soon meets along the names
        wanted = Wanted([_ways_of(part, strictly) for part in parts])
        if len(walked := _along_the_names().first(wanted, size, many=MANY)) == size:
            return walked

    def compose(parts: Sequence[Part]) -> QuerySet[Any, Any]:
        among = _known(viewer, parts).filter(_condition(viewer, parts, strictly=strictly))
        last = (IsNull(F("archived_at"), False), *in_order(["sorted_as", "pk"]))
        return among.order_by(*last).values_list(*ROW)[:size]

    return [tuple(row) for row in _asked_for(viewer, ("gathered", strictly, size), parts, compose)]


@cache
def _along_the_names() -> Stretch:
    """The clients whom one meets first along the names."""
    shown = Client.objects.filter(forgotten_at=None, archived_at=None).order_by("sorted_as", "pk")
    return Stretch(NAMES, shown.values_list(*ROW, "found_by"))


def _active(rows: Sequence[Row]) -> int:
    return sum(archived_at is None for _pk, archived_at, _name in rows)


def _known(viewer: User, parts: Sequence[Part] = ()) -> QuerySet[Client]:
    """Those within reach who were not erased.

    The few who answer by a phone or an address are each asked whether they are within reach: else an engine may gather
    all that a team or a location reaches first. The many who share a name are better met in that reach.
    """
    within = Client.objects.visible_to(viewer)
    meets_few = any(part.digits or part.address for part in parts)
    if meets_few and _reaches_many(viewer) and not viewer.reach(Client.see).all:
        within = Client.objects.filter(Exists(within.filter(pk=OuterRef("pk"))))
    return within.filter(forgotten_at=None)


def _reaches_many(viewer: User) -> bool:
    reach = viewer.reach(Client.see)
    return reach.all or reach.team or bool(reach.locations)


def _hits(viewer: User, parts: Sequence[Part], keys: Sequence[int]) -> list[Hit]:
    """These clients in this order, each with the phone that answers, or with the one they prefer."""
    if not keys:
        return []
    digits = [Part(digits=part.digits) for part in parts if part.digits]

    def compose(digits: Sequence[Part], *keys: int) -> QuerySet[Any, Any]:
        return _told(digits, keys)

    rows = _asked_for(viewer, ("hits", len(keys)), digits, compose, *keys)
    place = {pk: number for number, pk in enumerate(keys)}
    return sorted(_as_hits(viewer, rows), key=lambda hit: place[hit.pk])


def _told(parts: Sequence[Part], keys: Any) -> QuerySet[Any, Any]:
    """What is shown of these clients, by name. `keys`: numbers, or a query that gives them."""
    phones = Holding.objects.filter(client=OuterRef("pk"), contact_point__kind=ContactPoint.Kind.PHONE)
    first = ["-is_preferred", "place", "pk"]
    if digits := [way for part in parts for way in part.digits]:
        answers = reduce(or_, (Q(contact_point__normal__contains=way) for way in digits))
        phones, first = phones.annotate(answers=answers), ["-answers", *first]
    phone = Subquery(phones.order_by(*first).values("typed")[:1])
    found = Client.objects.filter(pk__in=keys).annotate(phone=phone)
    return found.order_by(*in_order(["sorted_as", "pk"])).values_list(*SHOWN)


def _as_hits(viewer: User, rows: Iterable[Sequence[Any]]) -> list[Hit]:
    return [_hit(viewer, dict(zip(SHOWN, row, strict=True))) for row in rows]


def _hit(viewer: User, row: dict[str, Any]) -> Hit:
    return Hit(
        pk=row["pk"],
        uid=row["uid"],
        name=row["name"],
        kind=row["kind"],
        alert=row["alert"],
        phone=shown(viewer, "people.client.phone", row["phone"] or "") or "",
        responsible=row["responsible__name"] or "",
        is_archived=row["archived_at"] is not None,
    )


# --- Composed once ----------------------------------------------------------------------------------------------------


def _asked_for(
    viewer: User,
    what: Hashable,
    parts: Sequence[Part],
    compose: Callable[..., QuerySet[Any, Any]],
    *keys: int,
) -> list[list[Any]]:
    """The rows of `compose(parts, *keys)`, which is composed once for all texts of one shape. `what` names the query."""
    parts = [_within_rules(viewer, part) for part in parts]
    shape, texts = _shape(tuple(parts))
    if not all(len(text) >= TRIGRAM and PLAIN.fullmatch(text) for text in texts):
        return [list(row) for row in compose(parts, *keys)]
    whose = () if viewer.reach(Client.see).all else (viewer.pk, viewer.access_stamp)

    def composed(*marks: Any) -> QuerySet[Any, Any]:
        told = iter(marks)
        return compose([_filled(part, told) for part in shape], *told)

    bare = (text.lstrip() for text in texts)
    return rows_of(("clients found", what, whose, shape), composed, *bare, *keys)


@lru_cache(maxsize=500)
def _shape(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts without their texts: of each only whether it begins a word; and the texts."""
    texts: list[str] = []

    def taken(text: str) -> str:
        texts.append(text)
        return f" {ANY}" if text.startswith(" ") else ANY

    return tuple(_each(part, taken) for part in parts), tuple(texts)


def _filled(part: Part, texts: Iterator[str]) -> Part:
    return _each(part, lambda text: text.replace(ANY, next(texts)))


def _each(part: Part, told: Callable[[str], str]) -> Part:
    """A part with each of its texts told anew."""
    ways = tuple(tuple(told(fragment) for fragment in way) for way in part.ways)
    digits = tuple(told(digits) for digits in part.digits)
    return Part(ways, digits, told(part.address) if part.address else "")


# --- Who nearly answers -----------------------------------------------------------------------------------------------


def _similar(viewer: User, text: str, size: int) -> list[int]:
    """Keys of clients with each of these words in the name, but for a letter or two; the nearest first."""
    words = [spelling.variants(word)[:4] for word in text[:LONGEST].replace("\0", " ").split()[:MOST_WORDS]]
    words = [ways for ways in words if ways]
    long = [ways for ways in words if len(ways[0]) >= spelling.SHORTEST_MISTYPED and ways[0].isalpha()]
    if not long or any(not ways[0].replace(" ", "").isalpha() for ways in words):
        return []
    known = _known(viewer)
    if _reaches_many(viewer):
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
