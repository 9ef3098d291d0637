"""The sealer: follows committed moments, gives each its place in the chain, and hands them to those who listen.

It is one at a time by locking the one row of `SealerState`, however many workers run. On PostgreSQL a lower id may be
committed after a higher one; the search for unsealed moments therefore starts at a floor that rises there only behind
moments older than any transaction may last. On SQLite, where one transaction writes at a time, it rises with each seal.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from pomni.kit.clock import now
from pomni.kit.pace import rest
from pomni.memory import chain
from pomni.memory.models import Moment, Seal, SealerState

AT_ONCE = 300  # moments a transaction: about 15 ms of writing on SQLite
SWEPT_AT_ONCE = 20_000  # moments that one search of the nightly sweep goes through
SAFE_AGE = timedelta(minutes=15)  # no transaction lasts as long (statement and idle limits are a minute)


def seal() -> int:
    """Seal all that is committed, in short transactions with rests between. Returns how many moments were sealed."""
    sealed = 0
    while done := seal_some():
        sealed += done
        if done < AT_ONCE:
            break
        rest()
    return sealed


def seal_some(limit: int = AT_ONCE) -> int:
    """Seal up to `limit` moments in one transaction; 0 where there is nothing to do or another sealer is at work."""
    if not unsealed().exists():
        return 0
    with transaction.atomic():
        if not (state := _lock()):
            return 0
        moments = list(unsealed(state.floor).order_by("pk")[:limit])
        last = Seal.objects.order_by("-seq").first()
        Seal.objects.bulk_create(_seals(moments, last))
        _raise_floor(state, moments)
    return len(moments)


def unsealed(floor: int | None = None) -> QuerySet[Moment]:
    """Committed moments that have no place in the chain yet."""
    if floor is None:
        floor = SealerState.objects.values_list("floor", flat=True).first() or 0
    sealed = Seal.objects.filter(moment_id=OuterRef("pk"))
    return Moment.objects.filter(~Exists(sealed), pk__gt=floor)


def sweep() -> int:
    """Look for moments that are unsealed although they lie below the floor, and seal them. Run nightly.

    The floor goes down only where one was missed: from the very beginning every search of the sealer, which holds the
    lock on SQLite, would go through all moments.
    """
    missed = _first_missed()
    if missed is not None:
        SealerState.objects.update(floor=missed - 1)
    return seal()


def _first_missed() -> int | None:
    """The lowest unsealed moment up to the floor, looked for portion by portion and without a lock."""
    floor = SealerState.objects.values_list("floor", flat=True).first() or 0
    for start in range(0, floor, SWEPT_AT_ONCE):
        portion = unsealed(start).filter(pk__lte=min(start + SWEPT_AT_ONCE, floor))
        if (missed := portion.order_by("pk").values_list("pk", flat=True).first()) is not None:
            return missed
    return None


def _lock() -> SealerState | None:
    SealerState.objects.get_or_create(pk=1)
    # SQLite passes over the lock on the row: there the transaction itself is one.
    return SealerState.objects.select_for_update(skip_locked=True).filter(pk=1).first()


def _seals(moments: list[Moment], last: Seal | None) -> list[Seal]:
    seq, before = (last.seq, bytes(last.digest)) if last else (0, chain.BEGINNING)
    seals = []
    for moment in moments:
        seq += 1
        personal = chain.personal_digest(moment)
        before = chain.link(before, seq, moment, personal)
        seals.append(Seal(seq=seq, moment_id=moment.pk, personal_digest=personal, digest=before))
    return seals


def _raise_floor(state: SealerState, sealed: list[Moment]) -> None:
    """No unsealed moment is left below it. What lies above is gone through at each search, on SQLite within the lock."""
    top = _top_of_old(state) if connection.vendor == "postgresql" else max((m.pk for m in sealed), default=0)
    if top > state.floor:
        state.floor = top
        state.save(update_fields=["floor"])


def _top_of_old(state: SealerState) -> int:
    """The highest moment that no transaction can be older than, where all up to it are sealed; else 0."""
    old = Moment.objects.filter(pk__gt=state.floor, at__lt=now() - SAFE_AGE).order_by("pk")[:5000]
    top = Moment.objects.filter(pk__in=old.values("pk")).aggregate(top=Max("pk"))["top"]
    return top if top and not unsealed(state.floor).filter(pk__lte=top).exists() else 0
