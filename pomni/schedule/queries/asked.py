"""What a list of visits is asked for: one reading of its words for the page, for programs, and for files that go out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.schedule.models import Visit

STANDING = "standing"  # instead of a state: whatever takes place or took place
AHEAD, LATELY, ALL = "ahead", "lately", "all"
WHEN = (AHEAD, "today", "tomorrow", "week", "month", LATELY, ALL)
NAMED = "named_as"  # what stands for the client's name in the order
SORTS = {"when": ("begins_at",), "booked": ("booked_at",), "client": (NAMED, "begins_at")}
COLUMNS = (
    *("ends", "phone", "services", "by", "things", "location", "state", "price"),
    *("source", "booked", "arrived", "completed", "comment", "address"),
)
USUAL = ("services", "by", "location", "state", "price")
WORDS = {"when", "from", "until", "at", "of", "thing", "state", "source", "sort", "cols"}
STATES = (STANDING, *Visit.Status.values)
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class VisitsAsked:
    """A stretch of days, what narrows the list, its order and its columns, in the words of an address.

    `at`, `of` and `thing` are uids: of a location, of whoever performs anything in a visit, of a room or device; `view` of the
    saved view that it was opened by, which narrows nothing itself. `when`: a
    stretch that goes with the days; "" where days are told, or nothing is.
    """

    when: str = ""
    day_from: date | None = None
    day_until: date | None = None
    at: str = ""
    of: str = ""
    thing: str = ""
    state: str = ""
    source: str = ""
    sort: str = ""
    view: str = ""
    cols: tuple[str, ...] = USUAL

    @classmethod
    def from_query(cls, words: Mapping[str, Any]) -> Self:
        """Read the words of an address; what is not understood narrows nothing."""
        days = {name: _day(words.get(name, "")) for name in ("from", "until")}
        return cls(
            when=_one_of(words, "when", WHEN) if not any(days.values()) else "",
            day_from=days["from"],
            day_until=days["until"],
            at=_uid(words, "at"),
            of=_uid(words, "of"),
            thing=_uid(words, "thing"),
            state=_one_of(words, "state", STATES),
            source=_one_of(words, "source", Visit.Source.values),
            sort=_one_of(words, "sort", (*SORTS, *(f"-{name}" for name in SORTS))),
            view=_uid(words, "view"),
            cols=_columns(words),
        )

    def to_query(self, **changes: Any) -> str:
        """The same as an address has it behind "?", with these changes; what is usual is left out."""
        asked = replace(self, **changes)
        told = {"when": asked.when, "from": asked.day_from, "until": asked.day_until}
        told |= {name: getattr(asked, name) for name in ("at", "of", "thing", "state", "source", "sort")}
        told["view"] = asked.view
        told["cols"] = "" if asked.cols == USUAL else ",".join(asked.cols) or "none"
        return urlencode({name: str(value) for name, value in told.items() if value}, safe=",")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the stretch of days narrows it."""
        return any((self.at, self.of, self.thing, self.state, self.source))

    @property
    def lasts(self) -> bool:
        """Whether it means something tomorrow, too."""
        return not (self.day_from or self.day_until)

    @property
    def stretch(self) -> str:
        """Which of the stretches it shows; "" where days were told. Of what is narrowed all is shown, else what is to come."""
        if self.day_from or self.day_until:
            return ""
        return self.when or (ALL if self.is_narrowed else AHEAD)

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first day and the last one, by the clock there; None: without an end."""
        on = today()
        monday, first = on - timedelta(days=on.weekday()), on.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return {
            "": (self.day_from, self.day_until),
            AHEAD: (on, None),
            "today": (on, on),
            "tomorrow": (on + timedelta(days=1), on + timedelta(days=1)),
            "week": (monday, monday + timedelta(days=6)),
            "month": (first, following - timedelta(days=1)),
            LATELY: (on - MONTH, on),
            ALL: (None, None),
        }[self.stretch]

    @property
    def order(self) -> str:
        """By what it is ordered, with "-" where the last comes first."""
        return self.sort or ("-when" if self.stretch in (LATELY, ALL) else "when")

    @property
    def by(self) -> tuple[str, ...]:
        """The columns of that order."""
        sign = "-" if self.order.startswith("-") else ""
        columns = SORTS[self.order.removeprefix("-")]
        return tuple(f"{sign}{name}" for name in (*columns, "pk"))


def visits_understood(query: str) -> str:
    """The words of a list as its address has them. Raises Refused (field `filters`) where some are not understood."""
    words = QueryDict(query)
    asked = VisitsAsked.from_query(words)
    again = QueryDict(asked.to_query())
    told = {name: value for name, value in words.items() if value}
    strange = told.keys() - WORDS
    lost = {name for name in told.keys() & WORDS if name != "cols" and name not in again}
    if wrong := sorted(strange | lost):
        raise Refused(
            _("These filters are not understood: %(names)s") % {"names": ", ".join(wrong)}, field="filters"
        )
    return asked.to_query()


def _one_of(words: Mapping[str, Any], name: str, known: Any) -> str:
    told = str(words.get(name, ""))
    return told if told in known else ""


def _uid(words: Mapping[str, Any], name: str) -> str:
    return str(as_uuid(words.get(name, "")) or "")


def _day(text: Any) -> date | None:
    try:
        told = date.fromisoformat(str(text))
    except ValueError:
        return None
    return told if 1900 < told.year < 3000 else None


def _columns(words: Mapping[str, Any]) -> tuple[str, ...]:
    if "cols" not in words:
        return USUAL
    told = words.getlist("cols") if hasattr(words, "getlist") else [words["cols"]]
    wanted = {word for text in told for word in str(text).split(",")}
    return tuple(name for name in COLUMNS if name in wanted)
