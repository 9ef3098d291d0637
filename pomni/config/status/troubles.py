"""What of the machine needs a hand, in words: each sentence says what to do, and its card further down has the button."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pomni.config.status.looking import Backups, Chain, Deliveries, Queue


def troubles(*, backups: Backups, queue: Queue, deliveries: Deliveries, chain: Chain) -> list[str]:
    """The sentences; none where all is well."""
    return [*_of_backups(backups), *_of_jobs(queue), *_of_deliveries(deliveries), *_of_the_chain(chain)]


def _of_backups(backups: Backups) -> Iterator[str]:
    if backups.last is None:
        yield _("There is no backup yet. Press “Back up now”.")
    elif backups.is_bad:
        yield _("The last backup was found not to be good. Press “Back up now”.")
    elif not backups.last.is_fresh:
        yield _("The last backup is too old. Press “Back up now”, and see why the night made none.")


def _of_jobs(queue: Queue) -> Iterator[str]:
    if not queue.is_worker_alive:
        yield _("No worker runs: letters, backups and rules stand still. Start Pomni again on its computer.")
    if queue.hanging:
        yield _("A job runs for more than a quarter of an hour. It stands under Jobs.")
    if count := queue.failed_count:
        yield ngettext(
            "%(count)s job failed. Its reason stands under Jobs; run it again, or give it up.",
            "%(count)s jobs failed. Their reasons stand under Jobs; run them again, or give them up.",
            count,
        ) % {"count": count}


def _of_deliveries(deliveries: Deliveries) -> Iterator[str]:
    if count := len(deliveries.failed):
        yield ngettext(
            "%(count)s letter or call could not be delivered. Its reason stands below.",
            "%(count)s letters or calls could not be delivered. Their reasons stand below.",
            count,
        ) % {"count": count}


def _of_the_chain(chain: Chain) -> Iterator[str]:
    if chain.audit.get("faults"):
        yield _("The memory does not fit its chain: somebody may have rewritten the past. See under Memory.")
