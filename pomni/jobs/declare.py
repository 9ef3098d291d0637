"""How a module declares its jobs (`@task`, `@every`, `@daily`, `@pulse`), and what a job may raise.

Declare them in the module's `tasks.py` (or `pulses.py`): the worker looks there. A job may run again when a
worker dies between its effect and its acknowledgement, so an effect carries a key of its own, or the job is
`atomic`. Give jobs ids, not contents: arguments stay in the database for a week after the job.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.tasks import Task
from django.tasks import task as django_task
from django.utils.module_loading import autodiscover_modules

from pomni.jobs import rules

ATTEMPTS = 8

Key = str | Callable[..., str] | None
Hour = str | int | None


class RetryAt(Exception):
    """Raised by a job: try me again at this instant, not after the usual wait. It counts as an attempt."""

    def __init__(self, when: datetime) -> None:
        super().__init__(f"asked to be tried again at {when.isoformat()}")
        self.when = when


class GiveUp(Exception):
    """Raised by a job: trying again is of no use. The reason is shown with the failed job."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))


def task(
    function: Callable[..., Any] | None = None,
    *,
    attempts: int = ATTEMPTS,
    key: Key = None,
    atomic: bool = False,
    priority: int = 0,
    queue_name: str = "default",
    takes_context: bool = False,
) -> Any:
    """Make the function a task of `django.tasks`; `.enqueue(...)` writes a row in the caller's transaction.

    `attempts`: tries in all, with waits of 5 s to 1 h between them. `key`: a format string over the arguments
    ("mailbox:{mailbox_id}") or a function of them; jobs of one key never run at the same time. `atomic`: the
    job's writes and its acknowledgement are one transaction, so its effect happens exactly once whenever a
    worker dies; only for short work that touches nothing but the database. `priority`: -100 to 100, higher
    first.
    """
    return django_task(  # type: ignore[call-overload]  # the stubs know only Django's own arguments
        function,
        priority=priority,
        queue_name=queue_name,
        takes_context=takes_context,
        attempts=attempts,
        one_at_a_time=key,
        atomic=atomic,
    )


@dataclass(frozen=True)
class Declared:
    """A task that comes round. `slot(now)` is its newest slot not after `now`; None: switched off."""

    task: Task
    slot: Callable[[datetime], datetime | None]

    @property
    def name(self) -> str:
        """Under which its slots are kept: the path of its function."""
        return self.task.module_path


@dataclass(frozen=True)
class Pulse:
    """A light call that every worker makes, `seconds` apart."""

    function: Callable[[], Any]
    seconds: float

    @property
    def name(self) -> str:
        """The path of its function."""
        return f"{self.function.__module__}.{self.function.__qualname__}"


@dataclass
class Declarations:
    """All that the modules declared, by name, so that a module loaded twice declares once."""

    periodic: dict[str, Declared] = field(default_factory=dict)
    pulses: dict[str, Pulse] = field(default_factory=dict)


DECLARED = Declarations()


def every(
    *, seconds: float = 0, minutes: float = 0, hours: float = 0, attempts: int = ATTEMPTS
) -> Callable[[Any], Any]:
    """Run the function (or task) without arguments each time so long has passed, on multiples since 1970.

    Slots missed while no worker ran are made up for by one run, and a run never overlaps the one before it. A
    slot that comes while the last run waits for a new try starts this try at once; a run that failed for good
    is taken up again, in its own row, by the next slot.
    """
    length = timedelta(seconds=seconds, minutes=minutes, hours=hours)
    if length <= timedelta():
        raise ImproperlyConfigured("every() needs a length of time, e.g. every(minutes=5).")
    return _periodic(lambda now: rules.slot_of_interval(now, length), attempts)


def daily(*, at: Hour | Callable[[], Hour], attempts: int = ATTEMPTS) -> Callable[[Any], Any]:
    """Run the function (or task) without arguments once a day at this time of `settings.TIME_ZONE`.

    `at`: "03:00", an hour as a number, None for never, or a function that gives one of them, asked each time.
    Missed days and failures as for `every`.
    """

    def slot(now: datetime) -> datetime | None:
        hour = at() if callable(at) else at
        return (
            None
            if hour is None
            else rules.slot_of_day(now, rules.time_of(hour), ZoneInfo(settings.TIME_ZONE))
        )

    if not callable(at) and at is not None:
        rules.time_of(at)  # a wrong hour is told where it stands, not in the worker
    return _periodic(slot, attempts)


def pulse(*, seconds: float) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Call the function in every worker, `seconds` apart, outside the queue: no row, no write of its own.

    Several workers pulse at once; the function itself sees to it that this does no harm. Where it returns
    True it is called again at once, for there is more to do.
    """

    def declare(function: Callable[[], Any]) -> Callable[[], Any]:
        declared = Pulse(function, seconds)
        DECLARED.pulses[declared.name] = declared
        return function

    return declare


def _periodic(slot: Callable[[datetime], datetime | None], attempts: int) -> Callable[[Any], Any]:
    def declare(function: Any) -> Any:
        if not isinstance(function, Task):
            path = f"{function.__module__}.{function.__qualname__}"
            function = task(function, attempts=attempts, key=f"periodic:{path}")
        declared = Declared(function, slot)
        DECLARED.periodic[declared.name] = declared
        return function

    return declare


@cache
def discover() -> Declarations:
    """Everything that the installed modules declare in their `tasks.py` and `pulses.py`."""
    autodiscover_modules("tasks", "pulses")
    return DECLARED
