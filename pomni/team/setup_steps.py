"""Whether the steps of setting a company up are done: each is asked by Today, for one person."""

from django.db.models import QuerySet

from pomni.post.mail_server import where_set_up
from pomni.post.models import MailServer
from pomni.team import company
from pomni.team.models import Invitation, Location, User
from pomni.team.policy import has_second_step


def company_is_set_up(user: User) -> bool:
    """Somebody has said what the company is."""
    return company.current().set_up_at is not None


def sheet_is_safe(user: User) -> bool:
    """Somebody has said that the recovery sheet is in a safe place."""
    return company.current().recovery_sheet_at is not None


def second_step_is_on(user: User) -> bool:
    """This very person has a second step of sign-in."""
    return has_second_step(user)


def somebody_is_invited(user: User) -> QuerySet[Invitation]:
    """There is an invitation, taken or not, beside the one of the first person."""
    return Invitation.objects.exclude(taken_by=user).filter(withdrawn_at=None)


def hours_are_known(user: User) -> QuerySet[Location]:
    """A place of work has its hours."""
    return Location.objects.filter(archived_at=None).exclude(hours={})


def mail_is_set_up(user: User) -> bool | QuerySet[MailServer]:
    """Letters can leave."""
    return where_set_up()
