"""A shared computer: locking the screen and changing the person."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from pomni.team import desks
from pomni.team.access import ANYBODY, door
from pomni.team.forms import (
    UnlockForm,
)
from pomni.ui.html import page


@door(ANYBODY)
@require_POST
def lock(request):
    if not request.user.pin and "idle" in request.POST:
        logout(request)
        messages.info(request, _("Nobody touched this screen for a while, so you were signed out."))
        return redirect(settings.LOGIN_URL)
    if not request.user.pin:
        messages.info(request, _("Set a PIN first: with it you unlock the screen."))
        return redirect("team:set_pin")
    desks.lock(request)
    return redirect("team:locked")


@door(ANYBODY)
@require_GET
@never_cache
def locked(request):
    # Each tab was on a page of its own, and the header is the only thing that tells them apart.
    before = desks.page_before(request, request.headers.get("Referer", ""))
    if not desks.is_locked(request):
        return redirect(before or settings.LOGIN_REDIRECT_URL)
    people = desks.people_here(request)
    initial = {"next": before} | ({"person": str(people[0].uid)} if people else {})
    return page(request, "team/locked.html", form=UnlockForm(people=people, initial=initial), people=people)


@door(ANYBODY)
@require_POST
@sensitive_post_parameters("pin")
def unlock(request):
    people = desks.people_here(request)
    form = UnlockForm(request.POST, people=people)
    was = request.user
    if form.is_valid():
        person = form.people[form.cleaned_data["person"]]
        if desks.unlock(request, person, form.cleaned_data["pin"]):
            before = desks.page_before(request, form.cleaned_data["next"]) if person == was else ""
            return redirect(before or settings.LOGIN_REDIRECT_URL)
        form.add_error("pin", _("This PIN is wrong. After five wrong ones sign in with the password."))
    return page(request, "team/locked.html", status=422, form=form, people=people)
