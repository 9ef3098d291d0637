"""Rows of the outbox to play with, and one attempt at one."""

from pomni.jobs.declare import GiveUp, RetryAt
from pomni.post import commands
from pomni.post.delivery import deliver


def write_letter(**changes):
    """A letter in the outbox."""
    parts = {"to": "anna@example.org", "subject": "Wizyta", "text": "Do zobaczenia", "language": "pl"}
    return commands.post_letter(**{"dedupe": "visit:7", **parts, **changes})


def write_call(peer, **changes):
    """A call in the outbox."""
    url = f"http://127.0.0.1:{peer.port}/hook"
    parts = {"url": url, "body": {"имя": "Анна"}, "sign_with": "hook:1", "dedupe": "moment:5:hook:1"}
    return commands.post_webhook(**parts | changes)


def try_now(row):
    """One attempt; gives the row as it is afterwards."""
    try:
        deliver.call(uid=str(row.uid))
    except (RetryAt, GiveUp) as end:
        row.end = end
    row.refresh_from_db()
    return row
