"""What the machine has to say on Today."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.config.status import looking
from pomni.jobs import queries as jobs


def trouble_line(request: Any) -> str:
    """The most urgent trouble of the machine, as a sentence; nothing where all is well."""
    days = looking.days_without_backup()
    if days is not None and looking.last_backup() is None:
        return _("There is no backup yet. The status page makes one.")
    if days is not None:
        return ngettext(
            "The last backup is %(days)s day old. The status page makes a new one.",
            "The last backup is %(days)s days old. The status page makes a new one.",
            days,
        ) % {"days": days}
    count = jobs.failed().count()
    if count:
        return ngettext(
            "%(count)s job failed. The status page says why.",
            "%(count)s jobs failed. The status page says why.",
            count,
        ) % {"count": count}
    return ""


def backup_is_proved(user: Any) -> bool:
    """Whether the last backup was restored beside the live data and found good."""
    return looking.is_proved()
