"""What happens to services. Nothing of it is about a client."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("what the company offers is its own")


class ServiceAdded(Event, says=_("added the service %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]


class ServiceEdited(Event, says=_("changed the service %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class ServiceArchived(
    Event, says=_("archived the service %(name)s"), about="catalog.Service", icon="book-open"
):
    service_id: int
    name: Annotated[str, OURS]


class ServiceRestored(
    Event, says=_("restored the service %(name)s from the archive"), about="catalog.Service", icon="book-open"
):
    service_id: int
    name: Annotated[str, OURS]


class PerformersSet(Event, says=_("said who performs %(name)s"), about="catalog.Service", icon="book-open"):
    service_id: int
    name: Annotated[str, OURS]
    changes: Annotated[dict[str, list[Any]], OURS]


class CategoryRenamed(
    Event, says=_("renamed the category %(before)s to %(name)s"), about="catalog.Category", icon="book-open"
):
    category_id: int
    before: Annotated[str, OURS]
    name: Annotated[str, OURS]
