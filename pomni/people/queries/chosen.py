"""Whom somebody means who chooses a client in a field of a form."""

from collections.abc import Callable
from typing import Any

from pomni.kit.ids import as_uuid
from pomni.people.queries.answering import clients_answering
from pomni.people.queries.clients import clients


def client_chosen_by(viewer: Any) -> Callable[[str, str], Any]:
    """Finds the client who is chosen (by uid), or who alone answers to what was typed: for a field of a form."""

    def find(uid: str, typed: str) -> Any:
        hits = [] if uid else clients_answering(viewer, typed)
        wanted = as_uuid(uid) if uid else hits[0].uid if len(hits) == 1 and not hits[0].is_similar else None
        return clients(viewer).filter(uid__in=[wanted]).first()

    return find
