from typing import Annotated, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept
from pomni.team.presets import role_name

OURS = Kept("names of colleagues, roles and places are the company's own")
Text = Annotated[str, OURS]


class _OfRole:
    """An event whose sentence names a role: a preset one in the reader's language."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"role": role_name(facts["role"])}


class ColleagueInvited(_OfRole, Event, says=_("invited %(name)s as: %(role)s"), about="team.Invitation"):
    invitation_id: int
    name: Text
    role: Text


class InvitationWithdrawn(Event, says=_("withdrew the invitation of %(name)s"), about="team.Invitation"):
    invitation_id: int
    name: Text


class ColleagueJoined(Event, says=_("%(name)s joined"), about="team.User"):
    user_id: int
    name: Text


class ColleagueEdited(Event, says=_("changed of %(name)s: %(fields)s"), about="team.User"):
    user_id: int
    name: Text
    changes: Annotated[dict[str, list[Any]], OURS]

    def sets(self) -> dict[str, Any]:
        return {field: after for field, (_before, after) in self.changes.items()}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        labels = {
            "name": gettext("name"),
            "email": gettext("e-mail"),
            "language": gettext("language"),
            "team": gettext("team"),
        }
        return facts | {"fields": ", ".join(labels.get(field, field) for field in facts.get("changes", {}))}


class ColleagueDisabled(Event, says=_("ended the access of %(name)s"), about="team.User"):
    user_id: int
    name: Text


class ColleagueEnabled(Event, says=_("gave %(name)s access again"), about="team.User"):
    user_id: int
    name: Text


class RoleGiven(_OfRole, Event, says=_("gave %(name)s the role: %(role)s"), about="team.User"):
    user_id: int
    name: Text
    role: Text
    location: Text = ""


class RoleTaken(_OfRole, Event, says=_("took from %(name)s the role: %(role)s"), about="team.User"):
    user_id: int
    name: Text
    role: Text
    location: Text = ""


class RoleChanged(_OfRole, Event, says=_("changed what the role may do: %(role)s"), about="team.Role"):
    role_id: int
    role: Text
    changes: Annotated[dict[str, list[Any]], OURS]


class TeamFormed(Event, says=_("formed the team %(name)s"), about="team.Team"):
    team_id: int
    name: Text


class LocationAdded(Event, says=_("added the location %(name)s"), about="team.Location"):
    location_id: int
    name: Text
    zone: Text


class SignedIn(Event, says=_("%(name)s signed in"), about="team.User"):
    user_id: int
    name: Text
    how: Text


class PasswordChanged(Event, says=_("%(name)s changed the password"), about="team.User"):
    user_id: int
    name: Text


class SecondFactorChanged(Event, says=_("%(name)s changed the second step of sign-in"), about="team.User"):
    user_id: int
    name: Text
    what: Text


class PinSet(Event, says=_("%(name)s set the PIN for shared computers"), about="team.User"):
    user_id: int
    name: Text


class TokenMade(Event, says=_("%(name)s made a token: %(token)s"), about="team.User"):
    user_id: int
    name: Text
    token: Text


class TokenWithdrawn(Event, says=_("%(name)s withdrew a token: %(token)s"), about="team.User"):
    user_id: int
    name: Text
    token: Text
