"""Several acts at the same instant: what two colleagues, or two workers, do to one thing."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same instant, each in a thread and a connection of its own; what each returned or raised."""
    ready, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def raised(outcomes: list[Any]) -> list[Exception]:
    """Those of the outcomes that are errors."""
    return [error for error in outcomes if isinstance(error, Exception)]


def at_once(*acts: Callable[[], Any]) -> list[Exception | None]:
    """As `together`; what each of them raised, or None."""
    return [one if isinstance(one, Exception) else None for one in together(*acts)]
