"""Tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.team.models import Token, User
from pomni.team.scopes import titles

ENDS_SOON = timedelta(days=14)


def tokens_of(user: User) -> QuerySet[Token]:
    """The tokens of a person that still work."""
    return user.tokens.filter(withdrawn_at=None, expires__gt=now(), key_stamp=user.key_stamp).order_by("-pk")


def token(user: User, uid: Any) -> Token:
    """One of the person's own tokens. Raises Http404 where there is none."""
    return get_object_or_404(tokens_of(user), uid=uid)


@dataclass(frozen=True)
class TokenTold:
    """A token as its maker sees it in the list: `opens` says for each area whether it may also be changed."""

    uid: Any
    name: str
    tail: str
    opens: list[tuple[str, bool]]
    used_at: datetime | None
    expires: datetime
    ends_soon: bool


def tokens_told(user: User) -> list[TokenTold]:
    """The tokens of a person that still work, as a page shows them."""
    soon = now() + ENDS_SOON
    return [
        TokenTold(t.uid, t.name, t.tail, list(titles(t.scopes)), t.used_at, t.expires, t.expires < soon)
        for t in tokens_of(user)
    ]


def user_of_token(secret: str) -> tuple[User, Token] | None:
    """Whom a token stands for; None where it is unknown, withdrawn, too old, or older than the person's password."""
    from pomni.team.links import digest_of

    found = (
        Token.objects.select_related("user")
        .filter(digest=digest_of(secret), withdrawn_at=None, expires__gt=now())
        .first()
    )
    if not found or not found.user.is_active or found.key_stamp != found.user.key_stamp:
        return None
    return found.user, found
