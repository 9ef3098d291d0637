"""What the owner of the machine has chosen for the agenda."""

from django.conf import settings


def rises_after() -> int:
    """For how many days a promise is overdue before whoever leads is told of it, too."""
    return int(settings.POMNI["POMNI_RISES_AFTER_DAYS"])
