"""How a scene is played: each step is a command by a colleague, at its hour."""

from datetime import datetime, timedelta
from typing import Any

from pomni.agenda.commands import accept_task, add_task, edit_task, finish_task
from pomni.config.demo_story.papers import paper
from pomni.config.demo_story.script import Scene, Step, Told
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.documents.taking import take_file
from pomni.people.commands import add_interaction, add_note, archive_client, edit_client, edit_note
from pomni.team.models import User

WRITTEN_AFTER = {"visit": (25, 70), "meeting": (40, 110), "exhibition": (60, 200)}  # minutes
ON_TIME, A_LITTLE_LATE = 0.72, 0.9  # shares of tasks: done by their day, a day or two later, or much later


def play(stage: Stage, scene: Scene, client: Known) -> Story:
    """All steps of a scene, one after another."""
    told = Told(
        stage.script,
        stage.chance,
        given=client.given,
        keeper=stage.short[client.keeper.pk],
        place=client.place.name,
        buyer=client.staff[0].record.name if client.staff else client.record.name,
    )
    steps: list[Step] = scene["steps"]
    agreed: dict[int, datetime] = {}
    at = stage.now()
    for number, step in enumerate(steps):
        _agree(stage, steps, number, agreed)
        told.coming(_next_seen(steps, number, agreed))
        yield from _act(step)(stage, step, client, told, at)
        coming = steps[number + 1] if number + 1 < len(steps) else {}
        if "after" in coming and number + 1 not in agreed:
            agreed[number + 1] = stage.later(coming["after"])
        at = max(agreed.get(number + 1, stage.now()), stage.soon())
        yield at


def _agree(stage: Stage, steps: list[Step], number: int, agreed: dict[int, datetime]) -> None:
    """Settle the hours of the steps to come, each after the one before; beyond a task nobody knows yet."""
    since = stage.now()
    for then in range(number + 1, len(steps)):
        if "task" in steps[then - 1] or "task" in steps[then]:
            return
        if "after" in steps[then]:
            since = agreed.get(then) or stage.later(steps[then]["after"], since)
            agreed[then] = since


def _next_seen(steps: list[Step], number: int, agreed: dict[int, datetime]) -> datetime | None:
    """When they see each other next, of what is settled; where they do not, when they speak."""
    coming = {then: at for then, at in agreed.items() if then > number}
    seen = [
        at for then, at in coming.items() if steps[then].get("we", steps[then].get("they")) in WRITTEN_AFTER
    ]
    return min(seen or coming.values(), default=None)


def _act(step: Step) -> Any:
    return next(act for word, act in ACTS.items() if word in step)


def _contact(stage: Stage, step: Step, client: Known, told: Told, at: datetime) -> Story:
    """Somebody was in touch; it is written down a little later."""
    how, by = step.get("we") or step["they"], _by(stage, step, client)
    least, most = WRITTEN_AFTER.get(how, (3, 12))
    at -= timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    yield at + timedelta(minutes=stage.chance.randint(least, most), seconds=stage.chance.randrange(60))
    by = stage.still(by, client)
    add_interaction(
        client.record,
        how=how,
        side="ours" if "we" in step else "theirs",
        at=at,
        where=_text(stage, step, "where", client, told, by),
        occasion=_text(stage, step, "on", client, told, by),
        outcome=_text(stage, step, "came", client, told, by),
        by=by,
    )


def _task(stage: Stage, step: Step, client: Known, told: Told, _at: datetime) -> Story:
    """Something is to be done; mostly it is done by its day."""
    by = _by(stage, step, client)
    to = stage.who(step["to"], client) if "to" in step else by
    due = stage.workday(stage.now().date(), step.get("due", 1))
    task = add_task(
        client.record,
        title=_text(stage, step, "task", client, told, by),
        about=_text(stage, step, "more", client, told, by),
        due_on=due,
        due_time=stage.on(due).time() if stage.odds(0.2) else None,
        responsible=to,
        by=by,
    )
    if to != by:
        yield stage.soon(10, 300)
        task = accept_task(task, by=to)
    done = stage.on(due)
    if not stage.odds(ON_TIME):
        is_little = stage.odds((A_LITTLE_LATE - ON_TIME) / (1 - ON_TIME))
        done = stage.on(
            stage.workday(due, stage.chance.randint(1, 2) if is_little else stage.chance.randint(4, 16))
        )
        if stage.odds(0.15):
            yield max(stage.on(due), stage.soon())
            to = stage.still(to, client)
            task = edit_task(task, due_on=stage.workday(due, 2), due_time=None, by=to)
    yield max(done, stage.now() + timedelta(minutes=20))
    to = stage.still(to, client)
    finish_task(task, outcome=_text(stage, step, "came", client, told, to), by=to)


