"""Who resembles whom is found out in the background: of a few clients soon after they change, of all of them at night.

A sweep takes half a minute for a hundred thousand clients; it reads in portions and writes in short strokes.
"""

from datetime import timedelta

from pomni.jobs.declare import daily, pulse, task
from pomni.kit.clock import now
from pomni.kit.pace import in_strokes
from pomni.memory.listening import memo, on
from pomni.memory.models import Moment
from pomni.people import commands
from pomni.people.commands import EVERYBODY
from pomni.people.events import ClientAdded, ClientEdited, ClientMerged, ClientRestored, ClientUnmerged
from pomni.people.likeness import Features, candidates, likeness, named_so
from pomni.people.queries import alike, duplicates
from pomni.team.robots import command_line

FEW = 20  # clients that are compared in one go
MANY = 2000  # so many of them are better compared all at once
QUIET = timedelta(minutes=2)  # so long a file may bring in more before all are compared
COMPARED = {
    "name",
    "family",
    "given",
    "patronymic",
    "kind",
    "phone",
    "email",
    "birthday",
    "tax_id",
    "address",
}

Found = dict[tuple[int, int], tuple[float, tuple[str, ...]]]


@on(ClientAdded)
def compare_added(moment: Moment) -> None:
    """A new client may be here already."""
    _soon(moment)


@on(ClientRestored)
def compare_restored(moment: Moment) -> None:
    """Who comes out of the archive, likewise."""
    _soon(moment)


@on(ClientEdited)
def compare_edited(moment: Moment) -> None:
    """Who has another name or phone now may be somebody else's double, or no longer be one."""
    if COMPARED & moment.all_facts().get("changes", {}).keys():
        _soon(moment)


@on(ClientMerged)
def compare_merged(moment: Moment) -> None:
    """A card of two tells more."""
    _soon(moment)


@on(ClientUnmerged)
def compare_unmerged(moment: Moment) -> None:
    """Two cards of one tell less."""
    _soon(moment)


@pulse(seconds=2)
def compare_some() -> bool:
    """Compare a few of those who wait; all of them where too many do. True where more wait."""
    waiting = duplicates.uncompared(FEW)
    if not waiting:
        return False
    first, since = waiting[0]
    if first == EVERYBODY:
        if since < now() - QUIET:
            commands.be_done_comparing(clients=[EVERYBODY], by=command_line())
            sweep_duplicates.enqueue()
        return False
    compare([pk for pk, _since in waiting])
    return len(waiting) == FEW


def compare(clients: list[int]) -> None:
    """Look up whom each of these resembles, and keep that."""
    by, among = command_line(), alike.how_many()
    for pk, one in alike.features_now(clients).items():
        near = alike.near_to(one)
        named = named_so([one, *(other for key, other in near.items() if key != pk)])
        namesakes = named[tuple(sorted(one.sounds))]
        likely = alike.alike_among(one, near, but=pk, namesakes=namesakes, among=among)
        found: Found = {
            (min(pk, other), max(pk, other)): (like.score, like.reasons) for other, like in likely.items()
        }
        no_longer = [row for other, row in duplicates.open_pairs_of(pk).items() if other not in likely]
        if found or no_longer:
            commands.note_pairs(alike=found, unlike=no_longer, by=by)
    commands.be_done_comparing(clients=clients, by=by)


@daily(at="03:20")
def sweep_at_night() -> int:
    """Whatever passed unseen by day."""
    return sweep()


@task(key="people:duplicates", priority=-50)
def sweep_duplicates() -> int:
    """The same after a large import."""
    return sweep()


def sweep() -> int:
    """Compare all clients with each other; returns how many pairs resemble. The cost grows as the base does."""
    by = command_line()
    commands.be_done_comparing(clients=None, by=by)
    found = _alike()
    kept = duplicates.kept_pairs()
    fresh = [
        (ends, told)
        for ends, told in found.items()
        if ends not in kept or (not kept[ends][2] and kept[ends][1] != told[0])
    ]
    gone = [pk for ends, (pk, _score, is_decided) in kept.items() if not is_decided and ends not in found]
    in_strokes(fresh, lambda rows: commands.note_pairs(alike=dict(rows), by=by))
    in_strokes(gone, lambda rows: commands.note_pairs(alike={}, unlike=rows, by=by))
    return len(found)


def _alike() -> Found:
    keys: list[int] = []
    clients: list[Features] = []
    for pk, one in alike.everybody():
        keys.append(pk)
        clients.append(one)
    counted = named_so(clients)
    names = [counted[tuple(sorted(one.sounds))] for one in clients]
    found: Found = {}
    for place, other in candidates(clients):
        named = min(names[place], names[other])
        like = likeness(clients[place], clients[other], named_so=named, among=len(clients), hurried=True)
        if like.is_likely:
            found[keys[place], keys[other]] = (like.score, like.reasons)
    return found


def _soon(moment: Moment) -> None:
    kept = memo()
    if "many" not in kept:
        kept["many"] = len(duplicates.uncompared(MANY)) == MANY
        kept["by"] = command_line()
    links = [EVERYBODY] if kept["many"] else _clients_of(moment)
    if links != kept.get("last"):
        commands.compare_later(clients=links, by=kept["by"])
    kept["last"] = links


def _clients_of(moment: Moment) -> list[int]:
    facts = moment.all_facts()
    return [facts["client_id"], *facts.get("client_ids", ())]
