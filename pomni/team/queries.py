"""Reading about colleagues and their rights. The first argument is whoever reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.shortcuts import get_object_or_404

from pomni.kit.clock import now
from pomni.kit.module import offered
from pomni.memory.events import Event
from pomni.memory.models import Moment
from pomni.team.access import VisibleQuerySet
from pomni.team.models import Invitation, Location, Role, RoleHeld, Team, Token, User
from pomni.team.presets import PRESETS
from pomni.team.robots import robot_name
from pomni.team.shown import sentence_for

LONGEST_NUMBER = 19  # digits of the largest number that a table counts up to


def colleagues(viewer: User) -> QuerySet[User]:
    """Colleagues within the viewer's reach, robots left out."""
    return (
        User.objects.visible_to(viewer).people().select_related("team").order_by("-is_active", "name", "pk")
    )


def colleague(viewer: User, uid: Any) -> User:
    """One colleague. Raises Http404 where there is none within reach."""
    return get_object_or_404(colleagues(viewer), uid=uid)


def roles_held(user: User) -> QuerySet[RoleHeld]:
    """The roles of a colleague, with their locations."""
    return RoleHeld.objects.filter(user=user).select_related("role", "location").order_by("pk")


def role_held(user: User, held_id: int) -> RoleHeld:
    """One role that a colleague holds. Raises Http404 where they do not."""
    return get_object_or_404(roles_held(user), pk=held_id)


def roles() -> QuerySet[Role]:
    """All roles of the company."""
    return Role.objects.order_by("pk")


def roles_to_give(viewer: User) -> list[Role]:
    """The roles that the viewer may give: none that reaches further than their own."""
    everywhere = frozenset(Location.objects.values_list("pk", flat=True))
    return [role for role in roles() if viewer.grants.covers(role.grants, everywhere, role.fields)]


def may_give(user: User, role: Role, location: Location | None) -> bool:
    """Whether the user may give this role at this location, or (None) anywhere: nobody gives more than they have."""
    where = [location.pk] if location else Location.objects.values_list("pk", flat=True)
    return user.grants.covers(role.grants, frozenset(where), role.fields)


def locations() -> QuerySet[Location]:
    """All locations of the company."""
    return Location.objects.order_by("name")


def teams() -> QuerySet[Team]:
    """All teams of the company."""
    return Team.objects.select_related("lead").order_by("name")


def open_invitations(viewer: User) -> QuerySet[Invitation]:
    """Invitations within reach that nobody has taken yet, the newest first."""
    found = Invitation.objects.visible_to(viewer, "team.colleague.invite")
    return (
        found.filter(taken_by=None, withdrawn_at=None)
        .select_related("role", "location", "by")
        .order_by("-pk")
    )


def invitation(viewer: User, uid: Any) -> Invitation:
    """One open invitation. Raises Http404 where there is none within reach."""
    return get_object_or_404(open_invitations(viewer), uid=uid)


def invitation_by_link(secret: str) -> Invitation | None:
    """The invitation that a link stands for, if it is still open."""
    from pomni.team.links import digest_of

    found = (
        Invitation.objects.select_related("role", "by", "location").filter(digest=digest_of(secret)).first()
    )
    return found if found and still_stands(found) else None


def still_stands(invitation: Invitation) -> bool:
    """Whether the link works: it is not used up, and whoever sent it is still here and could still send it."""
    if invitation.taken_by_id or invitation.withdrawn_at or invitation.expires <= now():
        return False
    sender = invitation.by
    is_able = sender.is_active and sender.may("team.colleague.invite")
    return is_able and may_give(sender, invitation.role, invitation.location)


def tokens_of(user: User) -> QuerySet[Token]:
    """The tokens of a person that still work."""
    return user.tokens.filter(withdrawn_at=None, expires__gt=now(), key_stamp=user.key_stamp).order_by("-pk")


def token(user: User, uid: Any) -> Token:
    """One of the person's own tokens. Raises Http404 where there is none."""
    return get_object_or_404(tokens_of(user), uid=uid)


def user_of_token(secret: str) -> tuple[User, Token] | None:
    """Whom a token stands for; None where it is unknown, withdrawn, too old, or older than the person's password."""
    from pomni.team.links import digest_of

    found = (
        Token.objects.select_related("user")
        .filter(digest=digest_of(secret), withdrawn_at=None, expires__gt=now())
        .first()
    )
    if not found or not found.user.is_active or found.key_stamp != found.user.key_stamp:
        return None
    return found.user, found


def granters(capability: str) -> list[str]:
    """Names of those who can give a right: whom to ask. At most five."""
    able = [r.pk for r in Role.objects.all() if "team.role.give" in r.grants]
    people = User.objects.people().filter(is_active=True, roles_held__role__in=able).distinct()
    return [
        user.name
        for user in people.order_by("name")[:50]
        if user.reach(capability) or user.reach("team.role.give").all
    ][:5]


def title_of(capability: str) -> str:
    """The plain words of a capability."""
    return next((str(c.title) for c in offered("capabilities") if c.name == capability), capability)


def names(ids: Iterable[int]) -> dict[int, str]:
    """The names of those who acted, by id."""
    found = User.objects.filter(pk__in=set(ids)).values_list("pk", "name", "is_robot")
    return {pk: robot_name(name) if is_robot else name for pk, name, is_robot in found}


def anybody_can_sign_in() -> bool:
    """Whether the company has a director already."""
    return User.objects.people().filter(is_active=True, roles_held__role__preset="director").exists()


def directors() -> QuerySet[User]:
    """The directors of the company who can sign in."""
    return User.objects.people().filter(is_active=True, roles_held__role__preset="director").distinct()


def within_reach(viewer: User) -> Q:
    """The condition on moments under which the viewer may read them: the record that each is about is within reach."""
    from django.apps import apps

    whole, within = [], Q()
    for label in sorted({event.about for event in Event.known.values()}):
        model = apps.get_model(label)
        rows = model._default_manager.all()
        reach = viewer.reach(model.see)
        if reach and (reach.all or not isinstance(rows, VisibleQuerySet)):
            whole.append(label)
        elif reach:
            within |= Q(Exists(rows.visible_to(viewer).filter(pk=OuterRef("record_id"))), record=label)
    # Through a function: an index on `record` would gather a million moments and sort them for the newest fifty.
    return within | Q(In(Coalesce("record", Value("")), whole)) if whole else within or Q(pk__in=())


def log(viewer: User) -> QuerySet[Moment]:
    """What was remembered, newest first, as far as the viewer may read it."""
    from pomni.memory.queries import moments

    return moments().filter(within_reach(viewer))


@dataclass(frozen=True)
class Told:
    """A moment as a page shows it: who, what in the reader's language, when."""

    moment: Moment
    by: str
    sentence: str


def told(viewer: User, moments: Iterable[Moment]) -> list[Told]:
    """Moments as the viewer may read them: their sentences, with facts masked or hidden by the viewer's field rules."""
    found = list(moments)
    who = names(moment.by_id for moment in found)
    return [Told(m, who.get(m.by_id, ""), sentence_for(viewer, m)) for m in found]


def log_page(viewer: User, *, before: str = "", size: int = 50) -> tuple[list[Told], str]:
    """A page of the log from before a moment's number on; and the number from which the next page goes on, or ""."""
    found = log(viewer)
    if before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: size + 1])
    return told(viewer, rows[:size]), str(rows[size - 1].pk) if len(rows) > size else ""


def preset_names() -> dict[str, str]:
    """The names of the preset roles in the language in force."""
    return {key: str(name) for key, name in PRESETS.items()}
