"""What was deleted is also to be gone from the write-ahead log: it holds pages as they were until it is written anew.

SQLite, "PRAGMA wal_checkpoint": TRUNCATE writes the log into the database and cuts it to nothing.
"""

from django.db import connection


def empty_the_log() -> bool:
    """Cut the write-ahead log; False where somebody was reading just now. On PostgreSQL there is nothing to cut."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor, connection.connection.turn():
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_pages = cursor.fetchone()
    return not busy
