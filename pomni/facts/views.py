"""The company's own fields: the list of them, and the page of one."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.facts import commands
from pomni.facts import queries as facts
from pomni.facts.forms import AddFieldForm, ChangeFieldForm
from pomni.facts.queries import defining
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

CHANGE = "facts.field.change"


@door(CHANGE)
@require_GET
def fields(request):
    found = list(defining.own_fields(request.user))
    here = [one for one in found if not one.archived_at]
    with facts.values_at_once(one.condition for one in here):
        told = [(one, _condition_told(one, request.user)) for one in here]
    return page(request, "facts/fields.html", fields=told, away=[one for one in found if one.archived_at])


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_field(request):
    told = facts.posted(request.POST) if request.POST else {"all": []}
    form = AddFieldForm(request.POST if _saves(request) else None, initial=_kept(request, {}))
    if form.is_bound and form.carries_out(
        commands.add_field, condition=facts.finished(told), by=request.user
    ):
        toast(request, _("The field “%(name)s” is there.") % {"name": form.result.name})
        return redirect("facts:fields")
    return _page(request, form, told, heading=_("New field"))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def change_field(request, uid):
    field = defining.own_field(request.user, uid)
    was = defining.words_of(field)
    told = facts.posted(request.POST) if request.POST else field.condition or {"all": []}
    form = ChangeFieldForm(
        request.POST if _saves(request) else None,
        initial=_kept(request, was),
        is_chosen=bool(was["choices"]),
    )
    if form.is_bound and form.carries_out(
        commands.change_field, field, condition=facts.finished(told), by=request.user
    ):
        return redirect("facts:fields")
    return _page(request, form, told, heading=field.name, field=field)


@door(CHANGE)
@require_POST
def archive_field(request, uid):
    field = commands.archive_field(defining.own_field(request.user, uid), by=request.user)
    undo: tuple[str, list, dict] = ("facts:restore_field", [uid], {})
    toast(request, _("The field “%(name)s” is archived.") % {"name": field.name}, undo=undo)
    return redirect("facts:fields")


@door(CHANGE)
@require_POST
def restore_field(request, uid):
    commands.restore_field(defining.own_field(request.user, uid), by=request.user)
    return redirect("facts:fields")


def _condition_told(field, viewer):
    """What a field depends on, in a sentence; "" where on nothing."""
    if not field.decides:
        return ""
    try:
        lines = facts.in_words(facts.looked_at(field.condition, viewer), viewer)
    except facts.WrongCondition as no:
        return str(no)
    sentence = (
        _("Shown where: %(condition)s") if field.decides == "shown" else _("Required where: %(condition)s")
    )
    return sentence % {"condition": "; ".join(line.words for line in lines).replace(":;", ":")}


def _saves(request):
    return request.method == "POST" and request.POST.get("do") == "save"


def _kept(request, was):
    """What stands in the other fields while the condition is changed."""
    if request.method != "POST":
        return was
    told = {
        name: request.POST.get(name, "") for name in ("name", "kind", "hint", "choices", "decides", "once")
    }
    return told | {"is_required": "is_required" in request.POST}


def _page(request, form, told, **more):
    user, do = request.user, request.POST.get("do", "")
    before = facts.begun(told)
    with facts.values_at_once([before]):
        try:
            root, trouble = facts.looked_at(facts.changed(before, do), user), ""
        except facts.WrongCondition as no:
            root, trouble = facts.looked_at(before, user), str(no)
        drawn = facts.Drawer(user, shows_troubles=do == "save").group(root)
    built = facts.Built(drawn, [], "", trouble)
    return page(
        request, "facts/field.html", part="builder", form=form, builder=built, action=request.path, **more
    )
