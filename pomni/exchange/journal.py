"""What each stroke of an import did, kept row by row so that it can be taken back, and taking it back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from pomni.agenda.commands import remove_tasks_of, take_back_tasks
from pomni.exchange.models import Fault, Import, RememberedMapping, Taken
from pomni.exchange.reading import Column, digest
from pomni.exchange.told import targets
from pomni.kit import bulk
from pomni.kit.clock import now
from pomni.people.commands import take_back_changes, take_back_clients
from pomni.people.queries import out_of_reach, who_they_are_now
from pomni.team.models import User

TAKEN = ("whole_id", "client_id", "number", "is_new", "before", "moments", "undone", "kept")
FAULT = ("whole_id", "number", "column", "reason", "cells")
CHANGE = "people.client.change"
# Why a row waits to be taken back later: out of the reach of whoever did it, or the card became another's.
REACH, MERGED = "reach", "merged"
REST = ("left", "merged")  # the figures that tell how many of both there are
COUNTS = {"added": "added", "changed": "changed", "same": "same", "fault": "faulty"}


def keep_stroke(
    import_: Import, rows: Sequence[Any], taken: Any, *, tasks: Sequence[tuple[Any, int]] = ()
) -> None:
    """Keep what these rows came to, with the tasks that were set of them, and how far the import is."""
    cells = {row.number: row.cells for row in rows}
    for one, task in tasks:
        moments = 1 + one.told.more.is_done
        one.moments += moments
        if one.what == "same":
            one.what, one.moments = "changed", moments
        one.changes["+tasks"] = [[task, moments]]
    bulk.put(Taken, TAKEN, _taken(import_, taken.outcomes))
    faults = [(one, one.column[:200], one.reason) for one in taken.outcomes if one.what == "fault"]
    if partly := [one for one in taken.outcomes if one.not_taken and one.what != "fault"]:
        titles = {target.key: str(target.title) for target in targets()}
        faults += [(one, "", _not_taken(one.not_taken, titles)) for one in partly]
    rows_kept = [
        (import_.pk, one.number, column, why[:300], cells[one.number]) for one, column, why in faults
    ]
    bulk.put(Fault, FAULT, rows_kept)
    figures = import_.figures
    for one in taken.outcomes:
        name = COUNTS[one.what]
        setattr(import_, name, getattr(import_, name) + 1)
        for figure, counts in (
            ("notes", _notes(one)),
            ("tasks", "+tasks" in one.changes),
            ("organisations", one.organisation),
            ("shares", one.shares),
            ("elsewhere", one.is_elsewhere),
            ("not_taken", one.not_taken),
        ):
            if counts:
                figures[figure] = figures.get(figure, 0) + int(counts if figure == "notes" else 1)
    if taken.coined:
        figures["coined"] = [*figures.get("coined", []), *taken.coined]
    import_.at_row, import_.last_row = import_.at_row + len(rows), rows[-1].number
    import_.rows = max(import_.rows, import_.at_row)
    import_.save(update_fields=["at_row", "last_row", "rows", "figures", *COUNTS.values()])


def _not_taken(facts: Iterable[str], titles: dict[str, str]) -> str:
    """What of a row that was taken was left out, by name: what the card tells stands there, and the rest in the row."""
    named = ", ".join(titles.get(key, key) for key in facts)
    return _("Taken, but not: %(facts)s. The card says something else.") % {"facts": named[:200]}


def _notes(one: Any) -> int:
    return len(one.told.notes) if one.what == "added" else len(one.changes.get("+notes", ()))


def _taken(import_: Import, outcomes: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for one in outcomes:
        if one.organisation:
            yield import_.pk, one.organisation.pk, one.number, True, {}, 1, False, ""
        if one.what == "added":
            yield import_.pk, one.card.pk, one.number, True, {}, one.moments, False, ""
        elif one.changes:
            yield import_.pk, one.card.pk, one.number, False, one.changes, one.moments, False, ""


def remember_faults_file(import_: Import) -> None:
    """The file to mend has two columns more; it is matched as the whole file was when it is sent again."""
    if import_.faulty or import_.figures.get("not_taken"):
        titles = [*faults_titles(import_), *more_titles()]
        if told := digest([Column(title) for title in titles], import_.of):
            kept = {"mapping": import_.mapping, "used_at": now()}
            RememberedMapping.objects.update_or_create(headers=told, defaults=kept)


def faults_titles(import_: Import) -> list[str]:
    """The titles of the file, with a number for a column that had none."""
    return [title or _("Column %(number)s") % {"number": n} for n, title in enumerate(import_.columns, 1)]


def more_titles() -> list[str]:
    """The titles of what the file to mend says besides."""
    return [_("Row"), _("What is wrong")]


def stroke_back(import_: Import, rows: Sequence[int], by: User) -> None:
    """Take back what these rows did: changes first, then the new clients, newest first.

    Whom `by` does not reach by now is left as it is, to be taken back by somebody who does; whoever was merged with
    another since, until that is taken apart: which of both words on the card were the file's, nobody could tell.
    """
    taken = list(import_.taken.filter(pk__in=rows, undone=False).order_by("-pk"))
    clients = {row.client_id for row in taken}
    left = dict.fromkeys(out_of_reach(by, clients, CHANGE), REACH) | dict.fromkeys(
        who_they_are_now(clients), MERGED
    )
    waits = {why: [row.pk for row in taken if left.get(row.client_id) == why] for why in (REACH, MERGED)}
    for why, pks in waits.items():
        import_.taken.filter(pk__in=pks).update(kept=why)
    taken = [row for row in taken if row.client_id not in left]
    clients = {row.client_id for row in taken}
    new = set(import_.taken.filter(client_id__in=clients, is_new=True).values_list("client_id", flat=True))
    changed = [row for row in taken if row.client_id not in new]
    answers = take_back_changes(changes=[(row.client_id, row.before) for row in changed], by=by)
    answers = _tasks_back(changed, answers, by)
    kept = {row.pk: "changed" for row, whole in zip(changed, answers, strict=True) if not whole}
    added = [row for row in taken if row.is_new]
    gone = _remove({row.client_id for row in added}, import_, by)
    kept |= {row.pk: "touched" for row in added if row.client_id not in gone}
    import_.taken.filter(pk__in=[row.pk for row in taken]).update(undone=True, kept="")
    for why in set(kept.values()):
        import_.taken.filter(pk__in=[pk for pk, told in kept.items() if told == why]).update(kept=why)
    figures = import_.figures
    figures["removed"] = figures.get("removed", 0) + len(gone)
    figures["restored"] = figures.get("restored", 0) + sum(answers)
    figures["kept"] = figures.get("kept", 0) + len(kept)
    for name, pks in zip(REST, waits.values(), strict=True):
        figures[name] = figures.get(name, 0) + len(pks)
    import_.save(update_fields=["figures"])


def _remove(clients: set[int], import_: Import, by: User) -> set[int]:
    """The new clients go; each row of this import that told of one says how many moments it wrote about it."""
    own = (
        import_.taken.filter(client_id__in=clients).values("client_id").annotate(n=Sum("moments")).order_by()
    )
    counts = dict(own.values_list("client_id", "n"))
    gone = take_back_clients(clients=counts, by=by, along=["agenda.Task"]) if counts else set()
    if gone:
        remove_tasks_of(clients=gone, by=by)
    return gone


def _tasks_back(changed: Sequence[Taken], answers: Sequence[bool], by: User) -> list[bool]:
    """Tasks of those who stay are dropped; one that somebody has touched since stays, and the row is named."""
    told = [dict(row.before.get("+tasks", ())) for row in changed]
    wanted = {int(pk): moments for one in told for pk, moments in one.items()}
    gone = take_back_tasks(tasks=wanted, by=by) if wanted else set()
    return [whole and gone.issuperset(map(int, one)) for whole, one in zip(answers, told, strict=True)]
