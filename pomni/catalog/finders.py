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


def goods(viewer: User, words: list[str]) -> list[Found]:
    """Goods by the words of their name, SKU and category, or by a whole barcode, each with its price."""
    return [
        Found(one.name, address("catalog:good", one.uid), "shopping-bag", _price(one))
        for one in queries.goods_answering(viewer, words)
    ]


def packages(viewer: User, words: list[str]) -> list[Found]:
    """Packages by the words of their name, each with its price."""
    return [
        Found(one.name, address("catalog:package", one.uid), "ticket", _price(one))
        for one in queries.packages_answering(viewer, words)
    ]


def _price(one) -> str:
    return "" if one.price is None else figures.money(one.price, company.current().currency)
