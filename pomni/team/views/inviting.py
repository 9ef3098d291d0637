"""Pages of inviting."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pomni.post.commands import post_letter
from pomni.post.mail import is_set_up
from pomni.team import commands, queries
from pomni.team.access import door
from pomni.team.forms import (
    InviteForm,
)
from pomni.ui.html import page


@door("team.colleague.invite")
@require_http_methods(["GET", "POST"])
@never_cache
def invite(request):
    form = InviteForm(
        request.POST or None,
        initial={"language": request.LANGUAGE_CODE},
        grid=queries.grid_to_give(request.user),
        teams=list(queries.teams()),
    )
    if not (request.POST and form.carries_out(commands.invite, by=request.user)):
        return page(request, "team/invite.html", form=form)
    if not getattr(form.result, "secret", ""):  # the same form sent twice: the link was shown the first time
        messages.info(request, _("This invitation was already made."))
        return redirect("team:colleagues")
    return _invited_page(request, form.result)


@door("team.colleague.invite")
@require_POST
@never_cache
def renew_invitation(request, uid):
    invitation = queries.invitation(request.user, uid)
    return _invited_page(request, commands.renew_invitation(invitation, by=request.user))


@door("team.colleague.invite")
@require_POST
def withdraw_invitation(request, uid):
    commands.withdraw_invitation(queries.invitation(request.user, uid), by=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("team:colleagues")


def link_to(request: Any, name: str, secret: str) -> str:
    """The whole address of a link that is handed out."""
    path = reverse(name, args=[secret])
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def _invited_page(request: Any, invitation: Any) -> Any:
    link = link_to(request, "team:take_invitation", invitation.secret)
    told: dict[str, Any] = {"sent": _send_invitation(invitation, link), "mail_works": is_set_up()}
    roles = queries.offered_roles(invitation)
    return page(request, "team/invited.html", invitation=invitation, link=link, roles=roles, **told)


def _send_invitation(invitation: Any, link: str) -> bool:
    if not invitation.email or not is_set_up():
        return False
    with override(invitation.language):
        subject = _("Your invitation to Pomni")
        text = _(
            "%(by)s invites you to Pomni, the {client} memory of your company.\n\n"
            "Open this link to choose a login and a password. It works once, for seven days:\n%(link)s\n"
        ) % {"by": invitation.by.name, "link": link}
    told = {"subject": subject, "text": text, "language": invitation.language}
    post_letter(to=invitation.email, dedupe=f"invitation:{invitation.digest}", **told)
    return True
