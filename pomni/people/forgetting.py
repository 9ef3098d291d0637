"""What goes with a client who is forgotten, beside their own row and what was written about them."""

from django.http import QueryDict

from pomni.people.models import BulkChange, BulkRow, OutsideId, Pin


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


def without_words(query: str) -> str:
    """The filters of a list without what was searched for: that may be a name."""
    told = QueryDict(query, mutable=True)
    told.pop("q", None)
    return told.urlencode()
