"""What happens to the company's own fields of a client."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept, Personal
from pomni.people.events.told import SET

OURS = Kept("names of fields are the company's own")


class OwnFieldsChanged(Event, says=_("changed: %(fields)s"), about="people.Client"):
    """`changes`: by the key of the field, what stood in it before and after; `names`: how it was called then.

    `by_number` are the keys of those that lead to a client or a file, told by their uids: that they are set is all that is
    said of them, for their names may be erased, or be out of a reader's reach.
    """

    fields_begin = "own_"
    client_id: int
    changes: Annotated[dict[str, list[Any]], Personal("people.client.*")]
    names: Annotated[dict[str, str], OURS] = {}
    by_number: Annotated[list[str], OURS] = []

    def sets(self) -> dict[str, Any]:
        return {
            key: after for key, (_before, after) in self.changes.items() if key.startswith(self.fields_begin)
        }

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        changes, names = facts["changes"], _names(facts)
        if not isinstance(changes, dict):  # erased
            return facts | {"fields": str(changes)}
        return facts | {"fields": ", ".join(str(names.get(key, key)) for key in changes)}

    @classmethod
    def told_changes(cls, facts: dict[str, Any]) -> list[tuple[str, str, str]]:
        names, by_number = _names(facts), facts.get("by_number") or ()
        changes = facts.get("changes")
        if isinstance(changes, dict):
            pairs = {
                key: [_set(one) for one in both] if key in by_number else both
                for key, both in changes.items()
            }
            facts = facts | {"changes": pairs}
        return [(names.get(key, key), before, after) for key, before, after in super().told_changes(facts)]


def _names(facts: dict[str, Any]) -> dict[str, str]:
    names = facts.get("names")
    return names if isinstance(names, dict) else {}


def _set(value: Any) -> str:
    return str(SET) if value else ""
