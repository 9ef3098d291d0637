"""SQLite's write-ahead log under bulk work: it is begun anew from time to time, for by itself it would only grow.

SQLite writes the log into the database behind a commit, and begins it anew where a write finds all of it written. Beside
strokes that follow each other there is always somebody who has begun to write meanwhile. Source: SQLite, "PRAGMA
wal_checkpoint": RESTART keeps writers off until the rest is written and nobody reads in the log.
"""

from django.db import connection

PATIENCE = 50  # milliseconds for those who write and who read: a backup reads for minutes, and nobody is to wait for that


def begin_anew() -> None:
    """Let the next write begin the log anew, where that can be had at once. Nothing within a
    transaction, and on PostgreSQL."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor, connection.connection.turn():
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(RESTART)")
            cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
