"""What clients offer to the import of files: the facts that a column can tell, and how a row becomes a client.

A `Reader` turns the cells of a row into what is `Told`, or says what is the `Trouble`; a `Matching` finds who is here
already and says what would become of the row; `people.commands.take_rows` writes it.
"""

from pomni.people.imports.beside import NoteTold, Wrong, number_of, short_enough, time_of, yes_or_no
from pomni.people.imports.calling import Called, Calling, Newcomer, called
from pomni.people.imports.days import day_of
from pomni.people.imports.matching import Matching
from pomni.people.imports.outcome import Outcome
from pomni.people.imports.rows import Reader, Told, Trouble, says_nothing
from pomni.people.imports.seeking import Card
from pomni.people.imports.stand_ins import NOBODY, Stranger, by_name, key_of, meant, stand_ins
from pomni.people.imports.targets import (
    EXISTING,
    KEYS,
    OWN,
    STRANGERS,
    TARGETS,
    WRITTEN,
    Target,
    Wish,
    all_targets,
)

__all__ = [
    "EXISTING",
    "KEYS",
    "NOBODY",
    "OWN",
    "STRANGERS",
    "TARGETS",
    "WRITTEN",
    "Called",
    "Calling",
    "Card",
    "Matching",
    "Newcomer",
    "NoteTold",
    "Outcome",
    "Reader",
    "Stranger",
    "Target",
    "Told",
    "Trouble",
    "Wish",
    "Wrong",
    "all_targets",
    "by_name",
    "called",
    "day_of",
    "key_of",
    "meant",
    "number_of",
    "says_nothing",
    "short_enough",
    "stand_ins",
    "time_of",
    "yes_or_no",
]
