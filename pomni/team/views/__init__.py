"""Pages of the team: colleagues, roles, places, coming in, oneself."""

from pomni.team.views.coming_in import second_step, take_invitation, take_sign_in_link
from pomni.team.views.desk import lock, locked, unlock
from pomni.team.views.groups import dissolve_team, edit_team, form_team, join_team, leave_team, team, teams
from pomni.team.views.inviting import invite, renew_invitation, withdraw_invitation
from pomni.team.views.moments import log
from pomni.team.views.notices import (
    ask_for_access,
    newest_notices,
    notices,
    open_notice,
    read_all_notices,
)
from pomni.team.views.oneself import choose_language, me, set_pin
from pomni.team.views.people import (
    colleague,
    colleagues,
    disable_colleague,
    edit_colleague,
    enable_colleague,
    hand_over,
    new_sign_in_link,
    see_as,
    set_roles,
    stop_seeing_as,
    take_back,
)
from pomni.team.views.places import (
    add_location,
    archive_location,
    edit_location,
    location,
    locations,
    reopen_location,
    set_hours,
)
from pomni.team.views.rights import add_role, change_role, remove_role, rename_role, role, roles, why
from pomni.team.views.tokens import make_token, withdraw_token

__all__ = [
    "add_location",
    "add_role",
    "archive_location",
    "ask_for_access",
    "change_role",
    "choose_language",
    "colleague",
    "colleagues",
    "disable_colleague",
    "dissolve_team",
    "edit_colleague",
    "edit_location",
    "edit_team",
    "enable_colleague",
    "form_team",
    "hand_over",
    "invite",
    "join_team",
    "leave_team",
    "location",
    "locations",
    "lock",
    "locked",
    "log",
    "make_token",
    "me",
    "new_sign_in_link",
    "newest_notices",
    "notices",
    "open_notice",
    "read_all_notices",
    "remove_role",
    "rename_role",
    "renew_invitation",
    "reopen_location",
    "role",
    "roles",
    "second_step",
    "see_as",
    "set_hours",
    "set_pin",
    "set_roles",
    "stop_seeing_as",
    "take_back",
    "take_invitation",
    "take_sign_in_link",
    "team",
    "teams",
    "unlock",
    "why",
    "withdraw_invitation",
    "withdraw_token",
]
