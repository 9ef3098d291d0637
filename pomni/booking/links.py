"""The signed link to a visit: whoever has it may see when it is, and move or cancel it. It tells nothing by itself."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from pomni.kit.ids import as_uuid

_signer = Signer(sep=".", salt="booking.visit")


def link_of(uid: UUID) -> str:
    """What names the visit in its link: its key and 256 bits that only this house can make."""
    return _signer.sign(uid.hex)


def visit_named(link: str) -> UUID | None:
    """The key of the visit that a link names; None where the link was not made here."""
    try:
        return as_uuid(_signer.unsign(link))
    except BadSignature:
        return None


def code_digest(secret: str, code: str) -> str:
    """What is kept of a code: keyed, for six figures are soon tried out by whoever has only the table."""
    return salted_hmac(f"booking.code:{secret}", code, algorithm="sha256").hexdigest()
