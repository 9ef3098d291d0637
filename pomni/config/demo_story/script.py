"""The script of a demo company: who works there and what may happen to whom, read from the tables of its language.

    words/ru.toml                 names, phones and streets of a country
    words/ru_clinic.toml          a company of one trade: its people, its scenes, its errands
    words/ru_memory.toml          what is known of clients there, whatever the trade
    words/ru_clinic_memory.toml   promises and how they end, meetings, fields, segments, who left
    words/ru_clinic_schedule.toml what it offers and where, where a trade books visits

A scene is a row of steps that follow from one another: a call leads to a visit, a visit to a task. A text may be a list,
of which one is taken; in it stand {facts}, "[he|she]" by the sex of the client and "<he|she>" by that of the writer.
"""

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

WORDS = Path(__file__).resolve().parent / "words"
LANGUAGES = ("en", "ru", "pl")
TRADES = ("clinic", "wholesale")
BOOKING = ("clinic",)  # those whose clients come at an hour that was booked
BY_CLIENT = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
BY_WRITER = re.compile(r"<([^|>]*)\|([^|>]*)>")

Step = dict[str, Any]
Scene = dict[str, Any]


class Script:
    """All tables of one company."""

    def __init__(self, language: str, trade: str) -> None:
        self.language, self.trade = language, trade
        self.country: dict[str, Any] = _read(language)
        self.company: dict[str, Any] = _read(f"{language}_{trade}")
        self.memory: dict[str, Any] = _read(f"{language}_memory") | _read(f"{language}_{trade}_memory")
        self.schedule: dict[str, Any] = _read(f"{language}_{trade}_schedule") if trade in BOOKING else {}
        self.scenes: list[Scene] = self.company["scenes"]

    def scenes_for(self, sort: str, *, first: bool = False) -> list[Scene]:
        """The scenes that may happen to this sort of client: their first one, or one of the later ones."""
        return [
            scene
            for scene in self.scenes
            if sort in scene["for"].split() and bool(scene.get("first")) == first
        ]


class Told:
    """The texts of one scene: what was chosen once, a good or a sum, stays so to its end."""

    def __init__(self, script: Script, chance: Random, **facts: str) -> None:
        self.script, self.chance = script, chance
        self.facts: dict[str, str] = dict(facts)

    def __missing__(self, name: str) -> str:
        raise KeyError(name)

    def text(self, told: str | Sequence[str], *, client: str = "", writer: str = "") -> str:
        """A text, or one of several, with its facts; `client` and `writer` are "male" or "female"."""
        text = told if isinstance(told, str) else self.chance.choice(list(told))
        text = BY_CLIENT.sub(lambda both: both[2 if client == "female" else 1], text)
        text = BY_WRITER.sub(lambda both: both[2 if writer == "female" else 1], text)
        return re.sub(r"\{(\w+)\}", lambda found: self._fact(found[1]), text)

    def coming(self, at: datetime | None) -> None:
        """When the next step takes place: the fact {next}."""
        if at:
            self.facts["next"] = said_time(at, self.script.language)

    def _fact(self, name: str) -> str:
        if name not in self.facts:
            self.facts[name] = self.chance.choice(self.script.company["facts"][name])
        return self.facts[name]


def said_time(at: datetime, language: str) -> str:
    """A day with its hour as colleagues write it: "24.03 в 14:20"."""
    day = {"en": f"{at.day} {at:%B}", "ru": f"{at:%d.%m}", "pl": f"{at:%d.%m}"}[language]
    return f"{day} {({'en': 'at', 'ru': 'в', 'pl': 'o'})[language]} {at:%H:%M}"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))
