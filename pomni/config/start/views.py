from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from pomni.config.demo import TRADES
from pomni.config.start import guesses, places, typed
from pomni.config.start.forms import CompanyForm, CountryForm, YouForm
from pomni.kit.places import country_name
from pomni.team import commands, desks, queries
from pomni.team.access import PUBLIC, door
from pomni.team.robots import front_door
from pomni.team.signin import typed_a_password
from pomni.ui.html import page

LINK_COOKIE = "pomni_start"  # keeps the first link while its holder looks at the demo
STEPS = {
    "company": gettext_lazy("Company"),
    "country": gettext_lazy("Money"),
    "you": gettext_lazy("You"),
    "sheet": gettext_lazy("Recovery sheet"),
    "second_step": gettext_lazy("Second step"),
}


def steps(now: str, secret: str = "") -> dict[str, Any]:
    names = list(STEPS)
    done = names[: names.index(now)]
    told = [
        (title, reverse(f"start:{name}", args=[secret]) if secret and name in done else "")
        for name, title in STEPS.items()
    ]
    return {"steps": told, "now": names.index(now) + 1}


def holds_link(view: Any) -> Any:
    """Hands a view the invitation of the first link; whoever holds none, or comes late, is told where to go."""

    @wraps(view)
    def run(request, secret):
        invitation = queries.invitation_by_link(secret)
        if places.is_demo():
            can_leave = places.can_leave_demo(request)
            return page(request, "start/demo_is_on.html", status=409, can_leave=can_leave)
        if invitation is None or invitation.role.preset != "director":
            return page(request, "team/invitation_over.html", status=410)
        if not places.is_empty():
            return redirect("team:take_invitation", secret)
        return view(request, secret, invitation)

    return run


@door(PUBLIC)
@never_cache
@require_GET
def where(request):
    if places.is_demo():
        return redirect("account_login")
    if not places.is_empty():
        return redirect("ui:home")
    secret = request.COOKIES.get(LINK_COOKIE, "")
    if secret and queries.invitation_by_link(secret):
        return redirect("start:begin", secret)
    return page(request, "start/where.html")


@door(PUBLIC)
@never_cache
@require_GET
@holds_link
def begin(request, secret, invitation):
    told: dict[str, Any] = {"can_try": places.can_try_demo(request), "languages": settings.LANGUAGES}
    told["trades"] = TRADES.items()
    port = settings.POMNI["POMNI_PORT"]
    return page(request, "start/begin.html", secret=secret, port=port, **told)


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
@holds_link
def company(request, secret, invitation):
    guessed = {
        "language": request.LANGUAGE_CODE,
        "country": guesses.country_of(request),
        "trade": "",
    }
    form = CompanyForm(_told(request, invitation, "company"), initial=guessed)
    if request.POST:
        typed.keep(request, invitation, "company")
        if "back" in request.POST:
            return redirect("start:begin", secret)
        if form.is_valid():
            return redirect("start:country", secret)
    return page(request, "start/company.html", form=form, secret=secret, **steps("company", secret))


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
@holds_link
def country(request, secret, invitation):
    before = _whole(request, invitation, "company")
    if before is None:
        return redirect("start:company", secret)
    chosen = before["country"]
    form = CountryForm(
        _of_country(_told(request, invitation, "country"), chosen, request),
        initial=guesses.facts_of(chosen),
        country=chosen,
    )
    if request.POST:
        typed.keep(request, invitation, "country", of=chosen)
        if "back" in request.POST:
            return redirect("start:company", secret)
        if form.is_valid():
            return redirect("start:you", secret)
    told = {"country_name": country_name(chosen), "holidays": guesses.next_holidays(chosen), "secret": secret}
    return page(request, "start/country.html", form=form, **told, **steps("country", secret))


@door(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@holds_link
def you(request, secret, invitation):
    words = _whole(request, invitation, "company", "country")
    if words is None:
        return redirect("start:company", secret)
    kept = typed.kept(request, invitation, "you")
    form = YouForm(request.POST or None, initial=kept or {})
    if request.POST:
        typed.keep(request, invitation, "you")
        if "back" in request.POST:
            return redirect("start:country", secret)
        told = {"company": words, "language": request.LANGUAGE_CODE, "by": front_door()}
        if form.carries_out(commands.open_company, invitation, **told):
            return _come_in(request, form.result)
    return page(request, "start/you.html", form=form, secret=secret, **steps("you", secret))


# --- Inside ----------------------------------------------------------------------------------------------------------


def _come_in(request: Any, director: Any) -> Any:
    typed.forget(request)
    login(request, director, backend=desks.BACKEND)
    typed_a_password(request, director)
    response = redirect("start:sheet")
    response.delete_cookie(LINK_COOKIE, path=settings.SESSION_COOKIE_PATH)
    return response


def _told(request: Any, invitation: Any, step: str) -> Any:
    """What a form is filled with: what is sent now, or was sent when one was here before."""
    return request.POST or typed.kept(request, invitation, step)


def _of_country(told: Any, country: str, request: Any) -> Any:
    """Words of another country are no use: who went back and chose another one begins this step anew."""
    return told if request.POST or (told and told.get("of") == country) else None


def _whole(request: Any, invitation: Any, *step_names: str) -> dict[str, Any] | None:
    """The words of the steps before, checked again; None where one is missing or was left wrong."""
    words: dict[str, Any] = {}
    for name in step_names:
        told = typed.kept(request, invitation, name)
        if told is None:
            return None
        if name == "country" and told.get("of") != words["country"]:
            return None
        form = CompanyForm(told) if name == "company" else CountryForm(told, country=words["country"])
        if not form.is_valid():
            return None
        words |= form.words()
    return words
