"""What a list of clients is asked for: one reading of its words for the page, programs, exports and the card."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q

from pomni.kit.ids import as_uuid
from pomni.people.figured import Figured
from pomni.people.models import Client

VIEWS = ("all", "mine", "week", "nobody", "archived")
SORTS = ("name", "added", "contact", "due", "visits", "last_visit", "next_visit")
COLUMNS = (
    "phone",
    "email",
    "tags",
    "responsible",
    "location",
    "contact",
    "due",
    "visits",
    "last_visit",
    "next_visit",
    "added",
    "source",
    "tax_id",
    "birthday",
)
USUAL = ("phone", "tags", "responsible", "contact", "due")
OF_OWN = "own_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OWN = re.compile(OF_OWN)  # a field of the company's own
MOST_OWN = 40
NOBODY = "nobody"
NOWHERE = "none"
LONGEST = 200  # characters of what is searched for
YEARS = range(1900, 3000)


@dataclass(frozen=True)
class Asked:
    """A view of the list, what narrows it, its order and its columns, in the words of an address.

    `responsible`, `location`, `tag`, `organisation` and `segment` are uids; `responsible` may be "nobody", `location`
    "none". `wrong` names the words that were not understood: a page leaves them out, a program is told. `narrowing` is what
    the segment means for whoever asks, once that is settled (`segmented.settled`).
    """

    view: str = "all"
    segment: str = ""
    q: str = ""
    responsible: str = ""
    location: str = ""
    kind: str = ""
    tag: str = ""
    organisation: str = ""  # where they work
    source: str = ""
    added_from: date | None = None
    added_to: date | None = None
    phone: str = ""
    figure: str = ""  # whom a figure counts: figured.Figured
    sort: str = ""  # empty: as is usual in this view
    cols: tuple[str, ...] = USUAL
    wrong: frozenset[str] = field(default=frozenset(), compare=False)
    narrowing: Q | None = field(default=None, compare=False, repr=False)
    asks_archived: bool = field(
        default=False, compare=False
    )  # the segment says itself whether archived ones are in it

    @classmethod
    def from_query(cls, query: Mapping[str, Any], *, besides: Iterable[str] = ()) -> Self:
        """Read a QueryDict, or a plain mapping of texts. `besides`: words of the address that mean something else."""
        told: dict[str, Any] = {}
        wrong = set(query) - READ.keys() - set(besides)
        for name in READ.keys() & set(query):
            try:
                told[name] = READ[name](_texts(query, name))
            except ValueError:
                wrong.add(name)
        return cls(**told, wrong=frozenset(wrong))

    def to_query(self, **changes: Any) -> str:
        """The same as an address has it behind "?", with these changes; what is usual is left out."""
        asked = replace(self, **changes)
        told = {name: getattr(asked, name) for name in READ if getattr(asked, name) != getattr(PLAIN, name)}
        return urlencode({name: _text(value) for name, value in told.items()}, safe=",")

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The names of the filters that are on."""
        return tuple(name for name in FILTERS if getattr(self, name) != getattr(PLAIN, name))

    @property
    def lasts(self) -> bool:
        """Whether it means the same tomorrow and in any zone."""
        return not (self.view == "week" or self.added_from or self.added_to or self.segment or self.figure)

    @property
    def order(self) -> str:
        """By what the list is ordered."""
        return self.sort.removeprefix("-") or ("added" if self.view == "week" else "name")

    @property
    def descends(self) -> bool:
        """Whether the order goes from the last to the first."""
        return self.sort.startswith("-") if self.sort else self.view == "week"


def _texts(query: Mapping[str, Any], name: str) -> list[str]:
    told = query.getlist(name) if hasattr(query, "getlist") else [query[name]]
    return [str(text).strip() for text in told]


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _one_of(*words: str) -> Callable[[list[str]], str]:
    def read(texts: list[str]) -> str:
        if texts[-1] not in words:
            raise ValueError(texts[-1])
        return texts[-1]

    return read


def _order(texts: list[str]) -> str:
    name = texts[-1].removeprefix("-")
    if texts[-1] and name not in SORTS and not OWN.fullmatch(name):
        raise ValueError(texts[-1])
    return texts[-1]


def _uid_or(*words: str) -> Callable[[list[str]], str]:
    def read(texts: list[str]) -> str:
        if texts[-1] in ("", *words):
            return texts[-1]
        if not (uid := as_uuid(texts[-1])):
            raise ValueError(texts[-1])
        return str(uid)

    return read


def _words(texts: list[str]) -> str:
    if "\x00" in texts[-1]:
        raise ValueError("no database looks for this")
    return " ".join(texts[-1].split())[:LONGEST]


def _day(texts: list[str]) -> date | None:
    day = date.fromisoformat(texts[-1]) if texts[-1] else None
    if day and day.year not in YEARS:
        raise ValueError("no client was added then, and not every day has one after it")
    return day


def _figure(texts: list[str]) -> str:
    return str(Figured.from_word(texts[-1])) if texts[-1] else ""


def _columns(texts: list[str]) -> tuple[str, ...]:
    told = list(dict.fromkeys(word for text in texts for word in text.split(",") if word))
    own = [name for name in told if OWN.fullmatch(name)][:MOST_OWN]
    if not set(told) <= {*COLUMNS, *own}:
        raise ValueError(told)
    return *(name for name in COLUMNS if name in told), *own


READ: dict[str, Callable[[list[str]], Any]] = {
    "view": _one_of(*VIEWS),
    "segment": _uid_or(),
    "q": _words,
    "responsible": _uid_or(NOBODY),
    "location": _uid_or(NOWHERE),
    "kind": _one_of("", *Client.Kind.values),
    "tag": _uid_or(),
    "organisation": _uid_or(),
    "source": _words,
    "added_from": _day,
    "added_to": _day,
    "phone": _one_of("", "with", "without"),
    "figure": _figure,
    "sort": _order,
    "cols": _columns,
}
FILTERS = (
    "segment",
    "q",
    "responsible",
    "location",
    "kind",
    "tag",
    "organisation",
    "source",
    "added_from",
    "added_to",
    "phone",
    "figure",
)
PLAIN = Asked()
assert {one.name for one in fields(Asked)} == {*READ, "wrong", "narrowing", "asks_archived"}  # noqa: S101 (both tell the same words)
