"""What the operations of all that is offered have in common."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from pomni.catalog import queries
from pomni.kit.paging import Page, page_of
from pomni.team.doors import PageIn, named

SEE, CHANGE = "catalog.service.see", "catalog.service.change"
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class OfferedIn(PageIn):
    """Which page, and whether of what is offered or of what is archived."""

    archived: bool = False


def with_rate(request: Any, told: dict[str, Any]) -> dict[str, Any]:
    """The words with the tax rate that they name. Raises Refused (field "tax_rate") where there is none."""
    if told.get("tax_rate"):
        told["tax_rate"] = named(
            lambda uid: queries.tax_rate(request.user, uid), told["tax_rate"], "tax_rate"
        )
    return told


def by_name(found: Any, asked: OfferedIn, *, of: str) -> Page[Any]:
    """A page of a list that is in the order of names. A company has dozens of these, so no index is needed."""
    return page_of(
        found, by=("name", "pk"), of=f"{of} {asked.archived}", after=asked.after, limit=asked.limit
    )
