"""Who saw and exported what: read from the sightings. Who may read it is decided above, in `team` and `config`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncHour

from pomni.memory.models import Sighting

EXPORTED = "exported"


def last_seen(by_id: int, record: str, *, since: datetime, size: int) -> QuerySet[Sighting]:
    """The last sighting of each of the records of a kind that somebody opened last since an instant, newest first."""
    own = Sighting.objects.filter(by_id=by_id, at__gte=since, record=record).exclude(how=EXPORTED).order_by()
    last = own.values("record_id").annotate(last=Max("pk")).order_by("-last").values("last")[:size]
    return Sighting.objects.filter(pk__in=last).order_by("-pk")


def counts(by_ids: Iterable[int], *, today: datetime, week: datetime) -> dict[int, dict[str, int]]:
    """For each person: different cards opened `today` and since `week`, and records exported since `week`."""
    sightings = Sighting.objects.filter(by_id__in=list(by_ids), at__gte=week).order_by()
    seen = ~Q(how=EXPORTED)
    found: Any = sightings.values("by_id").annotate(
        today=Count("record_id", filter=seen & Q(at__gte=today), distinct=True),
        week=Count("record_id", filter=seen, distinct=True),
        exported=Count("pk", filter=Q(how=EXPORTED)),
    )
    return {row.pop("by_id"): row for row in found}


def opened_since(by_ids: QuerySet, since: datetime) -> dict[int, int]:
    """How many different cards each of these people opened since an instant; who opened none is left out.

    `by_ids` gives the people's ids. Walks the index of each person, so it costs what was seen, not what there is.
    """
    own = Sighting.objects.filter(by_id=OuterRef("pk"), at__gte=since).order_by().values("by_id")
    number = own.annotate(number=Count("record_id", distinct=True)).values("number")
    found = by_ids.annotate(opened=Coalesce(Subquery(number), 0)).filter(opened__gt=0)
    return dict(found.values_list("pk", "opened"))


def opened_by_hour(by_id: int, *, since: datetime, until: datetime) -> list[int]:
    """How many different cards somebody opened in each hour in which they opened any."""
    own = Sighting.objects.filter(by_id=by_id, at__gte=since, at__lt=until).order_by()
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
) -> QuerySet[Sighting]:
    """Who saw or exported what between two instants, newest first; of one person, or of certain records, where told."""
    found = Sighting.objects.filter(at__gte=since, at__lt=until)
    if by_id is not None:
        found = found.filter(by_id=by_id)
    if record_ids is not None:
        found = found.filter(record=record, record_id__in=list(record_ids))
    return found.order_by("-at", "-pk")
