"""Calls whose words are made only when they leave: by a module above, as its reader may see them at that moment.

Such a row of the outbox keeps an address to be recognised by and the name of its carrier, and no contents.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pomni.post.models import Outgoing

Carry = Callable[["Outgoing"], None]
_carriers: dict[str, Carry] = {}


def carries(name: str) -> Callable[[Carry], Carry]:
    """Let the function make the attempts of rows with this carrier. It raises Undelivered where one fails."""

    def register(carry: Carry) -> Carry:
        _carriers[name] = carry
        return carry

    return register


def carrier_of(row: "Outgoing") -> Carry | None:
    """Who makes the attempts of this row; None where it is a letter or a call that carries its own words."""
    name = row.payload.get("carrier")
    return _carriers[name] if name else None
