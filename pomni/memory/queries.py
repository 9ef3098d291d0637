"""Reading the memory. Who may read which moment is decided one floor up, in `team`; here is only what is stored."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.memory import chain
from pomni.memory.events import Event
from pomni.memory.models import Concern, Cursor, Moment, Seal, SetAside
from pomni.memory.past import fields_at
from pomni.memory.sealer import unsealed
from pomni.memory.uids import moment_uid

LONGEST_NUMBER = 19  # digits of the largest number that a table counts up to


def moments_of_client(client_id: int) -> QuerySet[Moment]:
    """Everything that concerns a client, newest first."""
    return Moment.objects.filter(concerns__client_id=client_id).order_by(
        "-concerns__happened", "-concerns__moment_id"
    )


def place_in_timeline(client_id: int, number: str) -> tuple[datetime, int] | None:
    """Where the moment of this number stands on a client's timeline: when it happened, and the number; None where nowhere."""
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER):
        return None
    found = Concern.objects.filter(client_id=client_id, moment=int(number))
    return found.values_list("happened", "moment_id").first()


def number_of(client_id: int, uid: UUID) -> int | None:
    """The number of the moment that programs know by this identifier, among those of a client; None where there is none.

    The identifier is made of the number and cannot be undone, so it is made anew of each until it fits.
    """
    told = Concern.objects.filter(client_id=client_id).order_by("-happened", "-moment")
    return next((pk for pk in told.values_list("moment_id", flat=True) if moment_uid(pk) == uid), None)


def moments_of_record(record: str, record_id: int) -> QuerySet[Moment]:
    """The history of one record, newest first. `record` is the label of its model, in small letters."""
    return Moment.objects.filter(record=record, record_id=record_id).order_by("-pk")


def moments() -> QuerySet[Moment]:
    """Everything that was ever remembered, newest first."""
    return Moment.objects.order_by("-pk")


def concerning(client_ids: QuerySet) -> Q:
    """A condition on moments: they concern one of these clients."""
    return Q(Exists(Concern.objects.filter(moment_id=OuterRef("pk"), client_id__in=client_ids)))


def state_as_of(
    record: str, record_id: int, at: datetime, *, tells: Callable[[Moment], bool] = bool
) -> dict[str, Any]:
    """The fields of a record as they were known at an instant, folded from its moments; empty where it was not there.

    `tells`: whether a moment that is no edit may say anything.
    """
    return fields_at(record, record_id, at, tells=tells)


def oldest_unsealed() -> timedelta:
    """How long the oldest moment without a place in the chain has been waiting for it."""
    first = unsealed().order_by("pk").values_list("at", flat=True).first()
    return now() - first if first else timedelta()


def head() -> tuple[int, str]:
    """The end of the chain: its length, and the hash (hex) that stands for everything before."""
    last = Seal.objects.order_by("-seq").first()
    return (last.seq, bytes(last.digest).hex()) if last else (0, chain.BEGINNING.hex())


def verify_chain(portion: int = 2000) -> Iterator[str]:
    """Walk the whole chain and name each thing that does not fit, in order; ends silently where all is well."""
    before, expected = chain.BEGINNING, 1
    for seals in _portions_of_seals(portion):
        moments = Moment.objects.in_bulk([seal.moment_id for seal in seals])
        for seal in seals:
            yield from _faults(seal, moments.get(seal.moment_id), before, expected)
            before, expected = bytes(seal.digest), seal.seq + 1
    sentence = _("moment %(moment)s is not in the chain")
    yield from (sentence % {"moment": pk} for pk in _forgotten_by_the_sealer())


def _portions_of_seals(size: int) -> Iterator[list[Seal]]:
    last = 0
    while seals := list(Seal.objects.filter(seq__gt=last).order_by("seq")[:size]):
        yield seals
        last = seals[-1].seq


def _faults(seal: Seal, moment: Moment | None, before: bytes, expected: int) -> Iterator[str]:
    told = {"seal": seal.seq, "expected": expected, "moment": seal.moment_id}
    if seal.seq != expected:
        yield _("seal %(seal)s: %(expected)s is missing before it") % told
    if moment is None:
        yield _("seal %(seal)s: its moment %(moment)s is gone") % told
        return
    personal = bytes(seal.personal_digest)
    if not moment.is_shredded and chain.personal_digest(moment) != personal:
        yield _("seal %(seal)s: personal facts of moment %(moment)s were changed") % told
    if moment.is_shredded and moment.personal:
        yield _("seal %(seal)s: moment %(moment)s has facts without a salt") % told
    if chain.link(before, seal.seq, moment, personal) != bytes(seal.digest):
        yield _("seal %(seal)s: moment %(moment)s does not fit the chain") % told


def _forgotten_by_the_sealer() -> list[int]:
    """Moments that should have been sealed long ago: the tail of the last minutes is still on its way."""
    late = unsealed(0).filter(at__lt=now() - timedelta(minutes=20))
    return list(late.order_by("pk").values_list("pk", flat=True)[:100])


def unsealed_count() -> int:
    """How many moments wait for the sealer."""
    return unsealed().count()


def held_up() -> list[Cursor]:
    """Listeners that fail at present."""
    return list(Cursor.objects.filter(tries__gt=0))


def set_aside() -> QuerySet[SetAside]:
    """Moments that listeners could not take in."""
    return SetAside.objects.order_by("-pk")


def kinds() -> list[str]:
    """Every kind of moment that the house knows."""
    return sorted(Event.known)
