"""Coming in by a link."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from pomni.team import commands, desks, policy, queries
from pomni.team.access import ANYBODY, PUBLIC, door
from pomni.team.forms import NewPasswordForm, TakeInvitationForm
from pomni.team.robots import front_door
from pomni.team.signin import passkeys_work, typed_a_password
from pomni.ui.html import page


@door(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_invitation(request, secret):
    invitation = queries.invitation_by_link(secret)
    if invitation is None:
        return page(request, "team/invitation_over.html", status=410)
    form = TakeInvitationForm(request.POST or None, initial={"username": invitation.email})
    if request.POST and form.carries_out(commands.take_invitation, invitation, by=front_door()):
        login(request, form.result, backend=desks.BACKEND)
        typed_a_password(request, form.result)
        return redirect("team:second_step")
    must = policy.is_asked_of(invitation.role)
    return page(request, "team/take_invitation.html", form=form, invitation=invitation, must=must)


@door(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_sign_in_link(request, secret):
    user = queries.user_by_sign_in_link(secret)
    if user is None:
        return page(request, "team/sign_in_link_over.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.POST and form.carries_out(commands.take_sign_in_link, user, secret=secret, by=front_door()):
        messages.success(request, _("The new password is set. Sign in with it."))
        return redirect("account_login")
    return page(request, "team/take_sign_in_link.html", form=form, colleague=user)


@door(ANYBODY)
@require_GET
def second_step(request):
    must = policy.lacks_second_step(request.user)
    return page(request, "team/second_step.html", can_passkey=passkeys_work(request), must=must)
