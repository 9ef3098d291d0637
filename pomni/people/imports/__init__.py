"""What clients offer to the import of files: the facts that a column can tell, and how a row becomes a client.

A `Reader` turns the cells of a row into what is `Told`, or says what is the `Trouble`; a `Matching` finds who is here
already and says what would become of the row; `people.commands.take_rows` writes it.
"""

from pomni.people.imports.matching import Card, Matching, Outcome
from pomni.people.imports.rows import Reader, Told, Trouble
from pomni.people.imports.targets import EXISTING, KEYS, TARGETS, Target, Wish

__all__ = [
    "EXISTING",
    "KEYS",
    "TARGETS",
    "Card",
    "Matching",
    "Outcome",
    "Reader",
    "Target",
    "Told",
    "Trouble",
    "Wish",
]
