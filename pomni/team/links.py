"""Secrets that are handed out once and kept only as a digest: invitations, tokens, shared browsers."""

import hashlib
import secrets


def new_secret() -> str:
    """A secret for a link or token: 192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    """What is kept of a secret (SHA-256, hex): with so many random bits a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
