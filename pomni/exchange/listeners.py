"""What imports hear of."""

from pomni.exchange import letting_go
from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.people.events import ClientForgotten


@on(ClientForgotten)
def forget_what_was_taken(moment: Moment) -> None:
    """What imports kept of a client who is forgotten is deleted."""
    letting_go.forget(ClientForgotten.keys_told(moment.facts))
