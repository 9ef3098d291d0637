"""Who is away: asking for it, answering, and the visits that stand on these days."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.errors import Refused
from pomni.people.queries import clients_by_id
from pomni.schedule import commands, queries
from pomni.schedule.forms import AddAbsenceForm, AnswerForm, AskAbsenceForm
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, ASK, APPROVE = "schedule.absence.see", "schedule.absence.ask", "schedule.absence.approve"
TONES = {"asked": "warning", "approved": "success", "declined": "danger", "withdrawn": ""}
MOST_VISITS = 100


@door(SEE)
@require_GET
def absences(request):
    """Those within reach: what is to be answered first."""
    state = request.GET.get("state", "")
    state = state if state in TONES else ""
    rows = queries.absence_rows(request.user, state)
    return page(
        request,
        "schedule/absences.html",
        rows=[(one, TONES[one.state]) for one in rows],
        states=_states(),
        state=state,
        may_ask=request.user.may(ASK),
        may_add=request.user.may(APPROVE),
    )


def _states():
    return [
        ("", _("Now and later")),
        ("asked", pgettext("of absences", "Asked for")),
        ("approved", pgettext("of absences", "Approved")),
        ("declined", pgettext("of absences", "Declined")),
        ("withdrawn", pgettext("of absences", "Withdrawn")),
    ]


@door(ASK)
@require_http_methods(["GET", "POST"])
def ask_absence(request):
    """Ask to be away oneself."""
    form = AskAbsenceForm(request.POST or None)
    if form.is_bound and form.carries_out(commands.ask_absence, by=request.user):
        toast(request, _("Asked. You are told when somebody answers."))
        return redirect("schedule:absence", form.result.uid)
    return _form(request, form, _("Ask for days off"), _("Ask"))


@door(APPROVE)
@require_http_methods(["GET", "POST"])
def add_absence(request):
    """Write down that a colleague is away."""
    form = AddAbsenceForm(request.POST or None, viewer=request.user)
    if form.is_bound and form.carries_out(commands.add_absence, by=request.user):
        toast(request, _("The absence is written down."))
        _warn(request, form.result)
        return redirect("schedule:absence", form.result.uid)
    return _form(request, form, _("Write down an absence"), _("Save"))


def _form(request, form, title, verb):
    told = {"form": form, "title": title, "verb": verb}
    return page(request, "schedule/absence_form.html", status=422 if form.is_bound else 200, **told)


@door(SEE)
@require_GET
def absence(request, uid):
    """One absence, and the visits that stand on its days."""
    return _page(request, queries.absence(request.user, uid), AnswerForm())


@door(ASK)
@require_POST
def answer_absence(request, uid):
    """Approve it, decline it, or withdraw it: what `to` says."""
    one = queries.absence(request.user, uid)
    acts = {"approved": commands.approve_absence, "declined": commands.decline_absence}
    form = AnswerForm(request.POST)
    if act := acts.get(request.POST.get("to", "")):
        if form.carries_out(act, one, by=request.user):
            toast(request, _("Your answer is told to your colleague."))
            _warn(request, one)
            return redirect("schedule:absence", uid)
        return _page(request, one, form, 422)
    try:
        commands.withdraw_absence(one, by=request.user)
    except Refused as no:
        form.is_valid()
        form.add_error(None, str(no))
        return _page(request, one, form, 422)
    toast(request, _("The absence is withdrawn."))
    return redirect("schedule:absence", uid)


def _warn(request, one):
    """Where too few colleagues are left by an absence that holds from now on, say so on the next page."""
    if queries.few_by_absence(queries.absence(request.user, one.uid)):
        toast(
            request,
            _("Too few colleagues are left: the page of the absence says when."),
            level=messages.WARNING,
        )


def _page(request, one, form, status=200):
    hit = queries.visits_hit(one)
    within = list(queries.visits_hit(one, request.user).select_related("location")[:MOST_VISITS])
    clients = clients_by_id(request.user, {visit.client_id for visit in within if visit.client_id})
    may_answer, is_asked = queries.may_answer(request.user, one), one.state == "asked"
    return page(
        request,
        "schedule/absence.html",
        status=status,
        absence=one,
        tone=TONES[one.state],
        form=form,
        visits=[(visit, clients.get(visit.client_id or 0)) for visit in within],
        elsewhere=hit.count() - len(within),
        few=queries.few_by_absence(one) if request.user.may("schedule.working.see") else [],
        is_asked=is_asked,
        may_answer=is_asked and may_answer,
        may_withdraw=one.state in ("asked", "approved") and request.user.may(ASK),
        may_move=request.user.may("schedule.visit.change"),
    )
