"""How often a client came, and when: written by the module that keeps visits, in the transaction of what it follows from."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from pomni.kit.locks import hold
from pomni.people.models import Client, ClientFigures
from pomni.team.access import command
from pomni.team.models import User


@dataclass(frozen=True, slots=True)
class Visited:
    """The visits of a client: completed ones, no-shows, when the last one was, the nearest and the farthest ahead."""

    visits: int = 0
    no_shows: int = 0
    last_visit_at: datetime | None = None
    next_visit_at: datetime | None = None
    visit_ahead_at: datetime | None = None


@command("people.client.see", quiet="what follows from a visit is told by the visit's own event")
def note_visits(client: Client, *, counted: Callable[[], Visited], by: User) -> None:
    """Keep the figures of a client's visits. `counted` tells them, asked behind the lock of the client; `by` caused it."""
    hold(Client.objects.filter(pk=client.pk))
    told = counted()
    is_kept = ClientFigures.objects.filter(pk=client.pk).update(**asdict(told))
    if not is_kept and told != Visited():
        ClientFigures.objects.create(client=client, **asdict(told))
