"""Queries of pages that are opened all day are composed once and asked many times: composing takes longer than asking.

PostgreSQL plans them once, too, and each connection keeps the last hundred plans: the one statement of a timeline asks
after the reach of each kind of record, and planning that takes five times as long as running it.

Only numbers, texts, uids and instants may differ from one time to the next; whatever else a query depends on belongs into
its key.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache, partial
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, QuerySet, TimeField, UUIDField
from django.db.models import Value as Number
from django.db.models.query import get_related_populators

# Stand for the values while a query is composed: numbers and uids that no row has, and signs that no alphabet has.
NUMBER = -9_007_199_254_740_993
SIGN, FIRST = "\ue000", 0xE100
MARKED = re.compile(f"{SIGN}(.){SIGN}")
STEADY = (DateField, TimeField, UUIDField)  # what is read of them can be shared: it never changes
SHORTEST_LIST = 8  # keys
ONCE_IN_A_WHILE = 2  # so often a statement is asked before its plan is kept, which takes memory
INSTANT = datetime(1066, 10, 14, tzinfo=UTC)

Value = int | str | UUID | datetime
# A query; or several with like columns, whose rows come one below the other, in one statement.
Compose = Callable[..., QuerySet[Any, Any] | Sequence[QuerySet[Any, Any]]]
Given = Callable[..., tuple[str, Sequence[Any]]]


class _Statement:
    """A statement, and where its values go."""

    def __init__(self, sql: str, told: Sequence[Any], marks: Sequence[Value], *, again: bool) -> None:
        kept = _as_kept(marks)
        self.planned: str | None = None
        self.sql, self.told = sql, list(told)
        self.places = [
            (at, pieces) for at, one in enumerate(self.told) if kept and (pieces := _pieces(one, kept))
        ]
        # A plan that is kept is made for any value; how many rows hold a part of a text, only the text itself can tell.
        texts = any(isinstance(one, str) for one in marks)
        self.may_plan = again and not texts and connection.vendor == "postgresql"
        self.asked = 0

    def run(self, values: Sequence[Value]) -> list[list[Any]]:
        """The rows for these values, as the engine gives them."""
        told, values = list(self.told), _as_kept(values)
        for at, pieces in self.places:
            told[at] = _filled(pieces, values)
        with connection.cursor() as cursor:
            self.asked += 1
            if self.may_plan and self.asked > ONCE_IN_A_WHILE:
                self._ask_planned(cursor, told)
            else:
                cursor.execute(self.sql, told)
            return [list(row) for row in cursor.fetchall()]

    def _ask_planned(self, cursor: Any, told: list[Any]) -> None:
        """PostgreSQL plans anew each time unless it is told that a statement comes again: for some, longer than it asks."""
        from pomni.kit import planned  # where SQLite is the engine, nobody loads the other one's driver

        apart = [at for at, _pieces in self.places]
        self.planned = self.planned or planned.with_constants(self.sql, self.told, set(apart))
        planned.ask(cursor, self.planned, [told[at] for at in apart])


class _Composed:
    """The statement of a query, and how each column of the answer is read."""

    def __init__(
        self, compose: Compose, values: Sequence[Value], given: Given | None = None, *, again: bool = True
    ) -> None:
        marks = [_mark(number, value) for number, value in enumerate(values)]
        composed = compose(*marks)
        self.query, *others = [composed] if isinstance(composed, QuerySet) else composed
        self.compiler: Any = self.query.query.get_compiler(connection=connection)
        self.statement = None
        with suppress(EmptyResultSet):
            first, beforehand = given(*marks) if given else ("", ())
            sql, told = (
                _one_below_the_other([self.compiler, *_compilers(others)])
                if others
                else self.compiler.as_sql()
            )
            self.statement = _Statement(first + sql, [*beforehand, *told], marks, again=again)
            columns = [column for column, _sql, _alias in self.compiler.select[: self.compiler.col_count]]
            self.readers = [
                (at, readers, expression, isinstance(expression.output_field, STEADY))
                for at, (readers, expression) in self.compiler.get_converters(columns).items()
            ]

    def rows(self, values: Sequence[Value]) -> list[list[Any]]:
        """The rows for these values."""
        found = self.statement.run(values) if self.statement else []
        for at, readers, expression, is_steady in self.readers if found else ():
            known: dict[Any, Any] = {}  # on a day of visits a handful of instants comes again and again
            for row in found:
                told = raw = row[at]
                if is_steady and raw in known:
                    row[at] = known[raw]
                    continue
                for read in readers:
                    told = read(told, expression, connection)
                row[at] = told
                if is_steady:
                    known[raw] = told
        return found

    @cached_property
    def records(self) -> "_Records":
        """How the rows are made into records."""
        return _Records(self.compiler, self.query)


def _compilers(queries: Sequence[QuerySet[Any, Any]]) -> list[Any]:
    return [query.query.get_compiler(connection=connection) for query in queries]


def _one_below_the_other(compilers: Sequence[Any]) -> tuple[str, list[Any]]:
    """Each in brackets of its own, so that it may have an order and an end, which SQLite does not take otherwise."""
    pieces: list[str] = []
    told: list[Any] = []
    for compiler in compilers:
        with suppress(EmptyResultSet):
            sql, values = compiler.as_sql()
            pieces.append(f"SELECT * FROM ({sql}) p{len(pieces)}")  # noqa: S608 (composed by Django)
            told += values
    if not pieces:
        raise EmptyResultSet
    return " UNION ALL ".join(pieces), told


class _Records:
    """Makes records of rows, as Django does: with those that are selected along, and what is annotated."""

    def __init__(self, compiler: Any, query: Any) -> None:
        kind, select = compiler.klass_info, compiler.select
        fields = kind["select_fields"]
        self.model, self.own = kind["model"], slice(fields[0], fields[-1] + 1)
        self.names = [column.target.attname for column, _sql, _alias in select[self.own]]
        self.others = get_related_populators(kind, select, connection.alias, query._fetch_mode)
        self.annotated = list(compiler.annotation_col_map.items())

    def __call__(self, rows: list[list[Any]]) -> list[Any]:
        return [self._record(row) for row in rows]

    def _record(self, row: list[Any]) -> Any:
        record = self.model.from_db(connection.alias, self.names, row[self.own])
        for other in self.others:
            other.populate(row, record)
        for name, at in self.annotated:
            setattr(record, name, row[at])
        return record


def _mark(number: int, value: Value) -> Value:
    if isinstance(value, UUID):
        return UUID(int=number - NUMBER)
    if isinstance(value, datetime):
        return INSTANT + timedelta(microseconds=number + 1)
    return NUMBER - number if isinstance(value, int) else f"{SIGN}{chr(FIRST + number)}{SIGN}"


def _as_kept(values: Sequence[Value]) -> list[Any]:
    """The values as the engine has them: SQLite keeps uids and instants as texts."""
    if connection.features.has_native_uuid_field:
        return list(values)
    return [_as_text(value) for value in values]


def _as_text(value: Value) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _pieces(told: Any, marks: Sequence[Any]) -> list[int | str]:
    """Numbers of values, and texts that stay, of which a value of the statement is made; empty where it is always the same."""
    if not (isinstance(told, str) and SIGN in told):
        return [marks.index(told)] if told in marks else []
    parts = MARKED.split(told)
    return [ord(part) - FIRST if at % 2 else part for at, part in enumerate(parts) if part]


def _filled(pieces: Sequence[int | str], values: Sequence[Any]) -> Any:
    told = [values[piece] if isinstance(piece, int) else piece for piece in pieces]
    return told[0] if len(told) == 1 else "".join(told)


@lru_cache(maxsize=1000)
def _kept(_key: Hashable) -> list[Any]:
    return []


def once[Made](key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make()` gives, made once for each key: a statement, say, that is put together from others."""
    kept = _kept(key)
    if not kept:
        kept.append(make())
    return cast(Made, kept[0])


