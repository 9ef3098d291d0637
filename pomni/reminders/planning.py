"""Which messages a visit gets: rows, written when the visit changes. What is planned and no longer holds is dropped."""

from collections.abc import Sequence
from typing import Any

from pomni.kit.clock import now
from pomni.reminders import rules
from pomni.reminders.models import EMAIL, Manner, Message, Rule
from pomni.schedule.queries import visits_by_key

Occasion, State = Rule.Occasion, Message.State
AT_ONCE = (Occasion.BOOKED, Occasion.MOVED, Occasion.CANCELLED)


def manner() -> Manner:
    """How the company writes to clients; where nobody has said it, by e-mail, and not at night."""
    usual = Manner(pk=1, channels=[EMAIL, "sms"], quiet_from=rules.time(21), quiet_till=rules.time(9))
    return Manner.objects.filter(pk=1).first() or usual


def quiet_of(one: Manner) -> rules.Quiet:
    """The hours in which nobody is written to."""
    return (one.quiet_from, one.quiet_till) if one.quiet_from and one.quiet_till else None


def standing_rules() -> list[Rule]:
    """The rules that hold."""
    return list(Rule.objects.filter(removed_at=None))


def plan_visit(key: int, *, happened: str = "") -> None:
    """Write down what is to be sent about a visit as it stands now. `happened`: what has just been done to it.

    Said twice, it plans once: each version of a visit has one row a rule.
    """
    if (visit := visits_by_key([key]).get(key)) is None:
        return
    drop_outdated(visit)
    if happened == Occasion.BOOKED and visit.source == visit.Source.IMPORT:
        happened = ""  # whoever it is for was told when it was booked, by the other program
    if visit.client is None or visit.client.forgotten_at:
        return
    plan_by(visit, standing_rules(), manner(), happened=happened)


def plan_by(visit: Any, found: Sequence[Rule], how: Manner, *, happened: str = "") -> None:
    """The rows of a visit by these rules."""
    rows = [row for rule in found if (row := _row(visit, rule, how, happened))]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def drop_outdated(visit: Any) -> None:
    """What was planned for a version of the visit that is past, or for a visit that does not take place, is not sent."""
    planned = Message.objects.filter(visit=visit, state=State.PLANNED)
    gone = planned if not visit.is_standing else planned.exclude(version=visit.version)
    if not visit.is_standing:  # that it is cancelled is told all the same
        gone = gone.exclude(rule__occasion=Occasion.CANCELLED, version=visit.version)
    gone.update(state=State.DROPPED, because=Message.Because.CHANGED)


def _row(visit: Any, rule: Rule, how: Manner, happened: str) -> Message | None:
    due = _due(visit, rule, how, happened)
    return Message(visit=visit, rule=rule, version=visit.version, due_at=due) if due else None


def _due(visit: Any, rule: Rule, how: Manner, happened: str) -> Any:
    """When a rule has something sent about a visit; None where it does not."""
    at = now()
    if rule.occasion in AT_ONCE:
        is_it = rule.occasion == happened and visit.is_standing == (happened != Occasion.CANCELLED)
        return at if is_it and visit.begins_at > at else None
    if not visit.is_standing:
        return None
    if rule.occasion == Occasion.AFTER:
        late = visit.ends_at + rule.minutes * rules.MINUTE
        return max(late, at) if visit.status == "completed" and late > at - rules.DAY else None
    due = rules.due_before(visit.begins_at, rule.minutes, quiet_of(how), visit.zone)
    return due if due > at else None  # booked later than that, it is no reminder
