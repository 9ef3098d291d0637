from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from pomni.documents import commands, queries
from pomni.documents.forms import AddFilesForm, RenameFileForm
from pomni.documents.rules import is_picture
from pomni.documents.serving import as_it_came, preview
from pomni.documents.storing import largest, refuse_too_large
from pomni.documents.taking import take_file
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory import sightings
from pomni.people import queries as people
from pomni.team.access import door
from pomni.team.seeing_as import who_looks
from pomni.ui.html import page
from pomni.ui.kept import kept
from pomni.ui.toasts import toast

LATE = timedelta(minutes=1)
SEE, ADD, REMOVE = "documents.file.see", "documents.file.add", "documents.file.remove"


# --- On the card -----------------------------------------------------------------------------------------------------


def client_panel(request, client):
    """The newest files of a client, for their card."""
    files, more = queries.on_card(request.user, client)
    if not files:
        return kept(request, "documents/_panel.html", client.uid)
    told = {"client": client, "files": files, "more": more, "is_waiting": _is_waiting(files)}
    return render_to_string("documents/_panel.html", told)


def composer(request, client):
    """The form that adds files, for the composer of a client's card."""
    told = {"client": client, "form": AddFilesForm(), "most": largest() // 1024**2}
    return "" if client.forgotten_at else render_to_string("documents/_add_files.html", told, request)


@door(SEE)
@require_GET
def newest_files(request, uid):
    """The panel anew, while previews are being drawn."""
    return HttpResponse(client_panel(request, people.client(request.user, uid)))


@door(ADD)
@require_POST
def add_files(request, uid):
    client = people.client(request.user, uid)
    form = AddFilesForm(request.POST, request.FILES)
    added = [one for one in _sent(form) if _add_file(request, client, *one)]
    if not request.htmx:
        if added:
            told = ngettext("The file is added.", "Files added: %(number)s.", len(added))
            toast(request, told % {"number": len(added)})
        return redirect("people:client", uid)
    answer = page(
        request, "documents/_added.html", part="added", panel=client_panel(request, client), client=client
    )
    if added:
        answer["HX-Trigger"] = "timeline-grew"
    return answer


def _sent(form):
    """The files of a form, each with a key of its own: sent again, none of them comes twice."""
    words = form.words() if form.is_valid() else {"files": [], "key": ""}
    return [(file, f"{words['key']}:{number}") for number, file in enumerate(words["files"])]


def _add_file(request, client, file, key):
    try:
        refuse_too_large(file.size)
        take_file(client, file, name=file.name, by=request.user, key=key)
    except Refused as no:
        toast(request, f"{file.name}: {no}", level=messages.ERROR)
        return False
    return True


def _is_waiting(files):
    """Whether a preview is on its way; one that is late is not waited for on an open page."""
    since = now() - LATE
    return any(file.preview == file.Preview.WAITING and file.added_at > since for file in files)


# --- Of their own ----------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def files(request, uid):
    client = people.client(request.user, uid)
    found = queries.file_page(request.user, client, after=request.GET.get("after"))
    return page(
        request, "documents/files.html", part="rows", client=client, files=found.items, more=found.next
    )


@door(SEE)
@require_GET
def file(request, uid):
    file = queries.file(request.user, uid)
    _note(request, file)
    return page(
        request,
        "documents/file.html",
        part="shown",
        file=file,
        is_waiting=_is_waiting([file]),
        is_picture=is_picture(file.media_type),
        client=file.client,
        beside=queries.beside(request.user, file),
        pages=queries.pages_shown(file),
        form=RenameFileForm(initial={"name": file.name}),
        may_change=request.user.may(ADD),
        may_remove=request.user.may(REMOVE),
        may_take_back=file.is_fresh_of(request.user) and request.user.may(ADD),
    )


@door(SEE)
@require_GET
def download(request, uid):
    file = queries.file(request.user, uid)
    _note(request, file)
    path = queries.content(file)
    return as_it_came(path, name=file.name, media_type=file.media_type, inline="show" in request.GET)


@door(SEE)
@require_GET
def small_picture(request, uid):
    return _picture(queries.small_picture(queries.file(request.user, uid)))


@door(SEE)
@require_GET
def picture(request, uid, number):
    return _picture(queries.picture(queries.file(request.user, uid), number))


def _picture(path):
    if path is None:
        raise Http404
    return preview(path)


def _note(request, file):
    """Opening a file is looking at the client: it stands in the report of who saw whom."""
    sightings.note(file.client, by=who_looks(request), how="opened")


@door(ADD)
@require_POST
def rename_file(request, uid):
    form = RenameFileForm(request.POST)
    if not form.carries_out(commands.rename_file, queries.file(request.user, uid), by=request.user):
        messages.error(request, " ".join(str(wrong) for wrongs in form.errors.values() for wrong in wrongs))
    return redirect("documents:file", uid)


@door(REMOVE)
@require_POST
def remove_file(request, uid):
    file = commands.remove_file(queries.file(request.user, uid), by=request.user)
    told = _("“%(name)s” is removed. It can be brought back for 30 days.") % {"name": file.name}
    toast(request, told, ("documents:restore_file", [uid], {}))
    return redirect("people:client", file.client.uid)


@door(ADD)
@require_POST
def take_back_file(request, uid):
    file = commands.take_back_file(queries.file(request.user, uid), by=request.user)
    toast(
        request, _("“%(name)s” is taken back.") % {"name": file.name}, ("documents:put_back_file", [uid], {})
    )
    return redirect("people:client", file.client.uid)


@door(ADD)
@require_POST
def put_back_file(request, uid):
    commands.put_back_file(queries.file(request.user, uid, removed=True), by=request.user)
    return redirect("documents:file", uid)


@door(REMOVE)
@require_POST
def restore_file(request, uid):
    commands.restore_file(queries.file(request.user, uid, removed=True), by=request.user)
    return redirect("documents:file", uid)
