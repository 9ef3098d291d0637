"""Instants as whole seconds since 1970: where a page reads thousands of them, a number is read in no time."""

from typing import Any

from django.db.models import BigIntegerField, Func


class Seconds(Func):
    """`Seconds("begins_at")`: seconds from the beginning of 1970 in UTC until an instant, without fractions."""

    output_field = BigIntegerField()
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """As PostgreSQL reckons them."""
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """As SQLite does: it keeps instants as texts in UTC."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **more)
