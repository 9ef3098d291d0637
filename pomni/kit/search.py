"""Finding rows by parts of a text: an index of trigrams on either engine. All that differs between the engines is here.

SQLite keeps an FTS5 table beside the rows, which triggers keep in line; PostgreSQL a GIN index of pg_trgm. Where a
PostgreSQL has no pg_trgm, everything is found all the same, only slowly, and `pomni doctor` says so.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import CharField, Lookup, QuerySet, TextField, Transform
from django.db.models.expressions import Col, RawSQL
from django.utils.translation import gettext as _

Ways = Sequence[Sequence[str]]

TRIGRAM = 3  # letters of the shortest fragment that an index can find
STRETCH = 2000  # of so many rows it is seen whether they hold what many hold
# The same on PostgreSQL, where nothing tells cheaply whether many do: so few cost next to nothing in vain.
SHORT_STRETCH = 400
CLOSE = 0.3  # of a word's trigrams, so many must be in a text that is thought to be meant (PostgreSQL)

_indexes: dict[str, "Index"] = {}


@dataclass(frozen=True)
class Index:
    """Of a table with the key `id`, the column of texts whose parts are found. `name` is that of what the engine keeps."""

    name: str
    table: str
    column: str
    _parts: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", tuple(f"{self.name}_{when}" for when in ("in", "out", "on")))
        _indexes[self.name] = self

    # --- Laying it -----------------------------------------------------------------------------------------------------

    def put_up(self) -> None:
        """Build it from the rows, in the place of what there may be of it. Nothing where the engine cannot have one."""
        self.take_down()
        _run(self._on_sqlite() if _is_sqlite() else self._on_postgresql())

    def take_down(self) -> None:
        """Remove it."""
        if not _is_sqlite():
            _run([f"DROP INDEX IF EXISTS {self.name}"])
            return
        _run([f"DROP TRIGGER IF EXISTS {part}" for part in self._parts])
        _run([f"DROP TABLE IF EXISTS {self.name}"])

    def missing(self) -> list[str]:
        """What should be there of it and is not: a table rebuilt on SQLite has lost its triggers."""
        if _is_sqlite():
            there = _column("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
            return [part for part in (self.name, *self._parts) if part not in there]
        valid = (
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid AND indrelid = to_regclass(%s)"
        )
        return [] if self.name in _column(valid, self.table) else [self.name]

    def is_in_line(self) -> bool:
        """Whether it holds exactly what stands in the rows. PostgreSQL sees to that by itself."""
        if self.missing():
            return False
        if not _is_sqlite():
            return True
        try:
            with transaction.atomic():
                _run([f"INSERT INTO {self.name}({self.name}, rank) VALUES('integrity-check', 1)"])
        except DatabaseError:
            return False
        return True

    # --- Asking it -----------------------------------------------------------------------------------------------------

    def _on_sqlite(self) -> list[str]:
        name, table, column = self.name, self.table, self.column
        born, gone, changed = self._parts
        forget = f"INSERT INTO {name}({name}, rowid, {column}) VALUES('delete', OLD.id, OLD.{column});"
        learn = f"INSERT INTO {name}(rowid, {column}) VALUES(NEW.id, NEW.{column});"
        return [
            f"CREATE VIRTUAL TABLE {name} USING fts5({column}, content='{table}', content_rowid='id', "
            "tokenize='trigram case_sensitive 1')",
            f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)",  # what was erased is gone at once
            f"INSERT INTO {name}({name}) VALUES('rebuild')",
            f"CREATE TRIGGER {born} AFTER INSERT ON {table} BEGIN {learn} END",
            f"CREATE TRIGGER {gone} AFTER DELETE ON {table} BEGIN {forget} END",
            f"CREATE TRIGGER {changed} AFTER UPDATE OF {column} ON {table} "
            f"WHEN OLD.{column} IS NOT NEW.{column} BEGIN {forget} {learn} END",
        ]

    def _on_postgresql(self) -> list[str]:
        if not (schema := _extension()):
            return []
        return [f'CREATE INDEX {self.name} ON {self.table} USING gin ({self.column} "{schema}".gin_trgm_ops)']


def indexes() -> list[Index]:
    """Every index of the house."""
    return list(_indexes.values())


def put_in_order() -> list[str]:
    """Build anew each index that has lost a part, as when a migration on SQLite has rebuilt its table. Returns their names.

    Quick with nothing to do. One that was never built is left: the tables may be those of an older version.
    """
    with transaction.atomic():
        torn = [index for index in indexes() if (lost := index.missing()) and index.name not in lost]
        for index in torn:
            index.put_up()
    return [index.name for index in torn]


def rebuild() -> list[str]:
    """Build every index anew from the rows. Returns the names of those that the engine has now."""
    with transaction.atomic():
        for index in indexes():
            index.put_up()
    return [index.name for index in indexes() if not index.missing()]


def troubles() -> Iterator[str]:
    """What makes finding slow or incomplete, in words, with its mend; quick enough for every start."""
    if not _is_sqlite() and not _schema_of_extension():
        yield _(
            "Search works, but slowly: the database has no extension pg_trgm. Have its administrator run "
            "CREATE EXTENSION pg_trgm; in it, then run: pomni reindex"
        )
        return
    if not _is_sqlite() and not _knows_letters():
        yield _(
            "Search is slow for names in Cyrillic: by the locale of this database they hold no letters. Make a "
            "database with LOCALE 'C.UTF-8' and restore a backup into it."
        )
    for index in indexes():
        for name in index.missing():
            yield _("Part of the search is missing: %(name)s. Run: pomni reindex") % {"name": name}


# --- Asking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What a text is to hold: all of these; each is any of its ways; a way is fragments, all of them.

    `by_index=False`: where few rows are looked at anyway, each is compared, and the index is left alone.
    """

    all_of: Sequence[Ways]
    by_index: bool = True


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup):
    """`filter(found_by__holds=Wanted(…))`, for a column with an index."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The index answers for all fragments of three letters; shorter ones are looked for in what it gives."""
        match, rest = _match(self.rhs.all_of) if self.rhs.by_index else ("", self.rhs.all_of)
        told: list[str] = []
        values: list[Any] = []
        if match:
            name, key = self._index(), Col(self.lhs.alias, self.lhs.target.model._meta.pk)
            sql, values = compiler.compile(key)
            told, values = [f"{sql} IN (SELECT rowid FROM {name} WHERE {name} MATCH %s)"], [*values, match]  # noqa: S608 (our own names)
        if rest:
            text, also = _compared(rest, f"instr({self._text(compiler)}, %s)", str)
            told, values = [*told, text], [*values, *also]
        return f"({' AND '.join(told)})", values

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The planner takes the index by itself."""
        return _compared(self.rhs.all_of, f"{self._text(compiler)} LIKE %s", _like)

    def _index(self) -> str:
        table, column = self.lhs.target.model._meta.db_table, self.lhs.target.column
        return next(one.name for one in indexes() if (one.table, one.column) == (table, column))

    def _text(self, compiler: Any) -> str:
        sql, _values = compiler.compile(self.lhs)
        return str(sql)


class Gathered(Transform):
    """A column to sort by after the index has gathered what fits.

    By the bare column, an engine may rather walk along all rows in their order, in the hope to meet soon what fits.
    """

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, Any]:
        """SQLite's own sign for it."""
        return self.as_sql(compiler, connection, template="+%(expressions)s")

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, Any]:
        """An expression that no index is sorted by."""
        return self.as_sql(compiler, connection, template="COALESCE(%(expressions)s)")


