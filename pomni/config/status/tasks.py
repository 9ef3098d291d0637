"""What is done about the machine: backups and proofs that somebody asked for, the nightly check, the look for troubles."""

import shutil
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from pomni.config.backup.making import make_backup
from pomni.config.backup.record import proved, troubles_kept
from pomni.config.status import kept, looking, notices
from pomni.jobs.declare import GiveUp, daily, every, task
from pomni.kit.clock import today
from pomni.kit.errors import Refused
from pomni.memory.queries import head, verify_chain
from pomni.team.models import User
from pomni.team.notices import Kind, notify
from pomni.team.queries import able_to

SEEN = "team.status.see"


@task(attempts=1, key="machine:backup")
def back_up(user_id: int, occasion: str) -> None:
    """Make a backup and prove it; whoever asked is told how it went."""
    try:
        with troubles_kept():
            file = make_backup(settings.HOME)
            proved(file)
    except Refused as no:
        _tell(_asker(user_id), notices.BackupFailed, occasion, why=str(no))
        raise GiveUp(no) from None
    _tell(_asker(user_id), notices.BackupReady, occasion, file=file.name)


@task(attempts=1, key="machine:backup")
def prove(user_id: int, occasion: str) -> None:
    """Restore the last backup beside the live data and compare; whoever asked is told how it went."""
    last = looking.last_backup()
    if last is None:
        raise GiveUp("There is no backup to prove.")
    try:
        proved(last.file)
    except Refused as no:
        _tell(able_to(SEEN), notices.ProofFailed, occasion, why=str(no))
        raise GiveUp(no) from None
    _tell(_asker(user_id), notices.ProofReady, occasion, file=last.file.name)


@task(attempts=1, key="machine:chain")
def verify_memory(user_id: int, occasion: str) -> None:
    """Walk the whole chain; whoever asked is told how it is, and the directors where it is broken."""
    if not _chain_faults(occasion):
        _tell(_asker(user_id), notices.ChainWhole, occasion, length=head()[0])


@daily(at="03:40", attempts=2)
def verify_memory_nightly() -> None:
    """Walk the whole chain while people sleep."""
    _chain_faults(f"chain:{today()}")


@daily(at="04:50")
def measure_disk() -> None:
    """Keep how much room there is, for saying when there will be none."""
    kept.keep_free(today().isoformat(), shutil.disk_usage(settings.HOME.folder).free)


@every(minutes=5)
def look_after() -> None:
    """Tell those who look after the machine of what went wrong: each trouble once a day."""
    day = today().isoformat()
    for name in looking.tasks_given_up_lately():
        if name == "pomni.config.backup.nightly.nightly":
            why = kept.read().get("trouble", {}).get("why", "")
            _tell(able_to(SEEN), notices.BackupFailed, f"backup:{day}", why=why)
        elif name != looking.DELIVER:  # a delivery has a row of its own, and its own words
            _tell(able_to(SEEN), notices.JobGivenUp, f"job:{name}:{day}", job=name)
    if looking.deliveries_given_up_lately():
        _tell(able_to(SEEN), notices.DeliveryGivenUp, f"delivery:{day}")
    _look_at_backups(day)


def _look_at_backups(day: str) -> None:
    last, days = looking.last_backup(), looking.days_without_backup()
    if days is None:
        return
    if last is None:
        _tell(able_to(SEEN), notices.BackupMissing, f"no-backup:{day}")
    else:
        _tell(able_to(SEEN), notices.BackupOld, f"old-backup:{day}", days=days)


def _chain_faults(occasion: str) -> int:
    length, count, first = head()[0], 0, ""
    for fault in verify_chain():
        count, first = count + 1, first or fault
    kept.keep_audit(length=length, faults=count, first=first)
    if count:
        _tell(able_to("team.log.see"), notices.ChainBroken, occasion, count=count)
    return count


def _asker(user_id: int) -> list[User]:
    return list(User.objects.filter(pk=user_id))


def _tell(users: Iterable[User], kind: type[Kind], occasion: str, **facts: object) -> None:
    notify(users, kind, dedupe=f"machine:{occasion}", url=reverse("status:status"), **facts)
