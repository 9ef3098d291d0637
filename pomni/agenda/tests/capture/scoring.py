"""The written lines and how the reading of them is scored, item by item."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pomni.agenda.capture import Captured, captured

HERE = Path(__file__).parent
LANGUAGES = ("ru", "pl", "en")


@dataclass(frozen=True)
class Line:
    """A typed line with the moment it is typed at and the items expected of it."""

    text: str
    expected: tuple[str, ...]
    now: datetime
    zone: ZoneInfo
    language: str
    sex: str

    def read(self) -> tuple[Captured, ...]:
        return captured(self.text, now=self.now, zone=self.zone, language=self.language, sex=self.sex)


@dataclass
class Score:
    """Items right, items taken, items due; and every line that was not read as written."""

    right: int = 0
    taken: int = 0
    due: int = 0
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / max(self.taken, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.due, 1)


def lines(language: str) -> Iterator[Line]:
    """The lines written for a language."""
    table = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    for group in table["group"]:
        zone, now = ZoneInfo(group["zone"]), datetime.fromisoformat(group["now"])
        for text, items in group["lines"]:
            expected = tuple(item for item in items.split(";") if item)
            yield Line(text, expected, now, zone, group.get("language", language), group.get("sex", ""))


def is_right(item: Captured, expected: str, zone: ZoneInfo) -> bool:
    """Whether a captured item is one of those that the written item accepts."""
    kinds, sides, who, dues = (part.split("|") for part in expected.lstrip("?").split())
    if item.kind not in kinds or item.owes not in sides or (item.assignee or "-") not in who:
        return False
    return any(_is_due(item.due, due, zone) for due in dues)


def _is_due(due: date | datetime | None, expected: str, zone: ZoneInfo) -> bool:
    if due is None or expected == "-":
        return due is None and expected == "-"
    day = due.astimezone(zone).date() if isinstance(due, datetime) else due
    if expected.endswith("T*"):
        return day.isoformat() == expected[:-2]
    if isinstance(due, datetime):
        return due.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == expected
    return due.isoformat() == expected


def score(language: str) -> Score:
    """How the lines of a language are read."""
    told = Score()
    for line in lines(language):
        left = list(line.expected)
        items = line.read()
        wrong = []
        for item in items:
            match = next((one for one in sorted(left, key=_is_free) if is_right(item, one, line.zone)), None)
            if match:
                left.remove(match)
                told.right += 1
            else:
                wrong.append(item)
        missed = [one for one in left if not _is_free(one)]
        told.taken += len(items)
        told.due += len(missed) + len(items) - len(wrong)
        if wrong or missed:
            told.misses += (
                f"{line.text}\n    expected {line.expected}\n    read     {[_told(i) for i in items]}",
            )
    return told


def _is_free(expected: str) -> bool:
    return expected.startswith("?")


def _told(item: Captured) -> str:
    due = (
        item.due.isoformat(timespec="minutes")[:16]
        if isinstance(item.due, datetime)
        else str(item.due or "-")
    )
    return f"{item.kind} {item.owes} {item.assignee or '-'} {due}"


if __name__ == "__main__":
    import sys

    for told_language in sys.argv[1:] or LANGUAGES:
        result = score(told_language)
        print("\n".join(result.misses))
        print(
            f"{told_language}: precision {result.precision:.3f}, recall {result.recall:.3f} of {result.due} items\n"
        )