class Stretch:
    """The first of a table's rows in some order: walked along where many rows hold what is wanted, for there the first of
    them are soon met.
    """

    def __init__(self, index: Index, rows: QuerySet[Any, Any], *columns: str) -> None:
        self._index, self._columns = index, columns
        self._sql, self._values = rows.values_list(*columns, index.column)[:STRETCH].query.sql_with_params()

    @classmethod
    def of_keys(cls, index: Index, keys: tuple[str, Sequence[Any]], *columns: str) -> "Stretch":
        """Along the rows whose keys this statement gives, in the order of its second column: at most `stretch()`."""
        stretch = cls.__new__(cls)
        stretch._index, stretch._columns = index, columns
        told = ", ".join(f"r.{name}" for name in (*columns, index.column))
        # SQLite goes through a cross join from left to right, so the order stays; PostgreSQL is told.
        joined = f"k CROSS JOIN {index.table} r ON r.id = k.id"
        if not _is_sqlite():
            joined = f"k(id, place) JOIN {index.table} r ON r.id = k.id ORDER BY k.place, k.id"
        stretch._sql = f"SELECT {told} FROM ({keys[0]}) {joined}"  # noqa: S608 (our own names)
        stretch._values = tuple(keys[1])
        return stretch

    def said(
        self, wanted: "Wanted", size: int, *, many: int, unless: str = "1 = 0"
    ) -> tuple[str, list[Any]] | None:
        """The statement, and its values, of the first who hold it. Fewer than there are where they are not met soon, none
        where not so many hold it, or where the condition `unless` is met. None: there is nothing to walk by.
        """
        match, rest = _match(wanted.all_of)
        if not match or rest:
            return None
        if not _is_sqlite():
            return self._said_short(wanted, size, unless)
        name = self._index.name
        test, values = _compared(wanted.all_of, f"instr({self._index.column}, %s)", str)
        enough = f"(SELECT 1 FROM {name} WHERE {name} MATCH %s LIMIT 1 OFFSET {many - 1:d})"  # noqa: S608 (our own names)
        limit = f"CASE WHEN {unless} THEN 0 WHEN {enough} THEN {size:d} ELSE 0 END"
        sql = f"SELECT {', '.join(self._columns)} FROM ({self._sql}) WHERE {test} LIMIT {limit}"  # noqa: S608 (Django's own)
        return sql, [*self._values, *values, match]

    def _said_short(self, wanted: "Wanted", size: int, unless: str) -> tuple[str, list[Any]]:
        """The same on PostgreSQL: along few rows, whoever holds it."""
        test, values = _compared(wanted.all_of, f"strpos({self._index.column}, %s) > 0", str)
        rows = f"SELECT * FROM ({self._sql}) walked LIMIT {SHORT_STRETCH:d}"  # noqa: S608 (our own names)
        limit = f"CASE WHEN {unless} THEN 0 ELSE {size:d} END"
        sql = f"SELECT {', '.join(self._columns)} FROM ({rows}) first_ones WHERE {test} LIMIT {limit}"  # noqa: S608 (Django's own)
        return sql, [*self._values, *values]


