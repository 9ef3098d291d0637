"""What surrounds every page: places that the person may open, language, colours. Asks no database by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pomni.kit.module import Action, MenuItem, Panel, function_named, is_open_to, offered
from pomni.kit.terms import manner

THEME_COOKIE = "pomni_theme"
THEMES = ("light", "dark")
KEYS_COOKIE = "pomni_keys"
OFF = "off"
FOOT = 95  # menu items from this order on stand at the foot of the sidebar: settings and the like
PERSONAL = 100  # and from this one on, under the person's name
TABS = 4  # places in the tab bar of a phone; the fifth is the menu with all the rest
MOST_ACTIONS = 8  # under "+"; the palette has them all
FONTS = {"ru": ("latin", "cyrillic"), "pl": ("latin", "polish"), "en": ("latin",)}
BRAND = "Pomni"
# Stand in drawn pieces for what each page has of its own.
TOKEN, BACK = "{-token-}", "{-back-}"

_company: Callable[[], Any] = lambda: None  # noqa: E731 (stands until a floor above knows better)


def company_is(asked: Callable[[], Any]) -> None:
    """Say how to learn of the company: called by the module that keeps it, which stands above this floor.

    What the function gives has a `name`, a `hue` and a `logo_url`.
    """
    global _company
    _company = asked


@dataclass(frozen=True)
class Place:
    """One line of the menu, as this person sees it on this page."""

    title: str
    url: str
    icon: str
    hotkey: str
    order: int
    current: bool = False


@cache
def menu() -> tuple[MenuItem, ...]:
    """Every module's menu items in the order in which they stand."""
    return tuple(sorted(offered("menu"), key=lambda item: item.order))


@cache
def all_actions() -> tuple[Action, ...]:
    """Every module's actions in the order in which they stand."""
    return tuple(sorted(offered("actions"), key=lambda action: action.order))


@cache
def panels(name: str) -> tuple[Panel, ...]:
    """What the modules put above every page ("bars") or into its corner ("corner")."""
    return tuple(sorted(offered(name), key=lambda panel: panel.order))


def open_to(user: Any) -> list[MenuItem]:
    """The menu items that this person may open."""
    return _within(user, menu())


def allowed(user: Any, items: Sequence[Any]) -> tuple[int, ...]:
    """The numbers of those that this person may open: by them, what is drawn of them can be kept."""
    return tuple(n for n, item in enumerate(items) if is_open_to(user, item))


@lru_cache(maxsize=500)
def _lines(
    items: Callable[[], Sequence[Any]], which: tuple[int, ...], here: str, _manner: str, _prefix: str
) -> tuple[Place, ...]:
    return tuple(place_of(items()[number], here) for number in which)


def _within(user: Any, items: Any) -> list[Any]:
    if not user.is_authenticated:
        return []
    return [item for item in items if is_open_to(user, item)]


@lru_cache(maxsize=500)
def _address(name: str, _prefix: str) -> str:
    return reverse(name)


def place_of(item: MenuItem | Action, here: str = "") -> Place:
    """A menu item or an action as a line with its address; it is the current one where it leads `here`."""
    url = _address(item.url_name, get_script_prefix())
    return Place(str(item.title), url, item.icon, item.hotkey, item.order, current=bool(here) and url == here)


