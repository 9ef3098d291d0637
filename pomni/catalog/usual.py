"""The tax rates that are usual in a country."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pomni.catalog.rules import Steps


@lru_cache(maxsize=1)
def _known() -> dict[str, list[tuple[str, Steps]]]:
    told = tomllib.loads(Path(__file__).with_name("taxes.toml").read_text(encoding="utf-8"))
    return {
        country: [(one["name"], [[day, number or None] for day, number in one["steps"]]) for one in rates]
        for country, rates in told.items()
    }


def usual_rates(country: str) -> list[tuple[str, Steps]]:
    """Name and steps of each rate of a country (ISO 3166-1), none where we know none."""
    return [(name, [list(step) for step in steps]) for name, steps in _known().get(country, [])]
