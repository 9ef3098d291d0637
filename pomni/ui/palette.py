"""The command palette: records, places, things to do and settings, found by what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.module import Finder, Found, MenuItem, function_named, offered
from pomni.kit.terms import manner
from pomni.ui.shell import Place, all_actions, allowed, menu, place_of

LONGEST = 80  # characters of a question that are looked at
MOST_WORDS = 5
MOST_EACH = 7


@dataclass(frozen=True)
class Option:
    """One line of the palette; `words` is all that one may type to find it, for the browser."""

    title: str
    url: str
    icon: str
    note: str = ""
    hotkey: str = ""
    words: str = ""
    alert: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    title: str
    options: Sequence[Option]


def start(user: Any) -> list[Group]:
    """Everything that can be opened or begun, before anything is typed."""
    return _told(_known(user))


def found(request: Any, typed: str) -> list[Group]:
    """What answers to a question, as far as this person reaches: records first, then places, actions and settings."""
    user = request.user
    typed = typed[:LONGEST].replace("\0", "").strip()  # PostgreSQL takes no zero characters
    if not typed:
        return start(user)
    known: list[tuple[str, Sequence[Option]]] = [
        (title, [one for one in options if _answers(typed, one)][:MOST_EACH])
        for title, options in _known(user)
    ]
    return _told([*_records(request, typed.split()[:MOST_WORDS]), *known])


def _told(groups: Sequence[tuple[str, Sequence[Option]]]) -> list[Group]:
    return [Group(title, options) for title, options in groups if options]


def _answers(typed: str, option: Option) -> bool:
    return spelling.matches(typed, f"{option.title} {option.note} {option.words}")


def _records(request: Any, words: list[str]) -> list[tuple[str, list[Option]]]:
    groups = []
    finders = _finders()
    for finder in (finders[number] for number in allowed(request.user, finders)):
        answers: list[Found] = function_named(finder.find)(request.user, words)[:MOST_EACH]
        if finder.shown and answers:
            function_named(finder.shown)(request, [one.key for one in answers])
        groups.append((str(finder.title), [_option(one) for one in answers]))
    return groups


def _option(one: Found) -> Option:
    return Option(one.title, one.url, one.icon, one.note, alert=one.alert)


@cache
def _finders() -> Sequence[Finder]:
    return sorted(offered("finders"), key=lambda finder: finder.order)


@cache
def _settings() -> Sequence[Any]:
    return sorted(offered("settings_pages"), key=lambda one: one.order)


def _known(user: Any) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Places, actions and settings: everything that is the same from day to day."""
    which = tuple(allowed(user, items) for items in (menu(), all_actions(), _settings()))
    return _said(which, manner(), get_script_prefix())


@lru_cache(maxsize=500)
def _said(
    which: tuple[tuple[int, ...], ...], _manner: str, _prefix: str
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    places, actions, settings = which
    return (
        (_("Open"), tuple(_line(place_of(one), str(one.keywords)) for one in _these(menu(), places))),
        (_("Do"), tuple(_line(place_of(one), str(one.keywords)) for one in _these(all_actions(), actions))),
        (_("Settings"), tuple(_setting(one) for one in _these(_settings(), settings))),
    )


def _these(items: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
    return [items[number] for number in numbers]


def _setting(one: Any) -> Option:
    place = place_of(MenuItem(one.title, one.url_name, one.icon, one.capability, one.order))
    return _line(place, f"{one.says} {one.section}")


def _line(place: Place, keywords: str = "") -> Option:
    words = spelling.index(f"{place.title} {keywords}")
    return Option(str(place.title), place.url, place.icon, hotkey=place.hotkey, words=words)
