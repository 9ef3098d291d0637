"""Exports of programs that people leave, recognised by their titles. Each program is a file beside this one.

A preset tells by which titles an export is recognised (`all` of these, `least` of `any`, none of `not`), and for each
title of the program which target it is, "" for none. A "#" in a title stands for a figure. Where the titles are known
from, each file says: nothing is claimed of a program whose list of titles is not public.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pomni.exchange.reading.shape import Column
from pomni.kit import spelling

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Preset:
    """One kind of export of one program. `thing` is what its rows are there: "contact", "company", "deal", "activity".

    `strangers` says what becomes of rows that mean nobody who is here; `dates` in which order days are written, "" where
    that is not told.
    """

    key: str
    name: str
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    thing: str
    strangers: str
    dates: str
    needed: tuple[re.Pattern[str], ...]
    telling: tuple[re.Pattern[str], ...]
    foreign: tuple[re.Pattern[str], ...]
    least: int
    columns: tuple[tuple[re.Pattern[str], str], ...]

    def fits(self, titles: Sequence[str]) -> int:
        """How many of the folded titles are known, 0 where it is no such export."""
        if not all(_any(one, titles) for one in self.needed) or any(
            _any(one, titles) for one in self.foreign
        ):
            return 0
        if sum(_any(one, titles) for one in self.telling) < self.least:
            return 0
        return sum(any(one.fullmatch(title) for one, _key in self.columns) for title in titles)

    def matched(self, columns: Sequence[Column]) -> dict[int, str]:
        """The target of each column whose title is the program's, "" for one that is left out."""
        found = {}
        for number, column in enumerate(columns):
            title = _folded(column.title)
            key = next((key for one, key in self.columns if one.fullmatch(title)), None)
            if key is not None:
                found[number] = key
        return found


def recognise(titles: Sequence[str]) -> Preset | None:
    """The preset that knows most of these titles; None where they are of no program that is known."""
    folded = [_folded(title) for title in titles]
    best, most = None, 0
    for preset in presets():
        if (known := preset.fits(folded)) > most:
            best, most = preset, known
    return best


@cache
def presets() -> tuple[Preset, ...]:
    """All there are."""
    return tuple(one for path in sorted(HERE.glob("*.toml")) for one in _read(path))


def _read(path: Path) -> list[Preset]:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_preset(told, file) for file in told["files"]]


def _preset(told: Mapping[str, Any], file: Mapping[str, Any]) -> Preset:
    return Preset(
        key=told["key"],
        name=told["name"],
        sources=tuple(told["sources"]),
        languages=tuple(told["languages"]),
        thing=file["thing"],
        strangers=file.get("strangers", "add"),
        dates=file.get("dates", ""),
        needed=tuple(map(_pattern, file["all"])),
        telling=tuple(map(_pattern, file["any"])),
        foreign=tuple(map(_pattern, file.get("not", ()))),
        least=file.get("least", 1),
        columns=tuple((_pattern(title), key) for title, key in file["columns"].items()),
    )


def _pattern(title: str) -> re.Pattern[str]:
    parts = [re.escape(_folded(part)) for part in title.split("#")]
    return re.compile(r"\s*\d+\s*".join(parts))


def _folded(title: str) -> str:
    return spelling.fold(title)


def _any(pattern: re.Pattern[str], titles: Sequence[str]) -> bool:
    return any(pattern.fullmatch(title) for title in titles)
