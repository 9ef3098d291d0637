"""Stage: pages and calls beside the bare view and their own bare SQL."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmark.addresses import BARE
from benchmark.asking import Asker, Case
from benchmark.parts import offered
from benchmark.size import Size
from benchmark.statements import alone, caught
from benchmark.timing import in_turns


def measure(size: Size, cases: Sequence[Case] = ()) -> dict[str, Any]:
    """Medians of the bare view, each page, and its SQL; statements and bytes of each page: of these, else of all parts."""
    askers = {login: Asker(login) for login in ("all", "location", "team", "own")}
    acts: dict[str, Any] = {"bare": lambda: askers["all"].get(BARE)}
    rows = [
        row
        for case in cases or offered("CASES")
        for reader in case.readers
        if (row := _row(case, reader, askers[reader], acts))
    ]
    bare = len(_statements(acts["bare"]))
    acts["bare sql"] = alone(caught(acts["bare"]))
    times = in_turns(acts, size.rounds)
    for row in rows:
        row |= {"ms": times[row["key"]], "sql_ms": times[row["key"] + " sql"]}
    return {"bare": times["bare"], "bare_sql": times["bare sql"], "bare_statements": bare, "pages": rows}


def _row(case: Case, reader: str, asker: Asker, acts: dict[str, Any]) -> dict[str, Any] | None:
    path = case.path(asker.user)
    if not path:
        return None
    key = f"{case.title} {reader}"

    def ask() -> bytes:
        return asker.get(path, case.status, fragment=case.fragment)

    statements, acts[key] = _statements(ask), ask
    acts[f"{key} sql"] = alone(statements)
    told = {"title": case.title, "reader": reader, "at_most": case.at_most, "key": key}
    return told | {"statements": len(statements), "bytes": len(ask())}


def _statements(ask: Callable[[], Any]) -> list[Any]:
    for _ in range(2):  # rights and templates are kept in mind after the first call
        ask()
    return caught(ask)
