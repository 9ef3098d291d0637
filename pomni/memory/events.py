"""What an event is. A module declares each of its events once, here inherited, in its own `events.py`.

One declaration says all there is to know of a kind: its name, the record it is about, its facts and their types (also
the schema for webhooks), the sentence of the timeline in three languages, which facts are erased with a person, and
which of them a role may be kept from.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

ERASED = _("erased")
ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Personal:
    """Marks a fact that says something of a person: it is shredded when the person is forgotten.

    `rule` names the field whose hiding or masking by a role also covers this fact ("people.client.phone"). For a fact
    that is a mapping of field names, the rule is a prefix: "people.client.*" looks each key up.

    `whose` names the fact with the key of the client of whom it tells, where that is not (only) the one on whose timeline
    it stands: whoever does not reach them is told that it was another. An empty text is their name of today.
    """

    rule: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Kept:
    """Marks a text that is kept when a person is forgotten, with the reason why it says nothing of them."""

    because: str


class Event(BaseModel):
    """A fact about the business, in the past tense; frozen, and stored by its kind for ever.

    Subclass with `says` (the sentence, a lazy translation with %(named)s places) and `about` (the label of the model
    whose record this is about; its id is the fact `<model>_id`). The clients concerned are `client_id` and
    `client_ids`, where the event has such facts.

    How the timeline shows it: `icon` stands beside the sentence, `body` names the fact that is shown as text below it
    ("text" of a note), and `details` names short facts shown before that text, each with its label.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    known: ClassVar[dict[str, type["Event"]]] = {}
    kind: ClassVar[str] = ""
    area: ClassVar[str] = ""
    says: ClassVar[Any] = ""
    about: ClassVar[str] = ""
    icon: ClassVar[str] = "history"
    body: ClassVar[str] = ""
    details: ClassVar[Mapping[str, Any]] = {}
    renamed_from: ClassVar[tuple[str, ...]] = ()
    of_the_past: ClassVar[bool] = False  # it was over when it was told: no other program is called for it
    labels: ClassVar[Mapping[str, Any]] = {}
    fields_begin: ClassVar[str] = ""  # of an edit: how the keys of the fields begin that it may set
    of_clients: ClassVar[frozenset[str]] = (
        frozenset()
    )  # of an edit: fields that hold lists of keys of clients

    def __init_subclass__(
        cls,
        *,
        says: Any,
        about: str,
        icon: str = "history",
        body: str = "",
        details: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init_subclass__(**more)
        cls.area = cls.__module__.split(".")[1]
        cls.kind = f"{cls.area}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
        cls.says, cls.about = says, about.lower()
        cls.icon, cls.body, cls.details = icon, body, details or {}
        Event.known[cls.kind] = cls

    @classmethod
    @cache
    def marks(cls) -> dict[str, Personal | Kept | None]:
        """The mark of each fact: Personal, Kept, or None for facts that are no texts (ids, numbers, dates)."""
        found = {}
        for name, field in cls.model_fields.items():
            found[name] = next((m for m in field.metadata if isinstance(m, Personal | Kept)), None)
        return found

    @classmethod
    @cache
    def personal(cls) -> tuple[tuple[str, Personal], ...]:
        """The facts that are erased with the person, each with its mark."""
        return tuple((name, mark) for name, mark in cls.marks().items() if isinstance(mark, Personal))

    def record_id(self) -> int:
        """The id of the record that the event is about."""
        return getattr(self, f"{self.about.split('.')[1]}_id")

    def clients(self) -> Iterable[int]:
        """Ids of the clients concerned, each once."""
        one, many = getattr(self, "client_id", None), getattr(self, "client_ids", ())
        return dict.fromkeys([*([one] if one else []), *many])

    @classmethod
    def tells_of(cls, facts: Mapping[str, Any]) -> set[int]:
        """Keys of the clients of whom these facts tell by their keys: who they are is for those who reach them."""
        told = [facts.get(mark.whose) for _name, mark in cls.personal() if mark.whose]
        changes = facts.get("changes")
        if cls.of_clients and isinstance(changes, dict):
            told += [side for field in cls.of_clients for side in changes.get(field, ())]
        keys = (key for one in told for key in (one if isinstance(one, list) else [one]))
        return {key for key in keys if isinstance(key, int)}

    @classmethod
    @cache
    def names_by_key(cls) -> bool:
        """Whether the sentence has a place for the name of a client of whom the facts keep the key alone."""
        return any(mark.whose and cls.model_fields[name].default == "" for name, mark in cls.personal())

    def facts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The facts as plain JSON values: (those kept for ever, those that are erased with the person)."""
        marks, told = self.marks(), self.model_dump(mode="json")
        personal = {name: value for name, value in told.items() if isinstance(marks[name], Personal)}
        return {name: value for name, value in told.items() if name not in personal}, personal

    def sets(self) -> dict[str, Any]:
        """The fields of the record that hold from this moment on; what reading as of a past date is folded from."""
        return {}

    @classmethod
    @cache
    def is_edit(cls) -> bool:
        """Whether it tells which fields of the record were changed: as the fact `changes`, {field: [before, after]}."""
        return "changes" in cls.model_fields

    @classmethod
    def is_small(cls) -> bool:
        """Whether it is small change, of which a timeline folds several by one person into one line: edits are."""
        return cls.is_edit()

    @classmethod
    def told_changes(cls, facts: dict[str, Any]) -> list[tuple[str, str, str]]:
        """Of an edit, for a timeline: each field as the reader calls it, before, and after; of an erased one nothing.

        Fields are called as `labels` has them, or by the key under which they are told.
        """
        changes = facts.get("changes")
        if not isinstance(changes, dict):
            return []
        pairs = (
            (field, both) for field, both in changes.items() if isinstance(both, list) and len(both) == 2
        )
        return [
            (str(cls.labels.get(field, field)), cls.said_as(field, before), cls.said_as(field, after))
            for field, (before, after) in pairs
        ]

    @classmethod
    def said_as(cls, field: str, value: Any) -> str:
        """A value of a changed field in words; "" where there is none, or none that can be told."""
        if value in (None, ""):
            return ""
        day = ISO_DAY.fullmatch(str(value))
        return ".".join(reversed(day.groups())) if day else str(value)

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """What fills the places of the sentence, from the facts as the reader may see them."""
        return facts


class Edits:
    """Beside `Event`: fields of a record were changed, told in `changes`: {field: [before, after]}, called by `labels`."""

    def sets(self: Any) -> dict[str, Any]:
        """Each changed field, as it is now."""
        return {field: after for field, (_before, after) in self.changes.items()}

    @classmethod
    def words(cls: Any, facts: dict[str, Any]) -> dict[str, Any]:
        """Which fields they are; where they are erased, that they are."""
        changes = facts["changes"]
        if not isinstance(changes, dict):
            return facts | {"fields": str(changes)}
        return facts | {"fields": ", ".join(str(cls.labels.get(field, field)) for field in changes)}


class HandsOver:
    """Beside `Event`: a record went from one colleague to another, `responsible_id`, by name `before` and `after`."""

    def sets(self: Any) -> dict[str, Any]:
        """Who answers for it now."""
        return {"responsible": self.responsible_id}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """An empty name is nobody's."""
        return facts | {"after": facts["after"] or gettext("nobody")}
