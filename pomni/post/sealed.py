"""Secrets that must be read back, such as the password of a mail server: kept encrypted, with a key that is not in the database.

The key is made from `secret.key` of the data folder. What was sealed for one purpose does not open for another, so a
row that somebody changed in the database cannot carry a password to a server of theirs.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

NONCE = 12  # bytes, as AES-GCM wants them


class Unreadable(Exception):
    """The secret was sealed with another `secret.key`, for another purpose, or is damaged."""


def seal(secret: str, *, purpose: str) -> str:
    """The secret as it may be stored; another text each time."""
    nonce = secrets.token_bytes(NONCE)
    box = _cipher().encrypt(nonce, secret.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + box).decode()


def opened(stored: str, *, purpose: str) -> str:
    """The secret as it was. Raises Unreadable where the key or the purpose is another one."""
    try:
        box = base64.urlsafe_b64decode(stored.encode())
        return _cipher().decrypt(box[:NONCE], box[NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable("sealed with another key or for another purpose") from None


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("pomni.post.sealed", "key", algorithm="sha256").digest())
