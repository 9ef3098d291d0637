"""What becomes of each row of a file of performers: who performs which service, at an own price and in own minutes."""

from collections.abc import Mapping
from typing import Any

from pomni.catalog.imports.deciding import Deciding, Entry, Outcome, plain
from pomni.catalog.imports.pointing import Colleagues, Pointing
from pomni.catalog.imports.rows import Told
from pomni.catalog.models import Performer, Service
from pomni.team.models import User
from pomni.team.queries import colleagues

OWN = ("price", "minutes")


class PerformerMatching(Deciding):
    """Decides row by row. `meant`: performers of whom earlier rows told, with their numbers."""

    def __init__(self, existing: str, *, by: User, meant: Mapping[int, int]) -> None:
        super().__init__(existing)
        services = Service.objects.filter(archived_at=None).select_related("category")
        self.pointing, self.colleagues = Pointing(services), Colleagues(colleagues(by))
        self.entries: dict[tuple[int, int], Entry] = {}
        for one in Performer.objects.filter(service__archived_at=None).select_related("service", "user"):
            words = {"name": _title(one.service, one.user), "price": one.price, "minutes": one.minutes}
            self.entries[one.service_id, one.user_id] = Entry(words, one, meant.get(one.pk, 0))

    def _outcome(self, row: Told) -> Outcome:
        told = row.words
        service = self.pointing.one(told.get("name", ""), told.get("code", ""), told.get("category", ""))
        had = (user for of, user in self.entries if of == service.pk)
        user = self.colleagues.one(told.get("colleague", ""), had)
        entry = self.entries.get((service.pk, user.pk))
        self._told_once(entry)
        # What is as with everybody is not their own.
        words = {key: told[key] if told[key] != getattr(service, key) else None for key in OWN if key in told}
        if entry:
            outcome = self._compared(row.number, words, entry)
        else:
            words = dict.fromkeys(OWN) | words
            self.entries[service.pk, user.pk] = Entry(
                {"name": _title(service, user)} | words, None, row.number
            )
            made = {key: [None, plain(value)] for key, value in words.items()}
            outcome = Outcome(row.number, "added", _title(service, user), words=words, made=made)
        outcome.words = outcome.words | {"service": service, "user": user}
        return outcome


def _title(service: Any, user: Any) -> str:
    return f"{service.name}: {user.name}"
