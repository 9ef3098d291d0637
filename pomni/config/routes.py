"""Every address of the house with the right that opens it: for people, for programs, and for the test of the matrix."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from pomni.team.access import ANYBODY, PUBLIC

SIGNED_IN = "signed in"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Route:
    """One address: its pattern, name, methods (HEAD and OPTIONS apart), and its door."""

    path: str
    name: str
    methods: str
    door: str

    def as_dict(self) -> dict[str, str]:
        """As plain values."""
        return asdict(self)


def all_routes() -> list[Route]:
    """Every address, in order of its path."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda route: (route.path, route.methods))


def _walk(patterns: Any, prefix: str, names: str) -> Iterator[Route]:
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _walk(pattern.url_patterns, path, space)
        elif isinstance(pattern, URLPattern):
            yield from _routes_of(pattern, path, names)


def _routes_of(pattern: URLPattern, path: str, names: str) -> Iterator[Route]:
    name, view = f"{names}{pattern.name or ''}", pattern.callback
    operations = getattr(getattr(view, "__self__", None), "operations", None) or _operations(view)
    if operations:
        for operation in operations:
            if pattern.name != (getattr(operation, "url_name", "") or operation.view_func.__name__):
                continue  # an address with two operations is there twice, and each time the same view serves both
            door = getattr(operation.view_func, "door", None)
            for method in sorted(operation.methods):
                yield Route(path, name, method, _told(door))
        return
    door = getattr(view, "door", None)
    if door is None and not view.__module__.startswith("pomni."):
        door = PUBLIC if getattr(view, "login_required", True) is False else ANYBODY
    yield Route(path, name, _methods(view), _told(door))


def _operations(view: Any) -> list[Any]:
    for cell in getattr(view, "__closure__", None) or ():
        if hasattr(cell.cell_contents, "operations"):
            return cell.cell_contents.operations
    return []


def _methods(view: Any) -> str:
    """The methods that a view takes: those it was limited to or that its class has; GET and POST where nothing says."""
    named = _named_methods(view) or {"GET", "POST"}
    if not view.__module__.startswith("pomni."):
        named &= {"GET", "POST"}  # the doors let no other through
    return " ".join(sorted(named - {"HEAD"}))


def _named_methods(view: Any) -> set[str]:
    while view is not None:
        if view_class := getattr(view, "view_class", None):
            return {method for method in METHODS if hasattr(view_class, method.lower())}
        for cell in getattr(view, "__closure__", None) or ():
            value = cell.cell_contents
            if isinstance(value, list | tuple) and value and set(value) <= METHODS:
                return set(value)
        view = getattr(view, "__wrapped__", None)
    return set()


def _told(door: str | None) -> str:
    if door is None:
        return "shut"
    return door or SIGNED_IN
