"""What webhooks hear: everything; and the one event after which they forget."""

from pomni.automation import calls
from pomni.memory.events import Event
from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.people.events import ClientForgotten


@on(Event)
def call_webhooks(moment: Moment) -> None:
    """Every webhook that wants to hear of it is called; of what was over when it came in from elsewhere none is."""
    event = Event.known.get(moment.kind)
    if event is None or not event.of_the_past:
        calls.call_webhooks(moment)


@on(ClientForgotten)
def forget_bodies(moment: Moment) -> None:
    """What was told of a client who is forgotten is taken out of the log of calls."""
    calls.forget_bodies(ClientForgotten.keys_told(moment.facts))
