"""Erasures outlive backups: each is written to a file beside the database and done again after a restore."""

import json
import os
import uuid

from django.conf import settings
from django.db import transaction

from pomni.kit.clock import now
from pomni.kit.restoring import after_restore


def write_down(uid: uuid.UUID) -> None:
    """Note durably that this client is to be forgotten, before it is done: a crash between forgets once more, not less."""
    line = json.dumps({"what": "people.client", "uid": str(uid), "at": now().isoformat()})
    with open(settings.HOME.erasures, "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


@after_restore
def erase_again() -> int:
    """Forget those who were forgotten after the backup was taken. Returns how many there were.

    Cards that had become one when it was taken, and were two again when one of them was erased, are taken apart first: the
    erased one is nowhere but in the other's card, and the other lives on. Raises Refused where that cannot be done: nobody
    is to be served before it is.
    """
    from pomni.memory.commands import remember
    from pomni.people.commands import _erase, unmerge_clients
    from pomni.people.events import ClientForgotten
    from pomni.people.models import Client
    from pomni.people.parting import merges_between
    from pomni.team.robots import command_line

    if not settings.HOME.erasures.exists():
        return 0
    told = [json.loads(line) for line in settings.HOME.erasures.read_text().splitlines() if line.strip()]
    uids = {uuid.UUID(entry["uid"]) for entry in told if entry["what"] == "people.client"}
    for merge in merges_between(uids):
        unmerge_clients(merge, by=command_line())
    clients = list(Client.objects.filter(uid__in=uids, forgotten_at=None))
    for client in clients:
        with transaction.atomic():
            event = ClientForgotten(client_id=client.pk, former_ids=_erase(client))
            remember(event, by=command_line())
    return len(clients)
