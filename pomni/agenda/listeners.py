"""What the agenda hears: that a client was forgotten, after which no task tells of them."""

from pomni.agenda import commands
from pomni.memory.listening import on
from pomni.memory.models import Moment
from pomni.people.events import ClientForgotten


@on(ClientForgotten)
def forget_tasks(moment: Moment) -> None:
    """The words of tasks about the client are erased, and what was still to be done is dropped."""
    commands._forget_tasks(moment.record_id)
