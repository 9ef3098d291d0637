"""One's own tokens."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.team import commands, queries
from pomni.team.access import ANYBODY, door
from pomni.team.forms import TokenForm
from pomni.team.scopes import areas_open_to
from pomni.team.signin import asks_who_is_there
from pomni.ui.html import page


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
@asks_who_is_there
def make_token(request):
    form = TokenForm(request.POST or None, areas=areas_open_to(request.user))
    if not (request.POST and form.carries_out(commands.make_token, request.user, by=request.user)):
        return page(request, "team/make_token.html", form=form)
    secret = getattr(form.result, "secret", "")
    if not secret:
        messages.info(request, _("This token was already made."))
        return redirect("team:me")
    return page(request, "team/token_made.html", token=form.result, secret=secret)


@door(ANYBODY)
@require_POST
def withdraw_token(request, uid):
    commands.withdraw_token(queries.token(request.user, uid), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("team:me")
