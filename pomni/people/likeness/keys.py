"""Under what clients are looked for: two without a key in common are never compared, so the cost grows as the base does.

A key that very many share (a family name of a whole country, a company's switchboard) tells little by itself: those who
share it are put in order and each is compared with its neighbours only. They still meet by every other key.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from pomni.people.likeness.features import Features
from pomni.people.likeness.sounds import outline

MOST = 40  # clients of one key that are all compared with each other
NEIGHBOURS = 6  # of one who shares a key with more
SHORTEST_OF_EMAIL = 6  # letters before the "@" that tell somebody from another
WORDS_OF_NAME = 4
_LOW = (1 << 32) - 1


def keys_of(one: Features) -> list[int]:
    """The keys of a client, each a number: the same for the same told, within one process."""
    told: list[tuple[object, ...]] = [("phone", phone) for phone in one.phones]
    told += [("email", email) for email in one.emails]
    told += [
        ("box", box)
        for email in one.emails
        if len(box := email.partition("@")[0].replace(".", "")) >= SHORTEST_OF_EMAIL
    ]
    if one.tax_id:
        told.append(("tax", one.tax_id))
    told += _by_organisation(one) if one.is_organisation else _by_person(one)
    told += [("at", figure, word) for figure in one.figures[:2] for word in one.street[:2]]
    return [hash(key) for key in dict.fromkeys(told)]


def _by_person(one: Features) -> list[tuple[object, ...]]:
    lines = sorted({outline(heard) for heard in one.sounds[:WORDS_OF_NAME]})
    told: list[tuple[object, ...]] = [("name", *pair) for pair in combinations(lines, 2)]
    if one.birth_day:
        told += [("birth", one.birth_day, line) for line in lines]
        if one.birth_year:
            told.append(("born", one.birth_year, one.birth_day))
    if one.birth_year:
        told += [("year", one.birth_year, line) for line in set(one.sounds[:WORDS_OF_NAME])]
    return told


def _by_organisation(one: Features) -> list[tuple[object, ...]]:
    lines = [outline(heard) for heard in one.sounds[:WORDS_OF_NAME]]
    told: list[tuple[object, ...]] = [("word", heard) for heard in one.sounds[:WORDS_OF_NAME]]
    return told + [("words", *sorted(pair)) for pair in combinations(dict.fromkeys(lines), 2)]


def candidates(clients: Sequence[Features]) -> Iterator[tuple[int, int]]:
    """Pairs of places of clients that share a key, the lower place first; some come more than once.

    Everything is held in flat numbers: a million keys take some forty megabytes.
    """
    entries = sorted(key << 32 | place for place, one in enumerate(clients) for key in keys_of(one))
    group = array("L")
    last = None
    for entry in entries:
        key, place = entry >> 32, entry & _LOW
        if key != last:
            yield from _pairs(group, clients)
            group, last = array("L"), key
        group.append(place)
    yield from _pairs(group, clients)


def _pairs(group: Sequence[int], clients: Sequence[Features]) -> Iterator[tuple[int, int]]:
    if len(group) < 2:
        return
    if len(group) <= MOST:
        yield from combinations(group, 2)
        return
    near = sorted(group, key=lambda place: _whole_name(clients[place]))
    for at, place in enumerate(near):
        for other in islice(near, at + 1, at + 1 + NEIGHBOURS):
            yield (place, other) if place < other else (other, place)


def _whole_name(one: Features) -> tuple[object, ...]:
    return sorted(one.sounds), one.birth_day, one.birth_year or 0, one.phones


def named_so(clients: Sequence[Features]) -> Counter[tuple[str, ...]]:
    """How many clients have each whole name, as it sounds."""
    return Counter(tuple(sorted(one.sounds)) for one in clients)
