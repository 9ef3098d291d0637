"""What the waiting list hears: that a visit does not take place when it was to, and that an offer was not taken."""

from datetime import datetime, timedelta
from typing import Any

from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.schedule import commands, rules
from pomni.schedule.events import OfferEnded, VisitCancelled, VisitMissed, VisitMoved
from pomni.schedule.models import Offer, Visit
from pomni.team.robots import robot


@on(VisitCancelled)
def offer_what_was_cancelled(moment: Moment) -> None:
    """The time of a visit that was cancelled is offered to whoever waits for one."""
    _offer_time_of(moment.facts["visit_id"])


@on(VisitMissed)
def offer_what_was_missed(moment: Moment) -> None:
    """What is left of the time of a visit to which nobody came is offered."""
    _offer_time_of(moment.facts["visit_id"])


@on(VisitMoved)
def offer_what_was_left(moment: Moment) -> None:
    """The time from which a visit was moved away is offered."""
    was, minutes = moment.facts["was"], moment.facts["minutes"]
    begins = was if isinstance(was, datetime) else datetime.fromisoformat(was)
    visit = Visit.objects.select_related("location").filter(pk=moment.facts["visit_id"]).first()
    if visit and visit.begins_at != begins:
        _offer(visit.location, begins, begins + timedelta(minutes=minutes))


@on(OfferEnded)
def ask_the_next(moment: Moment) -> None:
    """A time that was held and was not taken is offered to the next one."""
    offer = Offer.objects.select_related("location").filter(pk=moment.facts["offer_id"]).first()
    if offer and moment.facts["is_free"]:
        begins, ends = (datetime.fromisoformat(told) for told in offer.freed)
        _offer(offer.location, begins, ends)


def _offer_time_of(pk: int) -> None:
    visit = Visit.objects.select_related("location").filter(pk=pk).first()
    if visit and not visit.is_standing:  # it may stand again by now
        _offer(visit.location, visit.begins_at, visit.ends_at)


def _offer(location: Any, begins: datetime, ends: datetime) -> None:
    if ends - begins >= rules.MINUTE:
        commands.offer_time(location, begins=begins, ends=ends, by=robot("Waiting list", preset="director"))
