"""The backup that is made every night, proved good, and makes room for itself."""

import logging

from django.conf import settings

from pomni.config.backup.making import make_backup, prune
from pomni.config.backup.record import proved, troubles_kept
from pomni.jobs.declare import daily

log = logging.getLogger(__name__)


def hour() -> int | None:
    """The hour of `POMNI_BACKUP_HOUR`, None where it is off."""
    told = settings.POMNI["POMNI_BACKUP_HOUR"]
    return None if told == "off" else int(told)


@daily(at=hour, attempts=3)
def nightly() -> None:
    """Make a backup and restore it into a scratch place; old ones go only when the new one was found good."""
    with troubles_kept():
        file = make_backup(settings.HOME)
        report = proved(file)
    gone = prune(settings.HOME, settings.POMNI["POMNI_BACKUP_KEEP"])
    told = (file.name, report.rows, report.files, report.seconds, len(gone))
    log.info("Backup %s: %d rows, %d files, proved good in %.1f s; %d old ones deleted", *told)
