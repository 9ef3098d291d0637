"""What a moment is called outside: a number that is the same for ever and tells nothing, neither how many there are."""

import hashlib
import hmac
import uuid

from django.conf import settings


def moment_uid(pk: int) -> uuid.UUID:
    """The public identifier of a moment: made of its number with the machine's key (RFC 9562, version 8)."""
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"pomni.memory.moment:{pk}".encode(), hashlib.sha256
    ).digest()
    number = int.from_bytes(digest[:16])
    return uuid.UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62))
