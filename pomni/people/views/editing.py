"""The pages on which a client is added, changed, archived and erased; and a change in place on the card."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.people import commands, queries
from pomni.people.forms import GROUPS, AddClientForm, EditClientForm
from pomni.people.queries.own import own_of
from pomni.people.seen import answered, seen
from pomni.people.views.facts import facts_part
from pomni.team.access import door
from pomni.ui.html import page, parts
from pomni.ui.toasts import UNDO, toast

# Groups of facts by which a client may turn out to be here already.
COMPARED = {"name", "phone", "email", "birthday", "tax_id", "requisites", "address"}


@door("people.client.add")
@require_http_methods(["GET", "POST"])
def add_client(request):
    form = AddClientForm(request.POST or None, viewer=request.user)
    if request.POST and form.carries_out(commands.add_client, by=request.user):
        _say_who_shares(request, form.result)
        return redirect(_page_of_new(request, form.result), form.result.uid)
    return page(request, "people/add_client.html", form=form)


@door("people.client.change")
@require_http_methods(["GET", "POST"])
def edit_client(request, uid):
    client = seen(request, queries.card_of(request.user, uid))
    was = queries.record_of(request.user, client).was()
    form = EditClientForm(request.POST or None, was=was, viewer=request.user, client=client)
    if request.POST and form.carries_out(commands.edit_client, client, by=request.user):
        return redirect("people:client", uid)
    status = 409 if form.conflicts else 200
    return page(request, "people/edit_client.html", status=status, client=client, form=form)


@door("people.client.change")
@require_http_methods(["GET", "POST"])
def edit_fact(request, uid, group):
    """One group of facts, changed in place; without scripts on a page of its own."""
    if group not in GROUPS:
        raise Http404
    client, group = seen(request, queries.card_of(request.user, uid)), GROUPS[group]
    record = queries.record_of(request.user, client)
    if request.htmx and "shown" in request.GET:
        return _facts_now(request, client, record, closes=group.key)
    form = EditClientForm(
        request.POST or None, was=record.was(), viewer=request.user, client=client, only=group.fields
    )
    if not form.own_fields or client.forgotten_at:
        raise Http404
    if request.POST and form.carries_out(commands.edit_client, client, by=request.user):
        return _fact_changed(request, record, group)
    status = 409 if form.conflicts else 422 if request.POST else 200
    template = "people/_edit_fact.html" if request.htmx else "people/edit_fact.html"
    told = {"client": client, "form": form, "group": group, "warns": group.key in COMPARED}
    return page(request, template, status=status, **told)


@door("people.client.see")
@require_GET
def organisations(request):
    """Organisations (or, where any client is asked for, clients) that answer to what is typed, for a field to choose one."""
    typed = request.GET.get("q", "")[:100]
    answers = queries.clients_answering if "of" in request.GET else queries.organisations_answering
    found: Any = answers(request.user, typed)
    answered(request, [one.pk for one in found])
    return page(request, "people/_organisations.html", found=found)


@door("people.client.archive")
@require_POST
def archive_client(request, uid):
    client = queries.client(request.user, uid)
    commands.archive_client(client, by=request.user)
    toast(request, _("In the archive: %(name)s") % {"name": client.name}, undo=_back("restore_client", uid))
    return redirect("people:client", uid)


@door("people.client.archive")
@require_POST
def restore_client(request, uid):
    client = queries.client(request.user, uid)
    commands.restore_client(client, by=request.user)
    toast(request, _("Restored: %(name)s") % {"name": client.name}, undo=_back("archive_client", uid))
    return redirect("people:client", uid)


@door("people.client.forget")
@require_http_methods(["GET", "POST"])
def forget_client(request, uid):
    client = queries.client(request.user, uid)
    if request.method == "POST":
        commands.forget_client(client, by=request.user)
        messages.success(request, _("The personal data are erased."))
        return redirect("people:clients")
    return page(request, "people/forget_client.html", client=client)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _page_of_new(request: Any, client: Any) -> str:
    """The card; or first the custom fields, where one is required that only an existing card can have: a file."""
    if not (
        request.user.may("people.client.change") and any(one.lacks for one in own_of(request.user, client))
    ):
        return "people:client"
    messages.info(request, _("The card is there. A file is still required: choose it here."))
    return "people:fill_own_fields"


def _fact_changed(request: Any, before: Any, group: Any) -> HttpResponse:
    """The facts as they are now, and a sentence with the way back."""
    client = queries.card_of(request.user, before.client.uid)
    record = queries.record_of(request.user, client)
    if fields := _way_back(before.was(), record.was(), group.fields):
        undo = ("people:edit_fact", [client.uid, group.key], fields)
        toast(request, _("Saved: %(what)s") % {"what": group.label}, undo=undo, in_place=True)
    if group.key in {"phone", "email", "messenger"}:
        _say_who_shares(request, client)
    if not request.htmx:
        return redirect("people:client", client.uid)
    answer = _facts_now(request, client, record, closes="" if UNDO in request.POST else group.key)
    answer["HX-Trigger"] = "timeline-grew"
    return answer


def _facts_now(request: Any, client: Any, record: Any, *, closes: str) -> HttpResponse:
    """The head of the card and the facts, with what waits to be told. The form of the group `closes` goes, others stay."""
    told = facts_part(request, client, record, focus=closes)
    return parts(request, render_to_string("people/_facts_now.html", told | {"closes": closes}))


def _way_back(before: dict[str, Any], after: dict[str, Any], fields: Any) -> dict[str, Any]:
    """What the same form is sent so that it takes the change back: a conflict where somebody went on from it."""
    changed = [name for name in fields if name in before and before[name] != after[name]]
    told = {name: before[name] for name in changed} | {f"was-{name}": after[name] for name in changed}
    return told


def _say_who_shares(request: Any, client: Any) -> None:
    shared = queries.sharing(request.user, client)
    sentences = {
        "phone": _("This is also the phone of %(names)s."),
        "email": _("This is also the address of %(names)s."),
        "messenger": _("This is also the messenger of %(names)s."),
    }
    for kind, names in shared.items():
        if names:
            more = [*names[:3], "…"] if len(names) > 3 else names
            messages.info(request, sentences[kind] % {"names": get_text_list(more, _("and"))})


def _back(name: str, uid: Any) -> tuple[str, list[Any], dict[str, Any]]:
    return f"people:{name}", [uid], {}
