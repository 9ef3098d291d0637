"""What services and goods offer to files: the facts that a column tells, and how a row becomes a service or a good.

A `Reader` turns the cells of a row into what is `Told`, or says what is the `Trouble`; a `Matching` finds what is here
already and says what would become of the row; `catalog.commands.take_offers` writes it. The same facts, in the same
words, are the columns of an export: what went out comes in again as it was.
"""

from pomni.catalog.imports.facts import FACTS, GOODS, SERVICES, Fact, cells_of, targets, understood
from pomni.catalog.imports.matching import Matching, Outcome, plain, words_of
from pomni.catalog.imports.rows import Reader, Told

__all__ = [
    "FACTS",
    "GOODS",
    "SERVICES",
    "Fact",
    "Matching",
    "Outcome",
    "Reader",
    "Told",
    "cells_of",
    "plain",
    "targets",
    "understood",
    "words_of",
]
