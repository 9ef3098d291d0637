"""Rooms and devices, and what services take of them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.ids import as_uuid
from pomni.kit.spelling import sorted_as
from pomni.schedule.models import Kind, Need, Thing
from pomni.team.models import User


def things(viewer: User) -> list[Thing]:
    """Those that are used, by location, kind and name."""
    rows = Thing.objects.visible_to(viewer).filter(archived_at=None).select_related("kind", "location")
    return sorted(rows, key=lambda one: (one.location.name, sorted_as(one.kind.name), sorted_as(one.name)))


def thing(viewer: User, uid: Any) -> Thing:
    """One of them. Raises Http404."""
    rows: QuerySet[Thing] = Thing.objects.visible_to(viewer).select_related("kind", "location")
    return get_object_or_404(rows, uid=as_uuid(uid))


def kind_names() -> list[str]:
    """What rooms and devices of one use are called, in order."""
    return sorted(Kind.objects.values_list("name", flat=True), key=sorted_as)


def needs_of(services: Any) -> dict[int, list[tuple[str, list[int]]]]:
    """What each of these services takes: the name of the kind, and the numbers of its phases; none: all along."""
    found: dict[int, list[tuple[str, list[int]]]] = {}
    for row in Need.objects.filter(service__in=services).select_related("kind").order_by("kind__folded"):
        found.setdefault(row.service_id, []).append((row.kind.name, row.phases))
    return found
