"""Notices as their reader sees them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from pomni.kit.clock import today
from pomni.team.models import Notice, User
from pomni.team.notices import kind_of, sentence_of
from pomni.team.queries.moments import LONGEST_NUMBER


@dataclass(frozen=True)
class ToldNotice:
    """A notice as a page shows it, in the reader's language."""

    notice: Notice
    sentence: str
    icon: str
    tone: str


def newest_notices(viewer: User, *, size: int = 10) -> list[ToldNotice]:
    """The viewer's own notices, newest first."""
    return [_told(notice) for notice in _own(viewer)[:size]]


def unread_notices(viewer: User, *, size: int = 5) -> list[ToldNotice]:
    """Those that the viewer has not read yet, newest first."""
    return [_told(notice) for notice in _own(viewer).filter(read_at=None)[:size]]


def notices_page(viewer: User, *, before: str = "", size: int = 50) -> tuple[list[ToldNotice], str]:
    """A page of the viewer's notices from before a number on; and the number from which the next goes on, or ""."""
    found = _own(viewer)
    if before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: size + 1])
    return [_told(n) for n in rows[:size]], str(rows[size - 1].pk) if len(rows) > size else ""


def notice(viewer: User, uid: Any) -> Notice:
    """One notice. Raises Http404 where it is not the viewer's own."""
    return get_object_or_404(Notice.objects.visible_to(viewer), uid=uid)


def asked_today(user: User, right: str) -> bool:
    """Whether the person has asked for this right today."""
    return Notice.objects.filter(dedupe=dedupe_of_asking(user, right)).exists()


def dedupe_of_asking(user: User, right: str) -> str:
    """What makes a question for a right the same question: who, what, and the day."""
    return f"ask:{right}:{user.pk}:{today()}"


def _own(viewer: User) -> QuerySet[Notice]:
    return Notice.objects.visible_to(viewer).order_by("-pk")


def _told(notice: Notice) -> ToldNotice:
    kind = kind_of(notice)
    return ToldNotice(notice, sentence_of(notice), kind.icon, kind.tone)
