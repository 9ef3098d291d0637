"""A link by which a colleague who lost the password chooses a new one. Nothing of it is stored: it is signed."""

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.ids import new_stamp
from pomni.memory.commands import remember
from pomni.team import events, queries
from pomni.team.access import ANYBODY, command
from pomni.team.checks import check_password, must_cover
from pomni.team.links import sign_in_secret
from pomni.team.models import User


@command("team.colleague.change")
def new_sign_in_link(user: User, *, by: User) -> str:
    """The secret of a link with which the colleague chooses a new password: once, within the hour.

    Refused for robots and for whoever has no access; NotAllowed where the colleague's rights reach further than one's own.
    """
    user = User.objects.get(pk=user.pk)
    if user.is_robot or not user.is_active:
        raise Refused(_("This colleague's access has ended. Give it again first."))
    must_cover(user, by)
    remember(events.SignInLinkMade(user_id=user.pk, name=user.name), by=by)
    return sign_in_secret(user)


@command(ANYBODY)
def take_sign_in_link(user: User, *, secret: str, password: str, by: User) -> User:
    """The colleague chooses a new password by the link: it is used up, and every session, token and PIN of theirs ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if queries.user_by_sign_in_link(secret) != user:
        raise Refused(_("This link no longer works. Ask for a new one."))
    check_password(password, user)
    user.set_password(password)
    user.key_stamp = new_stamp()
    user.save(update_fields=["password", "key_stamp"])
    remember(events.PasswordChanged(user_id=user.pk, name=user.name), by=user)
    return user
