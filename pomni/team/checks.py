"""What every write about colleagues and rights asks first, and what goes stale after it."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.ids import new_stamp
from pomni.team import queries
from pomni.team.grants import Scope
from pomni.team.models import Location, Role, RoleHeld, Team, User


def must_be_able_to_give(
    role: Role, location: Location | None, by: User, *, teammates: frozenset[int] = frozenset()
) -> None:
    """Raise NotAllowed where this would give more than `by` has; `teammates` are those of whoever gets it."""
    if not queries.may_give(by, role, location, teammates=teammates):
        raise NotAllowed(_("Nobody gives away more rights than they have."), capability="team.role.give")


def must_cover(user: User, by: User) -> None:
    """Raise NotAllowed where the colleague reaches anything that `by` does not: whoever holds a way into an account, such
    as its link or the address that a new password is sent to, has all that is in it.
    """
    if user.pk != by.pk and not by.grants.covers_person(user.grants):
        raise NotAllowed(_("Nobody gives away more rights than they have."), capability="team.role.give")


def must_reach_team(
    team: Team | None, by: User, *, joins: User | None = None, leads: User | None = None
) -> None:
    """Raise NotAllowed where somebody would reach by this team what `by` does not: whoever joins or leads it reaches its
    members' records as far as their roles say, and the others in it those of whoever joins.
    """
    if team is None:
        return
    together = queries.teammates_of(team) | ({joins.pk} if joins else set())
    gains = Q(user=leads) if leads else Q(user__in=together) | Q(user__leads=team)
    for role in Role.objects.filter(pk__in=RoleHeld.objects.filter(gains).values("role")):
        for name, scope in role.grants.items():
            if scope == Scope.TEAM and not by.grants.covers_one(name, scope, frozenset(), together):
                raise NotAllowed(_("Nobody gives away more rights than they have."), capability=name)


def one_after_the_other() -> None:
    """For acts whose rule spans many people: one director is left, no login stands for two. They wait for each other.

    SQLite's writers do so anyway; on PostgreSQL all of them lock one row, first of all, without hindering whoever is
    given that role meanwhile.
    """
    list(Role.objects.select_for_update(no_key=True).filter(preset="director"))


def somebody_directs() -> None:
    """Raise Refused where nobody would be left who can open every door."""
    if not User.objects.people().filter(is_active=True, roles_held__role__preset="director").exists():
        raise Refused(_("Somebody must direct the company. Make another colleague {director} first."))


def stale(user_ids: Any) -> None:
    """The rights of these people changed: what is kept of them elsewhere is asked for anew."""
    User.objects.filter(pk__in=list(user_ids)).update(access_stamp=new_stamp())


def stale_teams(*team_ids: int | None) -> None:
    """The same for everybody who is in one of these teams or leads one."""
    known = [pk for pk in team_ids if pk]
    leads = Team.objects.filter(pk__in=known, lead__isnull=False).values_list("lead_id", flat=True)
    stale([*User.objects.filter(team__in=known).values_list("pk", flat=True), *leads])


def team_name(team_id: int | None) -> str:
    """The name of a team, for events; empty for none."""
    return Team.objects.filter(pk__in=[team_id]).values_list("name", flat=True).first() or ""


def check_email(email: str, but: User | None = None) -> None:
    """Raise Refused where another colleague has this address, or signs in with it as their login."""
    taken = Q(email__iexact=email) | Q(username__iexact=email)
    if email and User.objects.filter(taken).exclude(pk=but and but.pk).exists():
        raise Refused(_("A colleague with this e-mail is already here."), field="email")


def check_password(password: str, user: User) -> None:
    """Raise Refused, with what is wrong, where a password is too easy."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages), field="password") from None
