"""Names in addresses, what a basket may hold, and the parts of a day. Without tables."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pomni.kit.spelling import TO_LATIN, fold

MOST_SERVICES = 6
TWO_WEEKS = 14
MOST_QUESTIONS = 6
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
KINDS = ("text", "choice", "yes_no")
AT = "%Y%m%dT%H%MZ"  # an instant in an address


SMS, EMAIL = "sms", "email"
SHOWN = {
    SMS: "phone",
    EMAIL: "email",
}  # what of a client a code shows to be theirs, by the channel of the code


def code_channel(asked_by: str, open_ways: Collection[str]) -> str:
    """By what a code goes: by SMS where the company wants that and one can be sent, else by e-mail."""
    return SMS if asked_by == "phone" and SMS in open_ways else EMAIL


@dataclass(frozen=True)
class Person:
    """Who books, as they typed it: `phone` and `email` in their normal form. `comment` holds what they were asked."""

    name: str
    phone: str
    email: str = ""
    comment: str = ""
    language: str = "en"
    agrees: bool = False


def slug_of(name: str, uid: UUID) -> str:
    """A name as an address has it, with the end of its public key: a link goes on working when the name changes."""
    letters = "".join(
        TO_LATIN[letter].split(" ")[0] if letter in TO_LATIN else letter for letter in fold(name)
    )
    told = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-")
    return f"{told}-{uid.hex[-8:]}" if told else uid.hex[-8:]


def end_of(slug: str) -> str:
    """The end of a public key that a slug carries; "" where it carries none."""
    return slug[-8:] if re.fullmatch(r"[0-9a-f]{8}", slug[-8:]) else ""


def named[Record](records: Iterable[Record], slug: str) -> Record | None:
    """The one of the records that an address names; None where there is none."""
    end = slug[-8:]
    found: Any = [one for one in records if one.uid.hex[-8:] == end]  # type: ignore[attr-defined]  # all have a key
    return found[0] if len(found) == 1 and len(slug) >= 8 else None


def instant_in(text: str) -> datetime | None:
    """The instant in an address; None where it is none."""
    try:
        return datetime.strptime(text, AT).replace(tzinfo=UTC)
    except ValueError:
        return None


def part_of(hour: int) -> str:
    """The part of the day: morning until noon, afternoon until five, then evening."""
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
