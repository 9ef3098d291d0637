"""Who acts, where, and with which rights."""

from pomni.team.models.company import Company, Keeping
from pomni.team.models.handing import HandedThing, Handing
from pomni.team.models.keys import Desk, DeskUse, Token
from pomni.team.models.news import LiveMark, Notice
from pomni.team.models.people import (
    LANGUAGES,
    ONE_PLACE,
    Invitation,
    InvitationQuerySet,
    Role,
    RoleHeld,
    RoleOffered,
    User,
    UserManager,
    UserQuerySet,
    _grants,
    as_held,
    grants_of,
)
from pomni.team.models.places import Location, Team

__all__ = [
    "LANGUAGES",
    "ONE_PLACE",
    "Company",
    "Desk",
    "DeskUse",
    "HandedThing",
    "Handing",
    "Invitation",
    "InvitationQuerySet",
    "Keeping",
    "LiveMark",
    "Location",
    "Notice",
    "Role",
    "RoleHeld",
    "RoleOffered",
    "Team",
    "Token",
    "User",
    "UserManager",
    "UserQuerySet",
    "_grants",
    "as_held",
    "grants_of",
]
