"""How the company sets its booking up."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pomni.booking import commands, queries
from pomni.booking.forms import SettingsForm, as_typed
from pomni.booking.views.shown import origin_of
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("booking.page.change")
@require_http_methods(["GET", "POST"])
def settings(request):
    set_up = queries.booking_page()
    form = SettingsForm(request.POST or None, initial=as_typed(set_up), places=queries.places())
    if request.POST and form.carries_out(commands.set_up_booking, by=request.user):
        toast(request, _("Saved."))
        return redirect("booking:settings")
    origin = origin_of(request)
    counters = queries.counters(set_up)
    address = f"{origin}{reverse('booking:places')}"
    links = [
        (one.location.name, f"{origin}{reverse('booking:services', args=[one.slug])}") for one in counters
    ]
    script = f"{origin}{reverse('booking:embed')}"
    told = {"links": links, "address": address, "script": script, "sites": set_up.sites}
    return page(request, "booking/settings.html", status=422 if form.is_bound else 200, form=form, **told)
