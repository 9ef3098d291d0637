"""What surrounds every page: places that the person may open, language, colours. Asks no database."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from pomni.kit.module import MenuItem, offered

THEME_COOKIE = "pomni_theme"
THEMES = ("light", "dark")
PERSONAL = 100  # menu items from this order on stand under the person's name
TABS = 4  # places in the tab bar of a phone; the fifth is the menu with all the rest
FONTS = {"ru": ("latin", "cyrillic"), "pl": ("latin", "polish"), "en": ("latin",)}


@dataclass(frozen=True)
class Place:
    """One line of the menu, as this person sees it on this page."""

    title: Any
    url: str
    icon: str
    hotkey: str
    order: int
    current: bool


@cache
def menu() -> tuple[MenuItem, ...]:
    """Every module's menu items in the order in which they stand."""
    return tuple(sorted(offered("menu"), key=lambda item: item.order))


def open_to(user: Any) -> list[MenuItem]:
    """The menu items that this person may open."""
    if not user.is_authenticated:
        return []
    return [item for item in menu() if not item.capability or user.may(item.capability)]


class Shell:
    """Worked out only as far as a template asks: parts of pages ask for nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _all(self) -> list[Place]:
        items = open_to(self._request.user) if hasattr(self._request, "user") else []
        urls = [reverse(item.url_name) for item in items]
        here = self._here(urls)
        return [
            Place(i.title, url, i.icon, i.hotkey, i.order, current=url == here)
            for i, url in zip(items, urls, strict=True)
        ]

    def _here(self, urls: list[str]) -> str:
        """The place that this page stands in: the longest address of the menu that its own begins with."""
        path, root = self._request.path, get_script_prefix()
        return max(
            (url for url in urls if path == url or (path.startswith(url) and url != root)),
            key=len,
            default="",
        )

    @cached_property
    def places(self) -> list[Place]:
        """The main menu."""
        return [place for place in self._all if place.order < PERSONAL]

    @property
    def tabs(self) -> list[Place]:
        """What a phone shows at the bottom."""
        return self.places[:TABS]

    @property
    def further(self) -> list[Place]:
        """What did not fit there."""
        return self.places[TABS:]

    @property
    def personal(self) -> list[Place]:
        """What stands under the person's name."""
        return [place for place in self._all if place.order >= PERSONAL]

    @property
    def person(self) -> str:
        """The signed-in person's name."""
        return str(self._request.user)

    @property
    def theme(self) -> str:
        """ "light", "dark", or "" for what the device says."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def language(self) -> str:
        """Code of the language that this page is in."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, Any]]:
        """Codes and own names of the languages that Pomni speaks."""
        return list(settings.LANGUAGES)

    @property
    def fonts(self) -> list[str]:
        """Font files that this language needs at once."""
        return [f"ui/vendor/inter-{name}.woff2" for name in FONTS.get(self.language, ("latin",))]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
