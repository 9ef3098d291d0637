"""The worker: one process, a few threads. Jobs, their heart, the keeper of slots and lost leases, pulses."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from datetime import datetime

from django.db import connection

from pomni.jobs import leases
from pomni.jobs.backend import Timing, timing
from pomni.jobs.declare import discover
from pomni.jobs.periodic import fire_due
from pomni.jobs.pulses import keep_pulsing, run_pulses_once
from pomni.jobs.running import Heart, keep_doing
from pomni.jobs.running import run as run_job
from pomni.kit import clock
from pomni.kit.signals import set_beside

GRACE = 20.0  # seconds that running jobs get to finish when the worker is asked to stop
KEEPER_REST = 0.5  # seconds
COURTESY = 0.005  # seconds between two jobs on SQLite: its lock is not fair, and else others wait 330 ms
LONGEST_REST = 5.0  # seconds between two tries while the database is away

log = logging.getLogger(__name__)


def run(stop: threading.Event, threads: int = 2, *, grace: float = GRACE) -> None:
    """Work until `stop` is set, then let running jobs finish for up to `grace` seconds.

    What is not finished by then goes on elsewhere when its lease ends.
    """
    pace = timing()
    pulses = list(discover().pulses.values())
    name = worker_name()
    with Heart(pace) as heart:
        crew = [_thread(_work, name, heart, stop, name=f"jobs-{n + 1}") for n in range(threads)]
        beside = [_thread(keep_pulsing, pulse, stop, name=pulse.name) for pulse in pulses]
        log.info("Worker %s: %d threads, %d pulses", name, threads, len(pulses))
        keep_doing(Keeper(heart, pace).step, stop, "the queue", longest=LONGEST_REST)
        _wait_for([*crew, *beside], time.monotonic() + grace)
        left = len(heart.held())
    log.info("Worker %s stopped, %d jobs left unfinished", name, left)


def run_until_told(threads: int = 2) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: set_beside(stop))
    run(stop, threads)


def run_jobs_once(until_idle: bool = True) -> int:
    """Run here and now what is due: periodic jobs, pulses, jobs; until nothing is, or one round only.

    Returns how many jobs ran. What a job raises is kept with the job, as ever; what a pulse raises comes out.
    """
    discover()
    pace, name, done = timing(), worker_name(), 0
    with Heart(pace) as heart:
        while True:
            fire_due()
            more = run_pulses_once()
            leases.take_back_lost(lease=pace.lease)
            ran = _run_due(name, heart)
            done += ran
            if not until_idle or not (ran or more):
                return done


def worker_name() -> str:
    """A name that no other worker has, from machine, process and chance."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"


class Keeper:
    """Fires periodic jobs and takes back the jobs of workers that fell silent."""

    def __init__(self, heart: Heart, pace: Timing) -> None:
        self.heart, self.pace = heart, pace
        self.seen = clock.now()
        self.patient_until = 0.0  # by time.monotonic

    def step(self) -> float:
        """One look; returns the seconds until the next."""
        if self._woke_up(clock.now()):
            self.patient_until = time.monotonic() + 2 * self.pace.beat
        if time.monotonic() >= self.patient_until:
            leases.take_back_lost(lease=self.pace.lease, held=self.heart.held())
        fire_due()
        return min(KEEPER_REST, self.pace.poll)

    def _woke_up(self, now: datetime) -> bool:
        """Whether the machine slept: all leases look lost then, and other workers need time to renew."""
        away, self.seen = (now - self.seen).total_seconds(), now
        return away > self.pace.lease


def _work(name: str, heart: Heart, stop: threading.Event) -> None:
    def step() -> float:
        job = leases.take(name, lease=heart.timing.lease)
        if job is None:
            return heart.timing.poll
        run_job(job, heart)
        return COURTESY if connection.vendor == "sqlite" else 0.0

    keep_doing(step, stop, "taking jobs", longest=LONGEST_REST)


def _run_due(name: str, heart: Heart) -> int:
    ran = 0
    while job := leases.take(name, lease=heart.timing.lease):
        run_job(job, heart)
        ran += 1
    return ran


def _thread(target, *args: object, name: str) -> threading.Thread:
    # Daemons: a job that hangs must not keep the process from ending after its grace.
    thread = threading.Thread(target=target, args=args, name=name, daemon=True)
    thread.start()
    return thread


def _wait_for(threads: list[threading.Thread], deadline: float) -> None:
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))
