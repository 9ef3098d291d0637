"""What the palette finds here."""

from django.utils.translation import gettext as _

from pomni.kit.addresses import address
from pomni.kit.module import Found
from pomni.team import queries
from pomni.team.models import User
from pomni.team.queries.people import Answering


def colleagues(viewer: User, words: list[str]) -> list[Found]:
    """Colleagues by a part of the name."""
    return [
        Found(one.name, address("team:colleague", one.uid), "user-round", _told(one))
        for one in queries.colleagues_answering(viewer, words)
    ]


def _told(one: Answering) -> str:
    return (one.team or "") if one.is_active else _("No access")
