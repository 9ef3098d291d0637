"""Figures of clients for a stretch of days, as far as the viewer reaches; all asked in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self
from urllib.parse import urlencode

from django.db.models import Count, Value
from django.utils.translation import gettext as _

from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.people.figured import ALL, FIGURES, NEW, OF_CONTACTS, Figured, condition_of_figure
from pomni.people.models import Client
from pomni.people.periods import AGAINST, EARLIEST, OWN, PRESETS, Period, compared_with, period_of
from pomni.people.queries.asked import NOBODY, NOWHERE, Asked
from pomni.team import company
from pomni.team.models import Location, User

SEE, CONTACTS = "people.figures.see", "people.interaction.see"
DAYS = ("from", "to", "against_from", "against_to")
BY = {"responsible": "responsible_id", "location": "location_id", "source": "source"}
Counts = dict[str, int]
# The words of a program that asks for them.
Stretch = Literal[
    "week", "month", "quarter", "year", "last_week", "last_month", "last_quarter", "last_year", "own"
]
Against = Literal["before", "year", "own", "none"]
PartedBy = Literal["", "responsible", "location", "source"]


@dataclass(frozen=True)
class FiguresAsked:
    """Which figures are asked for: a stretch of days, with what it is compared, and by what it is parted ("" : not)."""

    preset: str
    period: Period
    against: str
    compared: Period | None
    by: str = ""
    wrong: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read out of an address; what makes no sense there counts as not told, and is named in `wrong`."""
        now, wrong = today(), set[str]()
        preset = _one_of(query, "period", (*PRESETS, OWN), "month", wrong)
        first, last = _day(query, "from", wrong), _day(query, "to", wrong)
        if first or last:
            preset, period = OWN, _own(first, last, now, wrong)
        else:
            preset = "month" if preset == OWN else preset
            period = period_of(preset, now, week_start=company.current().week_start)
        against = _one_of(query, "against", (*AGAINST, OWN), "before", wrong)
        compared = _compared(query, period, preset, against, now, wrong)
        by = _one_of(query, "by", ("", *BY), "", wrong)
        return cls(preset, period, against, compared, by, frozenset(wrong))

    def to_query(self, **changes: Any) -> str:
        """The same as an address has it, with these words instead."""
        told: dict[str, Any] = {"against": self.against, "by": self.by}
        if self.preset == OWN:
            told |= {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        else:
            told["period"] = self.preset
        if self.against == OWN and self.compared:
            told["against_from"] = self.compared.first.isoformat()
            told["against_to"] = self.compared.last.isoformat()
        return urlencode({name: value for name, value in (told | changes).items() if value})


@dataclass(frozen=True)
class FigureLine:
    """One part of what is counted: `key` is a uid, a source, or "" for what has none; of the whole, `title` is ""."""

    key: str
    title: str
    now: Counts
    then: Counts


@dataclass(frozen=True)
class ClientFiguresTold:
    """The figures of a stretch and of the one it is compared with; `lines` where they are parted, largest first."""

    asked: FiguresAsked
    figures: tuple[str, ...]
    now: Counts
    then: Counts
    lines: list[FigureLine]
    opens: bool  # whether each figure opens into its clients


def client_figures(viewer: User, asked: FiguresAsked) -> ClientFiguresTold:
    """The figures, and where they are asked for, by responsible colleague, location or source. Two statements at most."""
    names = figures_told(viewer)
    periods = [asked.period, *([asked.compared] if asked.compared else [])]
    parted = _counted(viewer, names, periods, asked.by)
    whole = [_summed(counts.values(), names) for counts in parted]
    now, then = whole[0], whole[1] if asked.compared else {}
    return ClientFiguresTold(asked, names, now, then, _lines(asked, parted, names), opens_for(viewer))


def figures_told(viewer: User) -> tuple[str, ...]:
    """Which figures this viewer is told: those that follow from contacts, where they see these of all clients they count."""
    sees = sees_contacts(viewer, SEE)
    return tuple(name for name in FIGURES if sees or name not in OF_CONTACTS)


def sees_contacts(viewer: User, capability: str) -> bool:
    """Whether what follows from contacts may be told of all clients that are reached with this capability.

    Figures alone name nobody: whoever is given them without any card is told them whole.
    """
    reach = viewer.reach(CONTACTS)
    return reach.covers(viewer.reach(capability)) or (capability == SEE and not viewer.may(Client.see))


def opens_for(viewer: User) -> bool:
    """Whether the list shows this viewer the very clients that the figures count."""
    counted, listed = viewer.reach(SEE), viewer.reach(Client.see)
    return listed.covers(counted) and counted.covers(listed)


def list_query(asked: FiguresAsked, figure: str, period: Period, key: str | None = None) -> str:
    """The words of the address of the list with the clients that a figure counts; `key`: of a line of what it is parted by."""
    unsourced = asked.by == "source" and key == ""
    told: dict[str, Any] = {"figure": str(Figured(figure, period, unsourced))}
    if key is not None and asked.by and not unsourced:
        none = {"responsible": NOBODY, "location": NOWHERE}
        told[asked.by] = key or none[asked.by]
    return Asked.from_query(told).to_query()


# --- Counting -----------------------------------------------------------------------------------------------------------


def _counted(
    viewer: User, names: Sequence[str], periods: Sequence[Period], by: str
) -> list[dict[Any, Counts]]:
    """For each stretch, by what it is parted by, how many each figure counts: one look at each client."""
    sees = sees_contacts(viewer, SEE)
    within = Client.objects.visible_to(viewer, SEE).filter(forgotten_at=None).order_by()
    asked = [
        (stretch, name, Figured(name, period)) for stretch, period in enumerate(periods) for name in names
    ]
    counts = {
        f"{name}_{stretch}": Count(Value(1), filter=condition_of_figure(one, sees_contacts=sees))
        for stretch, name, one in asked
    }
    if by:
        rows = within.values(BY[by]).annotate(**counts).values_list(BY[by], *counts)
    else:
        rows = [(None, *within.aggregate(**counts).values())]
    found: list[dict[Any, Counts]] = [{} for _period in periods]
    for key, *numbers in rows:
        for (stretch, name, _figured), number in zip(asked, numbers, strict=True):
            if number:
                found[stretch].setdefault(key, {})[name] = number
    return found


def _summed(parts: Any, names: Sequence[str]) -> Counts:
    counts = list(parts)
    return {name: sum(one.get(name, 0) for one in counts) for name in names}


def _lines(asked: FiguresAsked, parted: list[dict[Any, Counts]], names: Sequence[str]) -> list[FigureLine]:
    if not asked.by:
        return []
    keys = {key for counts in parted for key in counts}
    titles = _titles(asked.by, keys)
    then = parted[1] if len(parted) > 1 else {}
    lines = [
        FigureLine(
            *titles[key], _summed([parted[0].get(key, {})], names), _summed([then.get(key, {})], names)
        )
        for key in keys
    ]
    return sorted(lines, key=lambda line: (-line.now[ALL], -line.now[NEW], line.title.casefold()))


def _titles(by: str, keys: set[Any]) -> dict[Any, tuple[str, str]]:
    """Of each key in the table the key in an address, and how it is called."""
    if by == "source":
        return {key: (key, key or _("No source written down")) for key in keys}
    none = {"responsible": _("Nobody"), "location": _("No {location}")}
    model: Any = User if by == "responsible" else Location
    known = model.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", "uid", "name")
    return {None: ("", none[by])} | {pk: (str(uid), name) for pk, uid, name in known}


# --- Reading ------------------------------------------------------------------------------------------------------------


def _one_of(query: Mapping[str, str], name: str, words: Sequence[str], usual: str, wrong: set[str]) -> str:
    told = query.get(name, usual) or usual
    if told not in words:
        wrong.add(name)
        return usual
    return told


def _day(query: Mapping[str, str], name: str, wrong: set[str]) -> date | None:
    if not (text := query.get(name)):
        return None
    if not is_day(text):
        wrong.add(name)
        return None
    return date.fromisoformat(text)


def is_day(text: str) -> bool:
    """Whether this is a day, in ISO, of which there can be figures."""
    try:
        return date.fromisoformat(text) >= EARLIEST
    except ValueError:
        return False


def _own(first: date | None, last: date | None, now: date, wrong: set[str]) -> Period:
    """Days that were told: what has not come yet is not counted."""
    end = min(last or now, now)
    start = min(first or end.replace(month=1, day=1), now)
    if start > end:
        wrong.add("to")
        end = start
    return Period(start, end)


def _compared(
    query: Mapping[str, str], period: Period, preset: str, against: str, now: date, wrong: set[str]
) -> Period | None:
    if against != OWN:
        return compared_with(period, preset, against)
    first, last = _day(query, "against_from", wrong), _day(query, "against_to", wrong)
    return _own(first, last, now, wrong) if first or last else None


def understood(query: Mapping[str, str]) -> FiguresAsked:
    """The same for a program. Raises Refused, with the field, where something was not understood."""
    asked = FiguresAsked.from_query(query)
    if asked.wrong:
        sentence = _("These filters are not understood: %(names)s")
        raise Refused(sentence % {"names": ", ".join(sorted(asked.wrong))}, field=min(asked.wrong))
    return asked
