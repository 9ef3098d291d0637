"""The report as Markdown: the figures with their budgets, then each page on each engine, then how it was measured."""

import os
from collections.abc import Iterator
from typing import Any

from benchmark.planted import MOST_FALSE
from benchmark.size import MOST_MIB, MOST_OF_BULK, MOST_OF_EXPORT, MOST_SECONDS, Size

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
READERS = {"all": "all", "location": "location", "team": "team", "own": "own"}
SERVER = {"start": 4.0, "memory": 140.0}
READY_IN = 1.5  # seconds
HOW = """## How it was measured

- The company is made by a seeded generator and is the same every time. Readers: *all* reaches every client,
  *location* a tenth, *team* 5 %, *own* 0.1 %.
- Each page is asked of the WSGI application itself, as its server does, signed in, in one process; the network is
  not in the figures.
- The **bare view** is the unit (×): full middleware, session, user, one indexed query, an empty page without the
  layout. The machine is shared and noisy: ratios bind, milliseconds inform. All is called in turns, round by round,
  and the median is shown.
- **Bare SQL** is what the database alone takes for the page: the same statements on the driver's own cursor, all rows
  fetched, without Django.
- The **disk's flush** is one committed row on the same database.
- *Eight writers* are processes that write with no pause: *requests* send the form for a new client, *commands* run the
  lightest command there is, changing a name. Without the spine they do the same with `remember()` taken out; with it,
  Pomni's worker also seals beside them, on the same cores.
- *Others' writes* are changes of names by three processes meanwhile, each after a rest of 50 ms.
- A *segment* is counted from its data: read, made into a query and asked. Its money and its date are fields of the
  company's own, of which two hundred are there then, and half a million values; else there are none, as in most
  companies. The *list* with them stands beside the usual one of the same company without them.
- The *schedule* has 3 locations, 20 colleagues, 50,000 visits that were and 2,000 to come.
- *Figures of clients* are asked over a million contacts.
- The sets of *duplicates* are public or made by others, and labelled; Pomni's matcher was not tuned on them.
- *Start* is from the command `pomni serve` to the first sign-in page. *Memory* is the resident set of a web worker
  after each page was asked for several times.
- *Ready* is from Enter in the sign-in form, the check of the password included, until the page that follows has all
  it needs, its scripts have run and two frames were drawn; a new browser each time, with nothing kept.
"""


def report(found: dict[str, Any], size: Size) -> str:
    """The whole file."""
    return "\n".join([*_head(found, size), *_figures(found), *_pages(found), HOW])


def _head(found: dict[str, Any], size: Size) -> Iterator[str]:
    versions = {
        name: version
        for stages in found.values()
        for s in stages.values()
        for name, version in s["versions"].items()
    }
    engines = [next(iter(stages.values()))["versions"]["engine"] for stages in found.values()]
    told = [
        f"Python {versions['Python']}",
        f"Django {versions['Django']}",
        *engines,
        f"{os.cpu_count()} cores",
    ]
    yield "# How quick Pomni is"
    yield ""
    yield f"Written by `make bench` on {versions['date']}: {size.clients:,} clients, {size.moments:,} moments; {', '.join(told)}."
    yield ""


def _figures(found: dict[str, Any]) -> Iterator[str]:
    yield "## Figures"
    yield ""
    yield "| what | engine | measured | at most | |"
    yield "| --- | --- | --- | --- | --- |"
    for engine, stages in found.items():
        for what, measured, budget, held in _of_engine(stages):
            yield f"| {what} | {ENGINES[engine]} | {measured} | {budget} | {_mark(held)} |"
    yield ""


Line = tuple[str, str, str, bool | None]


def _of_engine(stages: dict[str, Any]) -> Iterator[Line]:
    yield from _acts(stages.get("acts"))
    yield from _schedule(stages.get("schedule"))
    yield from _crowd(stages.get("crowd"))
    yield from _server(stages.get("serving"))
    yield from _browser(stages.get("browser"))
    yield from _exported(stages.get("import"))
    yield from _imports(stages.get("import"))
    yield from _duplicates(stages.get("duplicates"))
    yield from _planted(stages.get("planted"))
    yield from _counts(stages.get("counts"))
    yield from _bulk(stages.get("bulk"))