def _note(stage: Stage, step: Step, client: Known, told: Told, _at: datetime) -> Story:
    """A note; one that is begun between two calls is finished in the evening."""
    by = _by(stage, step, client)
    text = _text(stage, step, "note", client, told, by)
    if "begun" not in step:
        add_note(client.record, text=text, by=by)
        return
    note = add_note(client.record, text=_text(stage, step, "begun", client, told, by), to_finish=True, by=by)
    yield stage.soon(90, 400)
    if by.pk in stage.gone:
        by = stage.still(by)  # what a colleague wrote only the director changes
    edit_note(note, text=text, to_finish=False, by=by)


def _file(stage: Stage, step: Step, client: Known, told: Told, _at: datetime) -> Story:
    """A file comes onto the card: not to everyone's, for they are large."""
    if stage.odds(step.get("often", 0.3)):
        by, name = _by(stage, step, client), told.text(step["file"])
        lines = [told.text(line) for line in step.get("lines", ())]
        take_file(client.record, paper(name, lines, stage.chance), name=name, by=by)
    yield from ()


def _change(stage: Stage, step: Step, client: Known, told: Told, _at: datetime) -> Story:
    """What is known of the client changes."""
    by = stage.who("changer", client)
    words: dict[str, Any] = {word: told.text(text, client=client.sex) for word, text in step["set"].items()}
    if tag := words.pop("tag", ""):
        client.tags = sorted({*client.tags, tag})
        words["tags"] = client.tags
    edit_client(client.record, by=by, **words)
    yield from ()


def _archive(stage: Stage, _step: Step, client: Known, _told: Told, _at: datetime) -> Story:
    """The client is one no longer."""
    archive_client(client.record, by=stage.who("changer", client))
    client.is_over = True
    yield from ()


ACTS = {
    "we": _contact,
    "they": _contact,
    "task": _task,
    "note": _note,
    "file": _file,
    "set": _change,
    "archive": _archive,
}


def _by(stage: Stage, step: Step, client: Known) -> User:
    return stage.who(step.get("by", "keeper"), client)


def _text(stage: Stage, step: Step, word: str, client: Known, told: Told, by: User) -> str:
    return told.text(step.get(word, ""), client=client.sex, writer=stage.sex_of[by.pk])


def lives(stage: Stage, client: Known, pause: tuple[int, int]) -> Story:
    """What happens to a client from the day they come: a first scene, then others after pauses, until it is enough."""
    first = stage.script.scenes_for(client.sort, first=True)
    ordinary = stage.script.scenes_for(client.sort)
    scenes = 99 if stage.odds(0.72) else stage.chance.randint(1, 3)  # some fall asleep
    scene: Scene | None = _one_of(stage, first)
    while scene and not client.is_over:
        client.played.append(scene["name"])
        yield from play(stage, scene, client)
        if len(client.played) >= scenes:
            return
        yield stage.later(list(pause))
        scene = _one_of(stage, [one for one in ordinary if _may_come(stage, one, client)])


def _may_come(stage: Stage, scene: Scene, client: Known) -> bool:
    is_again = scene["name"] in client.played
    in_season = stage.now().month in scene.get("months", range(1, 13))
    return in_season and not (is_again and (scene.get("once") or client.played[-1] == scene["name"]))


def _one_of(stage: Stage, scenes: list[Scene]) -> Scene | None:
    if not scenes:
        return None
    return stage.chance.choices(scenes, [scene.get("often", 3) for scene in scenes])[0]
