"""What a row tells beside the client's own columns: custom fields, notes, and numbers of the program it comes from."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, Own, fields
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.linked import client_meant
from pomni.people.own import LINKS, Cells, cells_of

LONGEST_NOTE = 8000
LONGEST_AUTHOR = 120
LONGEST_NUMBER = 64
TIME = re.compile(r"(?:^|[T\s])(\d{1,2}):(\d{2})")
BETWEEN = re.compile(r"[,;\n|]+")
YES = frozenset(["yes", "y", "true", "t", "1", "да", "д", "истина", "+", "tak", "t", "prawda", "x", "✓"])
NO = frozenset(["no", "n", "false", "f", "0", "нет", "н", "ложь", "-", "nie", "falsz", "fałsz"])
Day = tuple[int | None, int, int]
IN_NUMBERS = re.compile(r"\s|₽|₸|€|£|\$|руб\.?|р\.|тг\.?|zł|zl|pln|rub|kzt|usd|eur|gbp", re.IGNORECASE)


NUMBER = re.compile(r"[+-]?\d[\d,.]*")
# The columns of a value of a custom field, as the import carries it from cell to table and keeps it for taking back.
CELL = ("slot", "text", "number", "day", "choice_id", "other_id", "colleague_id")


class Wrong(Exception):
    """A cell that cannot be taken, with the reason."""


@dataclass(frozen=True, slots=True)
class NoteTold:
    """A note that a row tells; `at` where it says when it was written."""

    text: str
    at: datetime | None = None


def own_ways(
    day_of: Callable[[str], Day], by: Any, source: str
) -> dict[str, Callable[[Any, str, int], None]]:
    """For each of the company's own fields: how a cell is read into what a row tells. `day_of` reads a day.

    A link leads to whom `by` sees, also by the number that the program of the file (`source`) has for them. Files are not
    brought in.
    """
    return {one.key: _reads(one, day_of, by, source) for one in importable()}


def importable() -> list[Own]:
    """The fields that a column of a file can tell: a table holds no files."""
    return [one for one in fields(CLIENT) if one.kind != "file"]


def required_with(keys: Collection[str]) -> list[tuple[int, str]]:
    """The fields (key and name) that each new client of a file with these columns must have.

    As on the card, whoever fills in custom fields is asked for the required ones: a file that tells none is not. Where a
    condition decides, the card asks for it afterwards: it can be held against clients only who are there.
    """
    able = importable()
    if not any(one.key in keys for one in able):
        return []
    return [(one.pk, one.name) for one in able if one.is_required and not one.decides]


def literal_keys() -> set[str]:
    """The keys of columns in which "no" and "-" say something."""
    return {one.key for one in fields(CLIENT) if one.kind == "yes_no"}


def short_enough(text: str, longest: int) -> str:
    """The text. Raises Wrong where it is longer: nothing is cut off."""
    if len(text) > longest:
        told = {"longest": longest, "length": len(text)}
        raise Wrong(_("This is too long: %(length)s signs, and %(longest)s is the most.") % told)
    return text


def time_of(text: str) -> time | None:
    """The time of day in a cell with a day: "01.03.2024 14:30"; None where none is told."""
    found = TIME.search(text)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def plain_row(cell: Mapping[str, Any]) -> list[Any]:
    """One of the rows in which a value stands (`people.own.Cells`), in the order of `CELL`, as JSON takes it."""
    number, day = cell.get("number"), cell.get("day")
    told = None if number is None else f"{Decimal(number):.4f}"
    return [
        cell.get("slot") or 0,
        cell.get("text") or "",
        told,
        str(day) if day else None,
        cell.get("choice_id"),
        cell.get("other_id") or getattr(cell.get("other"), "pk", None),
        cell.get("colleague_id") or getattr(cell.get("colleague"), "pk", None),
    ]


def plain_rows(cells: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """All rows of a value, so that the same value is the same."""
    return sorted(map(plain_row, cells), key=lambda row: row[0])


class Beside(ABC):
    """The part of a Reader that reads them."""

    zone: ZoneInfo
    columns: list[tuple[int, str, str]]

    @abstractmethod
    def _day(self, text: str) -> Day:
        """A day as the file writes it."""

    def _note(self, told: Any, text: str, _place: int) -> None:
        told.notes.append(NoteTold(short_enough(text, LONGEST_NOTE)))

    def _note_line(self, told: Any, text: str, place: int) -> None:
        title = next(title for at, _key, title in self.columns if at == place)
        told.lines.append(f"{title}: {text}" if title else text)

    def _note_on(self, told: Any, text: str, _place: int) -> None:
        year, month, day = self._day(text)
        if not year:
            raise Wrong(_("“%(text)s” is no day in the past. Write it with its year.") % {"text": text[:40]})
        at = datetime.combine(date(year, month, day), time_of(text) or time(12), tzinfo=self.zone)
        told.noted_at = min(at.astimezone(UTC), clock.now())

    def _note_by(self, told: Any, text: str, _place: int) -> None:
        told.noted_by = short_enough(" ".join(text.split()), LONGEST_AUTHOR)

    def _outside_id(self, told: Any, text: str, _place: int) -> None:
        told.outside = short_enough(re.sub(r"\.0$", "", text), LONGEST_NUMBER)

    def _organisation_outside_id(self, told: Any, text: str, _place: int) -> None:
        told.organisation_outside = short_enough(re.sub(r"\.0$", "", text), LONGEST_NUMBER)

    def _with_notes(self, told: Any) -> None:
        """The notes as they are written: what several columns tell is one; each with the day that the row tells."""
        if told.lines:
            told.notes.append(NoteTold(short_enough("\n".join(told.lines), LONGEST_NOTE)))
            told.lines = []
        if told.noted_by:
            signed = (f"{note.text}\n— {told.noted_by}" for note in told.notes)
            told.notes = [NoteTold(short_enough(text, LONGEST_NOTE)) for text in signed]
        if told.noted_at:
            told.notes = [NoteTold(note.text, told.noted_at) for note in told.notes]


def _reads(field: Own, day_of: Callable[[str], Day], by: Any, source: str) -> Callable[[Any, str, int], None]:
    @lru_cache(maxsize=5000)
    def led(text: str) -> Cells:
        """Many rows name the same one."""
        return cells_of(field, client_meant(by, text, source).uid if field.kind == "client" else text, by)

    def read(told: Any, text: str, _place: int) -> None:
        value = _value(field, text, day_of)
        try:
            cells = led(text) if field.kind in LINKS else cells_of(field, value)
        except Refused as no:
            raise Wrong(_("“%(text)s”: %(why)s") % {"text": text[:60], "why": no}) from None
        if cells:
            told.own[field.pk] = (
                _further(told.own.get(field.pk, []), cells) if field.kind == "many" else cells
            )

    return read


def _further(before: Cells, cells: Cells) -> Cells:
    known = {one["slot"] for one in before}
    return [*before, *(one for one in cells if one["slot"] not in known)]


def _value(field: Own, text: str, day_of: Callable[[str], Day]) -> Any:
    """The cell as `cells_of` takes it: days by the order of the file, numbers without signs, answers in three languages."""
    match field.kind:
        case "date":
            year, month, day = day_of(text)
            if not year:
                sentence = _("“%(text)s” is no date. Write it like 31.12.1980 or 1980-12-31.")
                raise Wrong(sentence % {"text": text[:40]})
            return f"{year:04}-{month:02}-{day:02}"
        case "number" | "money":
            return number_of(text)
        case "yes_no":
            return "1" if yes_or_no(text) else "0"
        case "many":
            known = {one.name.casefold() for one in field.choices}
            return (
                [text] if text.casefold() in known else [t for p in BETWEEN.split(text) if (t := p.strip())]
            )
    return text


def number_of(text: str) -> str:
    """A number as programs write it: "1 200,50 ₽", "1,200.50", "-3"; its last comma or dot is the decimal one.

    Raises Wrong where there is none.
    """
    plain = IN_NUMBERS.sub("", text).replace("−", "-")
    if not NUMBER.fullmatch(plain):
        raise Wrong(_("“%(text)s” is no number.") % {"text": text[:40]})
    if "," in plain and "." in plain:
        decimal = max(plain.rfind(","), plain.rfind("."))
        whole = re.sub(r"[,.]", "", plain[:decimal])
        return f"{whole}.{plain[decimal + 1 :]}"
    for sign in ",.":
        if plain.count(sign) > 1:
            return plain.replace(sign, "")
    return plain.replace(",", ".")


def yes_or_no(text: str) -> bool:
    """The answer in a cell, in three languages. Raises Wrong where it is none."""
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Wrong(_("“%(text)s” is no answer. Write: yes, no.") % {"text": text[:40]})
