"""An import up to its start: a file is added, how it is read is said, its columns are matched; or it is given up."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.exchange import arriving, standing
from pomni.exchange.arriving import Arrived
from pomni.exchange.events import ImportAdded, ImportDropped, ImportMatched
from pomni.exchange.models import Import, RememberedMapping
from pomni.exchange.queries.wizard import OF_COLLEAGUES, reading_of, remembered
from pomni.exchange.reading import Column, Preset, Reading, columns, digest, guess, reads_as
from pomni.exchange.sources import source_of
from pomni.exchange.told import preset_in, targets
from pomni.kit import spelling
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.imports import Wish
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.queries import colleagues, locations

RUN = "exchange.import.run"
NUMBERS = {"outside_id", "organisation_outside_id"}
BEFORE_START = (Import.State.READ, Import.State.TRYING, Import.State.TRIED)


@command(RUN, makes=Import)
def add_import(*, file: Arrived, by: User, of: str = Import.Of.CLIENTS) -> Import:
    """Keep a file that was recognised; its columns are guessed, or matched as those of such a file were last.

    `of`: what stands in it, "clients" or a part of the catalogue (`Import.Of`). Raises Refused where that is no table.
    """
    _check_of(of, file.reading, by)
    import_ = Import(
        of=of,
        made_by=by,
        added_at=now(),
        name=file.name,
        stored=file.stored,
        size=file.size,
        kind=file.reading.kind,
    )
    _read(import_, file.reading, by)
    import_.save()
    remember(ImportAdded(import_id=import_.pk, name=import_.name, size=import_.size), by=by)
    return import_


@command(RUN)
def read_import(import_: Import, *, reading: Reading, by: User) -> Import:
    """Have the file read in another way; its columns are guessed anew. Raises Refused where it cannot be read so."""
    import_ = _before_start(import_)
    if reading == reading_of(import_):
        return import_
    reads_as(arriving.file_of(import_), reading)
    _read(import_, reading, by)
    import_.state = Import.State.READ
    import_.save(update_fields=["reading", "columns", "mapping", "options", "state"])
    remember(ImportMatched(import_id=import_.pk, name=import_.name), by=by)
    return import_


@command(RUN)
def match_columns(import_: Import, *, mapping: Mapping[int, str], wish: Wish, by: User) -> Import:
    """Say which column tells what, and what holds for the whole import. It is remembered for the next such file.

    Raises Refused where a fact that a client has once is told by two columns, or nothing tells whom a row is about.
    """
    import_ = _before_start(import_)
    _check(mapping, wish, import_.of)
    matched = {str(number): key for number, key in sorted(mapping.items())}
    if (matched, wish.to_json()) == (import_.mapping, import_.options):
        return import_
    import_.mapping, import_.options, import_.state = matched, wish.to_json(), Import.State.READ
    import_.save(update_fields=["mapping", "options", "state"])
    if told := digest(columns(arriving.file_of(import_), reading_of(import_)), import_.of):
        kept = {"mapping": matched, "used_at": now()}
        RememberedMapping.objects.update_or_create(headers=told, defaults=kept)
    remember(ImportMatched(import_id=import_.pk, name=import_.name), by=by)
    return import_


@command(RUN)
def drop_import(import_: Import, *, by: User) -> Import:
    """Give an import up before it began: its file is deleted."""
    import_ = _before_start(import_)
    arriving.remove_once_written(import_.stored)
    import_.state, import_.stored, import_.ended_at = Import.State.DROPPED, "", now()
    import_.save(update_fields=["state", "stored", "ended_at"])
    remember(ImportDropped(import_id=import_.pk, name=import_.name), by=by)
    return import_


def _read(import_: Import, reading: Reading, by: User) -> None:
    found = columns(arriving.path_of(import_.stored), reading)
    import_.reading = reading.to_json()
    import_.columns = [column.title for column in found]
    if not import_.is_of_clients:
        _read_offers(import_, found, reading.dates)
        return
    before, preset = remembered(found), preset_in(import_)
    matched = guess(found, targets(), before, preset)
    import_.options = _wished(import_, reading, preset)
    if before is None:
        asked = OF_COLLEAGUES if preset else set()  # of a known export it is asked who stands for whom
        matched = {n: key for n, key in matched.items() if key in asked or _is_ours(key, found[n], by)}
    import_.mapping = {str(number): key for number, key in matched.items()}


def _check_of(of: str, reading: Reading, by: User) -> None:
    standing.check_adding(of, by)
    if of != Import.Of.CLIENTS and reading.kind == "vcard":
        raise Refused(_("This comes in tables: choose an XLSX or CSV file."), field="file")


def _read_offers(import_: Import, found: list[Column], dates: str) -> None:
    """A list of prices is right where it says something else: what is here already is overwritten, unless one says not."""
    before = remembered(found, import_.of)
    matched = source_of(import_.of).understood(import_.columns) if before is None else before
    import_.mapping = {str(number): key for number, key in matched.items() if number < len(found)}
    wish = Wish.from_json({"existing": "overwrite", "strangers": "aside", **import_.options, "dates": dates})
    import_.options = wish.to_json()


def _wished(import_: Import, reading: Reading, preset: Preset | None) -> dict[str, Any]:
    """What holds for the whole import, as far as the file tells it: a program that is known has numbers of its own."""
    wish = Wish.from_json({**import_.options, "dates": reading.dates})
    if preset:
        told = {"program": preset.name, "thing": preset.thing, "strangers": preset.strangers}
        wish = Wish.from_json({**wish.to_json(), **told})
    return wish.to_json()


def _is_ours(key: str, column: Column, by: User) -> bool:
    """Colleagues and places of another program are guessed only where they are ours, too."""
    if key in OF_COLLEAGUES:
        known = {spelling.fold(name) for user in colleagues(by) for name in (user.name, user.username)}
    elif key == "location":
        known = {spelling.fold(place.name) for place in locations()}
    else:
        return True
    return any(spelling.fold(sample) in known for sample in column.samples)


def _before_start(import_: Import) -> Import:
    locked = Import.objects.select_for_update(of=("self",)).get(pk=import_.pk)
    if locked.state not in BEFORE_START:
        raise Refused(_("This import has begun. How it is read cannot be changed any more."))
    return locked


def _check(mapping: Mapping[int, str], wish: Wish, of: str) -> None:
    known: dict[str, Any] = {target.key: target for target in targets(of)}
    taken: dict[str, int] = {}
    for number, key in sorted(mapping.items()):
        if key not in known:
            raise Refused(_("Choose one of the facts that Pomni keeps."), field=f"column-{number}")
        if key in taken and not known[key].several:
            sentence = _("Another column tells “%(title)s” already. Leave one of them out.")
            raise Refused(sentence % {"title": known[key].title}, field=f"column-{number}")
        taken[key] = number
    if of != Import.Of.CLIENTS:
        source_of(of).check_needed(taken)
        if "outside" in taken and not wish.outside():
            raise Refused(_("Say which program the numbers come from."), field="program")
        if wish.existing == "add":
            raise Refused(_("Nothing of this is kept twice. Choose another way."), field="existing")
        return
    if not taken.keys() & {"name", "family", "given", "phone", "email", "organisation", "outside_id"}:
        raise Refused(_("Match at least one column with a name, a phone or an e-mail address."))
    if taken.keys() & NUMBERS and not wish.outside():
        raise Refused(_("Say which program the numbers come from."), field="program")
