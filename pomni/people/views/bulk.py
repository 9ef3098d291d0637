"""One change of all clients that a list finds: what and to what, looking at it, its progress, and the way back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.kit.errors import Refused
from pomni.people import commands
from pomni.people.forms.fields import ClientField, ClientInput
from pomni.people.queries import bulk as queries
from pomni.people.queries.asked import Asked
from pomni.people.queries.listing import count
from pomni.people.queries.rows import sources, tags
from pomni.people.views.rows import counted
from pomni.team.access import door
from pomni.team.queries import LONGEST_NUMBER, able_to, all_locations, colleagues
from pomni.ui.days import NO_DAY, as_day, in_iso
from pomni.ui.html import page
from pomni.ui.toasts import refusals_told

CHANGE = "people.client.change"
MOVING = ("running", "undoing")
LATELY = 5


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def change_all(request):
    """Asks what to change and to what; then looks at what it would do."""
    sent = QueryDict(request.POST.get("in", "")) if request.method == "POST" else request.GET
    asked = Asked.from_query(sent, besides=("what",))
    if (
        request.method == "POST" and "what" not in request.POST
    ):  # from the list: its words belong into the address
        return redirect(f"{reverse('people:change_all')}?{asked.to_query()}")
    words = request.POST if request.method == "POST" else request.GET
    acts = {act.key: act for act in queries.acts_for(request.user)}
    act, error = acts.get(words.get("what", "")), ""
    if request.method == "POST":
        try:
            made = commands.ask_bulk_change(
                asked=asked.to_query(), what=words["what"], value=_value(request, act), by=request.user
            )
            return redirect("people:bulk_change", made.uid)
        except Refused as no:
            error = str(no)
    told = {
        "asked": asked,
        "query": asked.to_query(),
        "number": counted(count(request.user, asked)),
        "acts": [(key, title_of(one)) for key, one in acts.items()],
        "act": act,
        "title": title_of(act) if act else "",
        "value": request.POST.get("value", ""),
        "values": request.POST.getlist("value"),
        "error": error,
        "lately": [] if act else _lately(request),
    }
    return page(request, "people/change_all.html", **told, **(_offers(request, act) if act else {}))


@door(CHANGE)
@require_GET
@never_cache
def bulk_change(request, uid):
    """Looks itself up again while it moves; where the state is another one, the page comes anew as a whole."""
    change = queries.bulk_change(request.user, uid)
    told: dict[str, Any] = {
        "change": change,
        "title": _title(change),
        "shown": queries.shown_value(request.user, change),
        "is_of_links": change.what not in ("tag", "untag"),
        "is_moving": change.state in MOVING,
        "may_be_undone": queries.may_be_undone(change),
        "is_mine": change.made_by_id == request.user.pk,
    }
    if change.kept and change.state == "undone":
        after = request.GET.get("after", "")
        is_key = after.isascii() and after.isdecimal() and len(after) < LONGEST_NUMBER
        told["lines"], told["more"] = queries.kept_rows(
            request.user, change, after=int(after) if is_key else 0
        )
    answer = page(request, "people/bulk_change.html", part="progress", **told)
    if "state" in request.GET and request.htmx and request.GET["state"] != change.state:
        answer["HX-Refresh"] = "true"
    return answer


def _moves(command):
    """The view of a command that moves a change on; why it cannot be is told on the page of the change."""

    @door(CHANGE)
    @require_POST
    def view(request, uid):
        with refusals_told(request):
            command(queries.bulk_change(request.user, uid), by=request.user)
        return redirect("people:bulk_change", uid)

    return view


start_bulk_change = _moves(commands.start_bulk_change)
stop_bulk_change = _moves(commands.stop_bulk_change)
undo_bulk_change = _moves(commands.undo_bulk_change)


def title_of(act):
    """What an act does, in words."""
    if act.field:
        return _("Custom field: %(name)s") % {"name": act.field.name}
    return _titles()[act.key]


def _titles():
    return {
        "tag": _("Add a tag"),
        "untag": _("Take a tag away"),
        "responsible": _("Hand over"),
        "location": _("{Location}"),
        "source": _("Source"),
        "category": _("Category"),
        "archive": _("Archive"),
        "restore": _("Restore"),
    }


def _title(change):
    try:
        return title_of(queries.act_named(change.what))
    except Refused:  # a field that is gone
        return _("A custom field that is gone")


def _lately(request):
    found = queries.bulk_changes(request.user).exclude(began_at=None)[:LATELY]
    return [(one, _title(one), queries.shown_value(request.user, one)) for one in found]


def _value(request, act):
    words = request.POST
    if act and act.field and act.field.kind == "client":
        return _client_told(request)
    if act and act.field and act.field.kind == "many":
        return [one for one in words.getlist("value") if one]
    if act and act.field and act.field.kind == "date":
        return _day(words.get("value", "").strip())
    return words.get("value", "")


def _day(text):
    """A typed day in ISO, "" for none."""
    if text and isinstance(as_day(told := in_iso(text)), str):
        raise Refused(NO_DAY, field="value")
    return text and told


def _client_told(request):
    """The uid of the client who was chosen, or whose whole name was typed."""
    field = ClientField()
    field.viewer = request.user
    try:
        client = field.clean(field.widget.value_from_datadict(request.POST, {}, "value"))
    except ValidationError as no:
        raise Refused(no.messages[0], field="value") from None
    return str(client.uid) if client else ""


def _offers(request, act):
    """What the field of an act offers."""
    match act.wants:
        case "tag":
            return {"suggested": [name for _uid, name in tags()]}
        case "text":
            return {"suggested": sources(request.user) if act.key == "source" else []}
        case "colleague":
            people = sorted((one.name, str(one.uid)) for one in able_to("people.client.see"))
            return {"choices": [(uid, name) for name, uid in people] + [("nobody", _("nobody"))]}
        case "location":
            return {"choices": [*((str(one.uid), one.name) for one in all_locations()), ("none", _("none"))]}
        case "own" if act.field.kind == "client":
            return {"chooser": ClientInput().render("value", "", {"id": "id_value", "class": "input"})}
        case "own" if act.field.kind == "colleague":
            return {
                "choices": [(str(one.uid), one.name) for one in colleagues(request.user) if one.is_active]
            }
        case "own" if act.field.is_chosen:
            return {"choices": [(one.uid, one.name) for one in act.field.choices if not one.is_archived]}
        case "own" if act.field.kind == "yes_no":
            return {"choices": [("yes", _("yes")), ("no", _("no"))]}
    return {}
