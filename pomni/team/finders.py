"""What the palette finds here."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.module import Found
from pomni.team import queries
from pomni.team.models import User


def colleagues(viewer: User, words: list[str]) -> list[Found]:
    """Colleagues by a part of the name."""
    return [
        Found(user.name, reverse("team:colleague", args=[user.uid]), "user-round", _told(user))
        for user in queries.colleagues_answering(viewer, words)
    ]


def _told(user: User) -> str:
    if not user.is_active:
        return _("No access")
    return user.team.name if user.team else ""
