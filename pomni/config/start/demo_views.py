"""Pages of the demo: asking for one, waiting for it, coming in as one of its people, and leaving it."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.config.demo import CLINIC, TRADES
from pomni.config.start import places
from pomni.config.start.forms import LeaveForm
from pomni.config.start.views import LINK_COOKIE, holds_link
from pomni.config.switching import Wish
from pomni.kit.ids import as_uuid
from pomni.team import desks, queries
from pomni.team.access import PUBLIC, door
from pomni.team.robots import command_line
from pomni.team.signin import typed_a_password
from pomni.ui.html import page

LONG = 10 * 365 * 24 * 3600  # seconds; a demo's person is never asked for the password that nobody knows


@door(PUBLIC)
@require_POST
@holds_link
def try_demo(request, secret, invitation):
    """Ask the supervisor for the demo; the link of the own company is kept in a cookie for coming back."""
    language, trade = request.POST.get("language", ""), request.POST.get("trade", CLINIC)
    if not places.can_try_demo(request) or language not in dict(settings.LANGUAGES) or trade not in TRADES:
        raise Http404
    Wish(settings.HOME.demo_wish).write(state="asked", language=language, trade=trade, why="")
    response = redirect("start:waiting")
    response.set_cookie(
        LINK_COOKIE,
        secret,
        max_age=7 * 24 * 3600,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@door(PUBLIC)
@never_cache
@require_GET
def waiting(request):
    """Shown, again and again, until the other company answers here. It tells the supervisor that it may go."""
    is_leaving = places.is_demo()
    wish = Wish(settings.HOME.leave_wish if is_leaving else settings.HOME.demo_wish)
    told = wish.read()
    if not told:
        return redirect("start:where")
    if told["state"] == "failed":
        # The words of a program, with paths of this computer: for whoever sits at it.
        why = told.get("why", "") if places.is_at_this_computer(request) else ""
        return page(request, "start/demo_failed.html", why=why)
    if told["state"] == "made" or is_leaving:
        wish.write(state="go")
    is_going = told["state"] != "asked" or is_leaving
    return page(request, "start/waiting.html", is_leaving=is_leaving, seconds=15 if is_going else 2)


@door(PUBLIC)
@never_cache
@require_GET
def cast(request):
    """Who works in the demo company, each with a button for coming in."""
    _only_in_open_demo(request)
    people = queries.colleagues(command_line()).filter(is_active=True).prefetch_related("roles_held__role")
    return page(
        request, "start/cast.html", people=people.order_by("pk"), can_leave=places.can_leave_demo(request)
    )


@door(PUBLIC)
@require_POST
def enter(request):
    """Come in as somebody of the demo, without a password: nobody knows it."""
    _only_in_open_demo(request)
    user = queries.colleague(command_line(), as_uuid(request.POST.get("person")))
    request.session.flush()
    request.signed_in_by = "demo"
    login(request, user, backend=desks.BACKEND)
    desks.remember_full_sign_in(request, user)  # so that the lock of a shared computer can be tried, too
    typed_a_password(request, user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] += LONG
    return redirect(settings.LOGIN_REDIRECT_URL)


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request):
    """Back to the own company: asked once, then the supervisor goes."""
    if not places.can_leave_demo(request):
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.POST and form.is_valid():
        Wish(settings.HOME.leave_wish).write(state="asked", delete=form.cleaned_data["delete"])
        return redirect("start:waiting")
    return page(request, "start/leave.html", form=form)


def _only_in_open_demo(request: Any) -> None:
    if not places.is_open_demo(request):
        raise Http404
