"""What imports tell of a client, for themselves: where the facts came from (GDPR, article 15, paragraph 1, letter g)."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.exchange.models import Taken
from pomni.kit.giving import Disclosed
from pomni.team.models import User


def of_imports(_viewer: User, client: Any) -> list[list[Disclosed]]:
    """The files out of which the card was made or changed, as far as that is still known."""
    found = Taken.objects.filter(client_id=client.pk).select_related("whole").order_by("pk")
    return [
        [
            Disclosed("file", _("File"), one.whole.name),
            Disclosed("at", _("When"), one.whole.began_at or one.whole.added_at),
            Disclosed("is_new", "", one.is_new),
            *([Disclosed("before", "", one.before)] if one.before else []),
        ]
        for one in found
    ]
