"""Today: the page where everybody begins. The modules fill it; here is only how it is put together."""

from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import capfirst
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.module import Panel, SetupStep, function_named, open_to
from pomni.kit.prepared import have_rows

STEPS_COOKIE = "pomni_steps"
HIDDEN = "hidden"
_set_up: set[tuple[Any, int]] = set()  # who has done all their steps, as far as this process knows
MOST_LINES = 3  # sentences that the day begins with
DAY = {"en": "l, j F Y"}
ANY_DAY = "l, j E Y"  # the month as it is said after a day: 22 ноября, 22 listopada


@dataclass(frozen=True)
class Part:
    """A panel that has something to show; `whole` is the address of the page with all of it, or ""."""

    title: Any
    html: SafeString
    whole: str


@dataclass(frozen=True)
class Step:
    """A step of setting the company up, its one page, and whether it is done."""

    step: SetupStep
    url: str
    is_done: bool


class Today:
    """What this person finds today. Worked out as far as the page asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: Any = request.user

    @cached_property
    def _at(self) -> Any:
        return timezone.localtime(now())

    @property
    def greeting(self) -> str:
        """By the time of day, with the name."""
        return greeting(self._at.time()) % {"name": self._user}

    @property
    def date(self) -> str:
        """The day with its weekday, as the language writes it."""
        pattern = DAY.get(self._request.LANGUAGE_CODE[:2], ANY_DAY)
        return capfirst(date_format(self._at, pattern))

    @cached_property
    def lines(self) -> list[str]:
        """What the day begins with: by rules, the most urgent first."""
        said = (str(function_named(line.render)(self._request)) for line in self._open("today_lines"))
        return [line for line in said if line][:MOST_LINES]

    @cached_property
    def panels(self) -> list[Part]:
        """What the modules have to show, as the person arranged it; an empty panel is left out."""
        kept = getattr(self._user, "today", None) or {}
        hidden = kept.get("hidden", ())
        wanted = [
            panel for panel in arranged(self._open("today_panels"), kept) if key_of(panel) not in hidden
        ]
        drawn = ((p, function_named(p.render)(self._request)) for p in wanted)
        return [Part(p.title, mark_safe(html), address(p.whole)) for p, html in drawn if html]  # noqa: S308 (templates' output)

    @property
    def has_hidden(self) -> bool:
        """Whether the person has put panels aside."""
        return bool((getattr(self._user, "today", None) or {}).get("hidden"))

    @cached_property
    def steps(self) -> list[Step]:
        """What a new company does once: for whoever may do it, until all is done. What is done once is not asked again.

        None in a demo: it works for two years already, and nobody sets it up.
        """
        if settings.HOME.demo_marker.exists():
            return []
        found = [(step, address(step.url_name)) for step in self._open("setup_steps")]
        if (whole := (self._user.uid, len(found))) in _set_up:
            return []
        found = [(step, url) for step, url in found if url]
        done = _answers([function_named(step.is_done)(self._user) for step, _url in found])
        steps = [Step(step, url, is_done) for (step, url), is_done in zip(found, done, strict=True)]
        if all(step.is_done for step in steps):
            _set_up.add(whole)
            return []
        return steps

    @property
    def steps_done(self) -> int:
        """How many of the steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next_step(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def are_steps_hidden(self) -> bool:
        """Whether the person has put the steps aside at this computer."""
        return self._request.COOKIES.get(STEPS_COOKIE) == HIDDEN

    def _open(self, name: str) -> list[Any]:
        return open_to(self._user, name)


def _answers(told: list[Any]) -> list[bool]:
    """Whether each step is done; those that gave a query are asked together."""
    found = iter(have_rows([one for one in told if isinstance(one, QuerySet)]))
    return [next(found) if isinstance(one, QuerySet) else bool(one) for one in told]


def key_of(panel: Panel) -> str:
    """By what a panel is kept in somebody's own order: its module and its function, "people.seen_lately"."""
    _house, module, *_rooms, name = panel.render.split(".")
    return f"{module}.{name}"


def arranged(panels: list[Panel], kept: dict[str, list[str]]) -> list[Panel]:
    """The panels in somebody's own order; one that came to the house since stands behind those that stood before it."""
    places = {key: at for at, key in enumerate(kept.get("order", ()))}
    at = -1
    told: list[tuple[int, int, Panel]] = []
    for number, panel in enumerate(panels):
        at = places.get(key_of(panel), at)
        told.append((at, number, panel))
    return [panel for _at, _number, panel in sorted(told, key=lambda one: one[:2])]


def greeting(at: time) -> str:
    """How one greets at this time of day; with a place for %(name)s."""
    if 5 <= at.hour < 12:
        return _("Good morning, %(name)s")
    if 12 <= at.hour < 18:
        return _("Good afternoon, %(name)s")
    if 18 <= at.hour < 23:
        return _("Good evening, %(name)s")
    return _("Hello, %(name)s")


def address(name: str) -> str:
    """The address of a page, or "" where there is none of that name in this house."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        if settings.DEBUG:
            raise
        return ""
