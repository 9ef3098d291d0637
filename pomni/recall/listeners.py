"""What being due follows from: visits that are booked, carried out, moved, cancelled; seats in classes; intervals of services."""

from pomni.catalog.events import ServiceArchived, ServiceEdited, ServiceRestored
from pomni.memory.listening import memo, on
from pomni.memory.models import Moment
from pomni.recall.ahead import reckon_service
from pomni.recall.keeping import recount
from pomni.recall.results import attribute
from pomni.schedule.events import (
    SeatMarked,
    SeatTaken,
    VisitBooked,
    VisitBroughtIn,
    VisitCancelled,
    VisitChanged,
    VisitCompleted,
    VisitMissed,
    VisitMoved,
    VisitReopened,
    VisitTakenBack,
)

MATTERS = {"repeat_days", "category"}  # of a service


def _follow(moment: Moment) -> None:
    """Once a client and portion of moments: what is read is read as it stands now."""
    client = moment.facts["client_id"]
    done = memo().setdefault("reckoned", set())
    if client and client not in done:
        recount([client])
        done.add(client)


@on(VisitBooked)
def follow_booked(moment: Moment) -> None:
    """Whoever has booked is not invited; and it may have come of an invitation."""
    _follow(moment)
    if moment.facts["client_id"]:
        attribute(moment.facts["client_id"], moment.facts["visit_id"])


@on(VisitBroughtIn)
def follow_brought_in(moment: Moment) -> None:
    """They were here before they were in this program: from then on it is reckoned."""
    _follow(moment)


@on(VisitTakenBack)
def follow_taken_back(moment: Moment) -> None:
    """What an import had brought is gone."""
    _follow(moment)


@on(VisitMoved)
def follow_moved(moment: Moment) -> None:
    """What they have ahead is later, or earlier."""
    _follow(moment)


@on(VisitCancelled)
def follow_cancelled(moment: Moment) -> None:
    """They have nothing ahead any more, or less."""
    _follow(moment)


@on(VisitMissed)
def follow_missed(moment: Moment) -> None:
    """Whoever did not come is due as before."""
    _follow(moment)


@on(VisitCompleted)
def follow_completed(moment: Moment) -> None:
    """They came: it begins anew."""
    _follow(moment)


@on(VisitReopened)
def follow_reopened(moment: Moment) -> None:
    """They have not come after all."""
    _follow(moment)


@on(VisitChanged)
def follow_changed(moment: Moment) -> None:
    """A visit that was taken up again."""
    _follow(moment)


@on(SeatTaken)
def follow_seat(moment: Moment) -> None:
    """A seat in a class is a visit ahead as well."""
    _follow(moment)


@on(SeatMarked)
def follow_marked_seat(moment: Moment) -> None:
    """They came to a class, did not, or gave their seat back."""
    _follow(moment)


@on(ServiceEdited)
def follow_edited_service(moment: Moment) -> None:
    """An interval that changed changes the days of all for whom the service was done."""
    if MATTERS & moment.all_facts()["changes"].keys():
        reckon_service.enqueue(service=moment.facts["service_id"])


@on(ServiceArchived)
def follow_archived_service(moment: Moment) -> None:
    """Nobody is invited for what is not offered any more."""
    reckon_service.enqueue(service=moment.facts["service_id"])


@on(ServiceRestored)
def follow_restored_service(moment: Moment) -> None:
    """It is offered again."""
    reckon_service.enqueue(service=moment.facts["service_id"])
