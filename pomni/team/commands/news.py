"""Notices read, and rights asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.module import offered
from pomni.memory.commands import remember
from pomni.team import events, live, queries
from pomni.team.access import ANYBODY, command
from pomni.team.models import Notice, User
from pomni.team.notices import AccessAsked, notify

READ = "what somebody has read is their own affair"


@command(ANYBODY, quiet=READ)
def read_notice(notice: Notice, *, by: User) -> None:
    """The notice is read; the bell of every open page counts one less."""
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now()):
        live.bump(live.topic_of(notice.user_id))


@command(ANYBODY, quiet=READ)
def read_all_notices(user: User, *, by: User) -> int:
    """All of the person's notices are read. Returns how many were not."""
    read = Notice.objects.filter(user=user, read_at=None).update(read_at=now())
    if read:
        live.bump(live.topic_of(user.pk))
    return read


@command(ANYBODY)
def ask_for_access(user: User, *, right: str, by: User) -> int:
    """Ask those who can give a right for it: once a day for each right. Returns how many colleagues were told."""
    if right not in {capability.name for capability in offered("capabilities")}:
        raise Refused(_("There is no such right."))
    if user.may(right):
        raise Refused(_("You have this right already. Open the page again."))
    if queries.asked_today(user, right):
        return 0
    able = queries.able_to_grant(right)
    if not able:
        raise Refused(_("Nobody here can give this right. Ask the {director} of your company."))
    dedupe = queries.dedupe_of_asking(user, right)
    facts = {"name": user.name, "right": right}
    told = notify(able, AccessAsked, dedupe=dedupe, url=reverse("team:colleague", args=[user.uid]), **facts)
    remember(events.AccessAsked(user_id=user.pk, name=user.name, right=right), by=by)
    return told
