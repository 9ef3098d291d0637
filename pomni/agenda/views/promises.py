"""The pages of the four things to remember."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.agenda import commands, panels, queries
from pomni.agenda.drawing import Lines, linked
from pomni.agenda.events.promises import SORTS
from pomni.agenda.forms import (
    AddPromiseForm,
    ClosePromiseForm,
    ComposePromiseForm,
    EditClosedPromiseForm,
    EditPromiseForm,
    was_promise,
)
from pomni.agenda.views.adding import Adding
from pomni.agenda.views.answers import CARD, LIST, act, answer, status_of
from pomni.agenda.views.reminding import reminders_told
from pomni.kit.ids import as_uuid
from pomni.people import queries as people
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, ADD, CHANGE = "agenda.promise.see", "agenda.promise.add", "agenda.promise.change"
MOST = 20  # that are let go at once: more than one line brings


# --- Lists -----------------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def promises(request):
    return _list(request, queries.MINE)


@door(SEE)
@require_GET
def all_promises(request):
    return _list(request, queries.ALL)


@door(SEE)
@require_GET
def overdue_promises(request):
    return _list(request, queries.OVERDUE)


@door(SEE)
@require_GET
def closed_promises(request):
    return _list(request, queries.CLOSED)


def _list(request, tab):
    followed = queries.followed(request.user, SEE) if tab != queries.MINE else []
    asked, uid = request.GET.get("of", ""), request.GET.get("client", "")
    of = next((user for user in followed if str(user.uid) == asked), None)
    client = people.client(request.user, uid) if uid else None
    told = {"of": of, "client": client, "after": request.GET.get("after", "")}
    rows, more = queries.promise_rows(request.user, tab, **told)
    lines = Lines(request, LIST, who=tab != queries.MINE)
    return page(
        request,
        "agenda/promises.html",
        part="rows",
        tab=tab,
        parts=panels.parted(rows, lines, by_day=tab != queries.CLOSED),
        more=more,
        of=of,
        asked=asked,
        client=client,
        followed=followed if len(followed) > 1 else [],
        scope=panels.scope_word(request.user, SEE),
        may_add=request.user.may(ADD),
    )


# --- One -------------------------------------------------------------------------------------------------------------


ADDING = Adding(
    command=commands.add_promise,
    form=AddPromiseForm,
    short_form=ComposePromiseForm,
    template="agenda/add_promise.html",
    added="promised",
    wrong="unpromised",
    sentence=gettext_lazy("It is written down and will not be forgotten."),
    undo="agenda:close_promise",
    undo_fields={"state": "let_go"},
)


@door(ADD)
@require_http_methods(["GET", "POST"])
def add_promise(request):
    return ADDING.answer(request, lambda promise: redirect("agenda:promises"))


@door(SEE)
@require_http_methods(["GET", "POST"])
def promise(request, uid):
    promise = queries.promise(request.user, uid)
    may_change = request.user.may(CHANGE) and not queries.is_erased(promise)
    form = _edit_form(request, promise) if may_change else None
    row = queries.promise_row(request.user, promise, phones=True)
    if request.POST and form is None:
        commands.edit_promise(promise, by=request.user)  # says why not
    if request.POST and form and form.carries_out(commands.edit_promise, promise, by=request.user):
        toast(request, _("Saved."))
        return redirect("agenda:promise", uid)
    lines = Lines(request, CARD, who=True)
    return page(
        request,
        "agenda/promise.html",
        status=status_of(form),
        promise=promise,
        sort=SORTS[row.sort],
        row=row,
        due=lines.due(row),
        call=lines.call(row.client.phone, row.client.name) if row.client and row.client.phone else "",
        evidence=linked(row.about),
        source=panels.source_of(request.user, promise, row),
        form=form,
        close_form=ClosePromiseForm() if may_change and row.state == "open" else None,
        conflicts=form.conflicts if form else None,
        may_change=may_change,
        **reminders_told(request, promise, "promise", is_open=row.state == "open"),
    )


def _edit_form(request, promise):
    if promise.closed_at:
        was = {"outcome": promise.outcome, "evidence": promise.evidence}
        return EditClosedPromiseForm(request.POST or None, was=was)
    return EditPromiseForm(request.POST or None, was=was_promise(promise), viewer=request.user)


# --- Acts ------------------------------------------------------------------------------------------------------------


@door(CHANGE)
@require_POST
def close_promise(request, uid):
    """As kept, unless `state` says otherwise."""
    promise = queries.promise(request.user, uid)
    told = {name: request.POST.get(name, "") for name in ("outcome", "evidence")}
    state = request.POST.get("state", "kept")
    limits = {"outcome": 1000, "evidence": 500}
    told = {name: text[: limits[name]] for name, text in told.items()}
    commands.close_promise(promise, state=state, **told, by=request.user)
    said = {"kept": _("Kept."), "broken": _("Closed as broken."), "let_go": _("Let go.")}
    undo, asks = "agenda:reopen_promise", state != "let_go"
    return answer(request, promise, said[state], undo=undo, plain="agenda:promises", asks=asks)


reopen_promise = act(
    CHANGE,
    queries.promise,
    commands.reopen_promise,
    gettext_lazy("It is to be kept again."),
    plain="agenda:promises",
)


@door(CHANGE)
@require_POST
def let_go_of_taken(request, uid):
    """All that was taken from a note or a contact is let go: the way back of writing it down."""
    return _let_go(request, queries.taken_from(request.user, uid))


@door(CHANGE)
@require_POST
def let_go_of_these(request):
    """Those that one line brought are let go: the way back of writing it down."""
    uids = [uid for told in request.POST.get("promises", "").split()[:MOST] if (uid := as_uuid(told))]
    return _let_go(request, queries.open_promises_named(request.user, uids))


def _let_go(request, promises):
    client = None
    for promise in promises:
        client = promise.client
        commands.close_promise(promise, state="let_go", by=request.user)
    toast(request, _("Let go."))
    if client and people.clients_by_id(request.user, [client.pk]):
        return redirect("people:client", client.uid)
    return redirect("agenda:promises")
