"""The status page, its buttons, and the report of who saw what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from pomni.config import doctor
from pomni.config.status import commands, looking, viewing
from pomni.config.status.forms import ViewingForm
from pomni.config.status.troubles import troubles
from pomni.jobs.models import Job
from pomni.kit.errors import NotAllowed
from pomni.post.models import Outgoing
from pomni.team import queries as team
from pomni.team.access import door
from pomni.ui.html import page

STARTED = {
    "backup": gettext_lazy(
        "The backup is under way. Its result comes to your notices; you may leave this page."
    ),
    "proof": gettext_lazy(
        "The proof is under way. Its result comes to your notices; you may leave this page."
    ),
    "chain": gettext_lazy(
        "The check is under way. Its result comes to your notices; you may leave this page."
    ),
}


@door("team.status.see")
@require_GET
def status(request: Any) -> Any:
    sees_log = request.user.may("team.log.see")
    found: dict[str, Any] = {
        "backups": looking.backups(),
        "queue": looking.queue(),
        "deliveries": looking.deliveries(),
        "chain": looking.memory_chain(),
    }
    ground = [finding.sentence for finding in doctor.examine_ground() if not finding.is_well]
    return page(
        request,
        "status/status.html",
        **found,
        troubles=[*ground, *troubles(**found)],
        disk=looking.disk(),
        machine=looking.machine(),
        sees_log=sees_log,
        viewed=viewing.by_colleague(request.user) if sees_log else [],
    )


@door("team.status.see")
@require_GET
def backup_now(request: Any) -> Any:
    return page(request, "status/_backups.html", backups=looking.backups())


@door("team.status.see")
@require_POST
def ask(request: Any, what: str) -> Any:
    if what not in commands.ASKED:
        raise Http404
    commands.ask_for(what=what, by=request.user)
    messages.success(request, STARTED[what])
    return _back("chain" if what == "chain" else "backups")


def _button(command: Any, sentence: Any, *, of: Any = None, back: str) -> Any:
    """The view of a button: it gives the command the record `of` that the address names, and tells that it is done."""

    @door("team.status.see")
    @require_POST
    def view(request: Any, **address: Any) -> Any:
        records = [get_object_or_404(of, **address)] if of else []
        command(*records, by=request.user)
        messages.success(request, sentence)
        return _back(back)

    return view


retry_job = _button(commands.retry_job, gettext_lazy("The job runs again."), of=Job, back="jobs")
give_up_job = _button(commands.give_up_job, gettext_lazy("The job is given up."), of=Job, back="jobs")
retry_delivery = _button(
    commands.retry_delivery, gettext_lazy("It is on its way again."), of=Outgoing, back="deliveries"
)
retry_all_deliveries = _button(
    commands.retry_all_deliveries, gettext_lazy("All of it is on its way again."), back="deliveries"
)
drop_delivery = _button(
    commands.drop_delivery,
    gettext_lazy("It is given up, and what was in it is emptied."),
    of=Outgoing,
    back="deliveries",
)


@door("team.status.see")
@require_POST
def retry_all_jobs(request: Any) -> Any:
    count = commands.retry_all_jobs(by=request.user)
    messages.success(
        request, ngettext("%(count)s job runs again.", "%(count)s jobs run again.", count) % {"count": count}
    )
    return _back("jobs")


@door("team.log.see")
@require_GET
def viewed(request: Any) -> Any:
    colleagues = list(team.colleagues(request.user))
    form, wanted = _wanted(request, colleagues)
    told: dict[str, Any] = {"form": form, "sights": [], "more": ""}
    if wanted:
        before = request.GET.get("before", "")
        sights, more = viewing.report(request.user, wanted, before=before)
        told |= {"sights": sights, "more": more, "next": _next(request, more), "query": _next(request, "")}
        if not before:
            told["totals"] = viewing.totals(request.user, wanted, colleagues)
            told["may_export"] = request.user.may("team.log.export")
    return page(request, "status/viewing.html", part="rows", **told)


@door("team.log.export")
@require_POST
def take_viewed(request: Any) -> Any:
    """The same report as a file, whole."""
    if not request.user.may("team.log.see"):
        raise NotAllowed(_("Your role does not allow this."), capability="team.log.see")
    _form, wanted = _wanted(request, list(team.colleagues(request.user)))
    if not wanted:
        raise Http404
    commands.note_report_taken(since=wanted.since, until=wanted.until, by=request.user)
    answer = StreamingHttpResponse(
        viewing.lines(request.user, wanted), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="who-saw-what.csv"'
    return answer


def _wanted(request: Any, colleagues: list[Any]) -> tuple[ViewingForm, viewing.Wanted | None]:
    form = ViewingForm(request.GET, colleagues=colleagues)
    if not form.is_valid():
        return form, None
    by_uid = {str(one.uid): one for one in colleagues}
    return form, form.wanted(by_uid.get(form.cleaned_data["who"]))


def _next(request: Any, more: str) -> str:
    asked = request.GET.copy()
    asked.pop("before", None)
    if more:
        asked["before"] = more
    return asked.urlencode()


def _back(part: str) -> Any:
    return redirect(f"{reverse('status:status')}#{part}")
