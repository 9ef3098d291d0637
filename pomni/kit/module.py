"""What a module says of itself in its `apps.py`, and how the others find it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.utils.module_loading import import_string

Scope = str  # "own", "team", "location" or "all"; absent means none


@dataclass(frozen=True)
class Capability:
    """One thing that a role may reach: `area.noun.act`, its plain words, and how far each preset role reaches.

    `presets` maps a preset's key to a scope; a preset that is not named does not reach it at all.
    """

    name: str
    title: Any
    presets: dict[str, Scope]

    @property
    def area(self) -> str:
        """The module that the capability belongs to."""
        return self.name.split(".")[0]


@dataclass(frozen=True)
class Field:
    """A field that a role may be kept from: `area.noun.field`; `presets` maps a preset's key to "mask" or "hide"."""

    name: str
    title: Any
    presets: dict[str, str]


@dataclass(frozen=True)
class MenuItem:
    """A place in the sidebar. `capability` empty: for everybody who is signed in."""

    title: Any
    url_name: str
    icon: str
    capability: str = ""
    order: int = 50
    hotkey: str = ""


@dataclass(frozen=True)
class Panel:
    """A part that a module puts on another module's page: `render(request, record)` gives its HTML, or "" for nothing."""

    title: Any
    render: str
    capability: str = ""


class Module(AppConfig):
    """An `AppConfig` that also says what the module offers."""

    default = False  # Django takes the one class of an `apps.py` that is a default: this one never, its heirs always

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.default = True

    url_prefix: str = ""
    capabilities: tuple[Capability, ...] = ()
    fields: tuple[Field, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    client_panels: tuple[Panel, ...] = ()


def all_modules() -> Iterator[Module]:
    """Every installed module of the house, lowest floor first."""
    return (config for config in apps.get_app_configs() if isinstance(config, Module))


def offered(attribute: str) -> list[Any]:
    """All that the modules offer under this name, e.g. every `capabilities` entry of the house."""
    return [item for module in all_modules() for item in getattr(module, attribute)]


def callable_of(panel: Panel) -> Callable[..., str]:
    """The function that a panel names."""
    return import_string(panel.render)
