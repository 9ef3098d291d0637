"""What is done about messages later, in strokes."""

from django.db import transaction

from pomni.jobs.declare import task
from pomni.kit.pace import in_strokes
from pomni.reminders import planning
from pomni.reminders.models import Rule
from pomni.schedule.queries import ahead, visits_by_key

PORTION = 500


@task(key="plan_ahead:{rule}")
def plan_ahead(rule: int) -> None:
    """Plan the messages of a rule for the visits to come that were booked before it was made."""
    found = Rule.objects.filter(pk=rule, removed_at=None).first()
    after = 0
    while found and (keys := ahead(after, PORTION)):
        in_strokes(keys, lambda part: _plan(part, found))
        after = keys[-1]


def _plan(keys: list[int], rule: Rule) -> None:
    with transaction.atomic():
        how = planning.manner()
        for visit in visits_by_key(keys).values():
            planning.plan_by(visit, [rule], how)