class Shell:
    """Worked out only as far as a template asks: parts of pages ask for nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def _user(self) -> Any:
        return getattr(self._request, "user", None)

    @cached_property
    def _all(self) -> tuple[Place, ...]:
        if not self._user or not self._user.is_authenticated:
            return ()
        open_ones = allowed(self._user, menu())
        prefix = get_script_prefix()
        here = self._here([_address(menu()[number].url_name, prefix) for number in open_ones])
        return _lines(menu, open_ones, here, manner(), prefix)

    def _here(self, urls: list[str]) -> str:
        """The place that this page stands in: the longest address of the menu that its own begins with."""
        path, root = self._request.path, get_script_prefix()
        return max(
            (url for url in urls if path == url or (path.startswith(url) and url != root)),
            key=len,
            default="",
        )

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The main menu."""
        return tuple(place for place in self._all if place.order < FOOT)

    @cached_property
    def foot(self) -> tuple[Place, ...]:
        """The foot of the sidebar."""
        return tuple(place for place in self._all if FOOT <= place.order < PERSONAL)

    @cached_property
    def actions(self) -> tuple[Place, ...]:
        """What can be begun from anywhere: under "+". Those with a key of their own come in any case."""
        if not self._user or not self._user.is_authenticated:
            return ()
        found = allowed(self._user, all_actions())
        shown = tuple(one for n, one in enumerate(found) if n < MOST_ACTIONS or all_actions()[one].hotkey)
        return _lines(all_actions, shown, "", manner(), get_script_prefix())

    @cached_property
    def tabs(self) -> tuple[Place, ...]:
        """What a phone shows at the bottom, beside "+" and the menu: five together."""
        return self.places[: TABS - bool(self.actions)]

    @property
    def further(self) -> tuple[Place, ...]:
        """What did not fit there."""
        return self.places[len(self.tabs) :] + self.foot

    @property
    def personal(self) -> tuple[Place, ...]:
        """What stands under the person's name."""
        return tuple(place for place in self._all if place.order >= PERSONAL)

    @property
    def person(self) -> str:
        """The signed-in person's name."""
        return str(self._user)

    @cached_property
    def company(self) -> Any:
        """The company, or None: its `name`, `hue` and `logo_url`."""
        return _company()

    @property
    def name(self) -> str:
        """How the workplace is called: as the company, where it has said its name."""
        return getattr(self.company, "name", "") or BRAND

    @cached_property
    def bars(self) -> list[str]:
        """What stands above the page: as that one sees Pomni as a colleague does."""
        return self._drawn("bars")

    @cached_property
    def corner(self) -> list[str]:
        """What stands in the corner of the top bar: as the bell."""
        return self._drawn("corner")

    def _drawn(self, name: str) -> list[str]:
        found = _within(self._user, panels(name)) if self._user else []
        return [html for panel in found if (html := function_named(panel.render)(self._request))]

    @property
    def parts(self) -> SafeString:
        """The sentences and dialogs that a page has in store; the same for everybody who reads this language."""
        found = self._kept("ui/_parts.html")
        if self._user and self._user.is_authenticated:
            found += self._kept("ui/_dialogs.html")
        return found

    @property
    def head(self) -> SafeString:
        """What every page begins with: styles, fonts, scripts."""
        return self._kept("ui/_head.html", fonts=tuple(self.fonts))

    @property
    def live_url(self) -> str:
        """Where an open page asks for news."""
        return _address("team:live", get_script_prefix())

    @property
    def find(self) -> SafeString:
        """The way into the palette that stands in the corner of a phone."""
        return self._kept("ui/_find.html")

    @property
    def side(self) -> SafeString:
        """The sidebar, drawn."""
        user, company = self._user, self.company
        who = (user.pk, self.person) if user and user.is_authenticated else None
        return self._kept(
            "ui/_side.html",
            who=who,
            places=self.places,
            foot=self.foot,
            begins=bool(self.actions),
            name=self.name,
            logo=getattr(company, "logo_url", ""),
        )

    @property
    def tabbar(self) -> SafeString:
        """What a phone shows at the bottom, and what stands under "+", drawn."""
        tabs, known = self.tabs, bool(self._user and self._user.is_authenticated)
        return self._kept("ui/_tabbar.html", first=tabs[:2], last=tabs[2:], actions=self.actions, known=known)

    @property
    def under_the_name(self) -> SafeString:
        """The menu under the person's name. Of it only the token and the way back are this page's own."""
        drawn = self._kept(
            "ui/_personal.html",
            further=self.further,
            personal=self.personal,
            theme=self.theme,
            token=TOKEN,
            back=BACK,
        )
        token, back = self.token, escape(self._request.get_full_path())
        return mark_safe(drawn.replace(TOKEN, token).replace(BACK, back))  # noqa: S308 (escaped one by one)

    @property
    def token(self) -> str:
        """The token that this page's forms are sent with."""
        return token_of(self._request)

    def _kept(self, template: str, **words: Any) -> SafeString:
        return drawn_once(template, **words)

    @property
    def theme(self) -> str:
        """ "light", "dark", or "" for what the device says."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def keys(self) -> str:
        """ "off" where keys of a single letter do nothing at this computer."""
        return OFF if self._request.COOKIES.get(KEYS_COOKIE) == OFF else ""

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


def token_of(request: HttpRequest) -> str:
    """The token that the forms of a page carry; made once for the page, for each one takes as long as a line of a list."""
    if not (token := getattr(request, "token_of_forms", "")):
        token = request.token_of_forms = get_token(request)  # type: ignore[attr-defined]  # kept with its request
    return token


def drawn_once(template: str, **words: Any) -> SafeString:
    """A piece of a page that is the same as long as its words are: drawn anew for each page the shell would be half of it."""
    return _drawn_once(template, manner(), get_script_prefix(), tuple(words.items()))


@lru_cache(maxsize=1000)
def _drawn_once(template: str, _manner: str, _prefix: str, words: tuple[tuple[str, Any], ...]) -> SafeString:
    return mark_safe(render_to_string(template, dict(words)))  # noqa: S308 (a template's own output)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
