"""Workers killed in the middle of everything: each effect once, no job stuck. It decides the backend."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.db import connection

from pomni.jobs import leases
from pomni.jobs.models import Job
from pomni.jobs.tests import effects

pytestmark = [pytest.mark.durability, pytest.mark.engines, pytest.mark.django_db(transaction=True)]

JOBS = 40  # of each kind
KILLS = 5
PATIENCE = 40  # seconds; a lease lasts 1.5 s in these workers


class Crew:
    """Real worker processes on the test's database; who is killed is replaced, as by the supervisor."""

    def __init__(self, size: int) -> None:
        self.workers = [self._start() for _ in range(size)]

    def _start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "pomni.jobs.tests.killable", str(connection.settings_dict["NAME"])]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def kill_a_busy_one(self) -> None:
        wait_until(lambda: Job.objects.filter(status="RUNNING").exists())
        names = Job.objects.filter(status="RUNNING").values_list("worker", flat=True)
        pids = {int(name.split("-")[-2]) for name in names}
        at = next((n for n, worker in enumerate(self.workers) if worker.pid in pids), 0)
        self.workers[at].kill()
        self.workers[at].communicate()
        self.workers[at] = self._start()

    def stop(self) -> list[str]:
        """Ask all to stop; returns what each of them logged."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.terminate()
        logs = [worker.communicate(timeout=25)[1] for worker in self.workers]
        for worker, log in zip(self.workers, logs, strict=True):
            still_starting = not log and worker.returncode == -signal.SIGTERM
            assert still_starting or worker.returncode == 0, log
        return logs


@pytest.fixture
def _tables():
    effects.drop_tables()
    effects.make_tables()
    yield
    effects.drop_tables()


@pytest.fixture
def crew(_tables):
    crews = []

    def start(size: int) -> Crew:
        crews.append(Crew(size))
        return crews[0]

    yield start
    for worker in (worker for made in crews for worker in made.workers):
        worker.kill()
        worker.communicate()


def done() -> int:
    return Job.objects.filter(status="SUCCESSFUL").count()


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, list(
            Job.objects.values_list("task", "status", "attempt", "error")
        )
        time.sleep(0.02)


def test_workers_killed_at_any_step_leave_each_effect_exactly_once(crew):
    for n in range(JOBS):
        effects.keyed_effect.enqueue(n)
        effects.solo_effect.enqueue(n)
    workers = crew(2)
    for kill in range(KILLS):
        wait_until(lambda: done() > kill * JOBS // KILLS)  # noqa: B023 (waited for at once)
        time.sleep(random.uniform(0, 0.1))
        workers.kill_a_busy_one()
    wait_until(lambda: done() == 2 * JOBS)
    logs = workers.stop()
    assert effects.traces("keyed") == list(range(JOBS))
    assert effects.traces("solo") == list(range(JOBS)), "no key guards these but the queue itself"
    assert not Job.objects.exclude(status="SUCCESSFUL").exists()
    assert Job.objects.filter(attempt__gt=1).exists(), "no kill hit a running job, so nothing was proved"
    assert not [line for log in logs for line in log.splitlines() if "ERROR" in line]


def test_a_worker_that_was_only_asleep_cannot_finish_what_was_taken_over(crew):
    workers = crew(1)
    effects.solo_effect.enqueue(0)
    wait_until(lambda: done() == 1)
    effects.slow_effect.enqueue(1)
    wait_until(lambda: effects.traces("runs") == [1])
    workers.workers[0].send_signal(signal.SIGSTOP)
    time.sleep(1.6)
    assert leases.take_back_lost(lease=1.5) == 1
    successor = leases.take("successor", lease=60)
    assert successor.attempt == 2
    workers.workers[0].send_signal(signal.SIGCONT)
    log = workers.stop()[0]
    successor.refresh_from_db()
    assert (successor.status, successor.worker) == ("RUNNING", "successor")
    assert "taken over" in log


def test_a_worker_asked_to_stop_finishes_what_it_has_begun(crew):
    workers = crew(1)
    effects.slow_effect.enqueue(1)
    wait_until(lambda: effects.traces("runs") == [1])
    assert "0 jobs left unfinished" in workers.stop()[0]
    assert Job.objects.get().status == "SUCCESSFUL"
    assert effects.traces("keyed") == [1]


def test_the_bare_command_outlives_a_database_that_is_not_ready(tmp_path):
    environment = os.environ | {"POMNI_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    log = tmp_path / "log"
    with log.open("w") as stderr:
        worker = subprocess.Popen([sys.executable, "-m", "pomni.jobs"], env=environment, stderr=stderr)
    try:
        wait_until(lambda: "Trouble with taking jobs" in log.read_text())
        worker.terminate()
        assert worker.wait(timeout=25) == 0
    finally:
        worker.kill()
