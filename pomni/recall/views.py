"""The pages of those who are to be invited again."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pomni.catalog.queries import services
from pomni.recall import commands, queries
from pomni.recall.forms import InviteForm, PutOffForm
from pomni.recall.results import PERIODS, STEPS, conversion, results_page
from pomni.recall.sorting import sort_out
from pomni.recall.wording import WORDS
from pomni.schedule.queries import performers
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.ui.html import page
from pomni.ui.toasts import toast
from pomni.ui.widgets import written

SEE, INVITE = "recall.due.see", "recall.invitation.send"


@door(SEE)
@require_GET
def due(request):
    """Who is due; the filters stand in the address."""
    wanted = queries.Wanted.from_words(request.GET)
    found = queries.due_page(request.user, wanted, after=request.GET.get("after") or None)
    return page(
        request,
        "recall/due.html",
        part="rows",
        rows=found.items,
        onward=urlencode(wanted.words | {"after": found.next}) if found.next else "",
        wanted=wanted,
        empty="" if found.items or wanted.words else queries.nothing_is_due(request.user),
        may_book=request.user.may("schedule.visit.book"),
        may_invite=request.user.may(INVITE),
        words=urlencode(wanted.words),
        **_choices(request),
    )


@door(INVITE)
@require_http_methods(["GET", "POST"])
def invite(request):
    """Invite those who are named by `row` in the address, or else all whom its filters find."""
    rows = queries.chosen(
        request.user, queries.Wanted.from_words(request.GET), request.GET.getlist("row"), commands.MOST
    )
    form = InviteForm(request.POST or None)
    if form.is_bound and form.carries_out(commands.invite, due=[one.pk for one in rows], by=request.user):
        toast(request, _told(form.result, len(rows), is_calling=form.cleaned_data["call"]))
        return redirect("recall:results")
    found = sort_out(rows)
    return page(
        request,
        "recall/invite.html",
        status=422 if form.is_bound else 200,
        form=form,
        there=f"{request.path}?{request.GET.urlencode()}",
        rows=rows,
        found=found,
        left=_named(found.left),
        whys=_named(found.whys),
        most=commands.MOST,
        words=[f"{{{one}}}" for one in WORDS],
    )


@door(INVITE)
@require_http_methods(["GET", "POST"])
def put_off(request):
    """Leave those alone until a day who are named by `row` in the address; or, by "back", no longer."""
    keys, wanted = request.GET.getlist("row"), queries.Wanted.from_words(request.GET)
    rows = queries.chosen(request.user, wanted, keys, commands.MOST) if keys else []
    due = [one.pk for one in rows]
    if "back" in request.POST:
        commands.put_off(due=due, until=None, by=request.user)
        toast(request, _("They stand in the list again as soon as they are due."))
        return redirect("recall:due")
    known = {"until": rows[0].put_off_until, "why": rows[0].put_off_why} if len(rows) == 1 else {}
    form = PutOffForm(request.POST or None, initial=known)
    if form.is_bound and form.carries_out(commands.put_off, due=due, by=request.user):
        toast(request, _("Put off. Until: %(day)s.") % {"day": written(form.cleaned_data["until"])})
        return redirect("recall:due")
    return page(
        request,
        "recall/put_off.html",
        status=422 if form.is_bound else 200,
        form=form,
        there=f"{request.path}?{request.GET.urlencode()}",
        rows=rows,
        are_put_off=any(one.put_off_until for one in rows),
    )


def _told(done, asked, *, is_calling):
    called = len(done.called) if is_calling else 0
    told = {"written": len(done.written), "called": called, "left": asked - len(done.written) - called}
    return _("Written to: %(written)s. To be called: %(called)s. Left alone: %(left)s.") % told


def _named(counted):
    return [(queries.BECAUSE[key], number) for key, number in counted.most_common()]


@door(SEE)
@require_GET
def results(request):
    """What came of the invitations of the last `days`; `of` says which figure is opened."""
    days = next((one for one in PERIODS if str(one) == request.GET.get("days")), 90)
    step = request.GET.get("of", "")
    step = step if step in STEPS else "invited"
    counts = conversion(request.user, days)
    found = results_page(request.user, days, step, after=request.GET.get("after") or None)
    return page(
        request,
        "recall/results.html",
        part="rows",
        days=days,
        periods=PERIODS,
        step=step,
        steps=[(key, name, counts[key], _share(counts, key)) for key, (name, _q) in STEPS.items()],
        rows=found.items,
        onward=urlencode({"days": days, "of": step, "after": found.next}) if found.next else "",
    )


def _share(counts, key):
    """How many of a hundred who were invited; None where it says nothing."""
    return (
        round(100 * counts[key] / counts["invited"])
        if key in ("booked", "came") and counts["invited"]
        else None
    )


def _choices(request):
    """Among what one may filter. The names come with one statement each, however many there are."""
    return {
        "services": services(request.user).order_by("sorted_as", "pk"),
        "people": performers(request.user),
        "places": list(locations()),
        "lates": [(key, told[0]) for key, told in queries.LATE.items()],
        "bys": list(queries.BY.items()),
    }
