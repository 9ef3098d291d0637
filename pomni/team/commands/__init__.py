"""Every write about the company, colleagues, their rights, teams, locations and keys."""

from pomni.team.commands.coming import (
    INVITATION_LASTS,
    invite,
    renew_invitation,
    take_invitation,
    withdraw_invitation,
)
from pomni.team.commands.company import (
    BRAND,
    SESSION_DAYS,
    choose_look,
    edit_company,
    set_mail_server,
    set_policy,
)
from pomni.team.commands.groups import (
    dissolve_team,
    edit_team,
    form_team,
    hand_over_teams,
    join_team,
    leave_team,
)
from pomni.team.commands.handing import (
    begin_handing,
    end_handing,
    hand_some,
    note_taken_back,
    take_some_back,
)
from pomni.team.commands.keeping import set_keeping
from pomni.team.commands.keys import (
    TOKEN_DAYS,
    choose_language,
    make_token,
    note_password_change,
    note_second_factor,
    note_sign_in,
    set_pin,
    withdraw_token,
)
from pomni.team.commands.news import ask_for_access, read_all_notices, read_notice
from pomni.team.commands.people import (
    disable_colleague,
    edit_colleague,
    enable_colleague,
    note_hand_over,
    note_seen_as,
)
from pomni.team.commands.places import (
    add_location,
    archive_location,
    edit_location,
    reopen_location,
    set_hours,
)
from pomni.team.commands.rights import (
    add_role,
    change_role,
    give_role,
    remove_role,
    rename_role,
    set_roles,
    take_role,
)
from pomni.team.commands.setting_up import (
    note_recovery_sheet_kept,
    note_recovery_sheet_shown,
    open_company,
    set_up_company,
)
from pomni.team.commands.sign_in_links import new_sign_in_link, take_sign_in_link
from pomni.team.commands.today import arrange_today

__all__ = [
    "BRAND",
    "INVITATION_LASTS",
    "SESSION_DAYS",
    "TOKEN_DAYS",
    "add_location",
    "add_role",
    "archive_location",
    "arrange_today",
    "ask_for_access",
    "begin_handing",
    "change_role",
    "choose_language",
    "choose_look",
    "disable_colleague",
    "dissolve_team",
    "edit_colleague",
    "edit_company",
    "edit_location",
    "edit_team",
    "enable_colleague",
    "end_handing",
    "form_team",
    "give_role",
    "hand_over_teams",
    "hand_some",
    "invite",
    "join_team",
    "leave_team",
    "make_token",
    "new_sign_in_link",
    "note_hand_over",
    "note_password_change",
    "note_recovery_sheet_kept",
    "note_recovery_sheet_shown",
    "note_second_factor",
    "note_seen_as",
    "note_sign_in",
    "note_taken_back",
    "open_company",
    "read_all_notices",
    "read_notice",
    "remove_role",
    "rename_role",
    "renew_invitation",
    "reopen_location",
    "set_hours",
    "set_keeping",
    "set_mail_server",
    "set_pin",
    "set_policy",
    "set_roles",
    "set_up_company",
    "take_invitation",
    "take_role",
    "take_sign_in_link",
    "take_some_back",
    "withdraw_invitation",
    "withdraw_token",
]
