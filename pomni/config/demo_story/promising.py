"""What was agreed with clients over the two years: most of it was kept, some broken or let go, some is open."""

from datetime import timedelta
from typing import Any

from pomni.agenda.commands import add_promise, close_promise, edit_promise
from pomni.config.demo_story.script import Told
from pomni.config.demo_story.stage import Known, Stage, Story

PAUSE = {"adult": (90, 330), "child": (150, 420), "organisation": (60, 200), "buyer": (120, 420)}
ENDS = ("kept",) * 6 + ("broken", "let_go")  # dealt like cards, so that a small story has each, too
LEFT_OPEN = 0.04  # forgotten ones
MOVED = 0.08  # put off once, because somebody asked
DUE = (3, 21)
FORGOTTEN = timedelta(days=40)  # what is older than that somebody has come upon


def promises(stage: Stage, client: Known) -> Story:
    """One after the other, as long as the client is one."""
    while not client.is_over:
        if fit := may_be_promised(stage, client):
            yield from _one(stage, client, stage.chance.choice(fit))
        yield stage.later(list(PAUSE[client.sort]))


def may_be_promised(stage: Stage, client: Known) -> list[dict[str, Any]]:
    """What fits such a client and is not open between us already."""
    fit = [one for one in stage.script.memory["given"] if client.sort in one["for"].split()]
    return [one for one in fit if one["text"] not in client.promised]


def _one(stage: Stage, client: Known, given: dict[str, Any]) -> Story:
    told = Told(stage.script, stage.chance, given=client.given)
    by = stage.who("changer", client)
    due = stage.workday(stage.now().date(), stage.chance.randint(*DUE))
    owes = given.get("owes", "")
    words = {"text": told.text(given["text"], client=client.sex), "kind": given["kind"], "owes": owes}
    promise = add_promise(client.record, due_on=due, by=by, **words)
    client.promised.add(given["text"])
    if stage.odds(MOVED):
        yield (
            stage.on(stage.workday(due, -1)) if due > stage.now().date() + timedelta(days=1) else stage.soon()
        )
        due = stage.workday(due, stage.chance.randint(2, 6))
        promise = edit_promise(promise, due_on=due, by=stage.still(by, client))
    if stage.odds(LEFT_OPEN) and stage.until.date() - due < FORGOTTEN:
        return
    state = _dealt(stage)
    late = stage.chance.randint(2, 9) if state == "broken" else 0
    yield max(stage.on(stage.workday(due, late)), stage.soon())
    if not client.is_over:
        outcome = told.text(given[state], client=client.sex)
        close_promise(promise, state=state, outcome=outcome, by=stage.still(by, client))
        client.promised.discard(given["text"])


def _dealt(stage: Stage) -> str:
    """How the next one ends."""
    if not stage.ends:
        stage.ends = stage.chance.sample(ENDS, k=len(ENDS))
    return stage.ends.pop()
