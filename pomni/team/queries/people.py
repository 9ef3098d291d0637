"""Who works here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import rows_of
from pomni.memory.queries import moments_of_record
from pomni.team.events import SignedIn
from pomni.team.links import sign_in_secret_fits, sign_in_secret_names
from pomni.team.models import RoleHeld, User
from pomni.team.robots import robot_name

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def colleagues(viewer: User) -> QuerySet[User]:
    """Colleagues within the viewer's reach, robots left out."""
    return (
        User.objects.visible_to(viewer).people().select_related("team").order_by("-is_active", "name", "pk")
    )


@dataclass(frozen=True)
class ColleagueRow:
    """A colleague in the list: who, which roles where, and, for whoever may change colleagues, how they sign in."""

    user: User
    held: list[RoleHeld]
    has_second_step: bool
    last_seen: datetime | None


def colleague_rows(viewer: User, words: str = "") -> list[ColleagueRow]:
    """The list of colleagues within reach; with words, those whose name, login, role, place or team holds each of them."""
    found = colleagues(viewer).annotate(
        has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)),
        last_seen=Subquery(
            UserSession.objects.filter(user=OuterRef("pk"))
            .order_by("-last_seen_at")
            .values("last_seen_at")[:1]
        ),
    )
    held = RoleHeld.objects.select_related("role", "location").order_by("pk")
    rows = [
        ColleagueRow(user, list(user.roles_held.all()), user.has_second_step, user.last_seen)
        for user in found.prefetch_related(Prefetch("roles_held", held))
    ]
    wanted = words.casefold().split()
    return [row for row in rows if all(word in _told(row) for word in wanted)]


def sign_ins(user: User, *, most: int = 5) -> list[datetime]:
    """When a colleague signed in of late, the newest first."""
    told = moments_of_record("team.user", user.pk).filter(kind=SignedIn.kind)
    return list(told.values_list("at", flat=True)[:most])


def open_sessions(user: User) -> int:
    """In how many browsers a colleague has signed in and not out again; some may have ended by themselves."""
    return UserSession.objects.filter(user=user).count()


def has_second_step(user: User) -> bool:
    """Whether the colleague signs in with a second step."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def colleague(viewer: User, uid: Any) -> User:
    """One colleague. Raises Http404 where there is none within reach."""
    return get_object_or_404(colleagues(viewer), uid=uid)


class Answering(NamedTuple):
    """A colleague who answers to a search."""

    uid: Any
    name: str
    is_active: bool
    team: str | None


def colleagues_answering(viewer: User, words: list[str], *, size: int = 7) -> list[Answering]:
    """Colleagues within reach with these parts of a name, in any order and spelling; those who left come last."""
    patterns = [told for word in words if (told := spelling.pattern(word))]
    if not patterns:
        return []

    def compose(*patterns: str) -> QuerySet[Any, Any]:
        found = colleagues(viewer).filter(*(Q(name__regex=told) for told in patterns))
        return found.select_related(None).values_list("uid", "name", "is_active", "team__name")[:size]

    key = ("colleagues answering", viewer.pk, viewer.access_stamp, size)
    return [Answering(*row) for row in rows_of(key, compose, *patterns)]


def colleague_by_login(viewer: User, login: str) -> User:
    """The colleague with this login, in whatever letters. Raises Refused where there is none within reach."""
    if found := colleagues(viewer).filter(username__iexact=login).first():
        return found
    raise Refused(_("Nobody here has the login “%(login)s”.") % {"login": login})


def user_by_sign_in_link(secret: str) -> User | None:
    """Who chooses a new password by this link; None where it is none, too old, used up or outdated."""
    uid = as_uuid(sign_in_secret_names(secret))
    user = uid and User.objects.people().filter(uid=uid, is_active=True).first()
    return user if user and sign_in_secret_fits(user, secret) else None


def names(ids: Iterable[int]) -> dict[int, str]:
    """The names of those who acted, by id."""
    wanted, told = set(ids), ("pk", "name", "is_robot")
    found: Iterable[Any] = (
        rows_of("a name", lambda pk: User.objects.filter(pk=pk).values_list(*told), *wanted)
        if len(wanted) == 1
        else User.objects.filter(pk__in=wanted).values_list(*told)
    )
    return {pk: robot_name(name) if is_robot else name for pk, name, is_robot in found}


def directors() -> QuerySet[User]:
    """The directors of the company who can sign in."""
    return User.objects.people().filter(is_active=True, roles_held__role__preset="director").distinct()


def anybody_can_sign_in() -> bool:
    """Whether the company has a director already."""
    return User.objects.people().filter(is_active=True, roles_held__role__preset="director").exists()


def _told(row: ColleagueRow) -> str:
    """All by which a colleague is looked for."""
    held = [f"{one.role} {one.location or ''}" for one in row.held]
    return " ".join([row.user.name, row.user.username, str(row.user.team or ""), *held]).casefold()
