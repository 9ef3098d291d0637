"""What a token opens of its maker's rights: areas, each to be read or to be changed. Never more than the maker may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pomni.kit.module import all_modules

READ, CHANGE = "read", "change"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OF_ONESELF = "team"  # the area of operations that are everybody's, such as reading who one is


@dataclass(frozen=True)
class Area:
    """A part of Pomni as a token can be given it: its name, its title, and what of it the person may read and change."""

    name: str
    title: str
    may_change: bool
    rights: str


def areas_open_to(user: Any) -> list[Area]:
    """The areas that a person could give to a token: those in which they reach anything at all."""
    found = []
    for module in all_modules():
        reached = [c for c in module.capabilities if user.reach(c.name)]
        if reached or module.label == OF_ONESELF:
            acts = any(not capability.name.endswith(".see") for capability in reached)
            rights = " · ".join(str(capability.title) for capability in reached)
            found.append(Area(module.label, str(module.verbose_name), acts, rights))
    return found


def open_to(user: Any) -> list[str]:
    """Every scope that a person could give to a token: "people:read", "people:change" and so on."""
    return [
        f"{area.name}:{act}"
        for area in areas_open_to(user)
        for act in ((READ, CHANGE) if area.may_change else (READ,))
    ]


def scope_of(capability: str, method: str) -> str:
    """The scope that an operation with this capability needs of a token."""
    area = capability.split(".")[0] or OF_ONESELF
    return f"{area}:{READ if method in READING else CHANGE}"


def titles(scopes: Collection[str]) -> Iterable[tuple[str, bool]]:
    """The areas among these scopes as people call them, each with whether it may be changed."""
    for module in all_modules():
        if {f"{module.label}:{READ}", f"{module.label}:{CHANGE}"} & set(scopes):
            yield str(module.verbose_name), f"{module.label}:{CHANGE}" in scopes
