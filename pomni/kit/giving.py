"""What modules offer about what is given away: to a client what is kept of them, to successors what was a colleague's, and to
nobody what is older than it is kept.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Disclosed(NamedTuple):
    """One thing that a client is told of themselves: its key for programs, its name and its value for people.

    `value` is what JSON takes, a day or an instant; `shown` the same in words where that is not enough. A fact without
    a `label` stands in the file alone.
    """

    key: str
    label: Any
    value: Any
    shown: Any = ""


@dataclass(frozen=True)
class Disclosure:
    """A part of what a client gets who asks what is kept of them (GDPR, articles 15 and 20; 152-FZ, article 14).

    `tell` names a function `(viewer, client) -> list of rows`, a row being a list of `Disclosed`: all that the module
    keeps, without a word that says something of another person. `capability`: who lacks it cannot make a whole answer.
    """

    key: str
    title: Any
    tell: str
    capability: str = ""
    order: int = 50


@dataclass(frozen=True)
class Retention:
    """Something that is kept for a time which the director sets, and then let go at night.

    `count` names a function `(before) -> int`: how much of it is older than an instant; `run` one `(before) -> int` that lets it
    go in short strokes, or asks people where the machine must not decide. `unit`: "days", "months" or "years"; `usual` is
    what holds until somebody chooses, 0 meaning for ever, which `may_be_for_ever` allows.
    """

    key: str
    title: Any
    says: Any
    unit: str
    usual: int
    most: int
    count: str
    run: str
    least: int = 1
    may_be_for_ever: bool = True
    page: str = ""  # the name of a page on which people decide, where the machine only asks
    order: int = 50


class OpenThing(NamedTuple):
    """One thing that is a colleague's and is still open: its key, the client whom it is about (None: nobody), its name."""

    pk: int
    client_id: int | None
    title: str
    note: str = ""


class PartOfClients(NamedTuple):
    """Some clients that go to one successor together, under a name."""

    key: str
    title: str
    clients: frozenset[int]


@dataclass(frozen=True)
class Division:
    """A rule by which clients, and what is about them, go to several successors: by location, by tag, by segment.

    `parts` names a function `(by, keys of clients) -> list[PartOfClients]`. Whoever is in several goes with the first.
    """

    key: str
    title: Any
    parts: str
    capability: str = ""
    order: int = 50


@dataclass(frozen=True)
class HandOver:
    """Something that is a colleague's and goes to another one when they leave.

    `count` names a function `(user, by) -> int`: how much of it is theirs and within reach of whoever hands it over.
    `hand` names one `(user, to, by) -> int`: gives it all to `to`, or to nobody (None), in short strokes, and tells how
    much that was. `heir_may` is the capability without which an heir could do nothing with it.

    `lists` names one `(user, by) -> list[OpenThing]`. With it things go to different successors, and come back: then
    `hand` takes `some`, the keys of those that are handed over, and `user` may be None: what is nobody's comes back.
    """

    key: str
    title: Any
    says: Any
    count: str
    hand: str
    heir_may: str = ""
    order: int = 50
    lists: str = ""
    is_of_clients: bool = True  # a rule may divide it by the clients whom it is about
