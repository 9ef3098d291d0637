"""The calendar of the company: meetings with and without clients, work that comes again, tasks given to colleagues."""

from datetime import date, datetime, time, timedelta
from typing import Any

from pomni.agenda.commands import (
    accept_task,
    add_meeting,
    add_task,
    cancel_meeting,
    choose_wishes,
    decline_task,
    edit_meeting,
    finish_task,
    hold_meeting,
    open_calendar,
    set_reminder,
    tick_item,
)
from pomni.agenda.repeating import rule_of
from pomni.config.demo_story.script import Told
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.team.models import User

HOURS = (time(9, 30), time(10), time(11), time(13, 30), time(15), time(16))
QUIET = (time(20), time(8))
AHEAD = (2, 9)  # days between agreeing on a meeting and the meeting
VISITED, PUT_OFF, CANCELLED, ACCEPTED = 0.5, 0.12, 0.1, 0.85
PAUSE_OF_VISITS, PAUSE_OF_ASKED = [110, 330], [35, 90]
HALF_AN_HOUR = 30  # minutes
A_WEEK = timedelta(days=7)
WITH_CALENDAR = ("director", "salesperson", "head_of_sales")


def plan(stage: Stage) -> None:
    """Begin what belongs to no single client."""
    memory = stage.script.memory
    today = stage.until.astimezone(stage.zone).date()
    for talk in memory["talks"]:
        stage.begin(_talks(stage, talk), stage.later_than_began())
        stage.begin(_next_talk(stage, talk), stage.on(stage.workday(today, -2)))
    for work in memory["rounds"]:
        stage.begin(_round(stage, work), stage.later_than_began())
    for asked in memory["asked"]:
        stage.begin(_asked(stage, asked), stage.later_than_began())
    for preset in WITH_CALENDAR:
        stage.begin(_wishes(stage, stage.staff[preset][0]), stage.later_than_began())


def meetings_of(stage: Stage, client: Known) -> Story:
    """Meetings with one client, each agreed on some days before."""
    fit = [one for one in stage.script.memory["visits"] if client.sort in one["for"].split()]
    if not fit or (client.sort == "adult" and not stage.odds(VISITED)):
        return
    while not client.is_over:
        yield from _visit(stage, client, stage.chance.choice(fit))
        yield stage.later(PAUSE_OF_VISITS)


def _visit(stage: Stage, client: Known, told: dict[str, Any]) -> Story:
    by = stage.who("changer", client)
    day = stage.workday(stage.now().date(), stage.chance.randint(*AHEAD))
    guests = [user for user in _some(stage, told["guests"]) if user != by][:2]
    if client.keeper in stage.staff["specialist"] and by != client.keeper:
        guests = [client.keeper]
    yield from _meet(stage, told, day, guests, by, client)


def _talks(stage: Stage, told: dict[str, Any]) -> Story:
    """A meeting of colleagues that comes again and again."""
    while (day := stage.workday(stage.now().date(), 6)) < stage.until.date() - A_WEEK:
        yield from _meet(stage, told, day, _invited(stage, told), stage.staff[told["by"]][0], None)
        yield stage.later(told["every"] - 6)


def _next_talk(stage: Stage, told: dict[str, Any]) -> Story:
    """The one that is still to come."""
    day = stage.workday(stage.until.date(), stage.chance.randint(1, 4))
    yield from _meet(stage, told, day, _invited(stage, told), stage.staff[told["by"]][0], None)


def _invited(stage: Stage, told: dict[str, Any]) -> list[User]:
    by = stage.staff[told["by"]][0]
    return [user for preset in told["guests"] for user in stage.staff[preset] if user != by]


def coming_visit(stage: Stage, client: Known, by: User) -> Story:
    """A meeting with this client in the days to come."""
    fit = [one for one in stage.script.memory["visits"] if client.sort in one["for"].split()]
    if fit:
        told, day = stage.chance.choice(fit), stage.workday(stage.until.date(), stage.chance.randint(1, 6))
        yield from _meet(
            stage, told, day, [user for user in _some(stage, told["guests"]) if user != by], by, client
        )


def _meet(
    stage: Stage, told: dict[str, Any], day: date, guests: list[User], by: User, client: Known | None
) -> Story:
    begins, words = stage.chance.choice(HOURS), Told(stage.script, stage.chance)
    place = {"place": told["place"], "location": client.place if client else stage.places[0]}
    record = [client.record] if client else []
    meeting = add_meeting(*record, title=told["title"], day=day, begins=begins, guests=guests, by=by, **place)
    if stage.odds(0.3):
        set_reminder(by, about=meeting, before=HALF_AN_HOUR, by=by)
    yield max(stage.on(stage.workday(day, -1)), stage.soon())
    by = stage.still(by, client)
    if client and stage.odds(CANCELLED):
        cancel_meeting(meeting, by=by)
        return
    if stage.odds(PUT_OFF):
        day = stage.workday(day, stage.chance.randint(1, 5))
        meeting = edit_meeting(meeting, day=day, by=by)
    yield max(datetime.combine(day, begins, stage.zone) + timedelta(minutes=70), stage.soon())
    if client is None or not client.is_over:
        outcome = words.text(told["came"], client=client.sex if client else "")
        hold_meeting(meeting, outcome=outcome, by=stage.still(by, client))


def _round(stage: Stage, work: dict[str, Any]) -> Story:
    """Work that comes again by itself once it is done; what belongs to it is ticked."""
    by, due = stage.staff[work["by"]][0], stage.workday(stage.now().date(), 2)
    items, rule = work.get("checklist", ()), rule_of(work["repeat"], due)
    task = add_task(title=work["task"], due_on=due, checklist=items, repeat=rule, by=by)
    while task and task.due_on:
        day = task.due_on if stage.is_open(task.due_on) else stage.workday(task.due_on, 1)
        yield max(stage.on(day), stage.soon())
        for item in range(len(items)):
            task = tick_item(task, item=item, is_done=True, by=by)
        task = finish_task(task, by=by).next_one


def _asked(stage: Stage, told: dict[str, Any]) -> Story:
    """A colleague is asked to do something: mostly they agree; the newest of it waits for an answer."""
    while True:
        by, to = stage.staff[told["by"]][0], stage.chance.choice(stage.staff[told["to"]])
        due = stage.workday(stage.now().date(), 5)
        task = add_task(title=told["task"], due_on=due, responsible=to, by=by)
        yield stage.later(1)
        to = stage.still(to)
        if to != task.responsible or not stage.odds(ACCEPTED):
            if to == task.responsible:
                task = decline_task(task, reason=told["declined"], by=to)
            to = by
        else:
            task = accept_task(task, by=to)
        yield max(stage.on(due), stage.soon())
        finish_task(task, outcome=stage.chance.choice(told["came"]), by=stage.still(to))
        yield stage.later(PAUSE_OF_ASKED)


def _wishes(stage: Stage, user: User) -> Story:
    """How somebody wants to be reminded, and their calendar in another program."""
    quiet_from, quiet_till = QUIET
    words = {"quiet_from": quiet_from, "quiet_till": quiet_till, "before_meetings": HALF_AN_HOUR}
    choose_wishes(user, by=user, **words)
    yield stage.soon()
    open_calendar(user, by=user)


def _some(stage: Stage, presets: list[str]) -> list[User]:
    return [stage.chance.choice(stage.staff[preset]) for preset in presets]
