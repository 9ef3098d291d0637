"""Measuring on a noisy machine: all things in turns, medians, and ratios within one run."""

import time
from collections.abc import Callable, Mapping
from statistics import median

Act = Callable[[], object]


def took(act: Act) -> float:
    """How long this call lasts, in milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def in_turns(acts: Mapping[str, Act], rounds: int) -> dict[str, float]:
    """The median of each, in milliseconds: they are called one after the other, round by round, so that noise hits all."""
    return prepared_in_turns({name: lambda act=act: act for name, act in acts.items()}, rounds)


def prepared_in_turns(acts: Mapping[str, Callable[[], Act]], rounds: int) -> dict[str, float]:
    """As `in_turns`, for acts that need something made ready outside the measured time."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, ready in acts.items():
            times[name].append(took(ready()))
    return {name: median(found) for name, found in times.items()}
