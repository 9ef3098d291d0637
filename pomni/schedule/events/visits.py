"""What happens to visits, rooms and devices. What is done for somebody says something of them: it goes with the client."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.billing.events import in_money
from pomni.memory.events import Edits, Event, Kept, Personal

OURS = Kept("what the company owns, and who works there, is its own")
ZONE = Kept("the time zone and the money of a place say nothing of the person")
WHEN = {"day": pgettext_lazy("of a visit", "day"), "begins": pgettext_lazy("of a visit", "at")}


class VisitBooked(
    Event, says=_("booked a visit: %(what)s"), about="schedule.Visit", icon="calendar-clock", details=WHEN
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    day: date
    begins: time
    zone: Annotated[str, ZONE]
    minutes: int
    colleague_ids: list[int] = []
    over: Annotated[list[str], OURS] = []  # who and what was taken already, and is booked over on purpose


class VisitBroughtIn(
    Event,
    says=_("brought in a visit of the past: %(what)s"),
    about="schedule.Visit",
    icon="calendar-days",
    details=WHEN,
):
    """What was over when it was told here: nobody is written to of it, and no other program is called."""

    of_the_past: ClassVar[bool] = True

    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    status: Annotated[str, OURS]
    day: date
    begins: time
    zone: Annotated[str, ZONE]


class VisitTakenBack(
    Event,
    says=_("took back a visit that an import had brought: %(what)s"),
    about="schedule.Visit",
    icon="undo-2",
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]


class VisitMoved(
    Event, says=_("moved a visit: %(what)s"), about="schedule.Visit", icon="calendar-clock", details=WHEN
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    day: date
    begins: time
    zone: Annotated[str, ZONE]
    minutes: int
    colleague_ids: list[int] = []
    over: Annotated[list[str], OURS] = []
    was: datetime


class VisitChanged(
    Edits, Event, says=_("changed a visit: %(fields)s"), about="schedule.Visit", icon="calendar-clock"
):
    labels: ClassVar[dict[str, Any]] = {
        "comment": pgettext_lazy("of a visit", "comment"),
        "status": pgettext_lazy("of a visit", "state"),
        "zone": _("time zone"),
        "address": _("address"),
        "travel_before": pgettext_lazy("of a visit", "minutes there"),
        "travel_after": pgettext_lazy("of a visit", "minutes back"),
        "is_finished": pgettext_lazy("of a visit", "whether the work is done"),
    }

    visit_id: int
    client_id: int | None
    changes: Annotated[dict[str, list[Any]], Personal()]


class VisitCancelled(
    Event, says=_("cancelled a visit: %(what)s"), about="schedule.Visit", icon="calendar-clock", body="why"
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    why: Annotated[str, Personal()] = ""
    is_by_client: bool = False


class VisitCompleted(
    Event, says=_("completed a visit for %(total)s: %(what)s"), about="schedule.Visit", icon="circle-check"
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    sale_id: int | None
    total: Decimal
    currency: Annotated[str, ZONE]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return in_money(facts, "total")


class VisitReopened(
    Event, says=_("opened a completed visit again: %(what)s"), about="schedule.Visit", icon="undo-2"
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]
    left: Annotated[list[str], OURS] = []  # what it had made, and somebody has touched since


class VisitMissed(
    Event,
    says=_("noted that nobody came to a visit: %(what)s"),
    about="schedule.Visit",
    icon="calendar-clock",
):
    visit_id: int
    client_id: int | None
    what: Annotated[str, Personal()]


class ThingAdded(Event, says=_("added %(name)s"), about="schedule.Thing", icon="package"):
    thing_id: int
    name: Annotated[str, OURS]


class ThingEdited(Event, says=_("changed %(name)s"), about="schedule.Thing", icon="package"):
    thing_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class NeedsSet(Event, says=_("said what %(name)s needs"), about="catalog.Service", icon="package"):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class SeatsSet(
    Event, says=_("said how many seats %(name)s has"), about="catalog.Service", icon="users-round"
):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class SeatTaken(Event, says=_("enrolled somebody in a class"), about="schedule.Seat", icon="users-round"):
    seat_id: int
    visit_id: int
    client_id: int


class SeatMarked(
    Edits, Event, says=_("changed a seat in a class: %(fields)s"), about="schedule.Seat", icon="users-round"
):
    labels: ClassVar[dict[str, Any]] = {"status": pgettext_lazy("of a visit", "state")}

    seat_id: int
    visit_id: int
    client_id: int
    changes: Annotated[dict[str, list[Any]], Personal()]


class SeriesBooked(
    Event, says=_("booked a series of visits: %(visits)s"), about="schedule.Series", icon="calendar-clock"
):
    series_id: int
    client_id: int | None
    rule: Annotated[str, OURS]
    visits: int


class SeriesChanged(
    Event, says=_("changed a series of visits: %(visits)s"), about="schedule.Series", icon="calendar-clock"
):
    series_id: int
    client_id: int | None
    visits: int


class WaitingAdded(
    Event, says=_("put somebody on the waiting list: %(what)s"), about="schedule.Waiting", icon="clock"
):
    waiting_id: int
    client_id: int
    what: Annotated[str, Personal()]


class WaitingDropped(
    Event, says=_("took somebody off the waiting list"), about="schedule.Waiting", icon="clock"
):
    waiting_id: int
    client_id: int


class TimeOffered(
    Event, says=_("held a time that became free"), about="schedule.Offer", icon="clock", details=WHEN
):
    offer_id: int
    client_id: int
    day: date
    begins: time
    zone: Annotated[str, ZONE]
    until: datetime


class OfferEnded(
    Event, says=_("had an answer to a time that was held"), about="schedule.Offer", icon="clock"
):
    offer_id: int
    client_id: int
    state: Annotated[str, OURS]
    is_free: bool  # whether the next one can be asked


class TermsSet(Event, says=_("said how visits are booked: %(name)s"), about="team.Location", icon="clock"):
    location_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class ClosureAdded(Event, says=_("closed %(name)s: %(why)s"), about="schedule.Closure", icon="clock"):
    closure_id: int
    location_id: int
    name: Annotated[str, OURS]
    first: date
    last: date
    why: Annotated[str, OURS]


class ClosureDropped(
    Event, says=_("opened %(name)s after all: %(why)s"), about="schedule.Closure", icon="clock"
):
    closure_id: int
    location_id: int
    name: Annotated[str, OURS]
    why: Annotated[str, OURS]
