"""The map of the house, top to bottom, and the one list of modules.

A module knows only the floors below its own; modules on one floor are strangers. A module is added by putting its
name on a floor here: settings, addresses, the API, translations, house tests and contracts all read this list. Names
whose package is not written yet are passed over.
"""

from importlib.util import find_spec

FLOORS: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("packs",),
    ("recall",),
    ("automation", "analytics", "marketing", "payroll", "exchange", "booking", "reminders"),
    ("sales", "schedule", "desk"),
    ("billing", "stock"),
    ("catalog", "documents", "inbox", "agenda"),
    ("people",),
    ("facts",),
    ("team",),
    ("memory",),
    ("post",),
    ("jobs",),
    ("ui",),
    ("kit",),
)

# Tools for all: these may be used by every room of every module above them. The others show only their faces.
GROUND = frozenset({"kit", "ui", "jobs", "post", "memory", "team"})


def modules() -> list[str]:
    """Names of the written modules, lowest floor first, without `config`, `ui` and `kit`."""
    named = [name for floor in reversed(FLOORS) for name in floor]
    return [n for n in named if n not in {"config", "kit", "ui"} and _is_written(n)]


def _is_written(name: str) -> bool:
    return bool(find_spec(f"pomni.{name}") and find_spec(f"pomni.{name}.apps"))
