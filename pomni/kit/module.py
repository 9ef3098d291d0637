"""What a module says of itself in its `apps.py`, and how the others find it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import AppConfig, apps
from django.utils.module_loading import import_string

from pomni.kit.giving import Disclosure, Division, HandOver, Retention

Scope = str  # "own", "team", "location" or "all"; absent means none


@dataclass(frozen=True)
class Capability:
    """One thing that a role may reach: `area.noun.act`, its plain words, and how far each preset role reaches.

    `presets` maps a preset's key to a scope; a preset that is not named does not reach it at all. `warns` says, of a
    right that is dear to give, what can come of it: it stands beside the right where roles are changed.
    """

    name: str
    title: Any
    presets: dict[str, Scope]
    warns: Any = ""

    @property
    def area(self) -> str:
        """The module that the capability belongs to."""
        return self.name.split(".")[0]


@dataclass(frozen=True)
class Field:
    """A field that a role may be kept from: `area.noun.field`; `presets` maps a preset's key to "mask" or "hide".

    `covers`: further fields of the same records that are shown, masked and hidden with it.
    """

    name: str
    title: Any
    presets: dict[str, str]
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure of a client that is written downwards by the module whose records it follows from.

    It is told to whom `capability` lets reach those records as far as the client is reached. `name` is its column.
    """

    name: str
    capability: str


@dataclass(frozen=True)
class FileKeeper:
    """What keeps the files of clients, for modules below it; each is a function by its dotted path.

    `on_card(viewer, client)` gives uids and names; `named(viewer, uids)` gives {uid: (name, address of its page)} of those
    within reach; `kept(client, sent, by, key)` keeps a file that was sent and gives its uid.
    """

    capability: str
    adds: str  # the capability that `kept` asks for
    on_card: str
    named: str
    kept: str


@dataclass(frozen=True)
class MenuItem:
    """A place in the sidebar. `capability` empty: for everybody who is signed in."""

    title: Any
    url_name: str
    icon: str
    capability: str = ""
    order: int = 50
    hotkey: str = ""
    keywords: Any = ""  # further words by which the palette finds it


@dataclass(frozen=True)
class Panel:
    """A part that a module puts on a page that is not its own.

    `render` names a function: `(request)` on Today, in the bars and in the live poll, `(request, record)` on a card. It
    gives HTML, or "" for nothing: an empty panel is not shown. `whole` names the page that has all of which a panel
    of Today shows the first five.
    """

    title: Any
    render: str
    capability: str = ""
    order: int = 50
    whole: str = ""


@dataclass(frozen=True)
class Composer:
    """A way to write something down on a client's card: one tab of the composer above the timeline.

    `render` names a function `(request, client)` that gives the form as HTML, or "" where there is none for this client.
    The form posts to an address of its own module. The tab's key is `key`; `hotkey` opens it.
    """

    key: str
    title: Any
    icon: str
    render: str
    capability: str = ""
    hotkey: str = ""
    order: int = 50


@dataclass(frozen=True)
class Reader:
    """Reads along what is written down about a client in a note or a contact.

    `shows` names a function `(request, client, field)` that gives HTML below the text of that field of the form; what
    it has for fields is sent along. `takes` names one `(request, client, made, text, key)`, called in the transaction
    in which the note or contact was made: it may refuse, and tells whether it took something. Then `answers`, a function
    `(request, client)`, gives the <hx-partial> parts of the card that are drawn anew.
    """

    shows: str
    takes: str
    answers: str
    capability: str = ""
    order: int = 50


@dataclass(frozen=True)
class MomentGroup:
    """What one may pick out of a client's timeline by a chip: the moments about these records.

    `about` holds the labels of their models, in small letters; empty: whatever no other group names. `key` stands in
    addresses. Whoever lacks `capability` is not offered the chip.
    """

    key: str
    title: Any
    icon: str
    about: tuple[str, ...] = ()
    capability: str = ""
    order: int = 50


