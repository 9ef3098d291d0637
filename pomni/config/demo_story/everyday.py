"""What stands on the desks on the day the demo is made: errands, promises, monthly work, notes to finish, cards opened lately."""

from datetime import date, datetime, time, timedelta
from typing import Any

from pomni.agenda.commands import add_promise, add_task, finish_task
from pomni.config.demo_story.diary import coming_visit
from pomni.config.demo_story.promising import may_be_promised
from pomni.config.demo_story.script import Told
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.kit import clock
from pomni.memory import sightings
from pomni.people.commands import add_note
from pomni.team.commands import note_sign_in, read_all_notices
from pomni.team.models import User

MEETING_CLIENTS = {"front_desk", "salesperson", "head_of_sales"}
WITH_CLIENTS = {"director", "front_desk", "specialist", "salesperson", "head_of_sales"}
# What each role has promised: due so many days from today.
PROMISED = (
    (-2, "obligation"),
    (-1, "obligation"),
    (0, "next_step"),
    (0, "agreement"),
    (3, "obligation"),
    (9, "agreement"),
    (12, "expectation"),
)
OPENED = 6  # cards that each colleague looked at today
DAY_BEGINS = time(8, 40)


def plan(stage: Stage) -> None:
    """Begin the stories of all desks."""
    told = stage.script.company
    today = stage.until.astimezone(stage.zone).date()
    morning = min(stage.until, datetime.combine(today, DAY_BEGINS, stage.zone))
    staying = [user for user in stage.everybody() if user != stage.leaver]
    for number, user in enumerate(staying):
        stage.begin(_morning(user), morning - timedelta(minutes=number))
    for preset, everyone in stage.staff.items():
        users = [user for user in everyone if user in staying]
        for user in users:
            for errand in told["errands"].get(preset, ()):
                days = min(errand["due"], 0) - stage.chance.randint(1, 3)
                stage.begin(_errand(stage, user, errand), stage.on(stage.workday(today, days)))
        for days, kind in PROMISED if preset in WITH_CLIENTS else ():
            user, due = stage.chance.choice(users), today + timedelta(days=days)
            stage.begin(_promise(stage, user, due, kind), stage.on(stage.workday(today, -3)))
        for user in users if preset in MEETING_CLIENTS else ():
            stage.begin(_visit(stage, user), stage.on(stage.workday(today, -2)))
        for text in told["drafts"].get(preset, ()):
            stage.begin(_draft(stage, stage.chance.choice(users), text), stage.on(stage.workday(today, -1)))
        if monthly := told["monthly"].get(preset):
            stage.begin(_monthly(stage, users[0], monthly), stage.later_than_began())


def _errand(stage: Stage, user: User, errand: dict[str, Any]) -> Story:
    """Something that a colleague has set themselves and not done yet."""
    client = _one_of_theirs(stage, user) if errand.get("client") else None
    if errand.get("client") and not client:
        return
    told = Told(stage.script, stage.chance, given=client.given if client else "")
    today = stage.until.astimezone(stage.zone).date()
    words = {
        "title": told.text(errand["task"], client=client.sex if client else "", writer=stage.sex_of[user.pk])
    }
    due = today + timedelta(days=errand["due"])
    add_task(*([client.record] if client else []), due_on=due, by=user, **words)
    yield from ()


def _promise(stage: Stage, user: User, due: date, kind: str) -> Story:
    """Something that a colleague is not to forget about one of their clients."""
    theirs = _theirs(stage, user)[-50:]
    fit = [
        (client, one) for client in theirs for one in may_be_promised(stage, client) if one["kind"] == kind
    ]
    if fit:
        client, given = stage.chance.choice(fit)
        words = {name: given.get(name, "") for name in ("text", "kind", "owes")}
        add_promise(client.record, due_on=due, by=user, **words)
        client.promised.add(given["text"])
    yield from ()


def _visit(stage: Stage, user: User) -> Story:
    """A meeting with one of their clients in the days to come."""
    if client := _one_of_theirs(stage, user):
        yield from coming_visit(stage, client, user)


def _monthly(stage: Stage, user: User, work: dict[str, Any]) -> Story:
    """Work that comes back with every month."""
    while True:
        told = Told(stage.script, stage.chance)
        due = stage.workday(stage.now().date(), 4)
        task = add_task(title=told.text(work["task"]), due_on=due, by=user)
        yield max(stage.on(due), stage.now() + timedelta(hours=1))
        finish_task(task, outcome=told.text(work["came"], writer=stage.sex_of[user.pk]), by=user)
        yield stage.later(26)


def _draft(stage: Stage, user: User, text: str) -> Story:
    """A note begun in a hurry."""
    if client := _one_of_theirs(stage, user):
        told = Told(stage.script, stage.chance, given=client.given)
        said = told.text(text, client=client.sex, writer=stage.sex_of[user.pk])
        add_note(client.record, text=said, to_finish=True, by=user)
    yield from ()


def _morning(user: User) -> Story:
    """Someone signs in, and has read all that was new until then."""
    note_sign_in(user, how="password", by=user)
    read_all_notices(user, by=user)
    yield from ()


def open_cards(stage: Stage) -> None:
    """Cards that everybody looked at in the last hour, one after the other."""
    for number, user in enumerate(stage.everybody()):
        for opened, client in reversed(list(enumerate(_lately(stage, user)))):
            with clock.travel_to(stage.until - timedelta(minutes=4 + 9 * opened + number)):
                sightings.write("people.client", [client.record.pk], by=user, how="seen")


def _lately(stage: Stage, user: User) -> list[Known]:
    theirs = _theirs(stage, user)[-60:]
    return stage.chance.sample(theirs, k=min(OPENED, len(theirs)))


def _one_of_theirs(stage: Stage, user: User) -> Known | None:
    theirs = _theirs(stage, user)
    return stage.chance.choice(theirs[-50:]) if theirs else None


def _theirs(stage: Stage, user: User) -> list[Known]:
    """Clients with whom this colleague has to do."""
    living = [client for client in stage.clients if not client.is_over]
    if user in stage.staff["director"]:
        return living
    if user in stage.staff["head_of_sales"]:
        team = [*stage.staff["salesperson"], user]
        return [client for client in living if client.keeper in team]
    here = next((place for place, users in stage.desks.items() if user in users), None)
    return [c for c in living if c.keeper == user or (here and c.place.pk == here)]