def _composed(
    key: Hashable, compose: Compose, values: Sequence[Value], given: Given | None = None
) -> _Composed:
    function = compose.func if isinstance(compose, partial) else compose
    # Two queries that chose the same key are told apart by who composes them.
    whole_key = (function.__module__, function.__qualname__, key, tuple(map(type, values)))
    return once(whole_key, lambda: _Composed(compose, values, given))


def rows_of(key: Hashable, compose: Compose, *values: Value, given: Given | None = None) -> list[list[Any]]:
    """The rows of a query with `values_list`, as lists. `compose(*values)` gives the query; it is called once for each key.

    It is given marks in the place of the values, at least three letters for a text. A text goes into the statement's
    values just as it is: where it is a part of a pattern, it must have no sign that means something there.

    `given(*values)`: what the statement begins with (WITH …), and its values.
    """
    return _composed(key, compose, values, given).rows(values)


def padded(keys: Iterable[int]) -> list[int]:
    """These keys, the last one as often as makes their number a power of two: so that of a list of any length a few
    statements are composed, and not one for each length. Empty where there is none.
    """
    found = list(keys)
    wanted = max(SHORTEST_LIST, 1 << (len(found) - 1).bit_length())
    return found + found[-1:] * (wanted - len(found))


def rows_this_once(compose: Compose, *values: Any, given: Given | None = None) -> list[list[Any]]:
    """The same for values of any kind and text: nothing is kept."""
    beforehand = partial(given, *values) if given else None
    return _Composed(partial(compose, *values), (), beforehand, again=False).rows(())


def have_rows(queries: Sequence[QuerySet[Any, Any]]) -> list[bool]:
    """Of each query, whether it finds anything: all asked in one statement."""
    marked = [query.order_by().values_list(Number(number))[:1] for number, query in enumerate(queries)]
    found = {number for (number,) in rows_this_once(lambda: marked)} if marked else set()
    return [number in found for number in range(len(marked))]


def counts_of(key: Hashable, compose: Callable[[], Sequence[QuerySet[Any, Any]]], *, most: int) -> list[int]:
    """How many rows each of the queries finds, counted up to `most` and no further: all asked in one statement."""
    number, sql, told = once((key, "counts", most), lambda: _counting(compose(), most))
    found: dict[int, int] = {}
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, told)
            found = dict(cursor.fetchall())
    return [found.get(at, 0) for at in range(number)]


def _counting(queries: Sequence[QuerySet[Any, Any]], most: int) -> tuple[int, str, list[Any]]:
    pieces: list[str] = []
    told: list[Any] = []
    for at, query in enumerate(queries):
        with suppress(EmptyResultSet):
            sql, values = _compilers([query.order_by().values_list("pk")[:most]])[0].as_sql()
            pieces.append(f"SELECT {at}, COUNT(*) FROM ({sql}) c{at}")  # noqa: S608 (composed by Django)
            told += values
    return len(queries), " UNION ALL ".join(pieces), told


def records_of(key: Hashable, compose: Compose, *values: Value) -> list[Any]:
    """The same for a query of whole records: with all that it selects along and annotates, without what it prefetches."""
    composed = _composed(key, compose, values)
    return composed.records(composed.rows(values)) if composed.statement else []