@dataclass(frozen=True)
class BriefLine:
    """One line of a client's brief, as its reader may see it: what, what there is to add, and the page that has it.

    `at` is when it happened, or is due: a date, or an instant. `is_late`: it should have been done by now.
    """

    text: str
    note: str = ""
    at: Any = None
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class BriefPart:
    """What a module tells of a client to whoever is about to talk to them: on a page, and to programs under `key`.

    `tell` names a function `(viewer, client) -> list[BriefLine]`, the few that count, first what matters most; it runs
    one statement at most. A part with no line is left out.
    """

    key: str
    title: Any
    tell: str
    capability: str = ""
    order: int = 50


@dataclass(frozen=True)
class SettingsPage:
    """A page among the settings: what it is called, what one finds there (searched, too), and who may open it.

    `forms` names its forms by their dotted paths: the labels and explanations of their fields are searched as well.
    """

    title: Any
    says: Any
    url_name: str
    icon: str
    capability: str
    order: int = 50
    section: Any = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetupStep:
    """Something that a new company does once. `is_done` names a function of the person that says whether it is done, or
    gives a query that finds something once it is.

    `verb` stands on its one button.
    """

    title: Any
    says: Any
    url_name: str
    icon: str
    is_done: str
    capability: str = ""
    order: int = 50
    verb: Any = ""
    also: str = ""  # a further capability that it takes


@dataclass(frozen=True)
class Action:
    """Something that a person may begin from anywhere: it stands in the palette and under "+" on a phone.

    `fills`: it brings in what a list has none of yet, so an empty list offers it. `also`: a further capability that it
    takes.
    """

    title: Any
    url_name: str
    icon: str
    capability: str = ""
    hotkey: str = ""
    keywords: Any = ""
    order: int = 50
    fills: bool = False
    also: str = ""


@dataclass(frozen=True)
class Found:
    """One thing that a finder found: what it is called, what tells it from others of that name, and where it opens.

    `alert` is what whoever opens it should know first. `key`: of its record, where being shown leaves a trace.
    """

    title: str
    url: str
    icon: str
    note: str = ""
    alert: str = ""
    key: int = 0


@dataclass(frozen=True)
class Finder:
    """Finds records for the palette. `find` names a function `(user, words) -> list[Found]`, at most seven, within reach.

    `shown` names a function `(request, keys)` that writes down whom the palette showed.
    """

    title: Any
    find: str
    capability: str = ""
    order: int = 50
    shown: str = ""


