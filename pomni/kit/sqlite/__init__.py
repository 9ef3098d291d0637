"""Django's SQLite engine on a SQLite that is safe to keep a company in (docs/decisions/0004)."""
