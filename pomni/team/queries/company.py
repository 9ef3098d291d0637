"""Reading the company as it is written down now, for whoever changes it."""

from pomni.team.models import Company, User
from pomni.team.models.company import THE_ONE


def company(viewer: User) -> Company:
    """The company's row, not the one that this process keeps; where there is none, one with nothing but defaults."""
    return Company.objects.filter(pk=THE_ONE).first() or Company()
