"""What happens to segments. The name of one that is not shared is left out: it is nobody else's."""

from typing import Annotated, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("names of segments are the company's own")
WORDS = Kept("names of fields say nothing of a person")
FIELDS = {
    "name": pgettext_lazy("of a segment", "name"),
    "condition": _("condition"),
    "is_shared": _("who sees it"),
    "sort": _("order"),
    "columns": _("columns"),
}


def _called(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"name": facts["name"] or gettext("(their own)")}


class SegmentMade(Event, says=_("made the segment %(name)s"), about="people.Segment", icon="filter"):
    segment_id: int
    name: Annotated[str, OURS]
    is_shared: bool

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return _called(facts)


class SegmentChanged(
    Event, says=_("changed the segment %(name)s: %(fields)s"), about="people.Segment", icon="filter"
):
    segment_id: int
    name: Annotated[str, OURS]
    fields: Annotated[str, WORDS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        told = (str(FIELDS.get(field, field)) for field in facts["fields"].split(", "))
        return _called(facts) | {"fields": ", ".join(told)}


class SegmentArchived(Event, says=_("archived the segment %(name)s"), about="people.Segment", icon="filter"):
    segment_id: int
    name: Annotated[str, OURS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return _called(facts)


class SegmentRestored(
    Event, says=_("restored the segment %(name)s from the archive"), about="people.Segment", icon="filter"
):
    segment_id: int
    name: Annotated[str, OURS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return _called(facts)
