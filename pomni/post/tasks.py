"""What the outbox does by itself. (The delivery of one row is `delivery.deliver`.)"""

import time
from collections.abc import Callable

from pomni.jobs.declare import every
from pomni.post import commands

PAUSE = 0.05  # seconds for others to write between two steps


@every(minutes=1)
def rouse() -> None:
    """Take up letters that waited for mail to be set up, and rows that lost their job."""
    _bit_by_bit(commands.rouse)


@every(hours=1)
def empty_old() -> None:
    """Empty letters and calls that left more than a week ago."""
    _bit_by_bit(commands.empty_old)


def _bit_by_bit(step: Callable[[], int]) -> None:
    while step():
        time.sleep(PAUSE)
