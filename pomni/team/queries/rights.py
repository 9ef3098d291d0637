"""Roles, who holds them, and who may give them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.module import offered
from pomni.team.grants import Scope
from pomni.team.models import Location, Role, RoleHeld, Team, User
from pomni.team.models.people import ONE_PLACE
from pomni.team.presets import PRESETS


def roles_held(user: User) -> QuerySet[RoleHeld]:
    """The roles of a colleague, with their locations."""
    return RoleHeld.objects.filter(user=user).select_related("role", "location").order_by("pk")


def roles() -> QuerySet[Role]:
    """All roles of the company."""
    return Role.objects.order_by("pk")


def roles_to_give(viewer: User) -> list[Role]:
    """The roles that the viewer may give: none that reaches further than their own."""
    everywhere = all_places()
    return [role for role in roles() if viewer.grants.covers(role.grants, everywhere, role.fields)]


def grid_to_give(
    viewer: User, *, teammates: frozenset[int] = frozenset()
) -> list[tuple[Role, list[Location | None]]]:
    """Each role that the viewer may give, with where: None stands for wherever they work. Roles given nowhere are left out."""
    places = list(Location.objects.order_by("name"))
    everywhere = frozenset(place.pk for place in places) or ONE_PLACE
    open_places = [place for place in places if place.archived_at is None]
    told = []
    for role in roles():
        at: list[tuple[Location | None, frozenset[int]]] = [(None, everywhere)]
        at += [(place, frozenset([place.pk])) for place in open_places]
        may = [w for w, pks in at if viewer.grants.covers(role.grants, pks, role.fields, teammates=teammates)]
        if may:
            told.append((role, may))
    return told


def roles_with_holders() -> list[tuple[Role, list[User]]]:
    """Each role with those who hold it and work here, by name."""
    held = RoleHeld.objects.filter(user__is_active=True, user__is_robot=False).select_related("user")
    by_role: dict[int, dict[int, User]] = {}
    for one in held.order_by("user__name", "pk"):
        by_role.setdefault(one.role_id, {})[one.user_id] = one.user
    return [(role, list(by_role.get(role.pk, {}).values())) for role in roles()]


def role(uid: Any) -> Role:
    """One role. Raises Http404."""
    return get_object_or_404(Role, uid=uid)


def may_give(
    user: User, role: Role, location: Location | None, *, teammates: frozenset[int] = frozenset()
) -> bool:
    """Whether the user may give this role at this location, or (None) anywhere: nobody gives more than they have.

    `teammates` are those of whoever is to hold it: a role that reaches as far as a team is given within one's own.
    """
    where = frozenset([location.pk]) if location else all_places()
    return user.grants.covers(role.grants, where, role.fields, teammates=teammates)


def all_places() -> frozenset[int]:
    """Every location; where none is written down, the one place that the company works at all the same."""
    return frozenset(Location.objects.values_list("pk", flat=True)) or ONE_PLACE


def teammates_reached(viewer: User, role: Role, grants: Mapping[str, int]) -> frozenset[int]:
    """Whose records the holders of a role reach by their teams with these grants. Asked only where the viewer may reach
    less than everybody.
    """
    if not any(scope == Scope.TEAM and not viewer.reach(name).all for name, scope in grants.items()):
        return frozenset()
    holds = Q(team__members__roles_held__role=role) | Q(team__lead__roles_held__role=role)
    return frozenset(User.objects.filter(holds).values_list("pk", flat=True))


def teammates_of(team: Team | None) -> frozenset[int]:
    """Whose records somebody would reach by this team."""
    return frozenset(User.objects.filter(team=team).values_list("pk", flat=True)) if team else frozenset()


def granters(capability: str) -> list[str]:
    """Names of those who can give a right: whom to ask. At most five."""
    return [user.name for user in able_to_grant(capability)]


def able_to_grant(capability: str) -> list[User]:
    """Those who can give a right, by name. At most five."""
    able = [r.pk for r in Role.objects.all() if "team.role.give" in r.grants]
    people = User.objects.people().filter(is_active=True, roles_held__role__in=able).distinct()
    return [
        user
        for user in people.order_by("name")[:50]
        if user.reach(capability) or user.reach("team.role.give").all
    ][:5]


def able_to(capability: str) -> list[User]:
    """Everybody of flesh and blood, with access, who reaches this far."""
    held_by = [role.pk for role in Role.objects.all() if capability in role.grants]
    people = User.objects.people().filter(is_active=True, roles_held__role__in=held_by).distinct()
    return [user for user in people if user.may(capability)]


def title_of(capability: str) -> str:
    """The plain words of a capability."""
    return next((str(c.title) for c in offered("capabilities") if c.name == capability), capability)


def preset_names() -> dict[str, str]:
    """The names of the preset roles in the language in force."""
    return {key: str(name) for key, name in PRESETS.items()}
