from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from pomni.kit.module import offered
from pomni.memory.events import Edits, Event, Kept
from pomni.team.presets import role_name

OURS = Kept("names of colleagues, roles and places are the company's own")
Text = Annotated[str, OURS]


def pile_name(key: str) -> str:
    """The name of what was handed over, in the language in force."""
    return next((str(one.title) for one in offered("hand_overs") if one.key == key), key)


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


class InvitationRenewed(Event, says=_("made a new link for %(name)s"), about="team.Invitation"):
    invitation_id: int
    name: Text


class ColleagueJoined(Event, says=_("%(name)s joined"), about="team.User"):
    user_id: int
    name: Text


class ColleagueEdited(Edits, Event, says=_("changed %(fields)s of %(name)s"), about="team.User"):
    user_id: int
    name: Text
    changes: Annotated[dict[str, list[Any]], OURS]

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


class RoleAdded(_OfRole, Event, says=_("added the role: %(role)s"), about="team.Role"):
    role_id: int
    role: Text
    like: Text


class RoleRenamed(Event, says=_("renamed the role %(before)s: %(role)s"), about="team.Role"):
    role_id: int
    before: Text
    role: Text

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"before": role_name(facts["before"]), "role": role_name(facts["role"])}


class RoleRemoved(_OfRole, Event, says=_("removed the role: %(role)s"), about="team.Role"):
    role_id: int
    role: Text


class SeenAs(Event, says=_("looked at Pomni as %(name)s sees it"), about="team.User"):
    user_id: int
    name: Text


class HandedOver(
    Event,
    says=_("handed over: %(pile)s, %(number)s. From %(name)s to %(heir)s"),
    about="team.User",
):
    user_id: int
    name: Text
    pile: Text
    number: int
    heir: Text  # empty: nobody

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"pile": pile_name(facts["pile"]), "heir": facts["heir"] or gettext("nobody")}


class HandOverBegun(Event, says=_("began to hand over what %(name)s had: %(number)s"), about="team.User"):
    user_id: int
    name: Text
    number: int


class HandOverTakenBack(
    Event, says=_("took a hand-over back. %(name)s has again: %(number)s"), about="team.User"
):
    user_id: int
    name: Text
    number: int


class TeamFormed(Event, says=_("formed the team %(name)s"), about="team.Team"):
    team_id: int
    name: Text


class _WithFields:
    """An event whose sentence names the changed fields."""

    labels: ClassVar[dict[str, Any]] = {}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        named = (str(cls.labels.get(field, field)) for field in facts.get("changes", {}))
        return facts | {"fields": ", ".join(named)}


class TeamChanged(_WithFields, Event, says=_("changed %(fields)s of the team %(name)s"), about="team.Team"):
    labels: ClassVar[dict[str, Any]] = {"name": _("name"), "lead": _("lead")}

    team_id: int
    name: Text
    changes: Annotated[dict[str, list[Any]], OURS]


class TeamJoined(Event, says=_("put %(colleague)s into the team %(name)s"), about="team.Team"):
    team_id: int
    name: Text
    colleague: Text


class TeamLeft(Event, says=_("took %(colleague)s out of the team %(name)s"), about="team.Team"):
    team_id: int
    name: Text
    colleague: Text


class TeamDissolved(Event, says=_("dissolved the team %(name)s"), about="team.Team"):
    team_id: int
    name: Text
    members: Annotated[list[str], OURS]


class LocationChanged(
    _WithFields, Event, says=_("changed %(fields)s of the {location} %(name)s"), about="team.Location"
):
    labels: ClassVar[dict[str, Any]] = {
        "name": _("name"),
        "address": _("address"),
        "zone": _("time zone"),
        "hours": _("opening hours"),
        "closed_on_holidays": _("public holidays"),
    }

    location_id: int
    name: Text
    changes: Annotated[dict[str, Any], OURS]


class LocationArchived(Event, says=_("archived the {location} %(name)s"), about="team.Location"):
    location_id: int
    name: Text


class LocationReopened(Event, says=_("opened the {location} %(name)s again"), about="team.Location"):
    location_id: int
    name: Text


class LocationAdded(Event, says=_("added the {location} %(name)s"), about="team.Location"):
    location_id: int
    name: Text
    zone: Text


class SignedIn(Event, says=_("%(name)s signed in"), about="team.User"):
    user_id: int
    name: Text
    how: Text


class AccessAsked(Event, says=_("%(name)s asked for a right: %(right)s"), about="team.User"):
    user_id: int
    name: Text
    right: Text

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        known = (c.title for c in offered("capabilities") if c.name == facts["right"])
        return facts | {"right": next(known, facts["right"])}


class CompanySetUp(Event, says=_("set the company up: %(name)s"), about="team.Company"):
    company_id: int
    name: Text
    trade: Text
    country: Text
    currency: Text
    zone: Text


class RecoverySheetShown(Event, says=_("looked at the recovery sheet"), about="team.Company"):
    company_id: int


class RecoverySheetKept(
    Event, says=_("said that the recovery sheet is in a safe place"), about="team.Company"
):
    company_id: int


class SignInLinkMade(
    Event, says=_("made a link by which %(name)s chooses a new password"), about="team.User"
):
    user_id: int
    name: Text


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


class _OfCompany:
    """An event of the company that tells which of its settings are others now."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        labels = {
            "name": pgettext("of a thing", "name"),
            "trade": gettext("trade"),
            "country": gettext("country"),
            "currency": gettext("money"),
            "phone_region": gettext("phones"),
            "week_start": gettext("first day of the week"),
            "zone": gettext("time zone"),
            "name_order": gettext("order of names"),
            "language": gettext("language"),
            "tax_ids": gettext("tax numbers"),
            "hue": gettext("colour"),
            "logo": gettext("logo"),
            "second_factor": gettext("second step of sign-in"),
            "lock_after": gettext("locking of the screen"),
            "session_days": gettext("length of sign-ins"),
        }
        return facts | {"fields": ", ".join(labels.get(field, field) for field in facts.get("changes", {}))}


class CompanyChanged(_OfCompany, Event, says=_("changed %(fields)s of the company"), about="team.Company"):
    company_id: int
    changes: Annotated[dict[str, list[Any]], OURS]


class LookChosen(_OfCompany, Event, says=_("changed the look: %(fields)s"), about="team.Company"):
    company_id: int
    changes: Annotated[dict[str, list[Any]], OURS]


class PolicySet(_OfCompany, Event, says=_("changed the rules of security: %(fields)s"), about="team.Company"):
    company_id: int
    changes: Annotated[dict[str, list[Any]], OURS]


class MailServerSet(Event, says=_("set up the mail server: %(server)s"), about="team.Company"):
    company_id: int
    server: Text
    changes: Annotated[dict[str, list[Any]], OURS]


class KeepingSet(Event, says=_("changed how long things are kept: %(fields)s"), about="team.Company"):
    company_id: int
    changes: Annotated[dict[str, list[int]], OURS]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        titles = {one.key: str(one.title) for one in offered("retentions")}
        return facts | {"fields": ", ".join(titles.get(key, key) for key in facts.get("changes", {}))}
