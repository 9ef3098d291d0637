"""Who saw and exported what: read from the sightings. Who may read it is decided above, in `team` and `config`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncHour

from pomni.memory.models import Sighting

EXPORTED = "exported"
LISTED = "listed"  # stood on the first page of a list, which everybody sees who opens it, or answered to what was typed
READ_ON = "read_on"  # stood on a later one: whoever goes on and on copies the list
LISTS = (LISTED, READ_ON)
COPIED = (EXPORTED, READ_ON)
OPENED = ~Q(how__in=(EXPORTED, *LISTS))


def last_seen(by_id: int, record: str, *, since: datetime, size: int) -> QuerySet[Sighting]:
    """The last sighting of each of the records of a kind that somebody opened last since an instant, newest first."""
    own = Sighting.objects.filter(OPENED, by_id=by_id, at__gte=since, record=record).order_by()
    last = own.values("record_id").annotate(last=Max("pk")).order_by("-last").values("last")[:size]
    return Sighting.objects.filter(pk__in=last).order_by("-pk")


def counts(by_ids: Iterable[int], *, today: datetime, week: datetime) -> dict[int, dict[str, int]]:
    """For each person: different cards opened `today` and since `week`, and records exported since `week`."""
    sightings = Sighting.objects.filter(by_id__in=list(by_ids), at__gte=week).order_by()
    found: Any = sightings.values("by_id").annotate(
        today=Count("record_id", filter=OPENED & Q(at__gte=today), distinct=True),
        week=Count("record_id", filter=OPENED, distinct=True),
        exported=Count("pk", filter=Q(how=EXPORTED)),
    )
    return {row.pop("by_id"): row for row in found}


@dataclass(frozen=True)
class Taken:
    """How many different cards somebody opened, how many they took along in files and for programs, and in lists read on."""

    opened: int
    copied: int
    read_on: int = 0


def taken_since(by_ids: QuerySet, since: datetime) -> dict[int, Taken]:
    """How many cards each of these people opened and copied since an instant; who did neither is left out.

    `by_ids` gives the people's ids. Walks the index of each person, so it costs what was seen, not what there is.
    """
    own = Sighting.objects.filter(by_id=OuterRef("pk"), at__gte=since).order_by().values("by_id")
    number = Count("record_id", distinct=True)
    found = by_ids.annotate(
        opened=Coalesce(Subquery(own.filter(OPENED).annotate(n=number).values("n")), 0),
        copied=Coalesce(Subquery(own.filter(how=EXPORTED).annotate(n=number).values("n")), 0),
        read_on=Coalesce(Subquery(own.filter(how=READ_ON).annotate(n=number).values("n")), 0),
    ).filter(Q(opened__gt=0) | Q(copied__gt=0) | Q(read_on__gt=0))
    return {pk: Taken(*numbers) for pk, *numbers in found.values_list("pk", "opened", "copied", "read_on")}


def taken_by_hour(by_id: int, *, since: datetime, until: datetime, copied: bool = False) -> list[int]:
    """How many different cards somebody opened, or copied, in each hour in which they did so at all."""
    own = Sighting.objects.filter(by_id=by_id, at__gte=since, at__lt=until).order_by()
    own = own.filter(how__in=COPIED) if copied else own.filter(OPENED)
    found = (
        own.annotate(hour=TruncHour("at")).values("hour").annotate(number=Count("record_id", distinct=True))
    )
    return list(found.values_list("number", flat=True))


def sightings(
    *,
    since: datetime,
    until: datetime,
    by_id: int | None = None,
    record: str = "",
    record_ids: Iterable[int] | None = None,
    copied: bool | None = None,
) -> QuerySet[Sighting]:
    """Who saw or exported what between two instants, newest first; of one person, or of certain records, where told.

    `copied`: only what was exported, or only what was opened.
    """
    found = Sighting.objects.filter(at__gte=since, at__lt=until)
    if by_id is not None:
        found = found.filter(by_id=by_id)
    if record_ids is not None:
        found = found.filter(record=record, record_id__in=list(record_ids))
    if copied is not None:
        found = found.filter(how=EXPORTED) if copied else found.filter(OPENED)
    return found.order_by("-at", "-pk")


def behind(found: QuerySet[Sighting], at: datetime, pk: int) -> QuerySet[Sighting]:
    """Those of `sightings` that stand below this one: a long report goes on without counting what was read."""
    return found.filter(at__lte=at).exclude(at=at, pk__gte=pk)


def seen_totals(found: QuerySet[Sighting]) -> list[dict[str, int]]:
    """Of such sightings: for each person how many different cards they opened, exported and read in
    lists, and how often; most first.
    """
    told: Any = found.order_by().values("by_id")
    each = told.annotate(
        opened=Count("record_id", filter=OPENED, distinct=True),
        exported=Count("record_id", filter=Q(how=EXPORTED), distinct=True),
        listed=Count("record_id", filter=Q(how__in=LISTS), distinct=True),
        times=Count("pk"),
    )
    return sorted(each, key=lambda one: (-one["exported"], -one["opened"], one["by_id"]))


def seen_records(found: QuerySet[Sighting]) -> int:
    """How many different records they are of."""
    return found.order_by().aggregate(number=Count("record_id", distinct=True))["number"]


def summary_of(record: str, record_ids: Iterable[int]) -> dict[str, Any]:
    """Of records: how often they were opened and exported, by how many people, first and last; for whoever asks of themselves."""
    found = Sighting.objects.filter(record=record, record_id__in=list(record_ids)).order_by()
    return found.aggregate(
        opened=Count("pk", filter=OPENED),
        exported=Count("pk", filter=Q(how=EXPORTED)),
        people=Count("by_id", distinct=True),
        first=Min("at"),
        last=Max("at"),
    )


def hours_of(by_id: int, *, since: datetime, until: datetime) -> list[tuple[datetime, int, int]]:
    """Each hour in which somebody saw anything: its beginning, how many different cards they opened, and how many copied."""
    own = Sighting.objects.filter(by_id=by_id, at__gte=since, at__lt=until).order_by()
    found = (
        own.annotate(hour=TruncHour("at"))
        .values("hour")
        .annotate(
            opened=Count("record_id", filter=OPENED, distinct=True),
            copied=Count("record_id", filter=Q(how__in=COPIED), distinct=True),
        )
    )
    return sorted(found.values_list("hour", "opened", "copied"))


def taken_by(by_id: int, *, since: datetime) -> Taken:
    """How many different cards somebody opened and copied since an instant."""
    found = (
        Sighting.objects.filter(by_id=by_id, at__gte=since)
        .order_by()
        .aggregate(
            opened=Count("record_id", filter=OPENED, distinct=True),
            copied=Count("record_id", filter=Q(how__in=COPIED), distinct=True),
        )
    )
    return Taken(found["opened"], found["copied"])


def older_than(before: datetime) -> int:
    """How many sightings are older than an instant."""
    return Sighting.objects.filter(at__lt=before).count()
