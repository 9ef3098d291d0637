"""Teams: who works together, and who leads them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.team import events
from pomni.team.access import command
from pomni.team.checks import must_reach_team, stale, stale_teams
from pomni.team.models import Team, User


@command("team.team.change")
def form_team(*, name: str, by: User, lead: User | None = None, members: Sequence[User] = ()) -> Team:
    """Form a team, with whoever is in it from the first. Members of another team leave that one."""
    _name_is_free(name)
    team = Team.objects.create(name=name, lead=lead)
    if lead:
        stale([lead.pk])
    remember(events.TeamFormed(team_id=team.pk, name=name), by=by)
    for user in members:
        join_team(team, user, by=by)
    return team


@command("team.team.change")
def edit_team(team: Team, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> Team:
    """Change a team's name or lead. `seen`: what each was; Conflict where it no longer is."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    check_seen(team, changes, seen or {})
    if (lead := changes.get("lead")) and lead.pk != team.lead_id:
        must_reach_team(team, by, leads=lead)
    if "name" in changes:
        _name_is_free(changes["name"], but=team)
    name, old_lead = team.name, team.lead_id
    if diff := apply_changes(team, changes):
        if "lead" in diff:
            stale([pk for pk in (old_lead, team.lead_id) if pk])
        remember(events.TeamChanged(team_id=team.pk, name=name, changes=diff), by=by)
    return team


@command("team.team.change")
def join_team(team: Team, user: User, *, by: User) -> None:
    """Put a colleague into a team. Whoever was in another one leaves it: a colleague is in one team at most."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.team_id == team.pk:
        return
    must_reach_team(team, by, joins=user)
    before = user.team_id
    User.objects.filter(pk=user.pk).update(team=team)
    stale_teams(before, team.pk)
    remember(events.TeamJoined(team_id=team.pk, name=team.name, colleague=user.name), by=by)


@command("team.team.change")
def leave_team(team: Team, user: User, *, by: User) -> None:
    """Take a colleague out of a team."""
    stale_teams(team.pk)
    if User.objects.filter(pk=user.pk, team=team).update(team=None):
        remember(events.TeamLeft(team_id=team.pk, name=team.name, colleague=user.name), by=by)


@command("team.team.change")
def dissolve_team(team: Team, *, by: User) -> None:
    """End a team. Its members stay, with their roles: what reached as far as the team reaches only their own now."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    stale_teams(team.pk)
    told = events.TeamDissolved(
        team_id=team.pk, name=team.name, members=list(team.members.values_list("name", flat=True))
    )
    team.delete()
    remember(told, by=by)


@command("team.team.change")
def hand_over_teams(
    user: User | None, *, to: User | None, by: User, teams: Collection[int] | None = None
) -> int:
    """Whoever led these teams leads them no longer: `to` does, or nobody (None). Returns how many they were.

    `teams`: only those of these keys; else all that the user led.
    """
    led = Team.objects.select_for_update().filter(lead=user).order_by("pk")
    if teams is not None:
        led = led.filter(pk__in=teams)
    elif user is None:
        return 0
    teams_led = list(led)
    for team in teams_led:
        edit_team(team, lead=to, by=by)
    return len(teams_led)


def _name_is_free(name: str, but: Team | None = None) -> None:
    if Team.objects.filter(name__iexact=name).exclude(pk=but.pk if but else 0).exists():
        raise Refused(_("There is a team with this name already."), field="name")
