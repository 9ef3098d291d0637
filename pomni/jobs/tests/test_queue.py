"""What the queue promises to those who enqueue."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist

from pomni.jobs import leases, queries
from pomni.jobs.declare import task
from pomni.jobs.models import Job
from pomni.jobs.tests import effects
from pomni.jobs.worker import run_jobs_once
from pomni.kit import clock

pytestmark = pytest.mark.django_db


def only_job() -> Job:
    return Job.objects.get()


def in_future(**span):
    return clock.travel_to(clock.now() + timedelta(**span))


def test_a_job_runs_with_its_arguments_and_its_answer_is_kept():
    result = effects.note.enqueue(what="ring Anna")
    assert run_jobs_once() == 1
    result.refresh()
    assert effects.calls == ["ring Anna"]
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == "RING ANNA"
    assert effects.note.get_result(result.id).finished_at is not None


def test_an_unknown_result_is_said_to_be_unknown():
    for wrong in ("no uuid", "0190e3c5-0000-7000-8000-000000000000"):
        with pytest.raises(TaskResultDoesNotExist):
            effects.note.get_result(wrong)


def test_a_rollback_takes_its_jobs_back():
    with transaction.atomic():
        effects.note.enqueue("never")
        transaction.set_rollback(True)
    assert run_jobs_once() == 0


def test_arguments_that_json_cannot_hold_are_refused_where_they_are_given():
    with pytest.raises(TypeError):
        effects.note.enqueue(what=object())
    assert not Job.objects.exists()


def test_a_job_for_later_waits_for_its_time():
    effects.note.using(run_after=clock.now() + timedelta(hours=3)).enqueue("tomorrow")
    assert run_jobs_once() == 0
    with in_future(hours=4):
        assert run_jobs_once() == 1


def test_the_urgent_goes_first_and_else_the_older():
    for what, priority in (("first", 0), ("second", 0), ("urgent", 10), ("idle", -10)):
        effects.note.using(priority=priority).enqueue(what)
    run_jobs_once()
    assert effects.calls == ["urgent", "first", "second", "idle"]


def test_a_failing_job_is_tried_again_ever_later_and_then_stays_failed():
    effects.stumble.enqueue("x")
    waits = []
    with clock.travel_to(clock.now()):
        while run_jobs_once() and only_job().status == "READY":
            waits.append((only_job().run_after - clock.now()).total_seconds())
            assert run_jobs_once() == 0
            clock.set_to(only_job().run_after)
    assert only_job().status == "FAILED"
    assert len(effects.calls) == 3
    assert 4.5 < waits[0] <= 7.5 < 14 < waits[1] <= 22.5
    assert not queries.oldest_due_age()


def test_a_failed_job_shows_its_traceback_but_the_log_keeps_silent_about_contents(caplog):
    caplog.set_level(logging.DEBUG)
    effects.stumble.enqueue(effects.SECRET)
    with clock.travel_to(clock.now()):
        while run_jobs_once():
            clock.set_to(clock.now() + timedelta(hours=2))
    job = queries.failed().get()
    assert job.problem == f"ValueError: cannot read {effects.SECRET}"
    assert "in stumble" in job.error
    assert "ValueError at" in caplog.text
    assert str(job.uid) in caplog.text
    assert "Nowak" not in caplog.text


def test_a_failed_job_put_back_has_all_its_attempts_again():
    effects.stumble.enqueue("x")
    with clock.travel_to(clock.now()):
        while run_jobs_once():
            clock.set_to(clock.now() + timedelta(hours=2))
        assert leases.retry_failed(only_job())
        assert run_jobs_once() == 1
    job = only_job()
    assert (job.status, job.attempt, job.attempts) == ("READY", 4, 6)
    assert not leases.retry_failed(job), "it is not failed, so there is nothing to put back"


def test_a_job_can_name_the_hour_of_its_next_try():
    effects.later.enqueue()
    run_jobs_once()
    assert 7000 < (only_job().run_after - clock.now()).total_seconds() <= 7200


def test_a_hopeless_job_is_not_tried_again_and_says_why():
    effects.hopeless.enqueue()
    run_jobs_once()
    assert only_job().status == "FAILED"
    assert only_job().problem == "The mailbox was closed."


def test_a_job_that_walks_out_fails_and_takes_nobody_along():
    effects.walk_out.enqueue()
    effects.note.enqueue("after it")
    assert run_jobs_once() == 2
    assert effects.calls == ["after it"]
    assert Job.objects.get(task__endswith="walk_out").status == "READY"


def test_a_job_whose_code_is_gone_fails_with_a_reason():
    effects.note.enqueue("x")
    Job.objects.update(task="pomni.jobs.tests.effects.vanished", attempts=1)
    run_jobs_once()
    assert "vanished" in queries.failed().get().problem


def test_work_is_not_done_twice_because_its_answer_cannot_be_kept():
    effects.return_a_set.enqueue()
    run_jobs_once()
    assert only_job().status == "FAILED"
    assert effects.calls == ["set"]


def test_an_attempt_knows_its_number():
    result = effects.tell_attempt.enqueue()
    Job.objects.update(attempt=4)
    run_jobs_once()
    result.refresh()
    assert result.return_value == 5


def test_a_job_does_not_start_while_another_of_its_key_runs():
    effects.at_the_till.enqueue(till=1, n=1)
    effects.at_the_till.enqueue(1, n=2)
    effects.at_the_till.enqueue(till=2, n=3)
    first = leases.take("a worker", lease=30)
    assert (first.key, leases.take("a worker", lease=30).key) == ("till:1", "till:2")
    assert leases.take("a worker", lease=30) is None
    assert queries.oldest_due_age() is None, "who waits for his own key is not overdue"
    leases.finish(first, None)
    assert leases.take("a worker", lease=30).kwargs == {"n": 2}


def test_a_key_can_be_worked_out_by_a_function_and_must_not_be_empty():
    with pytest.raises(InvalidTask):
        task(effects.note.func, key=lambda what: "").enqueue("x")
    task(effects.note.func, key=lambda what: f"note:{what}").enqueue("x")
    assert only_job().key == "note:x"


def test_a_lost_lease_is_taken_back_and_the_late_worker_cannot_overwrite():
    effects.note.enqueue("x")
    late = leases.take("late", lease=30)
    assert leases.take_back_lost(lease=30) == 0
    with in_future(seconds=31):
        assert leases.take_back_lost(lease=30) == 1
        successor = leases.take("successor", lease=30)
        assert successor.attempt == 2
        assert not leases.finish(late, "late")
        assert not leases.fail(late, ValueError())
        assert leases.finish(successor, "right")
    assert only_job().result == "right"


def test_a_renewed_lease_is_not_lost():
    effects.note.enqueue("x")
    job = leases.take("slow", lease=30)
    with in_future(seconds=20):
        assert leases.renew({job.pk: job.attempt, 12345: 1}, lease=30) == 1
    with in_future(seconds=40):
        assert leases.take_back_lost(lease=30) == 0


def test_work_done_by_a_worker_thought_dead_counts_while_nobody_else_began():
    effects.note.enqueue("x")
    job = leases.take("slow", lease=30)
    with in_future(seconds=31):
        leases.take_back_lost(lease=30)
        assert leases.finish(job, "done after all")
        assert run_jobs_once() == 0


def test_a_job_that_kills_its_workers_is_given_up_and_shown():
    effects.stumble.enqueue("x")
    with clock.travel_to(clock.now()):
        while leases.take("doomed", lease=30):
            clock.set_to(clock.now() + timedelta(seconds=31))
            leases.take_back_lost(lease=30)
    job = queries.failed().get()
    assert job.attempt == 3
    assert job.problem == "The worker was stopped before this job was finished."


def test_a_lease_that_a_wrong_clock_made_endless_is_lost_too():
    effects.note.enqueue("x")
    with in_future(days=400):
        effects.note.enqueue("x")
        leases.take("in the future", lease=30)
    assert leases.take_back_lost(lease=30) == 1


def test_an_atomic_job_that_lost_its_lease_leaves_no_effect():
    effects.make_tables()
    try:
        effects.overtaken.enqueue(1)
        run_jobs_once(until_idle=False)
        assert effects.traces("solo") == []
        assert only_job().attempt == 1, "the takeover was its own doing here, so it went with the rest"
    finally:
        effects.drop_tables()


def test_jobs_enqueued_by_a_job_that_fails_stay_only_where_its_transaction_stood():
    effects.enqueue_and_fail.enqueue(atomically=True)
    effects.enqueue_and_fail.enqueue(atomically=False)
    run_jobs_once()
    assert effects.calls == ["child"]


def test_the_status_counts_what_there_is():
    effects.hopeless.enqueue()
    effects.note.enqueue("x")
    run_jobs_once()
    effects.note.using(run_after=clock.now() + timedelta(days=1)).enqueue("y")
    assert queries.counts() == {"READY": 1, "RUNNING": 0, "FAILED": 1, "SUCCESSFUL": 1}
    effects.note.enqueue("z")
    with in_future(minutes=2):
        assert 119 < queries.oldest_due_age() < 125
