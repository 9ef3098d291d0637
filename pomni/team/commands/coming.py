"""Asking colleagues in."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team import events, queries
from pomni.team.access import ANYBODY, command
from pomni.team.checks import (
    check_email,
    check_password,
    must_be_able_to_give,
    one_after_the_other,
    stale_teams,
)
from pomni.team.links import digest_of, new_secret
from pomni.team.models import Invitation, Location, Role, RoleHeld, RoleOffered, Team, User
from pomni.team.notices import InvitationTaken, notify
from pomni.team.queries import offered_roles, teammates_of

INVITATION_LASTS = timedelta(days=7)


@command("team.colleague.invite", makes=Invitation)
def invite(
    *,
    name: str,
    role: Role,
    by: User,
    email: str = "",
    language: str = "",
    location: Location | None = None,
    further: Sequence[tuple[Role, Location | None]] = (),
    team: Team | None = None,
) -> Invitation:
    """Ask a colleague in, for one role and maybe further ones. The link's secret stands on the returned record as
    `secret`, this once.
    """
    newcomer = teammates_of(team)
    for one, where in ((role, location), *further):
        must_be_able_to_give(one, where, by, teammates=newcomer)
    check_email(email)
    secret = new_secret()
    invitation = Invitation.objects.create(
        digest=digest_of(secret),
        name=name,
        email=email,
        language=language or by.language or "en",
        role=role,
        location=location,
        team=team,
        by=by,
        at=now(),
        expires=now() + INVITATION_LASTS,
    )
    RoleOffered.objects.bulk_create(
        RoleOffered(invitation=invitation, role=one, location=where) for one, where in further
    )
    remember(events.ColleagueInvited(invitation_id=invitation.pk, name=name, role=role.told), by=by)
    invitation.secret = secret  # type: ignore[attr-defined]  # shown once, never stored
    return invitation


@command("team.colleague.invite")
def renew_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Make a new link, for seven more days; the old one stops working. Its secret stands on the record, this once."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.taken_by_id or invitation.withdrawn_at:
        raise Refused(_("This invitation is no longer open."))
    for one, where in offered_roles(invitation):
        must_be_able_to_give(one, where, by, teammates=teammates_of(invitation.team))
    secret = new_secret()
    invitation.digest, invitation.expires = digest_of(secret), now() + INVITATION_LASTS
    invitation.by = by  # the link stands as long as whoever made it could make it
    invitation.save(update_fields=["digest", "expires", "by"])
    remember(events.InvitationRenewed(invitation_id=invitation.pk, name=invitation.name), by=by)
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
def take_invitation(invitation: Invitation, *, username: str, password: str | None, by: User) -> User:
    """Somebody comes in by their link: they get the roles and the team that they were invited for.

    Without a password no word opens the door for them, as for the played colleagues of a demo.
    """
    one_after_the_other()
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not queries.still_stands(invitation):
        raise Refused(_("This invitation is no longer open. Ask whoever invited you for a new link."))
    user = User(
        username=username,
        name=invitation.name,
        email=invitation.email or None,
        language=invitation.language,
        team=invitation.team,
    )
    if User.objects.filter(Q(username__iexact=username) | Q(email__iexact=username)).exists():
        raise Refused(_("This login is taken. Choose another one."), field="username")
    check_email(invitation.email)
    if password is not None:
        check_password(password, user)
    user.set_password(password)
    user.save()
    RoleHeld.objects.bulk_create(
        RoleHeld(user=user, role=role, location=location) for role, location in offered_roles(invitation)
    )
    stale_teams(invitation.team_id)
    invitation.taken_by = user
    invitation.save(update_fields=["taken_by"])
    remember(events.ColleagueJoined(user_id=user.pk, name=user.name), by=user)
    page, dedupe = reverse("team:colleague", args=[user.uid]), f"invitation:{invitation.pk}"
    notify([invitation.by], InvitationTaken, dedupe=dedupe, url=page, name=user.name)
    return user
