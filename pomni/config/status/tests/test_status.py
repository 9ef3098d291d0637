"""The status page: it says what is wrong and what to do, its buttons work, and it tells nothing of clients."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.config.backup.making import make_backup
from pomni.config.status import commands, kept, looking
from pomni.config.status.tasks import look_after, measure_disk, verify_memory_nightly
from pomni.jobs import leases
from pomni.jobs.models import Job, Periodic
from pomni.jobs.tasks import sweep_finished
from pomni.kit.clock import now, travel_to
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.post.commands import post_letter
from pomni.post.models import Outgoing
from pomni.team.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
PAGE = "/status/"


def told(client):
    """The words of the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get(PAGE).content.decode()))


def failed_job(task="pomni.post.tasks.rouse", at=None, error="GiveUp", **more):
    at = at or now()
    words = {
        "status": "FAILED",
        "queue": "default",
        "run_after": at,
        "attempts": 1,
        "attempt": 1,
        "enqueued_at": at,
        "finished_at": at,
    }
    kind = f"pomni.jobs.declare.{error}"
    return Job.objects.create(task=task, error_class=kind, error="Because.", **words | more)


def failed_letter(to="anna.lis@example.com"):
    row = post_letter(to=to, subject="s", text="secret words", dedupe=f"test:{to}")
    Outgoing.objects.filter(pk=row.pk).update(
        status="failed", last_error="mail_recipient", last_detail=f"550 {to.split()[-1]}"
    )
    Job.objects.filter(key=f"outgoing:{row.uid}").update(status="FAILED", finished_at=now())
    row.refresh_from_db()
    return row


def kinds(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


# --- What it says ----------------------------------------------------------------------------------------------------


def test_a_company_without_a_backup_is_told_to_make_one(client, vera):
    client.force_login(vera)
    assert "There is no backup yet. Press “Back up now”" in told(client)


def test_a_fresh_and_proved_backup_a_living_worker_and_nothing_failed_is_all_well(client, vera, home):
    file = make_backup(home)
    kept.keep_proof(file.name, is_good=True, rows=7, files=0, seconds=1.0)
    Periodic.objects.create(name="x", slot=now())
    client.force_login(vera)
    words = told(client)
    assert "All is well" in words
    assert "Proved good" in words


def test_an_old_backup_is_a_trouble_and_a_proof_of_another_file_is_none(client, vera, home):
    make_backup(home)
    kept.keep_proof("another.pomni-backup", is_good=True)
    client.force_login(vera)
    assert "Not proved yet" in told(client)
    with travel_to(now() + timedelta(days=3)):
        client.force_login(vera)
        assert "The last backup is too old" in told(client)


def test_a_worker_that_fired_nothing_for_minutes_is_not_alive(client, vera):
    Periodic.objects.create(name="x", slot=now() - timedelta(minutes=4))
    client.force_login(vera)
    assert "No worker" in told(client)


def test_failed_and_hanging_jobs_stand_there_with_their_reason_and_name(client, vera):
    failed_job()
    running = {"status": "RUNNING", "finished_at": None, "started_at": now() - timedelta(minutes=16)}
    failed_job("pomni.team.tasks.clear_sessions", **running)
    client.force_login(vera)
    words = told(client)
    assert "Looking for letters that wait Because." in words
    assert "A job runs for more than a quarter of an hour" in words
    assert "Clearing old sessions" in words


def test_the_page_tells_no_secret_no_address_and_no_words_of_a_letter(client, configurator, home):
    row = failed_letter("Anna Lis <anna.lis@example.com>")
    failed_job(error="IntegrityError")
    client.force_login(configurator)
    page = client.get(PAGE).content.decode()
    assert "a•••@example.com" in page
    for secret in (
        "Anna",
        "anna.lis",
        row.payload["to"],
        "secret words",
        home.secret(),
        "Because.",
        str(home.folder),
    ):
        assert secret not in page


def test_it_costs_the_same_however_much_failed(client, vera):
    client.force_login(vera)

    def cost():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE)
        return len(caught)

    for number in range(3):
        failed_job(task=f"a.b{number}")
        failed_letter(f"a{number}@example.com")
    few = cost()
    for number in range(40):
        failed_job(task=f"a.b{number}")
        failed_letter(f"b{number}@example.com")
    assert cost() <= few + 1  # more than twenty are counted by one statement more


# --- What it does ----------------------------------------------------------------------------------------------------


def run(task):
    """Run the waiting job of a task here, as a worker would."""
    job = Job.objects.get(task=task.module_path, status="READY")
    task.func(*job.args, **job.kwargs)
    job.delete()


def test_a_backup_that_is_asked_for_is_made_once_proved_and_told_of(client, vera):
    client.force_login(vera)
    client.post("/status/ask/backup/")
    assert "A backup is being made and proved" in told(client)
    assert client.post("/status/ask/backup/").status_code == 422
    assert client.post("/status/ask/proof/").status_code == 422
    with patch(
        "pomni.config.status.tasks.proved"
    ) as proved:  # proving restores into a scratch place: tested there
        run(commands.back_up)
    proved.assert_called_once_with(looking.last_backup().file)
    assert kinds(vera) == ["config.backup_ready"]
    assert Moment.objects.filter(kind="config.machine_job_asked").count() == 1


def test_a_backup_that_cannot_be_made_is_told_with_its_reason(vera):
    commands.ask_for(what="backup", by=vera)
    with (
        patch("pomni.config.status.tasks.make_backup", side_effect=Refused("The disk is full.")),
        pytest.raises(Exception, match="The disk is full"),
    ):
        run(commands.back_up)
    assert Notice.objects.get().facts == {"why": "The disk is full."}
    assert kept.read()["trouble"]["why"] == "The disk is full."


