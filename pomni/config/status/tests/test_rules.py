"""When the disk is full, and what is told of troubles: without tables."""

import pytest

from pomni.config.status.rules import days_left
from pomni.config.status.words import job_title, reason_of, without_addresses
from pomni.jobs.models import LOST, Job


@pytest.mark.parametrize(
    ("free", "left"),
    [
        ([], None),
        ([("2026-11-01", 100)], None),
        ([("2026-11-01", 100), ("2026-11-04", 10)], None),  # three days tell nothing yet
        ([("2026-11-01", 100), ("2026-11-11", 50)], 10),
        ([("2026-11-01", 100), ("2026-11-06", 900), ("2026-11-11", 50)], 10),  # somebody made room between
        ([("2026-11-01", 50), ("2026-11-11", 100)], None),
        ([("2026-11-01", 1_000_000), ("2026-11-11", 999_999)], None),  # in thousands of years
    ],
)
def test_the_day_on_which_the_disk_is_full(free, left):
    assert days_left(free) == left


def test_an_exceptions_own_text_is_not_told_for_it_may_hold_a_clients_data():
    job = Job(
        task="x.y", error_class="django.db.utils.IntegrityError", error="…\nKey (name)=(Anna Lis) exists"
    )
    assert "Anna" not in reason_of(job)
    assert "IntegrityError" in reason_of(job)


def test_what_a_job_says_in_words_is_told_without_mail_addresses():
    told = "The mail server does not accept the recipient: 550 <anna.lis@example.com> unknown."
    job = Job(task="x.y", error_class="pomni.jobs.declare.GiveUp", error=told)
    assert reason_of(job) == "The mail server does not accept the recipient: 550 <a•••@example.com> unknown."
    assert without_addresses("no address here") == "no address here"


def test_a_job_whose_worker_died_says_so():
    assert "worker was stopped" in reason_of(Job(task="x.y", error_class=LOST))


def test_a_job_without_a_name_is_called_by_its_function():
    assert job_title("pomni.attic.tasks.count_bats") == "Count bats"
