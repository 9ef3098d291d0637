"""What every worker looks at again and again: times that are held and were not taken."""

from django.db import transaction

from pomni.jobs.declare import pulse
from pomni.kit.clock import now
from pomni.people.queries import visits_begun
from pomni.schedule import commands
from pomni.schedule.following import keep_figures
from pomni.schedule.models import Offer
from pomni.team.robots import robot

STROKE = 20


@pulse(seconds=60)
def move_next_visits_on() -> bool:
    """Whose next visit has begun has another next one, or none. Returns whether there may be more."""
    found = visits_begun(STROKE)
    for client in found:
        with transaction.atomic():
            keep_figures(client, robot("Schedule", preset="director"))
    return len(found) == STROKE


@pulse(seconds=20)
def let_offers_run_out() -> bool:
    """What was not answered in time is free again, and the next one is asked. Returns whether there may be more."""
    found = list(Offer.objects.filter(state=Offer.State.OPEN, until__lte=now()).order_by("until")[:STROKE])
    for offer in found:
        commands.decline_offer(offer, is_run_out=True, by=robot("Waiting list", preset="director"))
    return len(found) == STROKE
