"""The page on which somebody decides about clients who have been silent for years."""

from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pomni.kit.errors import Refused
from pomni.people import commands, queries
from pomni.people.queries.keeping import clients_to_erase
from pomni.team import keeping
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SIZE = 50


@door("people.client.forget")
@require_http_methods(["GET", "POST"])
def to_erase(request: Any) -> Any:
    """Erases whom somebody ticked, one by one; a crash in the middle leaves the rest as they were."""
    if request.method == "POST":
        return _erase_ticked(request)
    kind = next(one for one in keeping.retentions() if one.key == "clients")
    number = keeping.number_of("clients")
    before = keeping.before("clients")
    clients, total = clients_to_erase(request.user, before, size=SIZE) if before else ([], 0)
    told: dict[str, Any] = {
        "clients": clients,
        "total": total,
        "told": keeping.unit_text(kind.unit, number),
        "is_set": bool(before),
    }
    return page(request, "people/to_erase.html", **told, may_set=request.user.may("team.keeping.change"))


def _erase_ticked(request: Any) -> Any:
    if not request.POST.get("sure"):
        raise Refused(_("Say that you are sure: what is erased does not come back."))
    ticked = [queries.client(request.user, uid) for uid in request.POST.getlist("client")[:SIZE]]
    if not ticked:
        raise Refused(_("Tick at least one {client}."))
    for client in ticked:
        if not client.forgotten_at:
            commands.forget_client(client, by=request.user)
    toast(request, _("The personal data are erased: %(count)s") % {"count": len(ticked)})
    return redirect("people:to_erase")
