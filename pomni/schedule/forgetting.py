"""What is booked for a client who is forgotten: within that very act, nothing here tells of them any more."""

from django.db.models import F

from pomni.kit.clock import now
from pomni.schedule.models import Offer, Seat, Taken, Visit, Waiting

AHEAD = (Visit.Status.BOOKED, Visit.Status.CONFIRMED, Visit.Status.ARRIVED)


def forget_visits(client_id: int) -> None:
    """Erase what visits say of a client in words, and cancel those to come: whom they took is free again.

    That there was a visit, what was done in it and for what price stays, as what was paid does.
    """
    theirs = Visit.objects.filter(client=client_id)
    to_come = list(theirs.filter(begins_at__gt=now(), status__in=AHEAD).values_list("pk", flat=True))
    Taken.objects.filter(visit__in=to_come).delete()
    off = {"status": Visit.Status.CANCELLED, "is_cancelled_by_client": False, "version": F("version") + 1}
    Visit.objects.filter(pk__in=to_come).update(**off)
    theirs.update(comment="", address="", ended_as="", made_of="", made_key=None)


def forget_waiting(client_id: int) -> None:
    """They wait no more: what is held for them is free again, and nothing is noted about it."""
    theirs = Waiting.objects.filter(client=client_id)
    Taken.objects.filter(offer__waiting__in=theirs).delete()
    Offer.objects.filter(waiting__in=theirs, state=Offer.State.OPEN).update(state=Offer.State.DECLINED)
    theirs.filter(state=Waiting.State.OPEN).update(state=Waiting.State.DROPPED)
    theirs.update(comment="", made_of="", made_key=None)


def forget_seats(client_id: int) -> None:
    """Their seats in classes to come are free for others; that they came to one stays, as visits do."""
    theirs = Seat.objects.filter(client=client_id, visit__begins_at__gt=now())
    theirs.update(status=Seat.Status.LEFT)
