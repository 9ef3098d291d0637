"""The marks by which open pages learn that something happened: one number for each person, and one for everybody.

Whoever writes something that others should see at once calls `bump` in the same transaction; the poll of an open page
asks for the sum of its person's marks, one indexed row each, and answers "nothing new" while it stays the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.db import connection, transaction

from pomni.team.models import LiveMark, Notice

EVERYBODY = "all"
MOST = 100  # unread notices are counted no further: the bell says "99+"


def topic_of(user_id: int) -> str:
    """The topic of one person."""
    return f"user:{user_id}"


def topic_of_place(location_id: int) -> str:
    """The topic of what is seen by whoever looks at a location."""
    return f"place:{location_id}"


def bump_places(*location_ids: int) -> None:
    """Something happened that those who look at these locations should see, once this transaction is committed.

    Many write to such a topic at once. On PostgreSQL it is counted up behind the commit, since whoever held the row until then
    and waited for another lock would make the others wait crosswise. On SQLite one writes at a time anyway.
    """
    topics = [topic_of_place(pk) for pk in location_ids]
    if connection.vendor == "sqlite":
        bump(*topics)
    else:
        transaction.on_commit(partial(bump, *topics), robust=True)


def bump(*topics: str) -> None:
    """Something happened that the open pages of these topics should learn when this transaction is committed.

    Safe whoever else does the same at this instant: rows are counted up in the database, in one order.
    """
    if wanted := sorted(set(topics)):
        with connection.cursor() as cursor:
            cursor.execute(_BUMP % ", ".join(["(%s, 1)"] * len(wanted)), wanted)


def number_for(user_id: int, places: Sequence[int] = ()) -> int:
    """The number that a page of this person compares with the one it has: one statement, no more.

    `places`: the locations that the page looks at.
    """
    topics = _topics(user_id, places)
    return int(_row(_number(topics), topics)[0])


@dataclass
class News:
    """What the shell shows of a person's news. Asked for once a page, and only by a page that shows the shell."""

    user: Any
    places: tuple[int, ...] = ()  # the locations that this page looks at: said by its view

    @cached_property
    def _told(self) -> tuple[int, int]:
        if not self.user.is_authenticated:
            return 0, 0
        topics = _topics(self.user.pk, self.places)
        number, unread = _row(f"SELECT ({_number(topics)}), ({_UNREAD})", [*topics, self.user.pk])
        return int(number), int(unread)

    @property
    def number(self) -> int:
        """The live number as of this page."""
        return self._told[0]

    @property
    def unread(self) -> int:
        """How many notices are unread; at most `MOST`."""
        return self._told[1]

    @property
    def count(self) -> str:
        """The same as the bell shows it: "3", "99+", or "" for none."""
        if not self.unread:
            return ""
        return str(self.unread) if self.unread < MOST else f"{MOST - 1}+"


_MARKS, _NOTICES = LiveMark._meta.db_table, Notice._meta.db_table
# Written out, for it runs every two seconds in every open page: made by the ORM it would take twice as long.
_NUMBER = f"SELECT COALESCE(SUM(number), 0) FROM {_MARKS} WHERE topic IN ("  # noqa: S608 (names of tables)
# One statement, since two that look first and count up then would lose what is counted between them.
_BUMP = f"INSERT INTO {_MARKS} (topic, number) VALUES %s ON CONFLICT (topic) DO UPDATE SET number = {_MARKS}.number + 1"  # noqa: S608 (as above)
_UNREAD = f"SELECT COUNT(*) FROM (SELECT 1 FROM {_NOTICES} WHERE user_id = %s AND read_at IS NULL LIMIT {MOST}) unread"  # noqa: S608 (as above)


def _topics(user_id: int, places: Sequence[int]) -> list[Any]:
    return [topic_of(user_id), EVERYBODY, *map(topic_of_place, places)]


def _number(topics: Sequence[Any]) -> str:
    return f"{_NUMBER}{', '.join(['%s'] * len(topics))})"


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
