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

    def kill_one(self) -> None:
        victim = random.randrange(len(self.workers))
        self.workers[victim].kill()
        self.workers[victim].communicate()
        self.workers[victim] = self._start()

    def stop(self) -> list[str]:
        """Ask all to stop; returns what each of them logged."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.terminate()
        logs = [worker.communicate(timeout=25)[1] for worker in self.workers]
        assert [worker.returncode for worker in self.workers] == [0] * len(self.workers), logs
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
        workers.kill_one()
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
    effects.keyed_effect.enqueue(1)
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
    effects.keyed_effect.enqueue(1)
    wait_until(lambda: effects.traces("runs") == [1])
    effects.keyed_effect.enqueue(2)
    asked = time.monotonic()
    assert "0 jobs left unfinished" in workers.stop()[0]
    assert time.monotonic() - asked < 3
    assert Job.objects.filter(status="RUNNING").count() == 0
    assert effects.traces("keyed")[:1] == [1]


def test_the_bare_command_outlives_a_database_that_is_not_ready(tmp_path):
    environment = os.environ | {"POMNI_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    worker = subprocess.Popen(
        [sys.executable, "-m", "pomni.jobs"], env=environment, stderr=subprocess.PIPE, text=True
    )
    time.sleep(2.5)
    worker.terminate()
    log = worker.communicate(timeout=25)[1]
    assert worker.returncode == 0, log
    assert "Trouble with taking jobs" in log
