"""What is kept of a client who is forgotten: the list of those who are asked to call, and bookings that wait for a code."""

from pomni.booking.models import AskedFor, BookingPage
from pomni.people.queries import KnownAs


def forget_asked(client_id: int) -> None:
    """Nothing here names the client by phone or address any more."""
    client = KnownAs(client_id)
    for page in BookingPage.objects.exclude(refused=[]).select_for_update():
        page.refused = [one for one in page.refused if not client.are_told_by(one)]
        page.save(update_fields=["refused"])
    waiting = [
        one.pk for one in AskedFor.objects.all() if client.are_told_by(" ".join(map(str, one.told.values())))
    ]
    AskedFor.objects.filter(pk__in=waiting).delete()
