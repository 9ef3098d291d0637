"""Firing what comes round: each slot once, however many workers look."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from pomni.jobs import leases
from pomni.jobs.declare import Declared, discover
from pomni.jobs.models import Job, Periodic
from pomni.kit import clock

AHEAD = timedelta(days=2)  # a slot further in the future than this was written under a wrong clock

log = logging.getLogger(__name__)


def fire_due() -> int:
    """Enqueue every periodic job whose slot has come; returns how many. A new one waits for its next slot.

    One whose hour cannot be made out does not keep the others from firing; what it raised comes out at the end.
    """
    now = clock.now()
    known = {periodic.name: periodic for periodic in Periodic.objects.all()}
    fired, troubles = 0, []
    for declared in list(discover().periodic.values()):
        try:
            slot = declared.slot(now)
        except Exception as error:
            troubles.append(error)
        else:
            fired += slot is not None and _come_to(slot, declared, known.get(declared.name))
    if troubles:
        raise troubles[0]
    return fired


def _come_to(slot: datetime, declared: Declared, last: Periodic | None) -> bool:
    if last is None:
        Periodic.objects.bulk_create([Periodic(name=declared.name, slot=slot)], ignore_conflicts=True)
        return False
    if last.slot > slot + AHEAD:
        log.warning("The clock was set back: %s goes on from now", declared.name)
        Periodic.objects.filter(pk=last.pk, slot=last.slot).update(slot=slot)
        return False
    return last.slot < slot and _fire(slot, declared, last)


def _fire(slot: datetime, declared: Declared, last: Periodic) -> bool:
    """Move from the last slot to this one, and make the job with it. Only one worker gets to."""
    with transaction.atomic():
        if not Periodic.objects.filter(pk=last.pk, slot=last.slot).update(slot=slot):
            return False
        before = Job.objects.filter(uid=last.job).first() if last.job else None
        if before is None or not leases.start_at_once(before):
            made = declared.task.enqueue()
            Periodic.objects.filter(pk=last.pk).update(job=UUID(made.id))
    return True
