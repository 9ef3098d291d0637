"""What happens to views of the list of visits. The name of one that is not shared is left out: it is nobody else's."""

from typing import Annotated, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept
from pomni.schedule.events.visits import OURS

WORDS = Kept("names of fields say nothing of a person")
FIELDS = {
    "name": pgettext_lazy("of a view", "name"),
    "query": _("what it shows"),
    "is_shared": _("who sees it"),
}


def _called(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"name": facts["name"] or gettext("(their own)")}


class ViewSaved(
    Event, says=_("saved the view of visits %(name)s"), about="schedule.SavedView", icon="list-checks"
):
    savedview_id: int
    name: Annotated[str, OURS]
    is_shared: bool

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return _called(facts)


class ViewChanged(
    Event,
    says=_("changed the view of visits %(name)s: %(fields)s"),
    about="schedule.SavedView",
    icon="list-checks",
):
    savedview_id: int
    name: Annotated[str, OURS]
    fields: Annotated[str, WORDS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        told = (str(FIELDS.get(field, field)) for field in facts["fields"].split(", "))
        return _called(facts) | {"fields": ", ".join(told)}


class ViewDeleted(
    Event, says=_("deleted the view of visits %(name)s"), about="schedule.SavedView", icon="list-checks"
):
    savedview_id: int
    name: Annotated[str, OURS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return _called(facts)
