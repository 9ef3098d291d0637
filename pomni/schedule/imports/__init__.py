"""What visits offer to files: the facts that a column tells, and how a row becomes a visit.

A `Reader` turns the cells of a row into what is `Told`, or says what is the `Trouble`; `VisitDeciding` finds whom and what it
means and says what would become of it; `schedule.commands.take_visits` writes it.
"""

from pomni.schedule.imports.deciding import VisitDeciding
from pomni.schedule.imports.facts import KNOWN_BY, VISITS, check_needed, facts, targets, understood
from pomni.schedule.imports.rows import Brought, Reader

__all__ = [
    "KNOWN_BY",
    "VISITS",
    "Brought",
    "Reader",
    "VisitDeciding",
    "check_needed",
    "facts",
    "targets",
    "understood",
]
