"""Where a table begins: its delimiter, the row of its titles, and in which order its dates are written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from pomni.exchange.reading.headers import is_known
from pomni.exchange.reading.records import open_text, records
from pomni.exchange.reading.shape import BadRow, Merged, Row

DELIMITERS = {";": ";", ",": ",", "\t": "Tab", "|": "|"}
LOOKED_AT = 60  # rows
DEEPEST = 15  # rows that may stand above the titles
LONGEST_TITLE = 200

_FACT = re.compile(
    r"(?P<email>[^@\s]+@[^@\s]+\.\w+)|(?P<date>\d{1,4}([./-])\d{1,2}\3\d{1,4}.*)|(?P<figure>[+\-(]?[\d .,()+\-/]*\d)"
)
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T].*)?")

Numbered = tuple[int, Row]


def delimiter_of(path: Path, encoding: str) -> str:
    """The sign that takes the most rows apart into as many cells as the first has."""
    with open_text(path, encoding) as file:
        if said := re.fullmatch(r"\ufeff?\"?sep=([;,\t|])\"?\s*", file.readline(20)):
            return said[1]
    return max(DELIMITERS, key=lambda sign: _evenness(path, encoding, sign))


def _evenness(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    widths = [
        len(row) for _, row in islice(records(path, encoding, delimiter), LOOKED_AT) if isinstance(row, list)
    ]
    if not widths:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    if width == 1:
        return 0.0, 0
    begins = widths[0] == width or widths[0] == 1
    return times / len(widths) - (0 if begins else 0.3), width


def header_of(rows: Iterable[Numbered]) -> tuple[bool, int]:
    """Whether there are titles, and the row that they stand in; without any, the first row of clients."""
    looked = [(number, row) for number, row in islice(rows, LOOKED_AT) if isinstance(row, list)]
    if not looked:
        return False, 1
    usual = Counter(_filled(row) for _, row in looked[:DEEPEST]).most_common(1)[0][0]
    best, where = 0.0, looked[0][0]
    for number, row in looked[:DEEPEST]:
        told = _as_titles(row, usual)
        if told > best:
            best, where = told, number
    if best > 0:
        return True, where
    return False, next((number for number, row in looked if 2 * _filled(row) >= usual), looked[0][0])


def _as_titles(row: Sequence[str], usual: int) -> float:
    """How much a row looks like titles: known words tell, facts tell against it; a lone line above a table is none."""
    filled = [cell for cell in row if cell]
    if not filled or (len(filled) == 1 < usual) or any(len(cell) > 120 for cell in filled):
        return 0.0
    facts = sum(bool(_FACT.fullmatch(cell)) for cell in filled)
    known = sum(is_known(cell) for cell in filled)
    if facts * 2 > len(filled) or (facts and not known):
        return 0.0
    if not known and (len(set(filled)) < len(filled) or facts or len(filled) < min(usual, 2)):
        return 0.0
    return (known or 0.5) - facts + 0.01 * len(filled)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell) for cell in row)


def dates_of(rows: Iterable[Row], *, english: bool = False) -> str:
    """The order of day, month and year in the dates of these rows: "dmy", "mdy" or "ymd"."""
    found = Counter[str]()
    for row in rows:
        if isinstance(row, BadRow):
            continue
        for cell in row:
            if cell[:1].isdigit() and (day := _DAY.fullmatch(cell)):
                found[_order(day[1], day[2], day[3])] += 1
    found.pop("", None)
    if found:
        return found.most_common(1)[0][0]
    return "mdy" if english else "dmy"


def _order(first: str, sign: str, second: str) -> str:
    if len(first) == 4:
        return "ymd"
    if sign == "." or int(first) > 12:
        return "dmy"
    return "mdy" if int(second) > 12 else ""


def titles(
    above: Sequence[tuple[int, Sequence[str]]], where: int, merged: Sequence[Merged] = ()
) -> list[str]:
    """The titles in row `where`; what cells made one say, is said of each of them, and of those below."""
    by_number = {number: list(row) for number, row in above}
    row = by_number.get(where, [])
    for top, first, bottom, last in merged:
        text = next(iter(by_number.get(top, [])[first : first + 1]), "")
        if not text or not top <= where <= bottom + 1:
            continue
        row.extend([""] * (last + 1 - len(row)))
        for place in range(first, last + 1):
            if where > bottom and first < last and row[place]:
                row[place] = f"{text} {row[place]}"  # a title above several: "Phone" over "mobile" and "work"
            elif where <= bottom and not row[place]:
                row[place] = text
    return [" ".join(title.split())[:LONGEST_TITLE] for title in row]
