"""What goes with a client who is forgotten, beside their own row and what was written about them."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pomni.facts.queries import without_texts
from pomni.kit.clock import now
from pomni.memory.commands import remember
from pomni.people.events import SegmentArchived
from pomni.people.models import BulkChange, BulkRow, OutsideId, Pin, Segment
from pomni.people.notices import SegmentErased
from pomni.people.queries import KnownAs
from pomni.team.notices import notify
from pomni.team.robots import command_line

OPEN = (BulkChange.State.ASKED, BulkChange.State.RUNNING)
NOBODY = 0  # in place of a key: how far a change is, is counted in places


def let_go_of_pins(client_id: int) -> None:
    """Nothing stays pinned above their timeline: those lines say nothing any more."""
    Pin.objects.filter(client=client_id).delete()


def let_go_of_outside_ids(client_id: int) -> None:
    """No number of another program leads to them any more."""
    OutsideId.objects.filter(client=client_id).delete()


def let_go_of_bulk_rows(client_id: int) -> None:
    """What they were before a change of many is not given back to them any more."""
    of_client = BulkRow.objects.filter(client_id=client_id)
    changes = BulkChange.objects.filter(pk__in=of_client.values("whole")).exclude(asked="")
    for change in changes:
        BulkChange.objects.filter(pk=change.pk).update(asked=without_words(change.asked))
    of_client.delete()


def let_go_of_open_changes(client_id: int) -> None:
    """A change of many that has not come to its end is not about them any more, nor does it tell by what they were found."""
    client = KnownAs(client_id)
    for change in BulkChange.objects.filter(state__in=OPEN):
        if client_id not in change.keys and not client.are_sought_by(_searched(change.asked)):
            continue
        change = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        change.keys = [NOBODY if key == client_id else key for key in change.keys]
        change.asked, change.made_of, change.made_key = without_words(change.asked), "", None
        change.save(update_fields=["keys", "asked", "made_of", "made_key"])


def let_go_of_segments(client_id: int) -> None:
    """Segments that name them or search for them do so no more: what is left of one would find others, so it is archived."""
    client = KnownAs(client_id)
    for found in Segment.objects.all():
        if client.are_told_by(found.name) or _emptied(found, client) != found.condition:
            _let_go_of_segment(Segment.objects.select_for_update(of=("self",)).get(pk=found.pk), client)


def _let_go_of_segment(segment: Segment, client: KnownAs) -> None:
    owner = segment.owner
    segment.condition = _emptied(segment, client)
    if client.are_told_by(segment.name):
        with override((owner and owner.language) or settings.LANGUAGE_CODE):
            segment.name = _("Erased segment")
    was_there = segment.archived_at is None
    segment.changed_at = now()
    segment.archived_at = segment.archived_at or segment.changed_at
    segment.made_of, segment.made_key = "", None
    segment.save(update_fields=["condition", "name", "changed_at", "archived_at", "made_of", "made_key"])
    if was_there:
        name = segment.name if segment.is_shared else ""
        remember(SegmentArchived(segment_id=segment.pk, name=name), by=command_line())
        page = reverse("people:segment", args=[segment.uid])
        notify(
            [owner] if owner else [],
            SegmentErased,
            dedupe=f"segment:{segment.pk}:{segment.changed_at.isoformat()}",
            url=page,
        )


def _emptied(segment: Segment, client: KnownAs) -> Any:
    return without_texts(segment.condition, client.are_sought_by)


def _searched(query: str) -> str:
    return QueryDict(query).get("q") or ""


def without_words(query: str) -> str:
    """The filters of a list without what was searched for: that may be a name."""
    told = QueryDict(query, mutable=True)
    told.pop("q", None)
    return told.urlencode()
