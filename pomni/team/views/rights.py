"""Pages of roles: what each may, who holds it, and what a change would mean. And why somebody sees a record."""

import hashlib
import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.team import commands, queries
from pomni.team.access import door
from pomni.team.forms import AddRoleForm, MatrixForm, RenameRoleForm
from pomni.team.presets import fields_of_preset, grants_of_preset
from pomni.ui.html import page
from pomni.ui.toasts import toast

WHOLE = "*"


@door("team.role.see")
@require_GET
def roles(request):
    told = [(role, len(people), people[:5]) for role, people in queries.roles_with_holders()]
    return page(request, "team/roles.html", roles=told, may_change=request.user.may("team.role.change"))


@door("team.role.change")
@require_http_methods(["GET", "POST"])
def add_role(request):
    like = queries.roles_to_give(request.user)
    form = AddRoleForm(request.POST or None, roles=like, initial={"like": request.GET.get("like")})
    if request.POST and form.carries_out(commands.add_role, by=request.user):
        return redirect("team:role", form.result.uid)
    return page(request, "team/add_role.html", form=form)


@door("team.role.see")
@require_GET
def role(request, uid):
    found = queries.role(uid)
    return _role_page(request, found, found.grants, found.fields)


@door("team.role.change")
@require_POST
def change_role(request, uid):
    """First the consequences are shown, in words; what was seen so is saved when it is sent again."""
    found = queries.role(uid)
    form = MatrixForm(request.POST, areas=queries.matrix(request.user, found, found.grants, found.fields))
    if not form.is_valid():
        return _role_page(request, found, found.grants, found.fields, status=422)
    grants, rules = _with_preset(found, form.grants, form.rules, request.POST.get("preset", ""))
    seen = request.POST.get("seen") == _print_of(grants, rules)
    if not seen or "preset" in request.POST or _refusals(request, found, grants, rules):
        return _role_page(request, found, grants, rules)
    before = _fields_of(found)
    commands.change_role(found, grants=grants, fields=rules, by=request.user)
    toast(request, _("The role is changed, from now on."), undo=("team:change_role", [uid], before))
    return redirect("team:role", uid)


@door("team.role.change")
@require_http_methods(["GET", "POST"])
def rename_role(request, uid):
    found = queries.role(uid)
    form = RenameRoleForm(request.POST or None, role=found)
    if request.POST and form.carries_out(commands.rename_role, found, by=request.user):
        return redirect("team:role", uid)
    return page(request, "team/rename_role.html", form=form, role=found)


@door("team.role.change")
@require_POST
def remove_role(request, uid):
    found = queries.role(uid)
    name = str(found)
    commands.remove_role(found, by=request.user)
    toast(request, _("The role %(role)s is removed.") % {"role": name})
    return redirect("team:roles")


@door("team.role.see")
@require_GET
def why(request, label, uid):
    record = queries.visible_record(request.user, label, uid)
    people = queries.colleagues(request.user).filter(is_active=True)
    chosen = request.GET.get("colleague", "")
    asked = get_object_or_404(people, uid=chosen) if _is_uid(chosen) else None
    told = {"record": record, "seen_by": queries.why(record), "people": people, "asked": asked}
    told["missing"] = queries.why_not(record, asked) if asked else None
    return page(request, "team/why.html", **told)


def _role_page(request: Any, found: Any, grants: Any, rules: Any, status: int = 200) -> HttpResponse:
    may_change = request.user.may("team.role.change") and found.preset != "director"
    is_changed = (grants, rules) != (found.grants, found.fields)
    areas = queries.matrix(request.user, found, grants, rules)
    people = next(people for role, people in queries.roles_with_holders() if role == found)
    told = {
        "role": found,
        "areas": areas,
        "may_change": may_change,
        "may_rename": request.user.may("team.role.change"),
        "may_add": found in queries.roles_to_give(request.user),
        "is_changed": is_changed,
        "seen": _print_of(grants, rules),
        "consequences": queries.consequences(request.user, found, grants, rules) if is_changed else [],
        "refused": any(row.refusal for area in areas for row in [*area.rights, *area.fields]) and may_change,
        "differs": any(row.differs for area in areas for row in [*area.rights, *area.fields]),
        "holders": people,
    }
    return page(request, "team/role.html", part="table", status=status, **told)


def _refusals(request: Any, found: Any, grants: Any, rules: Any) -> bool:
    areas = queries.matrix(request.user, found, grants, rules)
    return any(row.refusal for area in areas for row in [*area.rights, *area.fields])


def _with_preset(found: Any, grants: Any, rules: Any, name: str) -> tuple[dict[str, int], dict[str, str]]:
    """The values with one row, or the whole table, set back to what Pomni brings."""
    if not (name and found.preset):
        return grants, rules
    own, own_rules = grants_of_preset(found.preset), fields_of_preset(found.preset)
    if name == WHOLE:
        return own, own_rules
    return _put(grants, own, name), _put(rules, own_rules, name)


def _put(values: dict[str, Any], preset: dict[str, Any], name: str) -> dict[str, Any]:
    rest = {key: value for key, value in values.items() if key != name}
    return rest | ({name: preset[name]} if name in preset else {})


def _print_of(grants: Any, rules: Any) -> str:
    """What stands for one state of the table: consequences are agreed to for that state and no other."""
    told = json.dumps([grants, rules], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _fields_of(found: Any) -> dict[str, str]:
    """What has to be sent so that the role is as it is now."""
    rights = {f"right-{name}": str(scope) for name, scope in found.grants.items()}
    rules = {f"field-{name}": rule for name, rule in found.fields.items()}
    return rights | rules | {"seen": _print_of(found.grants, found.fields)}


def _is_uid(text: str) -> bool:
    from pomni.kit.ids import as_uuid

    return as_uuid(text) is not None
