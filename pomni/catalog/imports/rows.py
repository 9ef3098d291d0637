"""What a row of a file of the catalogue tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pomni.catalog.imports.columns import FACTS
from pomni.catalog.imports.facts import Fact
from pomni.people.imports import Trouble, Wrong


@dataclass(slots=True)
class Told:
    """What a row tells: its number in the file, and by the keys of `FACTS` only what stands there."""

    number: int
    words: dict[str, Any] = field(default_factory=dict)


class FactReader:
    """Reads rows of one file that tells such facts: its columns matched by `mapping`, `titles` above them."""

    def __init__(self, facts: Sequence[Fact], titles: Sequence[str], mapping: Mapping[Any, str]) -> None:
        known = {fact.key: fact for fact in facts}
        told = sorted((int(place), key) for place, key in mapping.items() if key in known)
        self.columns = [
            (place, known[key], titles[place] if place < len(titles) else "") for place, key in told
        ]

    def read(self, number: int, cells: Sequence[str]) -> Told | Trouble:
        """What the row tells, or what is wrong with it. An empty cell tells nothing."""
        told = Told(number)
        for place, fact, title in self.columns:
            text = cells[place].strip() if place < len(cells) else ""
            if not text:
                continue
            try:
                told.words[fact.key] = fact.read(text)
            except Wrong as wrong:
                return Trouble(number, title or str(place + 1), str(wrong))
        return told


class Reader(FactReader):
    """The same of a file of the catalogue: `of` says which part of it."""

    def __init__(self, of: str, titles: Sequence[str], mapping: Mapping[Any, str]) -> None:
        super().__init__(FACTS[of], titles, mapping)
