"""Who resembles whom: kept so that somebody can look at it, and kept in line with what is changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from pomni.kit.clock import now
from pomni.memory.commands import remember_many
from pomni.memory.models import Moment
from pomni.people.events import ClientAskedAfter
from pomni.people.models import Client, DuplicatePair, Uncompared
from pomni.team.access import command
from pomni.team.models import User

MERGE = "people.client.merge"
EVERYBODY = 0  # the key that stands for all clients
WITHIN = timedelta(hours=1)
MOST_ASKED_AFTER = 20  # different clients of colleagues within that time: more is no mistake at the desk
LATELY = 500  # moments of one person that are looked through


@command(MERGE, quiet="who resembles whom follows from what was remembered of them")
def note_pairs(
    *, alike: Mapping[tuple[int, int], tuple[float, Sequence[str]]], unlike: Sequence[int] = (), by: User
) -> int:
    """Keep who resembles whom, with score and reasons; `unlike` are rows of those who no longer do.

    What somebody has said of two stays as it is. Returns how many were written.
    """
    DuplicatePair.objects.filter(pk__in=unlike, state=DuplicatePair.State.OPEN).delete()
    ends = {pk for pair in alike for pk in pair}
    there = set(Client.objects.filter(pk__in=ends, forgotten_at=None).values_list("pk", flat=True))
    rows = [
        DuplicatePair(left_id=low, right_id=high, score=score, reasons=list(reasons), found_at=now())
        for (low, high), (score, reasons) in sorted(alike.items())
        if {low, high} <= there
    ]
    DuplicatePair.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["left", "right"], update_fields=["score", "reasons"]
    )
    return len(rows)


@command(MERGE, quiet="that two cards will be compared tells nothing of the clients")
def compare_later(*, clients: Collection[int], by: User) -> None:
    """These clients (their keys; `EVERYBODY` for all) are to be compared with the others soon."""
    rows = [Uncompared(client_id=pk, since=now()) for pk in clients]
    Uncompared.objects.bulk_create(rows, ignore_conflicts=True)


@command(MERGE, quiet="that two cards were compared tells nothing of the clients")
def be_done_comparing(*, clients: Collection[int] | None, by: User) -> None:
    """These clients were compared with the others; None: all of them."""
    rows = Uncompared.objects.all() if clients is None else Uncompared.objects.filter(pk__in=clients)
    rows.delete()


@command("people.client.see")
def ask_after(*, clients: Collection[int], by: User) -> list[int]:
    """Somebody who adds a client is told that a colleague has them already: which of these (their keys) may be told.

    Each is remembered on the card of that client, once an hour; after twenty within an hour nothing is told any more.
    """
    lately = (
        Moment.objects.filter(by_id=by.pk).order_by("-pk").values_list("kind", "record_id", "at")[:LATELY]
    )
    since = now() - WITHIN
    told = {pk for kind, pk, at in lately if kind == ClientAskedAfter.kind and at >= since}
    fresh = [pk for pk in dict.fromkeys(clients) if pk not in told][: max(0, MOST_ASKED_AFTER - len(told))]
    remember_many((ClientAskedAfter(client_id=pk) for pk in fresh), by=by)
    return [pk for pk in clients if pk in told or pk in fresh]
