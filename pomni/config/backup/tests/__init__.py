"""Backups, restores and upgrades, each on both engines where a PostgreSQL is reachable."""
