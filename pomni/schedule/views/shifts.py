"""Publishing hours, and saying that one has seen one's own."""

from datetime import datetime

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pomni.schedule import commands, queries
from pomni.schedule.forms import PublishForm
from pomni.schedule.views.days import day_of, place_of
from pomni.schedule.views.working import address_of, month_page
from pomni.team.access import door
from pomni.ui.toasts import toast

CHANGE, CLOCK = "schedule.working.change", "schedule.timesheet.clock"


@door(CHANGE)
@require_POST
def publish(request):
    """The hours of the location `at` on some days; a refusal is told on the page of the month."""
    places = queries.places_of(request.user)
    here = place_of(request, places)
    if here is None:
        return redirect("schedule:day")
    form = PublishForm(request.POST)
    if not form.carries_out(commands.publish_hours, here, by=request.user):
        return month_page(request, places, here, publishing=form)
    told = ngettext(
        "Published: %(number)s colleague is told.", "Published: %(number)s colleagues are told.", form.result
    )
    nobody = _("Published already: nobody has anything new to see.")
    toast(request, told % {"number": form.result} if form.result else nobody)
    return redirect(address_of(here, day_of(request.GET.get("on", ""), here)))


@door(CHANGE)
@require_POST
def remind(request):
    """Whoever has not seen what is published of their hours at the location `at` is told that it waits."""
    here = place_of(request, queries.places_of(request.user))
    if here is None:
        return redirect("schedule:day")
    number = commands.remind_of_hours(here, by=request.user)
    told = ngettext("Reminded: %(number)s colleague.", "Reminded: %(number)s colleagues.", number)
    nobody = _("Nobody is left to be reminded today.")
    toast(request, told % {"number": number} if number else nobody)
    return redirect(address_of(here, day_of(request.GET.get("on", ""), here)))


@door(CLOCK)
@require_POST
def acknowledge(request):
    """Whatever was published to this person until the instant that their page tells, they have seen.

    Leads back to Today where it was said there (`from`), else to one's shifts.
    """
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = None
    commands.acknowledge_hours(until=until if until and until.tzinfo else None, by=request.user)
    toast(request, _("Your colleagues see that you know your hours."))
    return redirect("ui:home" if request.POST.get("from") == "today" else "schedule:my_shifts")