def stretch() -> int:
    """How many rows are worth looking at along an order on this engine."""
    return STRETCH if _is_sqlite() else SHORT_STRETCH


def keys_that_hold(index: Index, wanted: Wanted) -> tuple[str, list[Any]]:
    """The statement, and its values, of the keys of the rows that hold this, as an index on SQLite tells by itself."""
    match, _rest = _match(wanted.all_of)
    return f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s", [match]  # noqa: S608 (our own names)


def close_to(index: Index, words: Sequence[Sequence[str]], *, most: int = 300) -> RawSQL:
    """The query of keys of the rows whose texts share most with each of these words, in any of its spellings.

    They are only candidates: compare them. It finds none where the engine has nothing to ask.
    """
    if _is_sqlite():
        match = " AND ".join(
            "({})".format(" OR ".join(_quoted(part) for way in ways for part in _trigrams(way)))
            for ways in words
        )
        sql = f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s ORDER BY rank LIMIT %s"  # noqa: S608 (our own names)
        return RawSQL(sql, (match, most))  # noqa: S611 (values apart)
    if not (schema := _schema_that_stays()):
        return RawSQL(f"SELECT id FROM {index.table} WHERE 1 = 0", ())  # noqa: S608, S611 (our own names)
    # How close is said as each word is taken, before the index is asked for it: in the same statement, and for it alone.
    word = f"(SELECT %s FROM set_config('pg_trgm.word_similarity_threshold', '{CLOSE}', true))"  # noqa: S608 (ours)
    near = " AND ".join(
        "({})".format(" OR ".join(f'{index.column} OPERATOR("{schema}".%%>) {word}' for _way in ways))
        for ways in words
    )
    how = " + ".join(f'"{schema}".word_similarity(%s, {index.column})' for _ways in words)
    values = [way for ways in words for way in ways] + [ways[0] for ways in words]
    sql = f"SELECT id FROM {index.table} WHERE {near} ORDER BY {how} DESC, id LIMIT %s"  # noqa: S608 (our own names)
    return RawSQL(sql, (*values, most))  # noqa: S611 (values apart)


