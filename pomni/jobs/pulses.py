"""Light calls that every worker makes beside the queue."""

import threading
from typing import Any

from pomni.jobs.declare import Pulse, discover
from pomni.jobs.running import at_work, keep_doing

LONGEST_REST = 60.0  # seconds between two tries of a pulse that keeps raising


def run_pulses_once() -> bool:
    """Call every pulse once; True where one of them has more to do. What a pulse raises comes out."""
    answers = [_beat(pulse) for pulse in list(discover().pulses.values())]
    return any(answer is True for answer in answers)


def keep_pulsing(pulse: Pulse, stop: threading.Event) -> None:
    """Call the pulse at its interval until `stop`. When it raises: log, rest ever longer."""

    def step() -> float:
        return 0.0 if _beat(pulse) is True else pulse.seconds

    keep_doing(step, stop, f"the pulse {pulse.name}", longest=LONGEST_REST)


def _beat(pulse: Pulse) -> Any:
    with at_work():
        return pulse.function()
