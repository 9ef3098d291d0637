"""How a client wants to be written to about visits."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pomni.people import queries as people
from pomni.reminders import commands, queries
from pomni.reminders.forms import WishForm
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("people.client.change")
@require_http_methods(["GET", "POST"])
def set_wish(request, uid):
    client = people.client(request.user, uid)
    wish = queries.wish_of(client)
    form = WishForm(
        request.POST if request.method == "POST" else None,
        initial={"channel": wish.channel, "is_silent": wish.is_silent},
    )
    if form.is_bound and form.carries_out(commands.set_wish, client, by=request.user):
        toast(request, _("Saved."))
        return redirect("people:client", client.uid)
    status = 422 if form.is_bound else 200
    return page(request, "reminders/wish.html", status=status, form=form, client=client)
