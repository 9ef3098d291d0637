"""A client's life with the company: scenes, and beside them promises, meetings, and what is found out about them."""

from datetime import datetime, timedelta
from typing import Any

from pomni.config.demo_story.diary import meetings_of
from pomni.config.demo_story.knowing import learns
from pomni.config.demo_story.playing import lives
from pomni.config.demo_story.promising import promises
from pomni.config.demo_story.stage import Known, Stage, Story
from pomni.people.commands import add_interaction

PROMISED = {"adult": 0.75, "child": 0.35, "organisation": 1.0, "buyer": 0.5}
REGULAR, SELDOMER = 0.45, 4  # who orders by the calendar has so many times fewer other scenes
STOPS, SILENT = 0.25, (25, 110)  # some have stopped so many days ago, and nobody has noticed


def begin_life(stage: Stage, client: Known, pause: tuple[int, int], at: datetime) -> None:
    """Begin everything that happens to a client from the day they come; `pause`: days between two scenes."""
    told = stage.script.memory.get("regular")
    if told and client.sort == "organisation" and stage.odds(REGULAR):
        pause = (pause[0] * SELDOMER, pause[1] * SELDOMER)
        stage.begin(_orders(stage, client, told), stage.later([4, 30], at))
    stage.begin(lives(stage, client, pause), at)
    stage.begin(learns(stage, client), stage.soon(2, 9))
    if stage.odds(PROMISED[client.sort]):
        stage.begin(promises(stage, client), stage.later([6, 90], at))
    stage.begin(meetings_of(stage, client), stage.later([20, 200], at))


def _orders(stage: Stage, client: Known, told: dict[str, Any]) -> Story:
    """The same again, every few weeks: whoever is late then is late by their own rhythm."""
    days = stage.chance.choice(told["every"])
    until = stage.until - timedelta(days=stage.chance.randint(*SILENT) if stage.odds(STOPS) else 0)
    while not client.is_over and stage.now() < until:
        words = {"occasion": told["on"], "outcome": stage.chance.choice(told["came"])}
        by = stage.who("changer", client)
        add_interaction(client.record, how="call", side="theirs", at=stage.now(), by=by, **words)
        yield stage.later([days - 1, days + 1])
