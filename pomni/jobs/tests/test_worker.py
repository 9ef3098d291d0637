"""The worker as a loop of threads in one process."""

import logging
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections

from pomni.jobs import leases, worker
from pomni.jobs.backend import Timing, task_backends
from pomni.jobs.models import Job
from pomni.jobs.running import Heart, steadily
from pomni.jobs.tasks import sweep_finished
from pomni.jobs.tests import effects
from pomni.kit import clock

pytestmark = pytest.mark.engines
with_threads = pytest.mark.django_db(
    transaction=True
)  # emptying the whole database is slow: only where needed


@pytest.fixture(autouse=True)
def _meeting():
    effects.meeting.update({"begun": threading.Event(), "go on": threading.Event()})


@pytest.fixture
def working():
    """A worker in this process; ask it to stop by `stop`, and it is waited for."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), kwargs={"threads": 2, "grace": 5})
    thread.start()
    yield stop
    effects.meeting["go on"].set()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def until(what, seconds=10):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@with_threads
@pytest.mark.usefixtures("working")
def test_a_new_job_is_begun_within_half_a_second():
    effects.note.enqueue("warm up")
    until(lambda: effects.calls)
    waits = []
    for n in range(4):
        time.sleep(0.13 * n)
        asked = time.monotonic()
        effects.note.enqueue(f"job {n}")
        until(lambda: f"job {n}" in effects.calls)  # noqa: B023 (waited for at once)
        waits.append(time.monotonic() - asked)
    assert max(waits) < 0.6, waits


@with_threads
@pytest.mark.usefixtures("working")
def test_jobs_of_one_key_never_run_at_the_same_time():
    for n in range(12):
        effects.at_the_till.enqueue(till=n % 2, n=n)
    until(lambda: len(effects.calls) == 24)
    for till in (0, 1):
        steps = [(step, n) for step, where, n in effects.calls if where == till]
        assert all(
            (come[0], go[0]) == ("in", "out") and come[1] == go[1]
            for come, go in zip(steps[::2], steps[1::2], strict=True)
        )


@with_threads
def test_many_takers_at_once_get_one_job_of_a_key_and_no_job_twice():
    for _ in range(8):
        Job.objects.all().delete()
        for n in range(6):
            effects.at_the_till.enqueue(till=1, n=n)
        taken = at_once(6, lambda: leases.take("x", lease=30))
        assert len([job for job in taken if job]) == 1
        for n in range(6):
            effects.note.enqueue(f"free {n}")
        taken = [job.pk for job in at_once(6, lambda: leases.take("x", lease=30)) if job]
        assert len(taken) == len(set(taken)) > 0


def at_once(how_many, act):
    line, answers = threading.Barrier(how_many), []

    def one():
        connection.ensure_connection()  # opened before, so that all start in the same instant
        line.wait()
        answers.append(act())
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == how_many
    return answers


@with_threads
def test_a_worker_asked_to_stop_lets_a_running_job_end(working):
    effects.wait_for_the_test.enqueue()
    assert effects.meeting["begun"].wait(5)
    working.set()
    time.sleep(0.1)
    effects.note.enqueue("too late")
    time.sleep(0.5)
    effects.meeting["go on"].set()
    until(lambda: Job.objects.filter(status="SUCCESSFUL").exists())
    assert effects.calls == ["went on"]


@with_threads
def test_a_long_job_keeps_its_lease_by_its_heart():
    effects.note.enqueue("x")
    job = leases.take("x", lease=0.6)
    with Heart(Timing(lease=0.6, beat=0.2)) as heart, heart.holding(job):
        time.sleep(1.5)
        assert leases.take_back_lost(lease=0.6) == 0
    time.sleep(0.7)
    assert leases.take_back_lost(lease=0.6) == 1


@pytest.mark.django_db
def test_an_idle_worker_writes_nothing():
    written = []

    def spy(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith("SELECT"):
            written.append(sql)
        return execute(sql, params, many, context)

    effects.note.using(run_after=clock.now() + timedelta(hours=1)).enqueue("later")
    keeper = worker.Keeper(Heart(Timing()), Timing())
    with connection.execute_wrapper(spy):
        assert leases.take("x", lease=30) is None
        keeper.step()
    assert written == []


@pytest.mark.django_db
def test_after_the_machine_slept_other_workers_get_time_to_renew():
    effects.note.enqueue("x")
    leases.take("neighbour", lease=30)
    keeper = worker.Keeper(Heart(Timing()), Timing())
    keeper.step()
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        keeper.step()
        assert Job.objects.get().status == "RUNNING"
        keeper.patient_until = 0.0
        keeper.step()
        assert Job.objects.get().status == "READY"


def test_an_acknowledgement_is_tried_again_while_the_database_is_away(monkeypatch):
    from django.db import OperationalError

    monkeypatch.setattr("pomni.jobs.running.PATIENCE", (0.01, 0.01))
    answers = [OperationalError, OperationalError, "written"]

    def write():
        answer = answers.pop(0)
        if answer is OperationalError:
            raise OperationalError
        return answer

    assert steadily(write) == "written"


@pytest.mark.django_db
def test_jobs_done_are_swept_after_a_week_and_failed_ones_stay():
    effects.note.enqueue("x")
    effects.hopeless.enqueue()
    worker.run_jobs_once()
    with clock.travel_to(clock.now() + timedelta(days=6)):
        assert sweep_finished.call() == 0
    with clock.travel_to(clock.now() + timedelta(days=8)):
        assert sweep_finished.call() == 1
    assert Job.objects.get().status == "FAILED"


def test_a_timing_that_cannot_work_is_refused(settings):
    from django.core.exceptions import ImproperlyConfigured

    settings.TASKS = {
        "default": {"BACKEND": "pomni.jobs.backend.LeaseBackend", "OPTIONS": {"lease": 1, "beat": 1}}
    }
    with pytest.raises(ImproperlyConfigured):
        task_backends["default"]


@with_threads
def test_a_database_that_went_away_is_come_back_from(working, caplog, monkeypatch):
    """The worker logs, waits, and works on without a restart."""
    caplog.set_level(logging.ERROR)
    effects.note.enqueue("before")
    until(lambda: "before" in effects.calls)
    away = threading.Event()
    away.set()
    real = leases.due

    def due():
        if away.is_set():
            from django.db import OperationalError

            raise OperationalError("gone")
        return real()

    monkeypatch.setattr(leases, "due", due)
    until(lambda: "Trouble with taking jobs" in caplog.text)
    away.clear()
    effects.note.enqueue("after")
    until(lambda: "after" in effects.calls)
