"""Every write about colleagues and their rights."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.team import events, queries
from pomni.team.access import ANYBODY, command
from pomni.team.links import digest_of, new_secret
from pomni.team.models import Invitation, Location, Role, RoleHeld, Team, Token, User, new_stamp

INVITATION_LASTS = timedelta(days=7)
TOKEN_LASTS = timedelta(days=365)


# --- Coming and going ------------------------------------------------------------------------------------------------


@command("team.colleague.invite", makes=Invitation)
def invite(
    *, name: str, role: Role, by: User, email: str = "", language: str = "", location: Location | None = None
) -> Invitation:
    """Ask a colleague in. The link's secret stands on the returned record as `secret`, this once."""
    _may_give(role, location, by)
    _check_email(email)
    secret = new_secret()
    invitation = Invitation.objects.create(
        digest=digest_of(secret),
        name=name,
        email=email,
        language=language or by.language or "en",
        role=role,
        location=location,
        by=by,
        at=now(),
        expires=now() + INVITATION_LASTS,
    )
    remember(events.ColleagueInvited(invitation_id=invitation.pk, name=name, role=role.told), by=by)
    invitation.secret = secret  # type: ignore[attr-defined]  # shown once, never stored
    return invitation


@command("team.colleague.invite")
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The link stops working."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.taken_by_id or invitation.withdrawn_at:
        raise Refused(_("This invitation is no longer open."))
    invitation.withdrawn_at = now()
    invitation.save(update_fields=["withdrawn_at"])
    remember(events.InvitationWithdrawn(invitation_id=invitation.pk, name=invitation.name), by=by)
    return invitation


@command(ANYBODY)
def take_invitation(invitation: Invitation, *, username: str, password: str, by: User) -> User:
    """Somebody comes in by their link: they get the role that they were invited for."""
    _one_after_the_other()
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not queries.still_stands(invitation):
        raise Refused(_("This invitation is no longer open. Ask whoever invited you for a new link."))
    user = User(
        username=username, name=invitation.name, email=invitation.email or None, language=invitation.language
    )
    if User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists():
        raise Refused(_("This login is taken. Choose another one."), field="username")
    _check_email(invitation.email)
    _check_password(password, user)
    user.set_password(password)
    user.save()
    RoleHeld.objects.create(user=user, role=invitation.role, location=invitation.location)
    invitation.taken_by = user
    invitation.save(update_fields=["taken_by"])
    remember(events.ColleagueJoined(user_id=user.pk, name=user.name), by=user)
    return user