def first_that_hold(index: Index, wanted: Wanted, most: int) -> tuple[str, list[Any]]:
    """The statement, and its values, of the keys of at most so many rows that hold this, whichever the engine meets first.

    SQLite would gather all keys before it stops where the index is asked from within a condition.
    """
    match, rest = _match(wanted.all_of) if _is_sqlite() else ("", wanted.all_of)
    if match and not rest:
        sql = f"SELECT rowid AS id FROM {index.name} WHERE {index.name} MATCH %s LIMIT {most:d}"  # noqa: S608 (our own names)
        return sql, [match]
    if _is_sqlite():
        test, texts = _compared(wanted.all_of, f"instr({index.column}, %s)", str)
    else:
        test, texts = _compared(wanted.all_of, f"{index.column} LIKE %s", _like)
    return f"SELECT id FROM {index.table} WHERE {test} LIMIT {most:d}", texts  # noqa: S608 (our own names)


# --- How --------------------------------------------------------------------------------------------------------------


def _match(wanted: Sequence[Ways]) -> tuple[str, list[Ways]]:
    """What FTS5 is asked for, and which of the wanted it cannot answer by itself."""
    asked: list[str] = []
    rest: list[Ways] = []
    for ways in wanted:
        long = [[part for part in way if len(part) >= TRIGRAM] for way in ways]
        if long and all(long):
            told = (" AND ".join(map(_quoted, parts)) for parts in long)
            asked.append("({})".format(" OR ".join(f"({one})" for one in told)))
        if not long or any(len(parts) < len(way) for parts, way in zip(long, ways, strict=True)):
            rest.append(ways)
    return " AND ".join(asked), rest


def _compared(wanted: Sequence[Ways], test: str, told: Any) -> tuple[str, list[Any]]:
    every = []
    for ways in wanted:
        any_of = (" AND ".join([test] * len(way)) for way in ways)
        every.append("({})".format(" OR ".join(f"({one})" for one in any_of) or "1 = 0"))
    values = [told(part) for ways in wanted for way in ways for part in way]
    return f"({' AND '.join(every)})", values


def _quoted(part: str) -> str:
    return '"{}"'.format(part.replace('"', '""'))


def _like(part: str) -> str:
    for sign in "\\%_":
        part = part.replace(sign, f"\\{sign}")
    return f"%{part}%"


def _trigrams(word: str) -> list[str]:
    text = f" {word}"
    return [text[at : at + TRIGRAM] for at in range(len(text) - TRIGRAM + 1)]


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _column(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _extension() -> str:
    """The schema in which pg_trgm is, made where it may be made; "" where there is none."""
    if not _schema_of_extension():
        with suppress(DatabaseError), transaction.atomic():
            _run(["CREATE EXTENSION IF NOT EXISTS pg_trgm"])
    return _schema_of_extension()


def _schema_of_extension() -> str:
    there = "SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'"
    return next(iter(_column(there)), "")


_schemas: list[str] = []  # where pg_trgm was found: it does not move


def _schema_that_stays() -> str:
    if not _schemas and (found := _schema_of_extension()):
        _schemas.append(found)
    return _schemas[0] if _schemas else ""


def _knows_letters() -> bool:
    schema = _schema_of_extension()
    return bool(_column(f"SELECT array_length(\"{schema}\".show_trgm('жук'), 1)")[0])
