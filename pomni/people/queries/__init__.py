"""Reading about clients. The first argument is whoever reads."""

from pomni.people.queries.clients import (
    Row,
    Seen,
    added_this_week,
    answered_for_by,
    client,
    client_page,
    client_rows,
    clients,
    clients_answering,
    clients_by_id,
    clients_named,
    facts,
    seen_lately,
    timeline,
    timeline_page,
)

__all__ = [
    "Row",
    "Seen",
    "added_this_week",
    "answered_for_by",
    "client",
    "client_page",
    "client_rows",
    "clients",
    "clients_answering",
    "clients_by_id",
    "clients_named",
    "facts",
    "seen_lately",
    "timeline",
    "timeline_page",
]
