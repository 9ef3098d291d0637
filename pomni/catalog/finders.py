"""What the palette finds here."""

from pomni.catalog import queries
from pomni.kit import figures
from pomni.kit.addresses import address
from pomni.kit.module import Found
from pomni.team import company
from pomni.team.models import User


def services(viewer: User, words: list[str]) -> list[Found]:
    """Services by the words of their name, code and category, each with its price."""
    return [
        Found(one.name, address("catalog:service", one.uid), "book-open", _price(one))
        for one in queries.services_answering(viewer, words)
    ]


def _price(service) -> str:
    return "" if service.price is None else figures.money(service.price, company.current().currency)
