"""Acts about the machine: asking for a backup, letting a job or a delivery run again, giving one up."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pomni.config.status import events, looking
from pomni.config.status.tasks import back_up, prove, verify_memory
from pomni.jobs import leases
from pomni.jobs import queries as jobs
from pomni.jobs.models import Job
from pomni.kit.errors import Refused
from pomni.kit.ids import uuid7
from pomni.memory.commands import remember
from pomni.post import commands as post
from pomni.post import queries as deliveries
from pomni.post.models import Outgoing
from pomni.team.access import command
from pomni.team.models.company import THE_ONE

ASKED = {"backup": back_up, "proof": prove, "chain": verify_memory}
AT_ONCE = 200  # rows that one press puts back


@command("team.status.see")
def ask_for(*, what: str, by: Any) -> None:
    """Let the worker make a backup ("backup"), prove the last one ("proof") or check the chain ("chain")."""
    task = ASKED[what]
    alike = ("chain",) if what == "chain" else ("backup", "proof")
    if looking.under_way(*(ASKED[one].module_path for one in alike)):
        raise Refused(_("This is under way already. Its result comes to your notices."))
    if what == "proof" and looking.last_backup() is None:
        raise Refused(_("There is no backup to prove yet. Make one first."))
    task.enqueue(user_id=by.pk, occasion=str(uuid7()))
    remember(events.MachineJobAsked(company_id=THE_ONE, job=task.module_path), by=by)


@command("team.status.see")
def retry_job(job: Job, *, by: Any) -> None:
    """Let a failed job run again, or one that waits for its next try run now."""
    if not (leases.retry_failed(job) or leases.start_at_once(job)):
        raise Refused(_("This job is no longer waiting: it runs, or is done."))
    remember(events.JobRetried(company_id=THE_ONE, job=job.task), by=by)


@command("team.status.see")
def retry_all_jobs(*, by: Any) -> int:
    """Let the failed jobs run again. Returns how many there were."""
    failed = jobs.failed().exclude(task=looking.DELIVER)[:AT_ONCE]
    count = sum(leases.retry_failed(job) for job in failed)
    if count:
        remember(events.JobsRetried(company_id=THE_ONE, count=count), by=by)
    return count


@command("team.status.see")
def give_up_job(job: Job, *, by: Any) -> None:
    """Take a failed or waiting job off the list for good."""
    if not leases.give_up(job):
        raise Refused(_("This job is no longer waiting: it runs, or is done."))
    remember(events.JobGivenUp(company_id=THE_ONE, job=job.task), by=by)


@command("team.status.see")
def retry_delivery(row: Outgoing, *, by: Any) -> None:
    """Let a letter or call that was given up leave again."""
    if not _again(row):
        raise Refused(_("This is no longer waiting for your hand: it has left, or was given up."))
    remember(events.DeliveryRetried(company_id=THE_ONE, count=1), by=by)


@command("team.status.see")
def retry_all_deliveries(*, by: Any) -> int:
    """Let what could not be delivered leave again. Returns how many there were."""
    count = sum(_again(row) for row in deliveries.failed_and_kept()[:AT_ONCE])
    if count:
        remember(events.DeliveryRetried(company_id=THE_ONE, count=count), by=by)
    return count


@command("team.status.see")
def drop_delivery(row: Outgoing, *, by: Any) -> None:
    """Give a letter or call up for good: what was in it is emptied."""
    if not post.drop(row):
        raise Refused(_("This is no longer waiting for your hand: it has left, or was given up."))
    _forget_failed_job(row)
    remember(events.DeliveryDropped(company_id=THE_ONE), by=by)


@command("team.log.export")
def note_report_taken(*, since: datetime, until: datetime, by: Any) -> None:
    """Remember that somebody takes the report of who saw what along, and between which instants."""
    told = events.ViewingReportTaken(company_id=THE_ONE, since=since, until=until)
    remember(told, by=by)


def _again(row: Outgoing) -> bool:
    if not post.try_again(row):
        return False
    _forget_failed_job(row)
    return True


def _forget_failed_job(row: Outgoing) -> None:
    """The job that gave the row up has nothing more to say: the row has a new one, or none."""
    for job in Job.objects.filter(key=f"outgoing:{row.uid}", status="FAILED"):
        leases.give_up(job)
