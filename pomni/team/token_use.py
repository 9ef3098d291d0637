"""When a token was last used: kept to the hour, so that reading through the API stays reading."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Q

from pomni.kit.clock import now
from pomni.team.models import Token

log = logging.getLogger("pomni.team")
EXACT_TO = timedelta(hours=1)


def note_use(token: Token) -> None:
    """Note that a token is used. Most calls write nothing, and none fails because this could not be written."""
    at = now()
    if token.used_at and at - token.used_at < EXACT_TO:
        return
    stale = Q(used_at=None) | Q(used_at__lte=at - EXACT_TO)
    try:
        Token.objects.filter(stale, pk=token.pk).update(used_at=at)
    except DatabaseError as error:  # a full disk, a long wait: the next call tries again
        log.warning("the use of a token could not be noted: %s", type(error).__name__)
