"""What colleagues are told, and telling it. A kind is declared once, as an event is; each reads it in their language.

    class InvitationTaken(Kind, says=_("%(name)s has joined"), icon="user-check", tone="success"): ...
    notify([invitation.by], InvitationTaken, dedupe=f"invitation:{invitation.pk}", url="…", name=user.name)

Facts hold no data of clients: a notice is read later, when its reader may reach less.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pomni.kit.clock import now
from pomni.team import live
from pomni.team.models import Notice, User
from pomni.team.presets import role_name


class Kind:
    """A kind of notice: its sentence with %(named)s places, its icon and tone ("info", "success", "warning", "danger")."""

    known: ClassVar[dict[str, type["Kind"]]] = {}
    name: ClassVar[str] = ""
    says: ClassVar[Any] = ""
    icon: ClassVar[str] = "bell"
    tone: ClassVar[str] = "info"

    def __init_subclass__(cls, *, says: Any, icon: str = "bell", tone: str = "info", **more: Any) -> None:
        super().__init_subclass__(**more)
        area = cls.__module__.split(".")[1]
        cls.name = f"{area}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
        cls.says, cls.icon, cls.tone = says, icon, tone
        Kind.known[cls.name] = cls

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """What fills the places of the sentence, in the reader's language."""
        return facts


class Unknown(Kind, says=_("Something happened that this version of Pomni has no words for.")):
    """Stands for a kind that another version has written."""


def notify(users: Iterable[User], kind: type[Kind], *, dedupe: str, url: str = "", **facts: Any) -> int:
    """Tell these colleagues, in the caller's transaction. The same occasion (`dedupe`) is told to each once.

    `url`: a page of ours where they can act upon it. Whoever has no access, and robots, are passed over. Returns how
    many were told; their open pages learn of it within seconds.
    """
    wanted = {user.pk for user in users if user.is_active and not user.is_robot}
    told = Notice.objects.filter(user__in=wanted, dedupe=dedupe).values_list("user_id", flat=True)
    new = sorted(wanted.difference(told))
    if not new:
        return 0
    words = {"kind": kind.name, "facts": facts, "url": url, "dedupe": dedupe, "at": now()}
    with transaction.atomic():
        Notice.objects.bulk_create([Notice(user_id=pk, **words) for pk in new], ignore_conflicts=True)
        live.bump(*(live.topic_of(pk) for pk in new))
    return len(new)


def kind_of(notice: Notice) -> type[Kind]:
    """The declaration of a notice's kind."""
    return Kind.known.get(notice.kind, Unknown)


def sentence_of(notice: Notice) -> str:
    """What a notice says, in the language in force."""
    kind = kind_of(notice)
    try:
        return str(kind.says) % kind.words(notice.facts)
    except (KeyError, TypeError, ValueError):  # written by another version, with other facts
        return str(Unknown.says)


# --- About people and their rights -----------------------------------------------------------------------------------


class _OfRole:
    """A notice whose sentence names a role: a preset one in the reader's language."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"role": role_name(facts["role"])}


class InvitationTaken(
    Kind, says=_("%(name)s has accepted your invitation and can work now."), icon="user-check", tone="success"
):
    """To whoever invited somebody, once they have come."""


class RoleNowHeld(
    _OfRole, Kind, says=_("%(by)s gave you the role “%(role)s”. What it opens works at once."), icon="shield"
):
    """To whoever got a role."""


class RoleNoLongerHeld(
    _OfRole, Kind, says=_("%(by)s took the role “%(role)s” from you."), icon="shield", tone="warning"
):
    """To whoever lost a role."""


class HandedOver(
    Kind,
    says=_("What was of %(name)s is handed over to you. Records: %(count)s."),
    icon="arrow-right-left",
):
    """To whoever takes over from a colleague. Facts: `name` of who left, `count` of records handed over."""


class AccessAsked(Kind, says=_("%(name)s asks for a right: %(right)s."), icon="hand", tone="warning"):
    """To those who can give the right that a colleague missed."""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        """The right in the reader's words."""
        from pomni.team.queries.rights import title_of

        return facts | {"right": title_of(facts["right"])}


class NewBrowser(
    Kind,
    says=_(
        "You signed in with a browser that Pomni did not know as yours: %(browser)s. If it was not you, end that "
        "session and change your password."
    ),
    icon="monitor-smartphone",
    tone="warning",
):
    """To oneself. Facts: `browser`, such as "Firefox, Windows"."""


class UnusualViewing(
    Kind,
    says=_("%(name)s opened an unusual number of cards within an hour: %(count)s. Usual is about %(usual)s."),
    icon="eye",
    tone="danger",
):
    """To those who direct the company. Facts: `name`, `count`, `usual`."""


class UnusualCopying(
    Kind,
    says=_(
        "%(name)s took an unusual number of cards along within an hour: %(count)s. Usual is about %(usual)s."
    ),
    icon="download",
    tone="danger",
):
    """To those who direct the company: files and lists that programs read. Facts: `name`, `count`, `usual`."""


# --- About what leaves for other programs ------------------------------------------------------------------------------


class WebhookStopped(
    Kind,
    says=_("The webhook “%(name)s” failed too often and is switched off. Its log says why."),
    icon="unplug",
    tone="danger",
):
    """To those who may change the webhook. Fact: `name`."""


class WebhookFailed(
    Kind,
    says=_("A call of the webhook “%(name)s” was given up. Its log says why, and can send it again."),
    icon="unplug",
    tone="warning",
):
    """To those who may change the webhook. Fact: `name`."""