def test_there_is_no_proof_without_a_backup(vera):
    with pytest.raises(Refused):
        commands.ask_for(what="proof", by=vera)


def test_a_failed_job_runs_again_or_is_given_up_and_both_are_remembered(client, vera):
    client.force_login(vera)
    again, gone = failed_job(), failed_job("pomni.team.tasks.clear_sessions")
    client.post(f"/status/jobs/{again.uid}/retry/")
    client.post(f"/status/jobs/{gone.uid}/give-up/")
    again.refresh_from_db()
    assert again.status == "READY"
    assert not Job.objects.filter(pk=gone.pk).exists()
    assert client.post(f"/status/jobs/{gone.uid}/give-up/").status_code == 404
    kinds_of = Moment.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds_of)[-2:] == ["config.job_retried", "config.job_given_up"]


def test_a_running_job_is_neither_begun_again_nor_given_up(client, vera):
    client.force_login(vera)
    job = failed_job(status="RUNNING", finished_at=None, started_at=now())
    assert client.post(f"/status/jobs/{job.uid}/retry/").status_code == 422
    assert client.post(f"/status/jobs/{job.uid}/give-up/").status_code == 422
    assert not leases.give_up(job)


def test_all_failed_jobs_run_again_at_one_press(client, vera):
    client.force_login(vera)
    for number in range(3):
        failed_job(task=f"a.b{number}")
    client.post("/status/jobs/retry/")
    assert Job.objects.filter(status="READY").count() == 3
    assert Moment.objects.filter(kind="config.jobs_retried").count() == 1


def test_a_letter_leaves_again_and_its_failed_job_is_gone(client, vera):
    client.force_login(vera)
    row = failed_letter()
    client.post(f"/status/deliveries/{row.uid}/retry/")
    row.refresh_from_db()
    assert row.status == "waiting"
    assert list(Job.objects.filter(key=f"outgoing:{row.uid}").values_list("status", flat=True)) == ["READY"]


def test_a_letter_that_is_given_up_is_emptied_and_no_longer_listed(client, vera):
    client.force_login(vera)
    row = failed_letter()
    client.post(f"/status/deliveries/{row.uid}/drop/")
    row.refresh_from_db()
    assert row.payload == {"to": "anna.lis@example.com"}
    assert "a•••@example.com" not in told(client)
    assert not Job.objects.filter(status="FAILED").exists()
    assert client.post(f"/status/deliveries/{row.uid}/retry/").status_code == 422


def test_who_does_not_look_after_the_machine_finds_no_door(client, mark):
    client.force_login(mark)
    assert client.get(PAGE).status_code == 403
    assert client.post("/status/ask/backup/").status_code == 403
    with pytest.raises(NotAllowed):
        commands.ask_for(what="backup", by=mark)


# --- What it does by itself ------------------------------------------------------------------------------------------


def test_those_who_look_after_the_machine_are_told_of_each_trouble_once_a_day(vera, configurator, mark, home):
    make_backup(home)
    for _ in range(3):
        failed_job()
        failed_letter()
        look_after.func()
    assert sorted(kinds(vera)) == ["config.delivery_given_up", "config.job_given_up"]
    assert kinds(configurator) == kinds(vera)
    assert kinds(mark) == []


def test_a_nightly_backup_that_failed_is_told_with_its_reason(vera, home):
    make_backup(home)
    kept.keep_trouble("The disk is full.")
    failed_job("pomni.config.backup.nightly.nightly")
    look_after.func()
    (notice,) = Notice.objects.filter(user=vera)
    assert (notice.kind, notice.facts) == ("config.backup_failed", {"why": "The disk is full."})


def test_a_backup_older_than_two_days_is_told_and_a_new_company_has_time(vera, home):
    look_after.func()
    assert kinds(vera) == []
    with travel_to(now() + timedelta(days=2, hours=1)):
        look_after.func()
    assert kinds(vera) == ["config.backup_missing"]
    make_backup(home)
    with travel_to(now() + timedelta(days=3)):
        look_after.func()
    assert kinds(vera)[-1] == "config.backup_old"


def test_the_chain_is_checked_every_night_and_a_broken_one_is_told_to_whoever_reads_the_log(
    vera, configurator
):
    verify_memory_nightly.func()
    assert kept.read()["audit"]["faults"] == 0
    with patch(
        "pomni.config.status.tasks.verify_chain", return_value=iter(["seal 3: wrong", "seal 4: wrong"])
    ):
        verify_memory_nightly.func()
    assert kept.read()["audit"] | {"at": ""} == {"at": "", "length": 0, "faults": 2, "first": "seal 3: wrong"}
    assert (kinds(vera), kinds(configurator)) == (["config.chain_broken"], [])


def test_the_room_on_the_disk_is_kept_once_a_day(home):
    measure_disk.func()
    measure_disk.func()
    assert len(kept.read()["free"]) == 1


def test_what_is_kept_survives_a_file_that_cannot_be_read(home):
    (home.folder / "status.json").write_text("{half")
    assert kept.read() == {}
    kept.keep_trouble("x")
    assert kept.read()["trouble"]["why"] == "x"


def test_failed_jobs_are_swept_after_thirty_days_and_done_ones_after_seven():
    for name, status, days in (
        ("a", "FAILED", 31),
        ("b", "FAILED", 29),
        ("c", "SUCCESSFUL", 8),
        ("d", "READY", 99),
    ):
        failed_job(task=name, status=status, at=now() - timedelta(days=days))
    sweep_finished.func()
    assert set(Job.objects.values_list("task", flat=True)) == {"b", "d"}
