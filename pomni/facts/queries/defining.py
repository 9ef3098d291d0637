"""The company's own fields, for whoever defines them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.facts.models import OwnField
from pomni.facts.own import Own, as_own
from pomni.team.models import User

CHANGE = "facts.field.change"


def own_fields(viewer: User) -> QuerySet[OwnField]:
    """All fields in their order, archived ones too, with what they offer; none for whoever may not define them."""
    found = OwnField.objects.all() if viewer.may(CHANGE) else OwnField.objects.none()
    return found.prefetch_related("offered").order_by("place", "pk")


def own_field(viewer: User, uid: Any) -> OwnField:
    """One field. Raises Http404."""
    return get_object_or_404(own_fields(viewer), uid=uid)


def words_of(field: OwnField) -> dict[str, Any]:
    """A field in the words of its form."""
    offered = [
        one.name for one in sorted(field.offered.all(), key=lambda one: one.place) if not one.archived_at
    ]
    told = {name: getattr(field, name) for name in ("name", "hint", "is_required", "decides")}
    return told | {"choices": "\n".join(offered)}


def as_kept(field: OwnField) -> Own:
    """A field as the others see it, read anew."""
    return as_own(OwnField.objects.prefetch_related("offered").get(pk=field.pk))
