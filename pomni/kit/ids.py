"""Public identifiers."""

import secrets
import uuid

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> uuid.UUID:
    """A new UUID of version 7 (RFC 9562): random, and sorting by the time it was made."""
    return _uuid7()


def as_uuid(text: object) -> uuid.UUID | None:
    """The identifier that a text from outside stands for; None where it is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def new_stamp() -> int:
    """A number that says "as of now": whatever was derived under another one is stale."""
    return secrets.randbits(62)
