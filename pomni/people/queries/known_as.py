"""By which words a text tells of a client: asked right before they are erased, for texts that belong to others as well."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from pomni.kit.spelling import fold
from pomni.memory.models import Moment
from pomni.people.models import Client, Holding

NAMES = ("name", "family", "given", "patronymic", "called", "legal_name")
REACHED = ("phone", "phones", "email", "emails", "messenger", "messengers")
SHORTEST, ENDING = (
    3,
    3,
)  # letters of a name that are looked at, at least; letters at its end that grammar may change
DIGITS = 7  # of a phone, from its end: enough, with or without the code of the country


class KnownAs:
    """The names of a client, those of before and of the cards that became theirs included, and how they are reached."""

    def __init__(self, client_id: int) -> None:
        told = list(_told_of(client_id))
        words = {word for text in told if "@" not in text for word in fold(text).split()}
        numbers = ("".join(filter(str.isdigit, text)) for text in told)
        self.words = words
        begin = {word[: max(SHORTEST, len(word) - ENDING)] for word in words if len(word) >= SHORTEST}
        addresses = {fold(text) for text in told if "@" in text}  # whole: "com" says nothing of anybody
        self.beginnings = tuple(f" {text}" for text in begin | addresses)
        self.numbers = {number[-DIGITS:] for number in numbers if len(number) >= DIGITS}

    def are_told_by(self, text: str) -> bool:
        """Whether the text may tell of them, in whatever case the name stands. Rather too often than once too seldom."""
        folded, digits = f" {fold(text)}", "".join(filter(str.isdigit, text))
        return any(one in folded for one in self.beginnings) or any(one in digits for one in self.numbers)

    def are_sought_by(self, text: str) -> bool:
        """The same of what is searched for, which may be only how one of their names begins."""
        pieces = [piece for piece in fold(text).split() if len(piece) >= SHORTEST]
        begins = any(word.startswith(piece) for piece in pieces for word in self.words)
        return begins or self.are_told_by(text)


def _told_of(client_id: int) -> Iterator[str]:
    for row in Client.objects.filter(pk=client_id).values_list(*NAMES):
        yield from filter(None, row)
    for typed, normal in Holding.objects.filter(client=client_id).values_list(
        "typed", "contact_point__normal"
    ):
        yield from (typed, normal.partition(":")[2] or normal)
    of_client = Q(concerns__client_id=client_id, kind__startswith="people.client_")
    for personal in Moment.objects.filter(of_client).values_list("personal", flat=True):
        yield from _names_in(personal)


def _names_in(personal: dict[str, Any]) -> Iterator[str]:
    changes = personal.get("changes")
    for told in (personal, changes if isinstance(changes, dict) else {}):
        for name in (*NAMES, *REACHED):
            yield from _texts(told.get(name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
