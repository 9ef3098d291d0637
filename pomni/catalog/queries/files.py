"""Reading services and goods for files: what came in with one, and what goes out into one."""

from collections.abc import Collection
from typing import Any

from pomni.catalog.imports import GOODS
from pomni.catalog.models import Good, Service
from pomni.catalog.queries.goods import goods
from pomni.catalog.queries.serving import services
from pomni.team.models import User


def offers_by_id(viewer: User, of: str, keys: Collection[int]) -> dict[int, Any]:
    """Those of these "services" or "goods" that the viewer reaches, by their keys."""
    model: Any = Good if of == GOODS else Service
    return {one.pk: one for one in model.objects.visible_to(viewer).filter(pk__in=keys)}


def offers_in_order(viewer: User, of: str) -> Any:
    """All "services" or "goods" that are offered, by category and name."""
    found = goods(viewer) if of == GOODS else services(viewer)
    return found.order_by("sorted_as", "pk")
