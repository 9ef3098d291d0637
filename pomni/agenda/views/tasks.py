"""The pages of tasks. What is done on a card or on Today is answered there."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.agenda import commands, panels, queries
from pomni.agenda.drawing import Lines
from pomni.agenda.forms import (
    LATER,
    AddTaskForm,
    ComposeTaskForm,
    EditDoneTaskForm,
    EditTaskForm,
    day_of,
    was_task,
)
from pomni.agenda.repeating import CHOICES, choice_of
from pomni.agenda.views.adding import Adding
from pomni.agenda.views.answers import CARD, LIST, act, answer, status_of
from pomni.agenda.views.reminding import reminders_told
from pomni.memory import sightings
from pomni.memory.viewing import LISTED
from pomni.people import queries as people
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page
from pomni.ui.toasts import toast
from pomni.ui.widgets import written

# --- Lists -----------------------------------------------------------------------------------------------------------


@door("agenda.task.see")
@require_GET
def tasks(request):
    return _list(request, queries.MINE)


@door("agenda.task.see")
@require_GET
def set_tasks(request):
    return _list(request, queries.SET)


@door("agenda.task.see")
@require_GET
def all_tasks(request):
    return _list(request, queries.ALL)


@door("agenda.task.see")
@require_GET
def done_tasks(request):
    return _list(request, queries.DONE)


def _list(request, tab):
    followed = queries.followed(request.user)
    asked, uid, of = request.GET.get("of", ""), request.GET.get("client", ""), None
    if tab in {queries.ALL, queries.DONE}:
        of = next((user for user in followed if str(user.uid) == asked), None)
        if tab == queries.DONE and not asked:
            of = request.user
    client = people.client(request.user, uid) if uid else None
    told = {"of": of, "client": client, "after": request.GET.get("after", "")}
    rows, more = queries.task_rows(request.user, tab, **told)
    return page(
        request,
        "agenda/tasks.html",
        part="rows",
        tab=tab,
        parts=panels.parted(rows, Lines(request, LIST, who=tab != queries.MINE), by_day=tab != queries.DONE),
        more=more,
        of=of,
        asked=asked,
        client=client,
        followed=followed if tab in {queries.ALL, queries.DONE} else [],
        leads=len(followed) > 1,
        scope=panels.scope_word(request.user),
        may_add=request.user.may("agenda.task.add"),
    )


@door("agenda.task.add")
@require_GET
def owners(request):
    found = queries.owners_answering(request.user, request.GET.get("q", "").split()[:5])
    options = [(one.uid, one.name, "", "") for one in found]
    return page(request, "agenda/_options.html", options=options)


@door("agenda.task.add")
@require_GET
def clients(request):
    """Whom a task can be about: those who answer to what was typed, or whose cards were opened last."""
    typed = request.GET.get("q", "").strip()
    options = []
    if request.user.may("people.client.see"):
        lately = [] if typed else people.seen_lately(request.user)
        hits = people.clients_answering(request.user, typed) if typed else []
        shown = [one.pk for one in hits]
        sightings.note_list("people.client", shown, by=who_looks(request), how=LISTED)
        options = [(one.uid, one.name, one.warning, "") for one in lately] + [
            (one.uid, one.name, one.warning, one.phone) for one in hits
        ]
    return page(request, "agenda/_options.html", options=options)


# --- One -------------------------------------------------------------------------------------------------------------


ADDING = Adding(
    command=commands.add_task,
    form=AddTaskForm,
    short_form=ComposeTaskForm,
    template="agenda/add_task.html",
    added="added",
    wrong="wrong",
    sentence=gettext_lazy("The task is set."),
    undo="agenda:drop_task",
)


@door("agenda.task.add")
@require_http_methods(["GET", "POST"])
def add_task(request):
    return ADDING.answer(request, lambda task: redirect("agenda:tasks"))


@door("agenda.task.see")
@require_http_methods(["GET", "POST"])
def task(request, uid):
    task = queries.task(request.user, uid)
    may_change = request.user.may("agenda.task.change") and not queries.is_erased(task)
    form = _edit_form(request, task) if may_change and not task.dropped_at else None
    if request.POST and form is None:
        commands.edit_task(task, by=request.user)  # says why not
    if request.POST and form and form.carries_out(commands.edit_task, task, by=request.user):
        toast(request, _("Saved."))
        return redirect("agenda:task", uid)
    row, lines = queries.row_of(request.user, task, phones=True), Lines(request, CARD, who=True)
    return page(
        request,
        "agenda/task.html",
        status=status_of(form),
        task=task,
        row=row,
        due=lines.due(row),
        call=lines.call(row.client.phone, row.client.name) if row.client and row.client.phone else "",
        form=form,
        conflicts=form.conflicts if form else None,
        may_change=may_change,
        later=LATER,
        repeats=CHOICES.get(choice_of(task.repeat, task.repeats_from), task.repeat),
        is_asked=task.awaits_answer and task.responsible_id == request.user.pk,
        **reminders_told(request, task, "task", is_open=not (task.done_at or task.dropped_at)),
    )


def _edit_form(request, task):
    if task.done_at:
        return EditDoneTaskForm(request.POST or None, was={"outcome": task.outcome})
    return EditTaskForm(request.POST or None, was=was_task(task), viewer=request.user)


# --- Acts ------------------------------------------------------------------------------------------------------------


@door("agenda.task.change")
@require_POST
def finish_task(request, uid):
    task = queries.task(request.user, uid)
    commands.finish_task(task, outcome=request.POST.get("outcome", "")[:1000], by=request.user)
    return answer(request, task, _("Done."), undo="agenda:reopen_task", asks=True)


_act = partial(act, "agenda.task.change", queries.task)
reopen_task = _act(commands.reopen_task, gettext_lazy("The task is to be done again."))
restore_task = _act(commands.restore_task, gettext_lazy("The task is taken up again."))


@door("agenda.task.change")
@require_POST
def drop_task(request, uid):
    task = queries.task(request.user, uid)
    commands.drop_task(task, by=request.user)
    said = _("The task is dropped, and does not come again.") if task.repeat else _("The task is dropped.")
    return answer(request, task, said, undo="agenda:restore_task")


@door("agenda.task.change")
@require_POST
def put_off_task(request, uid):
    """To a later day: one of the few that are offered in `when`, or the one that it was on (`day`, to undo it)."""
    task = queries.task(request.user, uid)
    before, when = task.due_on, request.POST.get("when", "")
    if when not in dict(LATER) and "day" not in request.POST:
        raise Http404
    day = day_of(when, task.client) if when in dict(LATER) else parse_date(request.POST["day"] or "-")
    commands.edit_task(task, due_on=day, by=request.user)
    undo = ("agenda:put_off_task", [uid], {"day": before.isoformat() if before else ""}) if when else None
    said = (
        _("Put off. Until: %(day)s.") % {"day": written(day)} if day else _("The task has no day any more.")
    )
    toast(request, said, undo)
    return redirect("agenda:task", uid)


@door("agenda.task.change")
@require_POST
def tick_item(request, uid):
    task = queries.task(request.user, uid)
    item = request.POST.get("item", "")
    if not item.isdecimal():
        raise Http404
    commands.tick_item(task, item=int(item), is_done=bool(request.POST.get("is_done")), by=request.user)
    return redirect("agenda:task", uid)


@door("agenda.task.change")
@require_POST
def accept_task(request, uid):
    commands.accept_task(queries.task(request.user, uid), by=request.user)
    toast(request, _("You took the task on."))
    return redirect("agenda:task", uid)


@door("agenda.task.change")
@require_POST
def decline_task(request, uid):
    task = queries.task(request.user, uid)
    task = commands.decline_task(task, reason=request.POST.get("reason", "")[:1000], by=request.user)
    told = {"name": task.responsible.name}
    toast(request, _("You declined the task. %(name)s has it now, and is told.") % told)
    return redirect("agenda:tasks")
