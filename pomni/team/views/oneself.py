"""Pages about oneself."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from pomni.kit.module import open_to
from pomni.team import commands, queries
from pomni.team.access import ANYBODY, door
from pomni.team.forms import (
    LanguageForm,
    PinForm,
)
from pomni.team.signin import asks_who_is_there
from pomni.ui.html import page


@door(ANYBODY)
@require_GET
def me(request):
    return page(
        request,
        "team/me.html",
        held=queries.roles_held(request.user),
        tokens=queries.tokens_told(request.user),
        settings=_of_other_modules(request.user),
    )


def _of_other_modules(user):
    """What other modules let everybody set for themselves; what is of this one stands on the page by itself."""
    pages = open_to(user, "settings_pages")
    return [one for one in pages if not one.capability and not one.url_name.startswith("team:")]


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("pin")
@asks_who_is_there
def set_pin(request):
    form = PinForm(request.POST or None)
    if request.POST and form.carries_out(commands.set_pin, request.user, by=request.user):
        messages.success(request, _("The PIN is set."))
        return redirect("team:me")
    return page(request, "team/set_pin.html", form=form)


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
def choose_language(request):
    form = LanguageForm(
        request.POST or None, initial={"language": request.user.language or request.LANGUAGE_CODE}
    )
    if request.POST and form.carries_out(commands.choose_language, request.user, by=request.user):
        return redirect("team:me")
    return page(request, "team/choose_language.html", form=form)
