"""Segments: the list of them, and the page on which one is put together."""

from typing import Any

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.facts import queries as facts
from pomni.kit import figures
from pomni.kit.errors import NotAllowed
from pomni.people import commands
from pomni.people.forms.segments import SegmentForm
from pomni.people.queries import segmented
from pomni.people.queries.asked import USUAL, Asked
from pomni.people.queries.rows import columns_open_to
from pomni.people.views.rows import titles
from pomni.team.access import door
from pomni.team.queries import all_locations, roles
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE = "people.client.see"


@door(SEE)
@require_GET
def segments(request):
    """All segments that are shown to the person, each in words."""
    found = list(segmented.shown_segments(request.user))
    here = [one for one in found if not one.archived_at]
    with facts.values_at_once(one.condition for one in here):
        rows = [_row(request.user, one) for one in here]
    away = [one for one in found if one.archived_at and segmented.may_change(request.user, one)]
    return page(request, "people/segments.html", rows=rows, away=away)


@door(SEE)
@require_http_methods(["GET", "POST"])
def make_segment(request):
    """A new segment; with the words of a list, one that begins with its filters, order and columns."""
    asked = Asked.from_query(request.GET)
    sort = asked.sort or ("-added" if asked.view == "week" else "")
    form = _form(request, {"sort": sort, "columns": list(asked.cols)})
    told = _told(request, segmented.condition_told(request.user, asked))
    if _is_saved(request, form, commands.make_segment, told=told):
        return _opened(form.result)
    here = request.get_full_path()
    return _page(request, form, told, heading=_("New segment"), action=here)


@door(SEE)
@require_http_methods(["GET", "POST"])
def segment(request, uid):
    """One segment, to be changed by whoever may; others read it, and may make one like it."""
    one = segmented.segment(request.user, uid)
    if not segmented.may_change(request.user, one):
        if request.method == "POST":
            raise NotAllowed(_("This segment is not yours. Make one of your own like it."))
        return page(request, "people/segment_read.html", **_row(request.user, one))
    was = {"name": one.name, "is_shared": one.is_shared, "sort": one.sort, "seen": segmented.stamp_of(one)}
    of_roles, of_places = segmented.shared_with(one)
    was |= {"roles": [str(role.uid) for role in of_roles], "locations": [str(at.uid) for at in of_places]}
    form = _form(request, was | {"columns": one.columns.split(",") if one.columns else list(USUAL)})
    told = _told(request, one.condition)
    if _is_saved(request, form, commands.change_segment, one, told=told):
        return _opened(form.result)
    here = reverse("people:segment", args=[uid])
    return _page(request, form, told, heading=one.name, action=here, segment=one)


@door(SEE)
@require_POST
def archive_segment(request, uid):
    one = commands.archive_segment(segmented.segment(request.user, uid), by=request.user)
    undo: tuple[str, list[Any], dict[str, str]] = ("people:restore_segment", [one.uid], {})
    toast(request, _("The segment “%(name)s” is archived.") % {"name": one.name}, undo=undo)
    return redirect("people:segments")


@door(SEE)
@require_POST
def restore_segment(request, uid):
    commands.restore_segment(segmented.segment(request.user, uid), by=request.user)
    return redirect("people:segments")


# --- Inside ----------------------------------------------------------------------------------------------------------


def _form(request: Any, was: dict[str, Any]) -> SegmentForm:
    words = titles()
    columns = [(name, words[name]) for name in columns_open_to(request.user)]
    saves = request.POST if _saves(request) else None
    if request.POST and not saves:
        was |= _kept(request.POST)
    may_share = request.user.may(segmented.SHARE)
    some = _some() if was.get("roles") or was.get("locations") or _asks_for_some(request) else None
    return SegmentForm(saves, initial=was, columns=columns, may_share=may_share, some=some)


def _asks_for_some(request: Any) -> bool:
    """Whether the roles and locations were asked for, by the button that shows them, or shown before already."""
    return request.POST.get("do") == "some" or "some" in request.POST


def _some() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """With whom alone a segment may be shared: roles, and locations. Asked for only by who wants to."""
    places = [(str(one.uid), one.name) for one in all_locations()]
    return [(str(one.uid), str(one)) for one in roles()], places


def _kept(sent: QueryDict) -> dict[str, Any]:
    """What stands in the other fields while the condition is changed."""
    told: dict[str, Any] = {name: sent.get(name, "") for name in ("name", "sort", "seen", "once")}
    several = {name: sent.getlist(name) for name in ("columns", "roles", "locations")}
    return told | several | {"is_shared": "is_shared" in sent}


def _saves(request: Any) -> bool:
    return request.method == "POST" and request.POST.get("do") == "save"


def _told(request: Any, kept: dict[str, Any]) -> dict[str, Any]:
    """The condition as it was sent, or as it was kept."""
    return facts.posted(request.POST) if request.method == "POST" else kept


def _is_saved(request: Any, form: SegmentForm, act: Any, *records: Any, told: dict[str, Any]) -> bool:
    if not _saves(request):
        return False
    return form.carries_out(act, *records, condition=facts.finished(told), by=request.user)


def _opened(one: Any) -> Any:
    query = segmented.query_of(one.uid, one.sort, one.columns)
    return redirect(f"{reverse('people:clients')}?{query}")


def _page(request: Any, form: SegmentForm, told: dict[str, Any], **more: Any) -> Any:
    with facts.values_at_once([told]):
        builder = _built(request, told)
    return page(request, "people/segment.html", part="builder", form=form, builder=builder, **more)


def _built(request: Any, told: dict[str, Any]) -> facts.Built:
    user, do, trouble = request.user, request.POST.get("do", ""), ""
    told = before = facts.begun(told)
    try:
        root = facts.looked_at(told := facts.changed(before, do), user)
    except facts.WrongCondition as no:
        root, told, trouble = facts.looked_at(before, user), before, str(no)
    drawn = facts.Drawer(user, shows_troubles=do == "save").group(root)
    try:
        asks = facts.condition_of(facts.finished(told), user)
    except facts.WrongCondition:
        return facts.Built(drawn, [], _("Finish the lines, and see how many there are."), trouble)
    return facts.Built(drawn, facts.in_words(asks, user), _number(user, asks), trouble)


def _number(user: Any, root: facts.Group) -> str:
    number = segmented.number(user, root)
    words = ngettext("%(number)s {client} now", "%(number)s {clients} now", number)
    return words % {"number": figures.number(number)}


def _row(user: Any, one: Any) -> dict[str, Any]:
    """A segment as it is listed; `trouble` where it cannot be asked any more."""
    said: list[Any] = []
    trouble = ""
    try:
        root = facts.looked_at(one.condition, user)
        said = facts.in_words(root, user)
        trouble = next((line.trouble for line in root.lines() if line.trouble), "")
    except facts.WrongCondition as no:
        trouble = str(no)
    url = f"{reverse('people:clients')}?{segmented.query_of(one.uid, one.sort, one.columns)}"
    may_change = segmented.may_change(user, one)
    return {"segment": one, "said": said, "trouble": trouble, "url": url, "may_change": may_change}
