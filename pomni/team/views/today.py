"""Arranging one's own Today: which panels stand there, and in which order."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pomni.kit.module import open_to
from pomni.team import commands
from pomni.team.access import ANYBODY, door
from pomni.ui.html import page
from pomni.ui.toasts import toast
from pomni.ui.today import arranged, key_of


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
def arrange_today(request):
    panels = arranged(open_to(request.user, "today_panels"), request.user.today)
    if request.method == "GET":
        hidden = request.user.today.get("hidden", [])
        shown_ones = [(key_of(panel), panel.title, key_of(panel) not in hidden) for panel in panels]
        return page(request, "team/arrange_today.html", panels=shown_ones, is_own=bool(request.user.today))
    keys = [key_of(panel) for panel in panels]
    told: dict[str, list[str]] = {"hidden": [], "order": []}
    if "reset" not in request.POST:
        shown = set(request.POST.getlist("shown"))
        order = _moved(keys, request.POST.get("move", ""))
        usual = [key_of(panel) for panel in open_to(request.user, "today_panels")]
        told = {"hidden": [key for key in keys if key not in shown], "order": order if order != usual else []}
    commands.arrange_today(request.user, **told, by=request.user)
    if "move" in request.POST:
        return redirect("team:arrange_today")
    toast(request, _("Today is arranged."))
    return redirect("ui:home")


def _moved(keys, word):
    """The keys with one of them a place further up or down, as a button says: "up:people.added_lately"."""
    way, _colon, key = word.partition(":")
    if key not in keys:
        return keys
    at = keys.index(key)
    to = min(max(at + {"up": -1, "down": 1}.get(way, 0), 0), len(keys) - 1)
    keys = [*keys]
    keys.insert(to, keys.pop(at))
    return keys
