"""The command palette: records, places, things to do and settings, found by what was typed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.module import Found, function_named
from pomni.kit.module import open_to as offered_to
from pomni.ui.shell import Place, all_actions, open_to, place_of

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


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    title: str
    options: list[Option]


def start(user: Any) -> list[Group]:
    """Everything that can be opened or begun, before anything is typed."""
    return _told(_known(user))


def found(user: Any, typed: str) -> list[Group]:
    """What answers to a question, as far as this person reaches: records first, then places, actions and settings."""
    typed = typed[:LONGEST].replace("\0", "").strip()  # PostgreSQL takes no zero characters
    if not typed:
        return start(user)
    known = [
        (title, [one for one in options if _answers(typed, one)][:MOST_EACH])
        for title, options in _known(user)
    ]
    return _told([*_records(user, typed.split()[:MOST_WORDS]), *known])


def _told(groups: list[tuple[str, list[Option]]]) -> list[Group]:
    return [Group(title, options) for title, options in groups if options]


def _answers(typed: str, option: Option) -> bool:
    return spelling.matches(typed, f"{option.title} {option.note} {option.words}")


def _records(user: Any, words: list[str]) -> list[tuple[str, list[Option]]]:
    groups = []
    for finder in offered_to(user, "finders"):
        answers: list[Found] = function_named(finder.find)(user, words)
        groups.append((str(finder.title), [_option(one) for one in answers[:MOST_EACH]]))
    return groups


def _option(one: Found) -> Option:
    return Option(one.title, one.url, one.icon, one.note)


def _known(user: Any) -> list[tuple[str, list[Option]]]:
    """Places, actions and settings: everything that is the same from day to day."""
    places = [_line(place_of(item), str(item.keywords)) for item in open_to(user)]
    actions = [_line(place_of(action), str(action.keywords)) for action in _actions(user)]
    settings = [
        _line(place_of(_as_place(one)), f"{one.says} {one.section}")
        for one in offered_to(user, "settings_pages")
    ]
    return [(_("Open"), places), (_("Do"), actions), (_("Settings"), settings)]


def _actions(user: Any) -> list[Any]:
    return [action for action in all_actions() if user.may(action.capability)]


def _as_place(one: Any) -> Any:
    from pomni.kit.module import MenuItem

    return MenuItem(one.title, one.url_name, one.icon, one.capability, one.order)


def _line(place: Place, keywords: str = "") -> Option:
    words = spelling.index(f"{place.title} {keywords}")
    return Option(str(place.title), place.url, place.icon, hotkey=place.hotkey, words=words)
