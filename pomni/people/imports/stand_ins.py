"""Whom the names of colleagues in a file mean: those who are here, and of the others whoever stands for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.people.imports.beside import Wrong

NOBODY = 0  # stands for a name that means nobody


class Stranger(Wrong):
    """A name that means no colleague who is here; `name` as the file has it."""

    def __init__(self, name: str) -> None:
        sentence = _("There is no colleague “%(text)s”. Write the name or login as Pomni has it, or nothing.")
        super().__init__(sentence % {"text": name[:60]})
        self.name = name[:60]


def key_of(name: str) -> str:
    """By what a name is known again."""
    return spelling.fold(name).replace(" ", "")


def stand_ins(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """`Wish.people` as `meant` takes it."""
    return {key_of(name): pk for name, pk in people}


def by_name(records: Any) -> dict[str, Any]:
    """Keys of records by each of their names, of (key, names); None where a name is that of two."""
    found: dict[str, Any] = {}
    for pk, names in records:
        for name in names:
            known = key_of(name)
            found[known] = pk if found.get(known, pk) == pk else None
    return found


def meant(text: str, team: Mapping[str, Any], people: Mapping[str, int]) -> int | None:
    """The key of the colleague whom a cell names; None: nobody.

    `people` says who stands for whom and comes first; of two of one name none is meant. Raises Stranger.
    """
    known = key_of(text)
    if known in people:
        return people[known] or None
    if (pk := team.get(known)) is None:
        raise Stranger(text)
    return int(pk)
