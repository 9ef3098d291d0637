"""What those who look after the machine are told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pomni.config.status.words import job_title
from pomni.team.notices import Kind


class BackupFailed(
    Kind,
    says=_("A backup could not be made: %(why)s"),
    icon="archive-restore",
    tone="danger",
):
    """Fact: `why`, a sentence."""


class BackupOld(
    Kind,
    says=_(
        "The last backup is too old. Its age in days: %(days)s. Make one now, and see why the night made none."
    ),
    icon="archive-restore",
    tone="danger",
):
    """Fact: `days`."""


class BackupMissing(
    Kind,
    says=_("There is no backup yet: if this computer broke now, all would be lost. Make one."),
    icon="archive-restore",
    tone="danger",
):
    """There is none at all."""


class BackupReady(
    Kind,
    says=_("The backup is made and proved good: %(file)s"),
    icon="archive-restore",
    tone="success",
):
    """To whoever asked for it. Fact: `file`, its name."""


class ProofReady(
    Kind,
    says=_("The backup is good: it was restored beside the live data, and all was equal. %(file)s"),
    icon="archive-restore",
    tone="success",
):
    """To whoever asked for it. Fact: `file`, its name."""


class ProofFailed(
    Kind,
    says=_("The last backup is not good: %(why)s Make a new one now."),
    icon="archive-restore",
    tone="danger",
):
    """Fact: `why`, a sentence."""


class ChainWhole(
    Kind, says=_("The memory is whole. Moments in the chain: %(length)s."), icon="link", tone="success"
):
    """To whoever asked. Fact: `length`."""


class ChainBroken(
    Kind,
    says=_("Somebody may have rewritten the past: the chain of the memory does not fit. Faults: %(count)s."),
    icon="link",
    tone="danger",
):
    """Fact: `count`."""


class JobGivenUp(
    Kind,
    says=_("A job failed and was given up: %(job)s. The status page says why."),
    tone="warning",
    icon="circle-x",
):
    """Fact: `job`, the path of its task."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The job in the reader's words."""
        return facts | {"job": job_title(facts["job"])}


class DeliveryGivenUp(
    Kind,
    says=_("What Pomni sent could not be delivered, and it has stopped trying. The status page says why."),
    icon="mail-x",
    tone="warning",
):
    """A letter or a call was given up."""
