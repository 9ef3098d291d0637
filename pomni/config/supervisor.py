"""One process that keeps the others running: web processes and the worker. Ctrl-C and SIGTERM stop them in good order."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from pomni.config.home import Home
from pomni.config.parent import SUPERVISED, end_with_parent
from pomni.kit import clock

GRACE = 25  # seconds that a process has for finishing what it is at
SOON = 1.0  # seconds before a process that fell is started again; doubles with each fall, up to a minute


class AlreadyRunning(Exception):
    """Another Pomni works on the data folder that is told."""


@contextlib.contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the data folder for this process. Raises AlreadyRunning where another one holds it."""
    with open(home.folder / "running.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(home.folder) from None
        yield


@dataclass
class Child:
    """A process that is to run until the supervisor stops."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    falls: int = 0
    not_before: float = 0
    started: float = field(default=0)

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C in the terminal reaches the supervisor alone."""
        self.started = time.monotonic()
        own = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            env=os.environ | {SUPERVISED: str(own)} | _same_clock(),
            preexec_fn=lambda: end_with_parent(own, signal.SIGTERM),  # safe: one thread runs here
        )

    def keep_up(self) -> None:
        """Start it again if it fell, each time a little later; a long life is forgiven its falls."""
        if self.process and (code := self.process.poll()) is not None:
            lived = time.monotonic() - self.started
            self.falls = 1 if lived > 60 else self.falls + 1
            self.not_before = time.monotonic() + min(SOON * 2 ** (self.falls - 1), 60)
            told = {"name": self.name, "code": code}
            sentence = _("The process “%(name)s” ended with code %(code)s and is started again.") % told
            print(f"pomni: {sentence}", file=sys.stderr, flush=True)
            self.process = None
        if self.process is None and time.monotonic() >= self.not_before:
            self.start()

    def stop(self) -> None:
        """Ask it to finish."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end; end it hard when the time is over."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _same_clock() -> dict[str, str]:
    """A clock that was set shows the same time in every process, also in one that is started again later."""
    return {"POMNI_CLOCK": clock.now().isoformat()} if clock.is_set() else {}


class Supervisor:
    """Runs the children until a signal tells it to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self, *, once_up: "list | None" = None, until: Callable[[], bool] = lambda: False) -> bool:
        """Start the first child, call each of `once_up`, then start the others, and keep all up until stopped.

        Returns whether it ended because `until`, asked at every turn, said so; else a signal told it to stop.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)
        try:
            self.children[
                0
            ].start()  # alone: the others, who import as much, would keep its first page waiting
            for call in once_up or []:
                call(lambda: self.stopping)
            while not self.stopping and not until():
                for child in self.children:
                    child.keep_up()
                time.sleep(0.2)
        finally:
            self._stop_all()
        return not self.stopping

    def _stop_all(self) -> None:
        until = time.monotonic() + GRACE
        for child in self.children:
            child.stop()
        for child in self.children:
            child.wait(until)

    def _told(self, *_: object) -> None:
        self.stopping = True


def web(host: str, port: int, workers: int, certificate: tuple[Path, Path] | None) -> Child:
    """The web processes, under granian."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--backlog", "512", "--respawn-failed-workers",
        "--workers-kill-timeout", str(GRACE - 5), "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    if certificate:
        command += ["--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    return Child("web", [*command, "pomni.config.wsgi:application"])


def worker() -> Child:
    """The worker that does what is to be done later."""
    return Child("worker", [sys.executable, "-m", "pomni.config.cli", "worker"])
