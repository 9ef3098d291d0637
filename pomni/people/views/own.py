"""The company's own fields on a client's card, and the page on which they are filled in."""

from typing import Any

from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from pomni.kit.errors import Refused
from pomni.kit.ids import uuid7
from pomni.people import commands, queries
from pomni.people.forms.own import NEW, ONCE, own_form
from pomni.people.linked import file_kept
from pomni.people.queries.own import own_of
from pomni.people.seen import seen
from pomni.people.views.own_shown import told_of
from pomni.team.access import door
from pomni.ui.html import page

CHANGE = "people.client.change"


def of_client(request: Any, client: Any) -> str:
    """The panel of the card; nothing where no field is defined or shown."""
    fields = own_of(request.user, client)
    if not fields or client.forgotten_at:
        return ""
    may_change = request.user.may(CHANGE)
    filled = [(one.field.name, told_of(one.field, one.value)) for one in fields if one.shown]
    lacking = [one.field.name for one in fields if one.lacks]
    told = {"client": client, "filled": filled, "lacking": lacking, "may_change": may_change}
    return render_to_string("people/_own.html", told) if filled or may_change else ""


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def fill_own_fields(request, uid):
    client = seen(request, queries.client(request.user, uid))
    fields = own_of(request.user, client)
    sent, wrong = _with_files(request, client, fields)
    form = own_form(request.user, client, fields, sent)
    for key, sentence in wrong.items():
        form.add_error(key, sentence)
    if form.is_bound and form.carries_out(
        commands.fill_own_fields, client, by=request.user, checks_required=True
    ):
        return redirect("people:client", uid)
    return page(request, "people/fill_own_fields.html", client=client, form=form)


def _with_files(request: Any, client: Any, fields: list[Any]) -> tuple[Any, dict[str, str]]:
    """What was sent, with the files that came along put onto the card and chosen; and what was wrong with some, by field."""
    if request.method != "POST":
        return None, {}
    sent, wrong = request.POST.copy(), {}
    for key in (one.field.key for one in fields if one.field.kind == "file" and one.is_whole):
        if file := request.FILES.get(f"{NEW}{key}"):
            try:
                sent[key] = file_kept(client, file, request.user, f"{sent.get(ONCE) or uuid7()}:{key}"[:80])
            except Refused as no:
                wrong[key] = str(no)
    return sent, wrong
