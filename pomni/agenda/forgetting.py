"""Tasks about a client who is forgotten: within that very act, no task tells of them any more."""

from pomni.agenda.models import Task
from pomni.kit.clock import now


def forget_tasks(client_id: int) -> None:
    """Erase what tasks say of a client, and drop those that are still to be done."""
    of_client = Task.objects.filter(client=client_id)
    of_client.open().update(dropped_at=now())
    of_client.update(title="", about="", outcome="", made_of="", made_key=None)