@command("team.colleague.change")
def edit_colleague(user: User, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> User:
    """Change a colleague's name, e-mail, language or team. `seen`: what each field was; Conflict where it no longer is."""
    user = User.objects.select_for_update().get(pk=user.pk)
    check_seen(user, changes, seen or {})
    old_team, name = user.team_id, user.name
    if "email" in changes:
        changes["email"] = changes["email"] or None
        _check_email(changes["email"] or "", but=user)
    if diff := apply_changes(user, changes):
        if "team" in diff:
            _stale_teams(old_team, user.team_id)
            diff["team"] = [_team_name(old_team), _team_name(user.team_id)]
        remember(events.ColleagueEdited(user_id=user.pk, name=name, changes=diff), by=by)
    return user


@command("team.colleague.disable")
def disable_colleague(user: User, *, by: User) -> User:
    """End a colleague's access: every session, token and feed stops at the next request. What they did stays theirs."""
    _one_after_the_other()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise Refused(_("You cannot end your own access. Ask another director."))
    if not user.is_active:
        return user
    user.is_active, user.access_stamp, user.key_stamp = False, new_stamp(), new_stamp()
    user.save(update_fields=["is_active", "access_stamp", "key_stamp"])
    _somebody_directs()
    remember(events.ColleagueDisabled(user_id=user.pk, name=user.name), by=by)
    return user


@command("team.colleague.disable")
def enable_colleague(user: User, *, by: User) -> User:
    """Give a colleague access again; they sign in anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    remember(events.ColleagueEnabled(user_id=user.pk, name=user.name), by=by)
    return user


# --- Rights ----------------------------------------------------------------------------------------------------------


@command("team.role.give")
def give_role(user: User, role: Role, *, by: User, location: Location | None = None) -> RoleHeld:
    """Give a colleague a role, at one location or wherever they work. Takes effect at their next request."""
    _may_give(role, location, by)
    held, is_new = RoleHeld.objects.get_or_create(user=user, role=role, location=location)
    if is_new:
        _stale([user.pk])
        at = location.name if location else ""
        remember(events.RoleGiven(user_id=user.pk, name=user.name, role=role.told, location=at), by=by)
    return held


@command("team.role.give")
def take_role(user: User, role: Role, *, by: User, location: Location | None = None) -> None:
    """Take a role from a colleague. Takes effect at their next request."""
    _one_after_the_other()
    _may_give(role, location, by)
    taken, _each = RoleHeld.objects.filter(user=user, role=role, location=location).delete()
    if not taken:
        return
    _somebody_directs()
    _stale([user.pk])
    at = location.name if location else ""
    remember(events.RoleTaken(user_id=user.pk, name=user.name, role=role.told, location=at), by=by)


@command("team.role.change")
def change_role(
    role: Role, *, by: User, grants: dict[str, int] | None = None, fields: dict[str, str] | None = None
) -> Role:
    """Change how far a role reaches and which fields it is kept from. Takes effect at the holders' next request."""
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.preset == "director":
        raise Refused(
            _("The director's role cannot be changed, so that somebody can always open every door.")
        )
    told = {"grants": grants, "fields": fields}
    changes = {name: value for name, value in told.items() if value is not None}
    wanted = Role(**{"grants": role.grants, "fields": role.fields} | changes)
    if not queries.may_give(by, wanted, None):
        raise NotAllowed(_("Nobody gives away more rights than they have."), capability="team.role.change")
    if diff := apply_changes(role, changes):
        Role.objects.filter(pk=role.pk).update(is_edited=True)
        _stale(RoleHeld.objects.filter(role=role).values_list("user_id", flat=True))
        remember(events.RoleChanged(role_id=role.pk, role=role.told, changes=diff), by=by)
    return role


@command("team.team.change")
def form_team(*, name: str, by: User, lead: User | None = None) -> Team:
    """Form a team; colleagues are put into it one by one."""
    if Team.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a team with this name already."), field="name")
    team = Team.objects.create(name=name, lead=lead)
    if lead:
        _stale([lead.pk])
    remember(events.TeamFormed(team_id=team.pk, name=name), by=by)
    return team


@command("team.location.change")
def add_location(*, name: str, zone: str, by: User) -> Location:
    """Add a place where the company works."""
    if Location.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a location with this name already."), field="name")
    location = Location.objects.create(name=name, zone=zone)
    User.objects.update(access_stamp=new_stamp())
    remember(events.LocationAdded(location_id=location.pk, name=name, zone=zone), by=by)
    return location


# --- One's own keys --------------------------------------------------------------------------------------------------


@command(ANYBODY)
def note_sign_in(user: User, *, how: str, by: User) -> None:
    """Remember that somebody signed in. `how`: password, passkey, pin."""
    remember(events.SignedIn(user_id=user.pk, name=user.name, how=how), by=by)


@command(ANYBODY)
def note_password_change(user: User, *, by: User) -> None:
    """The password is another one: every other session, token and feed of the person ends."""
    User.objects.filter(pk=user.pk).update(key_stamp=new_stamp())
    remember(events.PasswordChanged(user_id=user.pk, name=user.name), by=by)


@command(ANYBODY)
def note_second_factor(user: User, *, what: str, by: User) -> None:
    """Remember that a passkey, a code app or the recovery codes were added, renewed or removed."""
    remember(events.SecondFactorChanged(user_id=user.pk, name=user.name, what=what), by=by)


@command(ANYBODY, quiet="a choice of one's own screen")
def choose_language(user: User, *, language: str, by: User) -> User:
    """Everybody reads in their own language."""
    User.objects.filter(pk=user.pk).update(language=language)
    return user


@command(ANYBODY)
def set_pin(user: User, *, pin: str, by: User) -> User:
    """Set the short number for changing the person at a shared computer."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise Refused(_("A PIN has 4 to 8 digits."), field="pin")
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        raise Refused(_("This PIN is too easy to guess. Choose another one."), field="pin")
    User.objects.filter(pk=user.pk).update(pin=make_password(pin))
    remember(events.PinSet(user_id=user.pk, name=user.name), by=by)
    return user


@command(ANYBODY, makes=Token)
def make_token(user: User, *, name: str, by: User, may_change: bool = False) -> Token:
    """Make a key for a program. The secret stands on the returned record as `secret`, this once."""
    secret = f"pomni_{new_secret()}"
    token = Token.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        tail=secret[-4:],
        may_change=may_change,
        key_stamp=User.objects.values_list("key_stamp", flat=True).get(pk=user.pk),
        at=now(),
        expires=now() + TOKEN_LASTS,
    )
    remember(events.TokenMade(user_id=user.pk, name=user.name, token=name), by=by)
    token.secret = secret  # type: ignore[attr-defined]  # shown once, never stored
    return token


@command(ANYBODY)
def withdraw_token(token: Token, *, by: User) -> None:
    """The token stops working at once."""
    Token.objects.filter(pk=token.pk).update(withdrawn_at=now())
    remember(events.TokenWithdrawn(user_id=token.user_id, name=token.user.name, token=token.name), by=by)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _may_give(role: Role, location: Location | None, by: User) -> None:
    if not queries.may_give(by, role, location):
        raise NotAllowed(_("Nobody gives away more rights than they have."), capability="team.role.give")


def _one_after_the_other() -> None:
    """For acts whose rule spans many people: one director is left, no login stands for two. They wait for each other.

    SQLite's writers do so anyway; on PostgreSQL all of them lock one row, first of all, without hindering whoever is
    given that role meanwhile.
    """
    list(Role.objects.select_for_update(no_key=True).filter(preset="director"))


def _somebody_directs() -> None:
    if not User.objects.people().filter(is_active=True, roles_held__role__preset="director").exists():
        raise Refused(_("Somebody must direct the company. Make another colleague director first."))


def _stale(user_ids: Any) -> None:
    User.objects.filter(pk__in=list(user_ids)).update(access_stamp=new_stamp())


def _stale_teams(*team_ids: int | None) -> None:
    known = [pk for pk in team_ids if pk]
    leads = Team.objects.filter(pk__in=known, lead__isnull=False).values_list("lead_id", flat=True)
    _stale([*User.objects.filter(team__in=known).values_list("pk", flat=True), *leads])


def _team_name(team_id: int | None) -> str:
    return Team.objects.filter(pk__in=[team_id]).values_list("name", flat=True).first() or ""


def _check_email(email: str, but: User | None = None) -> None:
    if email and User.objects.filter(email__iexact=email).exclude(pk=but and but.pk).exists():
        raise Refused(_("A colleague with this e-mail is already here."), field="email")


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages), field="password") from None
