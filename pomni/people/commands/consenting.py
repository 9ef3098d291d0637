"""Consents are written down, and that they were taken back; what was said before is never changed."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands.known import DETAIL, MOST, _is_past, _one_of
from pomni.people.commands.writing import _fits, _locked
from pomni.people.consents import BY_CHANNEL
from pomni.people.events import ConsentGiven, ConsentWithdrawn
from pomni.people.models import Client, Consent
from pomni.team.access import command
from pomni.team.models import User

AS_SAID = ("kind", "channels", "wording", "version", "on", "origin", "told_by", "told_at")


@command(DETAIL, makes=Consent)
def tell_consent(
    client: Client,
    *,
    kind: str,
    is_given: bool,
    by: User,
    channels: Collection[str] = (),
    wording: str = "",
    version: str = "",
    on: dt.date | None = None,
    origin: str = "",
) -> Consent:
    """Write down that a client consented, or took that back, on a day (today). What was said before stays as it was said.

    `channels` are those of a marketing consent; none: all. Refused, with the field, where a day is still to come;
    a consent beyond the hundredth entry, never a withdrawal.
    """
    client = _locked(client)
    told = {"kind": kind, "is_given": is_given, "on": on or today()}
    told |= {"wording": wording.strip(), "version": version.strip(), "origin": " ".join(origin.split())}
    _check_consent(told, channels)
    if is_given:
        _room_for_more(client)
    named = " ".join(one for one in Consent.Channel.values if one in channels)
    made = Consent.objects.create(client=client, channels=named, **told, told_by=by, told_at=now())
    event = ConsentGiven if is_given else ConsentWithdrawn
    kept = {name: getattr(made, name) for name in ("channels", "on", "version", "origin")}
    remember(event(consent_id=made.pk, client_id=client.pk, kind_of=kind, **kept), by=by)
    return made


def _withdraw_also(client: Client, other: Client, *, since: dt.datetime, by: User) -> None:
    """Write down for a client, too, what was taken back on the card of another one since an instant, as it was said there."""
    for told in Consent.objects.filter(client=other, is_given=False, told_at__gt=since).order_by("pk"):
        values = {name: getattr(told, name) for name in AS_SAID}
        made = Consent.objects.create(client=client, is_given=False, **values)
        kept = {name: values[name] for name in ("channels", "on", "version", "origin")}
        remember(ConsentWithdrawn(consent_id=made.pk, client_id=client.pk, kind_of=made.kind, **kept), by=by)


def _room_for_more(client: Client) -> None:
    """A withdrawal is never refused: it is the client's right at any time (GDPR, article 7, paragraph 3)."""
    if Consent.objects.filter(client=client).count() >= MOST:
        raise Refused(
            _(
                "There are %(most)s entries about consents already, and what was said is never removed. That a consent was"
                " taken back can still be written down."
            )
            % {"most": MOST}
        )


def _check_consent(told: dict[str, Any], channels: Collection[str]) -> None:
    _one_of(told, "kind", Consent.Kind.values)
    _is_past(told, "on")
    for name, most in (("wording", 4000), ("version", 40), ("origin", 120)):
        _fits(told[name], most, name)
    if not set(channels) <= set(Consent.Channel.values) or (channels and told["kind"] not in BY_CHANNEL):
        raise Refused(_("Only a marketing consent is about channels."), field="channels")
