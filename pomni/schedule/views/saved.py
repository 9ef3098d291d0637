"""Views of the list of visits that are kept: all of them, saving one, changing and deleting it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.errors import NotAllowed
from pomni.schedule import commands, queries
from pomni.schedule.forms import ViewForm
from pomni.schedule.views.listing import address_of, chips_of
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, SHARE = "schedule.visit.see", "schedule.view.share"


@door(SEE)
@require_GET
def saved_views(request):
    """All that are shown to the person, each with what narrows it."""
    found = list(queries.saved_views(request.user))
    told = chips_of(request.user, [queries.read_view(one) for one in found])
    rows = [
        (one, address_of(one), chips, queries.may_change_view(request.user, one))
        for one, chips in zip(found, told, strict=True)
    ]
    return page(request, "schedule/saved_views.html", rows=rows)


@door(SEE)
@require_http_methods(["GET", "POST"])
def save_view(request):
    """Keep what the words of the address show, under a name."""
    asked = queries.VisitsAsked.from_query(request.GET)
    form = _form(request, {"query": asked.to_query(view="")}, is_new=True)
    if form.is_bound and form.carries_out(commands.save_view, by=request.user):
        return redirect(address_of(form.result))
    return _page(request, form, asked)


@door(SEE)
@require_http_methods(["GET", "POST"])
def change_view(request, uid):
    """Rename a view, share it, or keep what the words of the address show instead of what it showed."""
    one = queries.saved_view(request.user, uid)
    if not queries.may_change_view(request.user, one):
        raise NotAllowed(_("This view is not yours. Save one of your own like it."), capability=SHARE)
    asked = queries.VisitsAsked.from_query(request.GET) if request.GET else queries.read_view(one)
    was = {"name": one.name, "is_shared": one.is_shared, "query": asked.to_query(view="")}
    form = _form(request, was | {"seen": queries.stamp_of_view(one)}, is_new=False)
    if form.is_bound and form.carries_out(commands.change_view, one, by=request.user):
        return redirect(address_of(form.result))
    return _page(request, form, asked, view=one)


@door(SEE)
@require_POST
def delete_view(request, uid):
    one = queries.saved_view(request.user, uid)
    commands.delete_view(one, by=request.user)
    again = {"name": one.name, "query": one.query} | ({"is_shared": "on"} if one.is_shared else {})
    own = one.owner_id == request.user.pk  # another's comes back as one's own: that is no way back
    toast(
        request,
        _("The view “%(name)s” is deleted.") % {"name": one.name},
        undo=("schedule:save_view", [], again) if own else None,
    )
    return redirect("schedule:saved_views")


def _form(request, was, *, is_new):
    may_share = request.user.may(SHARE)
    return ViewForm(request.POST or None, initial=was, may_share=may_share, is_new=is_new)


def _page(request, form, asked, view=None):
    return page(
        request,
        "schedule/save_view.html",
        status=422 if form.is_bound else 200,
        form=form,
        view=view,
        chips=chips_of(request.user, [asked])[0],
        back=f"{reverse('schedule:visits')}?{asked.to_query()}",
    )
