"""What the catalogue offers to files: the facts that a column tells, and how a row becomes a record.

A `Reader` turns the cells of a row into what is `Told`, or says what is the `Trouble`; `deciding_of` gives what finds the
records that are here already and says what would become of the row; `catalog.commands.take_offers` writes it. The same
facts, in the same words, are the columns of an export: what went out comes in again as it was.
"""

from collections.abc import Mapping

from pomni.catalog.imports.columns import (
    FACTS,
    KNOWN_BY,
    cells_of,
    check_needed,
    targets,
    targets_of,
    titles_of,
    understood,
    understood_by,
)
from pomni.catalog.imports.deciding import Aside, Deciding, Outcome, plain
from pomni.catalog.imports.facts import GOODS, SERVICES, Fact
from pomni.catalog.imports.linked import PACKAGES, PERFORMERS, PRICES
from pomni.catalog.imports.matching import Matching, words_of
from pomni.catalog.imports.packing import PackageMatching, words_of_package
from pomni.catalog.imports.performing import PerformerMatching
from pomni.catalog.imports.pointing import Colleagues, Pointing
from pomni.catalog.imports.pricing import PriceMatching, words_of_list
from pomni.catalog.imports.rows import FactReader, Reader, Told
from pomni.team.models import User


def deciding_of(of: str, existing: str, *, by: User, meant: Mapping[int, int] | None = None) -> Deciding:
    """What decides on the rows of a file of "services", "goods", "performers", "packages" or "prices".

    `existing`: what becomes of what is here already, "fill", "overwrite" or "skip". `meant`: the records that earlier rows
    of the file told of, with their numbers.
    """
    known = meant or {}
    if of == PERFORMERS:
        return PerformerMatching(existing, by=by, meant=known)
    if of == PACKAGES:
        return PackageMatching(existing, meant=known)
    return PriceMatching(existing, meant=known) if of == PRICES else Matching(of, existing, meant=known)


__all__ = [
    "FACTS",
    "GOODS",
    "KNOWN_BY",
    "PACKAGES",
    "PERFORMERS",
    "PRICES",
    "SERVICES",
    "Aside",
    "Colleagues",
    "Deciding",
    "Fact",
    "FactReader",
    "Outcome",
    "Pointing",
    "Reader",
    "Told",
    "cells_of",
    "check_needed",
    "deciding_of",
    "plain",
    "targets",
    "targets_of",
    "titles_of",
    "understood",
    "understood_by",
    "words_of",
    "words_of_list",
    "words_of_package",
]
