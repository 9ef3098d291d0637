"""Invitations."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.team.models import Invitation, Location, Role, User
from pomni.team.queries.rights import may_give, teammates_of


def open_invitations(viewer: User) -> QuerySet[Invitation]:
    """Invitations within reach that nobody has taken yet, the newest first."""
    found = Invitation.objects.visible_to(viewer, "team.colleague.invite")
    return (
        found.filter(taken_by=None, withdrawn_at=None)
        .select_related("role", "location", "by", "team")
        .prefetch_related("further__role", "further__location")
        .order_by("-pk")
    )


def offered_roles(invitation: Invitation) -> list[tuple[Role, Location | None]]:
    """The roles that an invitation gives, and where."""
    further = [(one.role, one.location) for one in invitation.further.all()]
    return [(invitation.role, invitation.location), *further]


def invitation(viewer: User, uid: Any) -> Invitation:
    """One open invitation. Raises Http404 where there is none within reach."""
    return get_object_or_404(open_invitations(viewer), uid=uid)


def invitation_by_link(secret: str) -> Invitation | None:
    """The invitation that a link stands for, if it is still open."""
    from pomni.team.links import digest_of

    found = (
        Invitation.objects.select_related("role", "by", "location", "team")
        .prefetch_related("further__role", "further__location")
        .filter(digest=digest_of(secret))
        .first()
    )
    return found if found and still_stands(found) else None


def still_stands(invitation: Invitation) -> bool:
    """Whether the link works: it is not used up, and whoever sent it is still here and could still send it."""
    if invitation.taken_by_id or invitation.withdrawn_at or invitation.expires <= now():
        return False
    sender = invitation.by
    if not (sender.is_active and sender.may("team.colleague.invite")):
        return False
    newcomer = teammates_of(invitation.team)
    return all(may_give(sender, *one, teammates=newcomer) for one in offered_roles(invitation))