def _acts(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    bare, flush = stage["bare"], stage["flush"]
    for act in stage["acts"]:
        beyond = max(0.0, act["ms"] - flush) / bare
        measured = f"{beyond:.2f} × + flush ({act['ms']:.1f} ms, {act['statements']} statements)"
        if act["at_most"]:
            budget = f"{act['at_most']} × + flush ({bare:.1f} ms, {flush:.1f} ms)"
            yield act["title"], measured, budget, beyond <= act["at_most"]
        else:
            yield act["title"], measured, "–", None


def _schedule(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    yield from _acts(stage["acts"])
    for what, measured, unit, at_most in stage["told"]:
        yield what, f"{measured:.1f} {unit}", f"{at_most:g} {unit}", measured <= at_most


def _crowd(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    for way in ("requests", "commands"):
        told = stage[way]
        rates = f"{told['lost']:.0%} lost ({told['without']:.0f} → {told['with']:.0f} a second)"
        yield f"{told['writers']} writers with the spine: {way}", rates, "30 % lost", told["lost"] <= 0.3
    seal = stage["sealing"]
    held = seal["worst"] <= 5 and not seal["left"]
    yield (
        f"oldest unsealed moment at {seal['rate']:.0f} writes a second",
        f"{seal['worst']:.1f} s",
        "5 s",
        held,
    )
    if bulk := stage.get("bulk"):
        yield _others(bulk, "a bulk act runs")


def _server(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    yield (
        "start to the first answer",
        f"{stage['start']:.1f} s",
        f"{SERVER['start']:.0f} s",
        stage["start"] <= SERVER["start"],
    )
    measured = f"{stage['rss']:.0f} MiB ({stage['pss']:.0f} MiB without what workers share)"
    yield "memory of a web worker", measured, f"{SERVER['memory']:.0f} MiB", stage["rss"] <= SERVER["memory"]


def _browser(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage or not stage["waits"]:
        return
    measured = f"{stage['median']:.2f} s (median of {len(stage['waits'])}, worst {max(stage['waits']):.2f} s)"
    title = f"sign-in to a ready screen, the browser slowed {stage['slowed']} times"
    yield title, measured, f"{READY_IN} s", stage["median"] <= READY_IN


def _exported(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not (one := (stage or {}).get("exported")):
        return
    seconds, memory = MOST_OF_EXPORT
    held = one["seconds"] <= seconds and one["memory"] <= memory
    title = f"export of {one['rows']:,} clients to XLSX"
    yield title, f"{one['seconds']:.1f} s, {one['memory']:.0f} MiB", f"{seconds} s, {memory} MiB", held
    yield _others(one, "an export is written")


def _others(one: dict[str, Any], while_: str) -> Line:
    """How long others waited for their writes meanwhile."""
    waits = f"median {one['median']:.0f} ms, worst {one['worst']:.0f} ms ({one['writes']} writes)"
    held = one["median"] <= 100 and one["worst"] <= 600
    return f"others' writes while {while_}", waits, "median 100 ms, worst 600 ms", held


def _imports(stage: dict[str, Any] | None) -> Iterator[Line]:
    for one in (stage or {}).get("imports", ()):
        most = MOST_SECONDS.get(one["rows"], 10)
        measured = f"{one['seconds']:.1f} s, {one['memory']:.0f} MiB (trial {one['trial']:.1f} s)"
        held = one["seconds"] <= most and one["memory"] <= MOST_MIB
        title = (
            f"import of {one['rows']:,} {'clients with notes and tasks' if one['is_whole'] else 'clients'}"
        )
        yield title, measured, f"{most} s, {MOST_MIB} MiB", held
        yield _others(one, f"{one['rows']:,} of them come in")


def _duplicates(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    for what, took in stage["typed"].items():
        ratio = took / stage["bare"]
        yield f"duplicate check while typing: {what}", f"{ratio:.1f} × ({took:.1f} ms)", "3 ×", ratio <= 3
    sweep = stage["sweep"]
    measured = f"{sweep['seconds']:.1f} s, {sweep['memory']:.0f} MiB ({sweep['pairs']:,} pairs)"
    held = sweep["seconds"] <= 60 and sweep["memory"] <= 400
    yield f"duplicate sweep over {sweep['clients']:,} clients", measured, "60 s, 400 MiB", held
    for one in stage["sets"]:
        told = f"precision {one['precision']:.3f}, recall {one['recall']:.3f} ({one['pairs']:,} pairs)"
        is_own = bool(one["forbidden"])
        held = one["precision"] >= 0.95 and one["recall"] >= 0.9 and not one["merged_forbidden"]
        told += f", {one['merged_forbidden']} of {one['forbidden']} merged unasked" if is_own else ""
        budget = "precision 0.95, recall 0.90, 0 merged unasked" if is_own else "–"
        yield f"duplicates found on the set {one['name']}", told, budget, held if is_own else None


def _counts(stage: dict[str, Any] | None) -> Iterator[Line]:
    for one in (stage or {}).get("asked", ()):
        if one["of"]:
            measured = f"{one['times']:.2f} × ({one['ms']:.1f} ms)"
            yield one["title"], measured, f"{one['most']:g} × without them", one["times"] <= one["most"]
        elif one["most"]:
            yield one["title"], f"{one['ms']:.1f} ms", f"{one['most']:g} ms", one["ms"] <= one["most"]
        else:
            yield one["title"], f"{one['ms']:.1f} ms", "–", None


def _bulk(stage: dict[str, Any] | None) -> Iterator[Line]:
    for one in (stage or {}).get("changes", ()):
        title = f"bulk change of {one['rows']:,} clients ({one['what']})"
        measured = f"{one['seconds']:.1f} s (looked at {one['looked']:.1f} s, taken back {one['back']:.1f} s)"
        yield title, measured, f"{MOST_OF_BULK} s", max(one["seconds"], one["back"]) <= MOST_OF_BULK
        yield _others(one, f"{title} goes on")


def _planted(stage: dict[str, Any] | None) -> Iterator[Line]:
    if not stage:
        return
    measured = f"{stage['missed']:,} of {stage['due']:,} missed, {stage['false']:.2%} of {stage['raised']:,} lines in vain"
    held = not stage["missed"] and stage["false"] <= MOST_FALSE
    title = f"planted company of two years with {stage['size']:,} due things"
    yield title, measured, f"none missed, {MOST_FALSE:.0%} in vain", held


def _pages(found: dict[str, Any]) -> Iterator[str]:
    for engine, stages in found.items():
        if pages := stages.get("pages"):
            yield from _table(f"Pages and calls on {ENGINES[engine]}", pages)
        if schedule := stages.get("schedule"):
            yield from _table(f"The schedule on {ENGINES[engine]}", schedule["pages"])


def _table(title: str, stage: dict[str, Any]) -> Iterator[str]:
    bare = stage["bare"]
    yield f"## {title}"
    yield ""
    yield "| page or call | scope | statements | bare SQL, ms | ms | × | at most | KB | |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --- |"
    yield f"| **bare view** | all | {stage['bare_statements']} | {stage['bare_sql']:.2f} | {bare:.2f} | 1 | | | |"
    for row in stage["pages"]:
        ratio = row["ms"] / bare
        numbers = (
            f"{row['statements']} | {row['sql_ms']:.2f} | {row['ms']:.2f} | {ratio:.1f} | {row['at_most']:g}"
        )
        kilobytes = f"{row['bytes'] / 1024:.0f}"
        yield f"| {row['title']} | {READERS[row['reader']]} | {numbers} | {kilobytes} | {_mark(ratio <= row['at_most'])} |"
    yield ""


def _mark(held: bool | None) -> str:
    return {True: "held", False: "**over**", None: ""}[held]
