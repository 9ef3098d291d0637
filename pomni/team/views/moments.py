"""The log."""

from django.views.decorators.http import require_GET

from pomni.team import queries
from pomni.team.access import door
from pomni.ui.html import page


@door("team.log.see")
@require_GET
def log(request):
    found, more = queries.log_page(request.user, before=request.GET.get("before", ""))
    names_clients = any(one.concerned for one in found)
    return page(request, "team/log.html", part="rows", moments=found, more=more, names_clients=names_clients)
