"""How large the company is, and how long each thing is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`rounds`: calls of each page; `repeats`: of the crowd and of the start; `seconds`: of writing in a crowd;
    `watched`: of watching the sealer; `bulk`: clients of the bulk act; `storied`: moments of the client with the longest
    timeline; `due`: open promises, and as many open tasks; `visits`: that were, `ahead`: those to come.
    """

    name: str
    clients: int
    moments: int
    rounds: int
    repeats: int
    seconds: float
    watched: float
    bulk: int
    storied: int
    due: int
    visits: int
    ahead: int


FULL = Size(
    "full",
    100_000,
    1_000_000,
    rounds=40,
    repeats=2,
    seconds=5,
    watched=20,
    bulk=10_000,
    storied=10_000,
    due=10_000,
    visits=50_000,
    ahead=2_000,
)
QUICK = Size(
    "quick",
    500,
    5_000,
    rounds=2,
    repeats=1,
    seconds=0.6,
    watched=2,
    bulk=200,
    storied=300,
    due=100,
    visits=600,
    ahead=400,
)
SIZES = {size.name: size for size in (FULL, QUICK)}
SIGHTED = 300  # moments of the one client whose card is measured
# What an import may take: seconds by the rows of its file, and memory.
MOST_SECONDS = {10_000: 10, 100_000: 180}
MOST_MIB = 300
MOST_OF_BULK = 15  # seconds
MOST_OF_EXPORT = (30, 200)  # seconds and MiB of all 100,000 clients to XLSX
