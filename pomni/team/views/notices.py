"""The notice centre, and asking for a right that one misses."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pomni.team import commands, queries
from pomni.team.access import ANYBODY, door
from pomni.ui.html import page


@door(ANYBODY)
@require_GET
def notices(request):
    told, more = queries.notices_page(request.user, before=request.GET.get("before", ""))
    return page(request, "team/notices.html", part="rows", notices=told, more=more)


@door(ANYBODY)
@require_GET
def newest_notices(request):
    told = queries.newest_notices(request.user)
    return page(request, "team/_newest_notices.html", notices=told)


@door(ANYBODY)
@require_POST
def open_notice(request, uid):
    notice = queries.notice(request.user, uid)
    commands.read_notice(notice, by=request.user)
    return redirect(notice.url or "team:notices")


@door(ANYBODY)
@require_POST
def read_all_notices(request):
    commands.read_all_notices(request.user, by=request.user)
    return redirect("team:notices")


@door(ANYBODY)
@require_POST
def ask_for_access(request):
    told = commands.ask_for_access(request.user, right=request.POST.get("right", ""), by=request.user)
    if told:
        messages.success(request, _("Your question is on its way. The answer comes to your notices."))
    else:
        messages.info(request, _("You have asked for this today already. Tomorrow you can ask again."))
    return redirect("ui:home")
