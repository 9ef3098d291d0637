"""Colleagues, the roles that they hold, and who has been asked in."""

from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.clock import now
from pomni.kit.ids import new_stamp, uuid7
from pomni.kit.module import ruled_by
from pomni.team.access import MadeOnce, VisibleQuerySet
from pomni.team.grants import Grants, Held, Reach
from pomni.team.models.places import Location, Team
from pomni.team.presets import PRESETS

LANGUAGES = (("ru", "Русский"), ("pl", "Polski"), ("en", "English"))


class Role(models.Model):
    """A role is data: a name, how far it reaches with each capability, and which fields it is kept from."""

    see: ClassVar[str] = "team.role.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    preset = models.CharField(
        max_length=40, null=True, unique=True
    )  # the key of the preset that it came from
    name = models.CharField(
        _("Name"), max_length=120, blank=True
    )  # empty: the preset's, in the reader's language
    grants = models.JSONField(default=dict)  # {"people.client.see": 4}, numbers of Scope
    fields = models.JSONField(default=dict)  # {"people.client.phone": "mask"}
    is_edited = models.BooleanField(
        default=False
    )  # edited by the company: new versions of Pomni leave it alone

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or str(PRESETS[self.preset or ""])

    @property
    def told(self) -> str:
        """How events tell the role: by the company's own name, or by the preset, which everybody reads in their language."""
        return self.name or self.preset or ""


class UserQuerySet(VisibleQuerySet["User"]):
    """Colleagues."""

    def own(self, user: Any) -> Q:
        """Oneself."""
        return Q(pk=user.pk)

    def of_team(self, user: Any) -> Q:
        """Those of the same team, and oneself."""
        return Q(pk__in=user.grants.teammates) | Q(pk=user.pk)

    def at_locations(self, locations: frozenset[int]) -> Q:
        """Those who hold a role at one of the locations."""
        return Q(pk__in=RoleHeld.objects.filter(location__in=locations).values("user_id"))

    def people(self) -> "UserQuerySet":
        """Colleagues of flesh and blood."""
        return self.filter(is_robot=False)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # Django's own way
    """Finds colleagues by their login, whatever its letters' case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The colleague with this login."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Anyone who acts: a colleague, or a robot such as the booking page or a rule."""

    see: ClassVar[str] = "team.colleague.see"
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(_("Login"), max_length=60, unique=True)
    name = models.CharField(pgettext_lazy("of a person", "Name"), max_length=120)
    email = models.EmailField(_("E-mail"), null=True, blank=True, unique=True)
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, blank=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="members")
    is_active = models.BooleanField(default=True)
    is_robot = models.BooleanField(default=False)
    pin = models.CharField(max_length=128, blank=True)  # hashed; for changing the person at a shared computer
    access_stamp = models.BigIntegerField(
        default=new_stamp
    )  # changes with the roles: rights kept elsewhere are stale
    key_stamp = models.BigIntegerField(default=new_stamp)  # changes with the password: tokens and feeds end

    today = models.JSONField(
        default=dict, blank=True
    )  # how the person arranged Today: {"hidden": […], "order": […]}

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_login"),
            models.UniqueConstraint(Lower("email"), name="one_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to go on: it ends with the password, and with whatever else changes the stamp."""
        told = f"{self.password}:{self.key_stamp}"
        return salted_hmac("pomni.team.session", told, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name, for libraries that ask."""
        return self.name

    @property
    def grants(self) -> Grants:
        """All that the person may, from their roles."""
        return grants_of(self)

    def reach(self, capability: str) -> Reach:
        """How far the person reaches with this capability; falsy where not at all."""
        return self.grants.reach(capability)

    def may(self, capability: str) -> bool:
        """Whether the person reaches anything with this capability; the empty one is everybody's."""
        return not capability or bool(self.reach(capability))

    def field_rule(self, name: str) -> str:
        """Empty, "mask" or "hide": how a field is shown to this person."""
        return self.grants.field_rule(ruled_by(name))


class RoleHeld(models.Model):
    """That somebody holds a role, at one location or wherever they work."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="held_by")
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "location"], name="role_held_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(location=None), name="role_held_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class InvitationQuerySet(VisibleQuerySet["Invitation"]):
    """Invitations."""

    def own(self, user: Any) -> Q:
        """Those that the user has sent."""
        return Q(by=user)


class Invitation(MadeOnce):
    """A colleague who has been asked in and has not come yet. The link is shown once; only its digest is kept."""

    see: ClassVar[str] = "team.invitation.see"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(pgettext_lazy("of a person", "Name"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES)
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    taken_by = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="invited")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether the time of its link is over."""
        return self.expires <= now()


class RoleOffered(models.Model):
    """A further role that an invitation gives, beside its first."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="further")
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    location = models.ForeignKey(Location, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "role", "location"], name="role_offered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.role}"


def grants_of(user: User) -> Grants:
    """All that the user may. Read once per change of roles and process, for the user's row carries the stamp."""
    return _grants(user.pk, user.access_stamp)


ONE_PLACE = frozenset([0])  # where a company works that wrote down no location: whatever is at none is there


@lru_cache(maxsize=2000)
def _grants(user_id: int, stamp: int) -> Grants:
    held = list(RoleHeld.objects.filter(user=user_id).select_related("role"))
    everywhere: frozenset[int] = frozenset()
    if any(h.location_id is None for h in held) and not any(h.location_id for h in held):
        everywhere = frozenset(Location.objects.values_list("pk", flat=True))
    teammates = frozenset(
        User.objects.filter(Q(team__members=user_id) | Q(team__lead=user_id)).values_list("pk", flat=True)
    )
    return Grants(as_held(held, everywhere), teammates)


def as_held(held: list[RoleHeld], everywhere: frozenset[int]) -> tuple[Held, ...]:
    """One person's rows as arithmetic takes them. A role without a location is held wherever the person works.

    That is where their other roles are, or, where none names a location, `everywhere`.
    """
    works_at = frozenset(h.location_id for h in held if h.location_id) or everywhere or ONE_PLACE
    return tuple(
        Held(h.role.grants, h.role.fields, frozenset([h.location_id]) if h.location_id else works_at)
        for h in held
    )
