"""Promises and tasks: twenty thousand of them are open, and the days of most are still to come."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery

from benchmark.asking import Case
from benchmark.bulk import put, set_counters
from benchmark.parts.people import holder_of
from benchmark.story import ENDED, Story, uuid7_of
from pomni.agenda.models import Promise, Task
from pomni.kit.spelling import found_by
from pomni.people.models import Client, ClientFigures

PROMISE = (
    *(
        "id",
        "uid",
        "client_id",
        "kind",
        "owes",
        "text",
        "due_on",
        "responsible_id",
        "entered_by_id",
        "added_at",
    ),
    *("source", "state", "closed_at", "outcome", "evidence", "made_of", "found_by"),
)
TASK = (
    *("id", "uid", "client_id", "title", "about", "due_on", "responsible_id", "entered_by_id", "added_at"),
    *("done_at", "outcome", "awaits_answer", "checklist", "repeat", "made_of", "found_by"),
)
WHAT = (
    ("next_step", "us", "Call about the second visit"),
    ("obligation", "us", "Send the plan"),
    ("agreement", "both", "Meet at the fair"),
    ("expectation", "us", "Hears from us before the holidays"),
)
AHEAD = 1461  # days over which what is open falls due: on any day of them much has, and most has not


def fill(story: Story) -> None:
    """Put in what is open and as much that is done, and tell the clients' figures of it."""
    put(Promise, PROMISE, _promises(story))
    put(Task, TASK, _tasks(story))
    set_counters(Promise, Task)
    promises = Promise.objects.open().filter(client=OuterRef("pk")).order_by().values("client")
    steps = promises.filter(kind=Promise.Kind.NEXT_STEP)
    tasks = Task.objects.open().filter(client=OuterRef("pk")).order_by().values("client")
    for planned in (
        steps,
        tasks,
    ):  # of a client who has both, the task's day
        rows = planned.annotate(on=Min("due_on")).values("on")
        there = Client.objects.filter(
            pk__in=planned.model.objects.open().filter(_ahead(planned)).values("client")
        )
        there.update(has_next_step=True)
        ClientFigures.objects.filter(client__in=there.values("pk")).update(next_due_on=Subquery(rows))
    counted = promises.annotate(number=Count("pk")).values("number")
    owed = Promise.objects.open().values("client")
    ClientFigures.objects.filter(client__in=owed).update(promises_open=Subquery(counted))


def _ahead(planned: Any) -> Q:
    return Q(kind=Promise.Kind.NEXT_STEP) if planned.model is Promise else Q()


def _client_of(story: Story, turn: int) -> int:
    """Every tenth has something, whoever answers for them."""
    return turn * 37 % story.size.clients + 1


def _due(turn: int) -> date:
    return ENDED.date() + timedelta(days=turn * 7919 % AHEAD)


def _promises(story: Story) -> Iterator[tuple[Any, ...]]:
    chance = story.chance("agenda.promises")
    for turn in range(2 * story.size.due):
        client, is_open = _client_of(story, turn), turn < story.size.due
        kind, owes, text = WHAT[turn % len(WHAT)]
        by, at = story.colleagues[holder_of(client)], story.instant(turn / story.size.due / 2)
        told = ("", "open", None, "") if is_open else ("", "kept", at + timedelta(days=3), "Done")
        told = (*told, "", "", found_by(text))
        yield turn + 1, uuid7_of(at, chance), client, kind, owes, text, _due(turn), by, by, at, *told


def _tasks(story: Story) -> Iterator[tuple[Any, ...]]:
    chance = story.chance("agenda.tasks")
    for turn in range(2 * story.size.due):
        client, is_open = _client_of(story, turn + 5000), turn < story.size.due
        by, at = story.colleagues[holder_of(client)], story.instant(turn / story.size.due / 2)
        done, outcome = (None, "") if is_open else (at + timedelta(days=2), "Reached them")
        title = f"Call back, {turn}"
        told = (client, title, "", _due(turn + 5), by, by, at, done, outcome)
        yield turn + 1, uuid7_of(at, chance), *told, False, [], "", "", found_by(title)


CASES = (
    Case("do-not-forget board", lambda reader: "/tasks/board/", at_most=4),
    Case("do-not-forget board of all", lambda reader: "/tasks/board/?all=1", ("all",), at_most=12),
    Case("do-not-forget board of a team", lambda reader: "/tasks/board/?all=1", ("team",), at_most=20),
)
