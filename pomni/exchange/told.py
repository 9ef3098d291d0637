"""What the columns of a file can tell, of whatever module, and the rows as all of them read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.agenda import imports as agenda
from pomni.exchange.reading import Preset, preset_of
from pomni.exchange.sources import source_of
from pomni.people.imports import WRITTEN, Reader, Target, Told, Trouble, Wish, all_targets, stand_ins

NOTE, TASK = "people.note.add", "agenda.task.add"


def targets(of: str = "clients") -> list[Target]:
    """All facts that a column of a file of "clients", of a part of the catalogue or of visits can tell now."""
    if of != "clients":
        return source_of(of).targets()
    return [*all_targets(), *agenda.TARGETS]


def preset_in(import_: Any) -> Preset | None:
    """The program whose export this looks like."""
    return preset_of(import_.columns) if import_.is_of_clients else None


def needed(mapping: Mapping[Any, str]) -> list[str]:
    """What the importer must be allowed beside clients, for what these columns tell."""
    keys = set(mapping.values())
    return [right for right, told in ((NOTE, WRITTEN), (TASK, agenda.KEYS)) if keys & told]


def in_words(one: Mapping[str, Any], of: str = "clients") -> str:
    """What would happen by an example of a trial: who is added with what, or what of somebody who is here is changed."""
    if one["what"] == "added":
        return _("is added: %(what)s") % {"what": one["says"]} if one["says"] else _("is added")
    titles = {target.key: str(target.title) for target in targets(of)}
    titles |= _further(titles) if of == "clients" else {}
    known = dict.fromkeys(titles[name] for name in one["fields"] if name in titles)
    return _("is changed: %(what)s") % {"what": ", ".join(known)} if known else _("is changed")


def _further(titles: Mapping[str, str]) -> dict[str, str]:
    """What changes of a client are called that have other names than the columns."""
    return {
        "birth_day": titles["birthday"],
        "works_at": titles["organisation"],
        "points": _("Phone, e-mail or messenger"),
        "own": _("Custom fields"),
        "notes": titles["note"],
        "tasks": titles["task"],
        "outside": titles["outside_id"],
    }


def reader_of(import_: Any, wish: Wish, *, by: Any) -> Any:
    """What reads the rows of its file: `read(number, cells)` gives what one tells, or the Trouble with it."""
    if import_.is_of_clients:
        return RowReader(import_.columns, import_.mapping, wish, by=by)
    return source_of(import_.of).reader(import_, wish)


class RowReader:
    """Reads rows of one file into what they tell of a client, with the task that they tell besides under `more`."""

    def __init__(self, titles: Sequence[str], mapping: Mapping[Any, str], wish: Wish, *, by: Any) -> None:
        self.clients = Reader(titles, mapping, wish, by=by)
        self.tasks = agenda.TaskReader(
            titles,
            mapping,
            dates=wish.dates,
            responsible=wish.responsible,
            by=by,
            people=stand_ins(wish.people),
        )

    def read(self, number: int, cells: Sequence[str]) -> Told | Trouble:
        """What the row tells, or what is wrong with it."""
        told = self.clients.read(number, cells)
        if isinstance(told, Trouble) or not self.tasks.columns:
            return told
        task = self.tasks.read(number, cells)
        if isinstance(task, Trouble):
            return task
        told.more = task
        told.ahead = (task.due_on,) if task and not task.is_done else None
        return told
