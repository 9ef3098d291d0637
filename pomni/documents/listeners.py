"""What files hear: of a client who is erased."""

from pomni.documents import sweeping
from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.people.events import ClientForgotten


@on(ClientForgotten)
def erase_files(moment: Moment) -> None:
    """The files of a client who is erased are deleted, with their previews."""
    sweeping.erase_files_of(ClientForgotten.keys_told(moment.facts))
