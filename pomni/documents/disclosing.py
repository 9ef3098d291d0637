"""What files tell of a client, for themselves."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.documents.models import File
from pomni.kit.giving import Disclosed
from pomni.team.models import User


def of_files(_viewer: User, client: Any) -> list[list[Disclosed]]:
    """The files on the card by name: what is in them is given beside, for it may tell of others."""
    return [
        [
            Disclosed("name", pgettext("of a file", "Name"), one.name),
            Disclosed("media_type", "", one.media_type),
            Disclosed("size", "", one.size),
            Disclosed("added_at", _("Added"), one.added_at),
            *([Disclosed("removed_at", _("Removed"), one.removed_at)] if one.removed_at else []),
        ]
        for one in File.objects.filter(client=client).order_by("pk")
    ]
