"""The three ways in which Pomni says no. Anything else that is raised is a bug."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """The act cannot be done as asked. The sentence is for the person: what is wrong, and what to do.

    A form shows it beside `field`; the API answers 422, with what is told `beside`.
    """

    def __init__(self, sentence: Any, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
        self.beside: Mapping[str, Any] = {}


class Conflict(Refused):
    """Somebody else changed the same record meanwhile. Nothing was written; both values are shown.

    `both` maps each field in dispute to (mine, theirs). The API answers 409.
    """

    def __init__(self, sentence: Any, *, both: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(sentence)
        self.both = dict(both)


class NotAllowed(Exception):
    """The person's roles do not reach this act or area. Answered with 403 and who can grant it."""

    def __init__(self, sentence: Any, *, capability: str = "") -> None:
        super().__init__(sentence)
        self.capability = capability
