"""What jobs are called, and how a trouble is told without telling of anybody."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pomni.jobs.models import LOST, Job
from pomni.team.shown import masked

JOBS: dict[str, Any] = {
    "pomni.config.backup.nightly.nightly": gettext_lazy("Backup of the night"),
    "pomni.config.status.tasks.back_up": gettext_lazy("Backup that was asked for"),
    "pomni.config.status.tasks.prove": gettext_lazy("Proof of a backup"),
    "pomni.config.status.tasks.verify_memory": gettext_lazy("Check of the chain"),
    "pomni.config.status.tasks.verify_memory_nightly": gettext_lazy("Check of the chain, at night"),
    "pomni.config.status.tasks.look_after": gettext_lazy("Looking for troubles"),
    "pomni.config.status.tasks.measure_disk": gettext_lazy("Measuring the disk"),
    "pomni.post.delivery.deliver": gettext_lazy("Letter or call that is to leave"),
    "pomni.post.tasks.rouse": gettext_lazy("Looking for letters that wait"),
    "pomni.post.tasks.empty_old": gettext_lazy("Emptying old letters"),
    "pomni.automation.tasks.empty_bodies": gettext_lazy("Emptying old calls of webhooks"),
    "pomni.automation.tasks.drop_old_calls": gettext_lazy("Forgetting old calls of webhooks"),
    "pomni.automation.replays.carry_out_replay": gettext_lazy("Sending calls of a webhook again"),
    "pomni.team.tasks.hand_over_things": gettext_lazy("Hand-over of what a colleague had"),
    "pomni.team.tasks.take_back_things": gettext_lazy("Taking a hand-over back"),
    "pomni.jobs.tasks.sweep_finished": gettext_lazy("Sweeping away old jobs"),
    "pomni.memory.pulses.sweep_the_chain": gettext_lazy("Sealing what was missed"),
    "pomni.team.tasks.forget_old_keys": gettext_lazy("Forgetting old keys"),
    "pomni.people.cleared.clear_the_log": gettext_lazy(
        "Clearing what was erased from the log of the database"
    ),
    "pomni.people.tasks.clear_the_log_nightly": gettext_lazy("Clearing the log of the database, at night"),
    "pomni.team.tasks.let_go_of_old": gettext_lazy("Letting go of what is kept no longer"),
    "pomni.team.tasks.clear_sessions": gettext_lazy("Clearing old sessions"),
    "pomni.team.tasks.forget_old_notices": gettext_lazy("Forgetting old notices"),
    "pomni.team.tasks.send_head_of_the_chain": gettext_lazy("Seal of the day, by mail"),
}
ADDRESS = re.compile(r"[^\s<>“”\"'(),;:]+@[^\s<>“”\"'(),;]+")


def job_title(task: str) -> str:
    """What a job is called by people; where nobody has named it, its own name."""
    return str(JOBS.get(task) or task.rpartition(".")[2].replace("_", " ").capitalize())


def reason_of(job: Job) -> str:
    """Why a job failed last, for people. What a program's own failure says may hold contents, so only its kind is told."""
    if not job.error_class:
        return ""
    if job.error_class == LOST or job.error_class.endswith(".GiveUp"):
        return without_addresses(job.problem)
    kind = job.error_class.rpartition(".")[2]
    return _("Pomni itself failed (%(kind)s). The log of this computer says where.") % {"kind": kind}


def without_addresses(text: str) -> str:
    """The text with every mail address masked: whoever looks after the machine need not see whom it writes to."""
    return ADDRESS.sub(lambda found: masked(found[0]), text)
