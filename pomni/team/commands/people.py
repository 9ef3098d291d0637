"""Changing colleagues; their going and coming back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.errors import Refused
from pomni.kit.ids import new_stamp
from pomni.memory.commands import remember
from pomni.team import events
from pomni.team.access import command
from pomni.team.checks import (
    check_email,
    must_cover,
    must_reach_team,
    one_after_the_other,
    somebody_directs,
    stale_teams,
    team_name,
)
from pomni.team.models import User
from pomni.team.notices import HandedOver, notify


@command("team.colleague.change")
def edit_colleague(user: User, *, by: User, seen: dict[str, str] | None = None, **changes: Any) -> User:
    """Change a colleague's name, e-mail, language or team. `seen`: what each field was; Conflict where it no longer is.

    NotAllowed for the e-mail of one whose rights reach further, since a new password is sent there, and for a team whose
    records would come within reach beyond one's own.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    check_seen(user, changes, seen or {})
    old_team, name = user.team_id, user.name
    if "email" in changes:
        changes["email"] = changes["email"] or None
        check_email(changes["email"] or "", but=user)
        if changes["email"] != user.email:
            must_cover(user, by)
    if changes.get("team", user.team) != user.team:
        must_reach_team(changes["team"], by, joins=user)
    if diff := apply_changes(user, changes):
        if "team" in diff:
            stale_teams(old_team, user.team_id)
            diff["team"] = [team_name(old_team), team_name(user.team_id)]
        remember(events.ColleagueEdited(user_id=user.pk, name=name, changes=diff), by=by)
    return user


@command("team.colleague.disable")
def disable_colleague(user: User, *, by: User) -> User:
    """End a colleague's access: every session, token and feed stops at the next request. What they did stays theirs."""
    one_after_the_other()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise Refused(_("You cannot end your own access. Ask another {director}."))
    if not user.is_active:
        return user
    user.is_active, user.access_stamp, user.key_stamp = False, new_stamp(), new_stamp()
    user.save(update_fields=["is_active", "access_stamp", "key_stamp"])
    somebody_directs()
    remember(events.ColleagueDisabled(user_id=user.pk, name=user.name), by=by)
    return user


@command("team.colleague.disable")
def enable_colleague(user: User, *, by: User) -> User:
    """Give a colleague access again; they sign in anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    remember(events.ColleagueEnabled(user_id=user.pk, name=user.name), by=by)
    return user


@command("team.colleague.see_as")
def note_seen_as(user: User, *, by: User) -> None:
    """Remember that somebody looks at Pomni as this colleague sees it."""
    remember(events.SeenAs(user_id=user.pk, name=user.name), by=by)


@command("team.colleague.disable")
def note_hand_over(user: User, *, pile: str, number: int, heir: User | None, by: User) -> None:
    """Remember that so much of what was a colleague's is another one's now, or nobody's."""
    told = events.HandedOver(
        user_id=user.pk, name=user.name, pile=pile, number=number, heir=heir.name if heir else ""
    )
    moment = remember(told, by=by)
    if heir and number and heir.pk != by.pk:
        page, facts = reverse("team:colleague", args=[user.uid]), {"name": user.name, "count": number}
        notify([heir], HandedOver, dedupe=f"moment:{moment.pk}", url=page, **facts)
