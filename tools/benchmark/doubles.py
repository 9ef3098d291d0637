"""Stage: duplicates. How long a sweep takes and with how much memory, what the check while typing costs, and how well they
are found on labelled sets that the matcher was not tuned on.

The sets lie beside the project (`shared/data/duplicates`): `*_crm.csv` the rows, `*_gold.csv` the pairs that are one.
Where they are not there, they are left out.
"""

import csv
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from benchmark.crowd import start
from benchmark.size import Size
from benchmark.timing import in_turns
from pomni.kit.errors import Refused
from pomni.kit.phones import normal_email, normal_phone
from pomni.people.likeness import (
    SLIP_OF_DAY,
    Born,
    Features,
    candidates,
    features_of,
    likeness,
    named_so,
    names_agree,
    organisations_agree,
    slips_between,
)

BESIDE = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "duplicates"
ROUNDS = 40


@dataclass(frozen=True)
class Found:
    """What came of one set."""

    name: str
    rows: int
    pairs: int
    suggested: int
    right: int
    forbidden: int = 0  # pairs that must never be merged unasked
    suggested_forbidden: int = 0
    merged_forbidden: int = 0  # of them, those that an import would merge unasked

    @property
    def precision(self) -> float:
        """Of the suggestions, how many are right."""
        return self.right / self.suggested if self.suggested else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs, how many were suggested."""
        return self.right / self.pairs if self.pairs else 1.0

    def told(self) -> dict[str, Any]:
        """For the report."""
        return asdict(self) | {"precision": self.precision, "recall": self.recall}


def measure(_size: Size) -> dict[str, Any]:
    """The check while typing beside the bare view; a sweep over the whole base; each labelled set, asked once."""
    from benchmark.addresses import BARE
    from benchmark.asking import Asker

    asker = Asker("all")
    acts: dict[str, Any] = {"bare": lambda: asker.get(BARE)}
    for title, form in _typed().items():
        acts[title] = lambda form=form: asker.post("/clients/likely/", form, fragment=True)
    times = in_turns(acts, ROUNDS)
    bare = times.pop("bare")
    # The sets ask no database: once is enough.
    has_sets = BESIDE.is_dir() and connection.vendor == "sqlite"
    sets = [one.told() for one in labelled(BESIDE)] if has_sets else []
    return {"bare": bare, "typed": times, "sweep": _sweep(), "sets": sets}


def labelled(folder: Path) -> list[Found]:
    """Every labelled set of the folder."""
    return [_measured(folder, name, read) for name, read in SETS.items()]


def _typed() -> dict[str, dict[str, str]]:
    """What somebody has typed of a client who is here, and of one who is not."""
    from pomni.people.models import Client, Holding

    held = Holding.objects.filter(contact_point__kind="phone", client__kind="person").order_by("-pk")
    one = held.select_related("client")[Client.objects.count() // 3]
    return {
        "a name": {"name": one.client.name},
        "a phone": {"phone": one.typed},
        "name, phone, address and birthday": {
            "name": one.client.name,
            "phone": one.typed,
            "email": "nobody@example.com",
            "birthday": "1980-02-03",
        },
    }


def _sweep() -> dict[str, float]:
    """In a process of its own, whose memory is the sweep's alone."""
    return start(1, lambda _nr: [_swept()])()[0][0]


def _swept() -> dict[str, float]:
    import resource

    from pomni.people.models import Client
    from pomni.people.pulses import sweep

    began = time.perf_counter()
    pairs = sweep()
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"clients": Client.objects.count(), "pairs": pairs, "seconds": seconds, "memory": memory}


def suggested(clients: list[Features]) -> set[tuple[int, int]]:
    """The pairs of places that the sweep would suggest."""
    counted = named_so(clients)
    names = [counted[tuple(sorted(one.sounds))] for one in clients]
    return {
        (one, other)
        for one, other in candidates(clients)
        if likeness(
            clients[one], clients[other], named_so=min(names[one], names[other]), among=len(clients)
        ).is_likely
    }


def merged_unasked(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether an import would merge the two, as `people.imports.Matching` decides it."""
    if one["kind"] == "organisation":
        return (
            bool(one.get("tax_id"))
            and one["tax_id"] == other.get("tax_id")
            and organisations_agree(_whole(one), _whole(other))
        )
    shares = set(one["phones"]) & set(other["phones"]) or set(one["emails"]) & set(other["emails"])
    born = [Born(row.get("birth_day", ""), row.get("birth_year")) for row in (one, other)]
    born_apart = all(day.day for day in born) and slips_between(*born) > SLIP_OF_DAY
    return bool(shares) and names_agree(_whole(one), _whole(other)) and not born_apart


def _measured(folder: Path, name: str, read: Callable[[dict[str, str]], dict[str, Any]]) -> Found:
    rows = {row["id"]: read(row) for row in _rows(folder / f"{name}_crm.csv")}
    keys = list(rows)
    clients = [features_of(**row) for row in rows.values()]
    pairs = {frozenset((keys[one], keys[other])) for one, other in suggested(clients)}
    gold = {frozenset((row["a"], row["b"])) for row in _rows(folder / f"{name}_gold.csv")}
    apart = folder / f"{name}_must_not_merge.csv"
    never = [(row["a"], row["b"]) for row in _rows(apart)] if apart.exists() else []
    return Found(
        name,
        len(rows),
        len(gold),
        len(pairs),
        len(pairs & gold),
        len(never),
        sum(frozenset(pair) in pairs for pair in never),
        sum(merged_unasked(rows[one], rows[other]) for one, other in never),
    )


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _febrl(row: dict[str, str]) -> dict[str, Any]:
    year, _dash, day = row["birth_date"].partition("-")
    is_date = year.isdigit() and len(day) == 5
    return {
        "kind": "person",
        "given": row["first_name"],
        "family": row["last_name"],
        "tax_id": row["national_id"],
        "birth_day": day if is_date else "",
        "birth_year": int(year) if is_date else None,
        "address": " ".join((row["street"], row["city"], row["zip"])),
        "phones": (),
        "emails": (),
    }


def _restaurant(row: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "organisation",
        "name": row["name"],
        "address": f"{row['addr']}, {row['city']}",
        "phones": _normal(normal_phone, row["phone"]),
        "emails": (),
    }


def _crm(row: dict[str, str]) -> dict[str, Any]:
    year, _dash, day = row["birth"].partition("-")
    in_one = not (row["first"] or row["middle"])
    return {
        "kind": "person",
        "name": " ".join(filter(None, (row["last"], row["first"], row["middle"]))),
        "family": "" if in_one else row["last"],
        "given": row["first"],
        "patronymic": row["middle"],
        "phones": _normal(normal_phone, row["phone"]),
        "emails": _normal(normal_email, row["email"]),
        "birth_day": day if year.isdigit() and len(day) == 5 else "",
        "birth_year": int(year) if year.isdigit() and len(day) == 5 else None,
    }


def _normal(read: Callable[[str], str], typed: str) -> tuple[str, ...]:
    try:
        return (read(typed),) if typed.strip() else ()
    except Refused:
        return ()


def _whole(row: dict[str, Any]) -> str:
    return row.get("name") or " ".join(
        filter(None, (row.get(part, "") for part in ("family", "given", "patronymic")))
    )


SETS = {"ru_pl": _crm, "febrl1": _febrl, "febrl2": _febrl, "restaurant": _restaurant}
