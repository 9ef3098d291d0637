"""How an act is answered there where it was pressed: on a card, in a list, on Today. `on` says where it was."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pomni.agenda import panels
from pomni.agenda.drawing import Lines
from pomni.people import queries as people
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CARD, LIST, TODAY = "card", "list", "today"


def answer(
    request: Any,
    record: Any,
    sentence: Any,
    *,
    undo: str = "",
    plain: str = "agenda:tasks",
    asks: bool = False,
) -> HttpResponse:
    """The row of a list, the panel of a card; without htmx, the page that one comes from, or the list `plain`.

    `undo` names the view that takes the act back. With `asks` the next step is asked for, where the client has none.
    """
    on = request.POST.get("on", "")
    in_place = bool(request.htmx and on in {CARD, LIST, TODAY})
    back = (undo, [record.uid], {"on": on} if in_place else {}) if undo else None
    toast(request, sentence, back, in_place=in_place)
    client = client_of(request, record)
    left = client if asks and client and lacks_a_step(request.user, client) else None
    if in_place and on == CARD and client:
        shown = panels.of_client_told(request, client) | {"left": left, "task": panels.task_of(record)}
        return grew(page(request, "agenda/answers.html", part="panel", **shown))
    if in_place and on in {LIST, TODAY}:
        row = panels.row_of(request.user, record, phones=on == TODAY)
        line = Lines(request, on, who=True).one(row)
        told = {"row": row, "line": line, "left": left, "on": on, "task": panels.task_of(record)}
        return page(request, "agenda/answers.html", part="row", **told)
    if left:
        query = urlencode({"client": left.uid, "on": on, "task": panels.task_of(record)})
        return redirect(f"{reverse('agenda:next_step')}?{query}")
    return redirect(where_from(client, on, plain))


def act(
    capability: str,
    find: Callable[[Any, Any], Any],
    command: Callable[..., Any],
    sentence: Any,
    *,
    plain: str = "agenda:tasks",
    undo: str = "",
    asks: bool = False,
) -> Callable[..., HttpResponse]:
    """The view of an act that takes nothing but its record, which `find` reads; the rest as `answer` has it."""

    @door(capability)
    @require_POST
    def view(request: Any, uid: Any) -> HttpResponse:
        record = find(request.user, uid)
        command(record, by=request.user)
        return answer(request, record, sentence, undo=undo, plain=plain, asks=asks)

    return view


def status_of(form: Any) -> int:
    """How a page with a form is answered: whoever sent it, and sees it again, is told why. None: the page has no form."""
    if form is None or not form.is_bound:
        return 200
    return 409 if form.conflicts else 422


def client_of(request: Any, record: Any) -> Any:
    """Whom it is about, where the person reaches them: a task may be theirs and its client not."""
    return people.clients_by_id(request.user, filter(None, [record.client_id])).get(record.client_id)


def lacks_a_step(user: Any, client: Any) -> bool:
    """Whether nothing is to be done next for a client, and this person may write down what is."""
    served = not (client.archived_at or client.forgotten_at)
    return served and not client.has_next_step and user.may("agenda.promise.add")


def where_from(client: Any, on: str, plain: str) -> str:
    """The page that an act was pressed on."""
    if on == CARD and client:
        return reverse("people:client", args=[client.uid])
    return reverse({TODAY: "ui:home"}.get(on, plain))


def grew(response: HttpResponse) -> HttpResponse:
    """The card's timeline fetches its head anew."""
    response["HX-Trigger"] = "timeline-grew"
    return response
