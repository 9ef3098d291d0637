"""What was done about the machine by hand."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from pomni.config.status.words import job_title
from pomni.memory.events import Event, Kept

OURS = Kept("names of jobs say nothing of anybody")
Text = Annotated[str, OURS]


class _OfJob:
    """An event whose sentence names a job, in the reader's words."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"job": job_title(facts["job"])}


class MachineJobAsked(_OfJob, Event, says=_("asked for: %(job)s"), about="team.Company"):
    company_id: int
    job: Text


class JobRetried(_OfJob, Event, says=_("let a failed job run again: %(job)s"), about="team.Company"):
    company_id: int
    job: Text


class JobsRetried(Event, says=_("let all failed jobs run again: %(count)s"), about="team.Company"):
    company_id: int
    count: int


class JobGivenUp(_OfJob, Event, says=_("gave a job up: %(job)s"), about="team.Company"):
    company_id: int
    job: Text


class DeliveryRetried(
    Event, says=_("let what could not be delivered leave again: %(count)s"), about="team.Company"
):
    company_id: int
    count: int


class DeliveryDropped(Event, says=_("gave up what could not be delivered"), about="team.Company"):
    company_id: int


class ViewingReportTaken(Event, says=_("took out a file of who saw what"), about="team.Company"):
    company_id: int
    since: datetime
    until: datetime
