"""Forms of the team's pages."""

from pomni.team.forms.coming import InviteForm, NewPasswordForm, TakeInvitationForm
from pomni.team.forms.oneself import LanguageForm, PinForm, UnlockForm
from pomni.team.forms.people import EditColleagueForm, HandOverForm
from pomni.team.forms.places import (
    EditLocationForm,
    EditTeamForm,
    FormTeamForm,
    HoursForm,
    JoinTeamForm,
    LocationForm,
)
from pomni.team.forms.rights import AddRoleForm, MatrixForm, RenameRoleForm, RolesForm
from pomni.team.forms.tokens import TokenForm

__all__ = [
    "AddRoleForm",
    "EditColleagueForm",
    "EditLocationForm",
    "EditTeamForm",
    "FormTeamForm",
    "HandOverForm",
    "HoursForm",
    "InviteForm",
    "JoinTeamForm",
    "LanguageForm",
    "LocationForm",
    "MatrixForm",
    "NewPasswordForm",
    "PinForm",
    "RenameRoleForm",
    "RolesForm",
    "TakeInvitationForm",
    "TokenForm",
    "UnlockForm",
]
