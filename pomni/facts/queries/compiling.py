"""A condition as one condition of a query."""

from datetime import date, tzinfo
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pomni.facts import rules
from pomni.facts.queries.facts import CLIENT
from pomni.facts.queries.language import Group, Line, condition_of
from pomni.facts.queries.sources import Among, Asker, Known, Reads, Test, Within
from pomni.facts.rules import Kind, Stretch, Wants
from pomni.kit import clock
from pomni.team import company


def asker(viewer: Any, *, today: date | None = None, zone: tzinfo | None = None) -> Asker:
    """Who asks, by default today and in the zone in force."""
    zone = zone or timezone.get_current_timezone()
    return Asker(viewer, today or clock.today(), zone, company.current().week_start)


def narrowed_by(
    told: Any, viewer: Any, *, about: str = CLIENT, today: date | None = None, zone: tzinfo | None = None
) -> Q:
    """What narrows the rows to those that a condition (its data) finds. Raises WrongCondition."""
    return compiled(condition_of(told, viewer, about=about), asker(viewer, today=today, zone=zone))


def compiled(condition: Group, asking: Asker) -> Q:
    """What narrows the rows to those that a condition finds; it has been read, and nothing is wrong with it."""
    return _compiled(condition, asking, denied=False) if condition.parts else Q()


def _compiled(part: Group | Line, asking: Asker, *, denied: bool) -> Q:
    """The opposite of a group is told by the opposites of its parts, so that engines see plain questions."""
    if isinstance(part, Line):
        return _asked(part, asking, denied=denied)
    each = [_compiled(one, asking, denied=denied != (part.how == "none")) for one in part.parts]
    return reduce(or_ if (part.how == "any") != denied else and_, each)


def _asked(line: Line, asking: Asker, *, denied: bool) -> Q:
    fact, operator = line.asked
    found = fact.source.holds(asking, _test(line, operator.denies or operator.key, asking))
    return ~found if denied != bool(operator.denies) else found


def _test(line: Line, operator: str, asking: Asker) -> Test:
    kind, wants = line.asked[0].kind, line.asked[1].wants
    if operator in ("filled", "yes"):
        return Known()
    if wants == Wants.TEXT:
        return Reads(operator, line.value)
    if wants == Wants.VALUES:
        return Among(line.value)
    return Within(tuple(_stretches(kind, operator, line.value, asking)))


def _stretches(kind: Kind, operator: str, value: Any, asking: Asker) -> list[Stretch]:
    if operator == "in_month":
        return [Stretch(f"{value:02}-01", f"{value:02}-31")]
    if kind == Kind.YEARLY:
        return [Stretch(*days) for days in rules.days_of_the_year(asking.today, value)]
    if kind in (Kind.DATE, Kind.INSTANT):
        days = rules.stretch_of_days(operator, value, asking.today, week_start=asking.week_start)
        return [rules.stretch_of_instants(days, asking.zone) if kind == Kind.INSTANT else days]
    return [rules.stretch_of_numbers(operator, value)]
