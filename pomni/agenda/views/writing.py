"""One line, written down about a client from anywhere; and what is understood of it while one types."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pomni.agenda import panels
from pomni.agenda.forms.writing import NextStepForm, WriteDownForm
from pomni.agenda.taking import say_taken, undo_of, write_line, write_next_step
from pomni.agenda.taking import understood as read
from pomni.agenda.views.answers import CARD, TODAY, grew
from pomni.people import queries as people
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

ADD = "agenda.promise.add"


@door(ADD)
@require_POST
def understood(request):
    """What stands in a text that is being typed, as chips below it."""
    uid, text = request.POST.get("client", ""), _typed(request.POST)
    client = people.client(request.user, uid) if uid and text else None
    items = read(text, client, request.user, request.POST) if client else []
    return page(request, "agenda/capture.html", part="items", items=items)


def _typed(told):
    return (told.get("text") or told.get("outcome") or "")[:8000]


@door(ADD)
@require_http_methods(["GET", "POST"])
def write_down(request):
    """A line about a client who is chosen here: a note, and what is not to be forgotten of it."""
    client = people.client(request.user, uid) if (uid := request.GET.get("client", "")) else None
    form = WriteDownForm(request.POST or None, viewer=request.user, client=client)
    about = client
    if form.is_bound and form.is_valid():
        about = form.cleaned_data.pop("client")
        if form.carries_out(write_line, about, by=request.user, sent=request.POST):
            if note := form.result.note:
                toast(
                    request,
                    _("The note is written down."),
                    ("people:withdraw_note", [about.uid, note.uid], {}),
                )
            say_taken(request, form.result.promises, note and note.uid)
            return redirect("people:client", about.uid)
    items = read(_typed(request.POST), about, request.user, request.POST) if form.is_bound and about else []
    status = 422 if form.is_bound else 200
    return page(request, "agenda/write_down.html", status=status, form=form, items=items, client=client)


@door(ADD)
@require_http_methods(["GET", "POST"])
def next_step(request):
    """What is to be done next for a client who would be left without: asked for when something was finished."""
    client = people.client(request.user, request.POST.get("client", "") or request.GET.get("client", ""))
    on, task = (request.POST.get(name, "") or request.GET.get(name, "") for name in ("on", "task"))
    back = reverse("ui:home") if on == TODAY else reverse("people:client", args=[client.uid])
    form = NextStepForm(request.POST or None)
    if not (request.POST and form.carries_out(write_next_step, client, by=request.user, task=task)):
        told = {"form": form, "client": client, "on": on, "task": task, "back": back, "left": client}
        part = "asking" if form.is_bound else "nothing"  # skipped
        return page(request, "agenda/next_step.html", part=part, status=422 if form.is_bound else 200, **told)
    toast(request, _as_written(form.result), undo_of(form.result))
    if not request.htmx:
        return redirect(back)
    if on == CARD:
        shown = panels.of_client_told(request, client)
        return grew(page(request, "agenda/answers.html", part="panel", **shown))
    return page(request, "agenda/next_step.html", part="settled", client=client)


def _as_written(promises):
    if len(promises) == 1:
        return _("The next step is written down.")
    told = {"count": len(promises)}
    return _("The next step is written down. With it, all that is not to be forgotten: %(count)s.") % told