class Module(AppConfig):
    """An `AppConfig` that also says what the module offers."""

    default = False  # Django takes the one class of an `apps.py` that is a default: this one never, its heirs always

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.default = True

    url_prefix: str = ""
    capabilities: tuple[Capability, ...] = ()
    fields: tuple[Field, ...] = ()
    figures: tuple[Figure, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    client_panels: tuple[Panel, ...] = ()  # on a client's card, below the facts
    visit_panels: tuple[Panel, ...] = ()  # on a visit's page: `(request, visit)`
    # functions `(visit) -> (title, address) | None`: what else a client may do with a visit of theirs, where a message leads
    own_links: tuple[str, ...] = ()
    client_strip: tuple[
        Panel, ...
    ] = ()  # in the strip on top of a card: `(request, client)` gives one figure as text, or "" for none
    client_next: tuple[Panel, ...] = ()  # on a client's card, in "What next"
    brief: tuple[BriefPart, ...] = ()  # what is told of a client before a call or a meeting
    moment_groups: tuple[MomentGroup, ...] = ()  # what one may pick out of a client's timeline
    composers: tuple[Composer, ...] = ()  # how to write something down on a client's card
    readers: tuple[Reader, ...] = ()  # what reads along while a note or a contact is written there
    today_panels: tuple[Panel, ...] = ()
    today_lines: tuple[
        Panel, ...
    ] = ()  # sentences that Today may begin with, by rules: `(request)` gives one, or ""
    bars: tuple[Panel, ...] = ()  # above every page: such as "you see Pomni as a colleague does"
    corner: tuple[Panel, ...] = ()  # in the corner of the top bar: such as the bell
    live_parts: tuple[Panel, ...] = ()  # what a page gets when the live poll has news: <hx-partial> elements
    settings_pages: tuple[SettingsPage, ...] = ()
    setup_steps: tuple[SetupStep, ...] = ()
    actions: tuple[Action, ...] = ()
    list_actions: tuple[Action, ...] = ()  # on the list of clients, which sends its own query along
    visit_actions: tuple[Action, ...] = ()  # on the list of visits, likewise
    service_actions: tuple[Action, ...] = ()  # on the list of services; `fills`: for whoever may change it
    good_actions: tuple[Action, ...] = ()  # the same of goods
    package_actions: tuple[Action, ...] = ()  # the same of packages
    price_actions: tuple[Action, ...] = ()  # the same of price lists
    finders: tuple[Finder, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    divisions: tuple[Division, ...] = ()  # rules by which what is handed over goes to several
    leaving_panels: tuple[Panel, ...] = ()  # where a colleague leaves: `(request, colleague)`
    discloses: tuple[Disclosure, ...] = ()  # what a client gets who asks what is kept of them
    # functions that give the facts by which records can be asked for: pomni.facts.queries.Fact, each with its key
    facts: tuple[str, ...] = ()
    # functions `(user, since)` that give what stands in a colleague's own calendar: entries of `pomni.kit.ical`
    calendars: tuple[str, ...] = ()
    # functions `(viewer, keys of clients) -> {key: Found}`: whom moments concern, as far as the viewer may know
    concerned: tuple[str, ...] = ()
    # functions `(viewer, keys of clients) -> {key: name}`: those within reach, whom moments tell of by their keys
    names: tuple[str, ...] = ()
    # functions `(client's key)` that erase, in the very transaction that forgets a client, what records say of them
    forgets: tuple[str, ...] = ()
    # functions `(client, by)` that bring the figures of a client in line with what the module keeps of them: after a merge
    recounts: tuple[str, ...] = ()
    # functions `(kept, gone) -> records` that would tell the same twice once two clients are one: a merge takes them away
    tell_twice: tuple[str, ...] = ()
    retentions: tuple[Retention, ...] = ()  # what is kept for a time only
    file_keepers: tuple[FileKeeper, ...] = ()  # one at most: it keeps the files of clients
    # functions that give the field rules of fields that the company defines itself, as they stand now
    fields_now: tuple[str, ...] = ()
    place_uses: tuple[
        str, ...
    ] = ()  # functions `(location) -> list of sentences`: what keeps it from being archived
    # what another time zone does to a location: functions `(location, zone) -> list of sentences`, told before, and
    # `(location, zone until now, by)`, called in the transaction, which may refuse
    zone_tellers: tuple[str, ...] = ()
    zone_movers: tuple[str, ...] = ()


def fields_of(module: Module) -> list["Field"]:
    """The fields of a module that a role may be kept from: those that it names, and those that there are now."""
    return [*module.fields, *(field for path in module.fields_now for field in function_named(path)())]


def all_modules() -> Iterator[Module]:
    """Every installed module of the house, lowest floor first."""
    return (config for config in apps.get_app_configs() if isinstance(config, Module))


def offered(attribute: str) -> list[Any]:
    """All that the modules offer under this name, e.g. every `capabilities` entry of the house."""
    return [item for module in all_modules() for item in getattr(module, attribute)]


def ruled_by(name: str) -> str:
    """The field by whose rule a field is shown: itself, or the one that covers it."""
    return _covered().get(name, name)


@cache
def _covered() -> dict[str, str]:
    return {
        f"{field.name.rpartition('.')[0]}.{one}": field.name
        for field in offered("fields")
        for one in field.covers
    }


def open_to(user: Any, attribute: str) -> list[Any]:
    """What the modules offer under this name to this person, in its order."""
    found = (item for item in offered(attribute) if is_open_to(user, item))
    return sorted(found, key=lambda item: item.order)


def is_open_to(user: Any, item: Any) -> bool:
    """Whether this person may open what a module offers: by its capability, and a further one where it names one."""
    also = getattr(item, "also", "")
    return (not item.capability or user.may(item.capability)) and (not also or user.may(also))


@cache
def function_named(path: str) -> Callable[..., Any]:
    """The function that a panel, finder or step names by its dotted path."""
    return import_string(path)
