"""What answers to typed words, wherever in a word they stand, in any spelling."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from pomni.kit import spelling

Ways = Callable[[str], tuple[tuple[str, ...], ...]]


def asked_for(words: Sequence[str], ways: Ways) -> list[tuple[tuple[str, ...], ...]]:
    """What a text is to hold that answers to all of these words."""
    return [told for word in words if (told := ways(word))]


def first_answering(
    found: QuerySet[Any], words: list[str], matching: Callable[..., QuerySet[Any]], size: int
) -> list[Any]:
    """The first of those that answer, in their order: those with words that begin as the typed ones before the others.

    Where enough of them begin so, the others are not looked for.
    """
    if not words:
        return []
    begun = list(matching(found, words, spelling.ways_to_begin).order_by("sorted_as", "pk")[:size])
    if len(begun) == size:
        return begun
    known = {one.pk for one in begun}
    held = matching(found, words).order_by("sorted_as", "pk")[: size + len(begun)]
    return [*begun, *(one for one in held if one.pk not in known)][:size]
