"""One file for each module that has something to fill in or to measure; found by the names in `pomni/config/floors.py`.

A part may have:
  fill(story)       puts the module's rows in (lowest floor first);
  moments(story)    yields `Happened` in the order of time; all parts' moments are written together;
  CASES             pages and calls to measure, tuple of `Case`;
  ACTS              commands to measure, tuple of `Act`.
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from pomni.config.floors import modules


def parts() -> list[ModuleType]:
    """The parts, lowest floor first."""
    named = [f"benchmark.parts.{name}" for name in modules()]
    return [import_module(name) for name in named if find_spec(name)]


def offered(name: str) -> list[Any]:
    """All that the parts offer under this name."""
    return [one for part in parts() for one in getattr(part, name, ())]
