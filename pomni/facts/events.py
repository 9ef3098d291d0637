"""What happens to the company's own fields."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

OURS = Kept("names of fields are the company's own")


class FieldAdded(Event, says=_("added the field %(name)s"), about="facts.OwnField", icon="list-plus"):
    ownfield_id: int
    name: Annotated[str, OURS]


class FieldChanged(Event, says=_("changed the field %(name)s"), about="facts.OwnField", icon="list-plus"):
    ownfield_id: int
    name: Annotated[str, OURS]


class FieldArchived(Event, says=_("archived the field %(name)s"), about="facts.OwnField", icon="list-plus"):
    ownfield_id: int
    name: Annotated[str, OURS]


class FieldRestored(
    Event, says=_("restored the field %(name)s from the archive"), about="facts.OwnField", icon="list-plus"
):
    ownfield_id: int
    name: Annotated[str, OURS]
