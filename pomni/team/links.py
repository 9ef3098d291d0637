"""Secrets that are handed out once and kept only as a digest (invitations, tokens, shared browsers), or are only signed."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, Signer

from pomni.kit.clock import now

SIGN_IN_LINK_LASTS = timedelta(hours=1)


def new_secret() -> str:
    """A secret for a link or token: 192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is kept of a secret (SHA-256, hex): with so many random bits a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in_secret(user: Any) -> str:
    """The secret of a link by which the person chooses a new password: whose, until when, and what it must still fit."""
    until = int((now() + SIGN_IN_LINK_LASTS).timestamp())
    return _signer(user).sign(f"{user.uid.hex}-{until:x}")


def sign_in_secret_names(secret: str) -> str:
    """Whose link this says to be, as uid; it proves nothing."""
    return secret.split("-")[0]


def sign_in_secret_fits(user: Any, secret: str) -> bool:
    """Whether the link is the person's, in time, and nothing of how they sign in has changed since it was made."""
    try:
        _uid, _dash, until = _signer(user).unsign(secret).partition("-")
    except BadSignature:
        return False
    return now().timestamp() < int(until, 16)


def _signer(user: Any) -> Signer:
    return Signer(sep=".", salt=f"team.sign-in-link:{user.key_stamp}:{user.password}")
