"""Who holds which role, and what a role may."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.team import events, queries
from pomni.team.access import command
from pomni.team.checks import must_be_able_to_give, one_after_the_other, somebody_directs, stale
from pomni.team.models import Invitation, Location, Role, RoleHeld, User
from pomni.team.notices import Kind, RoleNoLongerHeld, RoleNowHeld, notify
from pomni.team.presets import fields_of_preset, grants_of_preset
from pomni.team.robots import robot_name


@command("team.role.give")
def give_role(user: User, role: Role, *, by: User, location: Location | None = None) -> RoleHeld:
    """Give a colleague a role, at one location or wherever they work. Takes effect at their next request."""
    must_be_able_to_give(role, location, by, teammates=user.grants.teammates)
    if location and Location.objects.filter(pk=location.pk, archived_at__isnull=False).exists():
        raise Refused(_("This {location} is archived. Nobody begins to work there."))
    held, is_new = RoleHeld.objects.get_or_create(user=user, role=role, location=location)
    if is_new:
        stale([user.pk])
        at = location.name if location else ""
        moment = remember(
            events.RoleGiven(user_id=user.pk, name=user.name, role=role.told, location=at), by=by
        )
        _tell(user, RoleNowHeld, role, by, moment.pk)
    return held


@command("team.role.give")
def take_role(user: User, role: Role, *, by: User, location: Location | None = None) -> None:
    """Take a role from a colleague. Takes effect at their next request."""
    one_after_the_other()
    must_be_able_to_give(role, location, by)
    taken, _each = RoleHeld.objects.filter(user=user, role=role, location=location).delete()
    if not taken:
        return
    somebody_directs()
    stale([user.pk])
    at = location.name if location else ""
    moment = remember(events.RoleTaken(user_id=user.pk, name=user.name, role=role.told, location=at), by=by)
    _tell(user, RoleNoLongerHeld, role, by, moment.pk)


@command("team.role.give")
def set_roles(user: User, *, held: Sequence[tuple[Role, Location | None]], by: User) -> bool:
    """From now on the colleague holds these roles, and no others of those that `by` could give. Returns whether that is
    a change. Roles beyond one's own reach stay as they are.
    """
    one_after_the_other()
    before = {
        (h.role, h.location) for h in queries.roles_held(user) if queries.may_give(by, h.role, h.location)
    }
    wanted = set(held)
    for role, location in sorted(wanted - before, key=_in_order):
        give_role(user, role, location=location, by=by)
    for role, location in sorted(before - wanted, key=_in_order):
        take_role(user, role, location=location, by=by)
    return wanted != before


@command("team.role.change")
def change_role(
    role: Role, *, by: User, grants: dict[str, int] | None = None, fields: dict[str, str] | None = None
) -> Role:
    """Change how far a role reaches and which fields it is kept from. Takes effect at the holders' next request.

    A preset role that is as Pomni brings it again follows new versions of Pomni again.
    """
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.preset == "director":
        raise Refused(
            _("The {director's} role cannot be changed, so that somebody can always open every door.")
        )
    told = {"grants": grants, "fields": fields}
    changes = {name: value for name, value in told.items() if value is not None}
    wanted = Role(**{"grants": role.grants, "fields": role.fields} | changes)
    if not queries.may_give(by, wanted, None, teammates=queries.teammates_reached(by, role, wanted.grants)):
        raise NotAllowed(_("Nobody gives away more rights than they have."), capability="team.role.change")
    if diff := apply_changes(role, changes):
        Role.objects.filter(pk=role.pk).update(is_edited=not _as_preset(role))
        stale(RoleHeld.objects.filter(role=role).values_list("user_id", flat=True))
        remember(events.RoleChanged(role_id=role.pk, role=role.told, changes=diff), by=by)
    return role


@command("team.role.change")
def add_role(*, name: str, like: Role, by: User) -> Role:
    """Add a role of the company's own, which may what another one may, until it is changed."""
    _name_is_free(name)
    must_be_able_to_give(like, None, by)
    role = Role.objects.create(name=name, grants=like.grants, fields=like.fields, is_edited=True)
    remember(events.RoleAdded(role_id=role.pk, role=name, like=like.told), by=by)
    return role


@command("team.role.change")
def rename_role(role: Role, *, name: str, by: User) -> Role:
    """Call a role something else. A preset role with an empty name is called as Pomni calls it, in every language."""
    role = Role.objects.select_for_update().get(pk=role.pk)
    if not (name or role.preset):
        raise Refused(_("A role needs a name."), field="name")
    if name:
        _name_is_free(name, but=role)
    if role.name != name:
        before, role.name = role.told, name
        role.save(update_fields=["name"])
        remember(events.RoleRenamed(role_id=role.pk, before=before, role=role.told), by=by)
    return role


@command("team.role.change")
def remove_role(role: Role, *, by: User) -> None:
    """Remove a role of the company's own that nobody holds. Invitations to it that are over go with it."""
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.preset:
        raise Refused(_("This role came with Pomni and stays. Nobody has to hold it."))
    if role.held_by.exists():
        raise Refused(_("Somebody holds this role. Give them another one first."))
    asked = Invitation.objects.filter(Q(role=role) | Q(further__role=role))
    if asked.filter(taken_by=None, withdrawn_at=None, expires__gt=now()).exists():
        raise Refused(_("Somebody is invited to this role. Withdraw the invitation first."))
    Invitation.objects.filter(pk__in=list(asked.values_list("pk", flat=True))).delete()
    told, pk = role.told, role.pk
    role.delete()
    remember(events.RoleRemoved(role_id=pk, role=told), by=by)


def _in_order(held: tuple[Role, Location | None]) -> tuple[int, int]:
    role, location = held
    return role.pk, location.pk if location else 0


def _as_preset(role: Role) -> bool:
    return bool(role.preset) and (role.grants, role.fields) == (
        grants_of_preset(role.preset or ""),
        fields_of_preset(role.preset or ""),
    )


def _name_is_free(name: str, but: Role | None = None) -> None:
    others = [role for role in queries.roles() if role != but]
    if any(name.casefold() == str(role).casefold() for role in others):
        raise Refused(_("There is a role with this name already."), field="name")


def _tell(user: User, kind: type[Kind], role: Role, by: User, moment: int | None) -> None:
    """Tell somebody that their roles are others now; who did it to themselves knows."""
    if user.pk != by.pk:
        who = robot_name(by.name) if by.is_robot else by.name
        notify([user], kind, dedupe=f"moment:{moment}", url=reverse("team:me"), by=who, role=role.told)
