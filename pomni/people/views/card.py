from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pomni.kit.module import function_named, open_to
from pomni.memory import sightings
from pomni.people import commands, queries
from pomni.people.forms import AddClientForm, EditClientForm
from pomni.team.access import door
from pomni.team.queries import locations
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page


@door("people.client.see")
@require_GET
def clients(request):
    rows, more = queries.client_rows(request.user, after=request.GET.get("after", ""))
    may_add = request.user.may("people.client.add")
    return page(request, "people/clients.html", part="rows", rows=rows, more=more, may_add=may_add)


@door("people.client.see")
@require_GET
def client(request, uid):
    client = queries.client(request.user, uid)
    sightings.note(client, by=who_looks(request))
    panels = [
        (panel.title, function_named(panel.render)(request, client))
        for panel in open_to(request.user, "client_panels")
    ]
    return page(
        request,
        "people/client.html",
        client=client,
        panels=panels,
        facts=queries.facts(request.user, client),
        timeline=queries.timeline(request.user, client),
        may_change=request.user.may("people.client.change"),
        may_ask_why=request.user.may("team.role.see"),
        may_forget=request.user.may("people.client.forget"),
    )


@door("people.client.add")
@require_http_methods(["GET", "POST"])
def add_client(request):
    form = AddClientForm(request.POST or None, viewer=request.user, locations=locations())
    if request.POST and form.carries_out(commands.add_client, by=request.user):
        return redirect("people:client", form.result.uid)
    return page(request, "people/add_client.html", form=form)


@door("people.client.change")
@require_http_methods(["GET", "POST"])
def edit_client(request, uid):
    client = queries.client(request.user, uid)
    was = queries.facts(request.user, client)
    was["location"] = client.location and str(client.location.uid)
    form = EditClientForm(
        request.POST or None, was=was, viewer=request.user, locations=locations(client.location)
    )
    if request.POST and form.carries_out(commands.edit_client, client, by=request.user):
        return redirect("people:client", uid)
    status = 409 if form.conflicts else 200
    return page(request, "people/edit_client.html", status=status, client=client, form=form)


@door("people.client.forget")
@require_http_methods(["GET", "POST"])
def forget_client(request, uid):
    client = queries.client(request.user, uid)
    if request.method == "POST":
        commands.forget_client(client, by=request.user)
        messages.success(request, _("The personal data are erased."))
        return redirect("people:clients")
    return page(request, "people/forget_client.html", client=client)
