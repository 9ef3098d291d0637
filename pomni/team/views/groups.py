"""Pages of teams."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.team import commands, queries
from pomni.team.access import door
from pomni.team.forms import EditTeamForm, FormTeamForm, JoinTeamForm
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("team.team.see")
@require_GET
def teams(request):
    told = {
        "may_change": request.user.may("team.team.change"),
        "sees_roles": request.user.may("team.role.see"),
    }
    return page(request, "team/teams.html", teams=queries.teams(), **told)


@door("team.team.change")
@require_http_methods(["GET", "POST"])
def form_team(request):
    form = FormTeamForm(request.POST or None, colleagues=_working(request))
    if request.POST and form.carries_out(commands.form_team, by=request.user):
        return redirect("team:team", form.result.uid)
    return page(request, "team/form_team.html", form=form)


@door("team.team.see")
@require_GET
def team(request, uid):
    return _team_page(request, queries.team(uid))


@door("team.team.change")
@require_http_methods(["GET", "POST"])
def edit_team(request, uid):
    found = queries.team(uid)
    was = {"name": found.name, "lead": found.lead and found.lead.uid}
    form = EditTeamForm(request.POST or None, was=was, colleagues=_working(request))
    if request.POST and form.carries_out(commands.edit_team, found, by=request.user):
        return redirect("team:team", uid)
    status = 409 if form.conflicts else 200
    return page(request, "team/edit_team.html", status=status, team=found, form=form)


@door("team.team.change")
@require_POST
def join_team(request, uid):
    found = queries.team(uid)
    form = JoinTeamForm(request.POST, colleagues=_working(request))
    if not form.is_valid():
        return _team_page(request, found, form, status=422)
    user = form.cleaned_data["colleague"]
    commands.join_team(found, user, by=request.user)
    told = _("%(name)s is in the team.") % {"name": user.name}
    toast(request, told, undo=("team:leave_team", [uid, user.uid], {}))
    return redirect("team:team", uid)


@door("team.team.change")
@require_POST
def leave_team(request, uid, user_uid):
    found, user = queries.team(uid), queries.colleague(request.user, user_uid)
    commands.leave_team(found, user, by=request.user)
    told = _("%(name)s is no longer in the team.") % {"name": user.name}
    toast(request, told, undo=("team:join_team", [uid], {"colleague": user.uid}))
    return redirect("team:team", uid)


@door("team.team.change")
@require_POST
def dissolve_team(request, uid):
    found = queries.team(uid)
    members = ",".join(str(user.uid) for user in queries.members(request.user, found) if user.is_active)
    again = {"name": found.name, "lead": found.lead.uid if found.lead else "", "members": members}
    commands.dissolve_team(found, by=request.user)
    toast(request, _("The team is dissolved."), undo=("team:form_team", [], again))
    return redirect("team:teams")


def _team_page(request, found, form=None, status=200):
    members = queries.members(request.user, found)
    may_change = request.user.may("team.team.change")
    if may_change and form is None:
        form = JoinTeamForm(colleagues=_working(request).exclude(team=found))
    told = {"team": found, "members": members, "may_change": may_change, "form": form}
    return page(request, "team/team.html", status=status, **told)


def _working(request):
    return queries.colleagues(request.user).filter(is_active=True)
