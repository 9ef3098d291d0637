"""Every write about what makes a client special, and about what was good or bad."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.people.commands.known import DETAIL, _is_past, _locked_known, _one_of, _room, _taken, _text
from pomni.people.commands.writing import _locked
from pomni.people.events import (
    PeculiarityAdded,
    PeculiarityEdited,
    PeculiarityRestored,
    PeculiarityWithdrawn,
)
from pomni.people.known import LONGEST_ALLERGIES, MOMENTS
from pomni.people.models import Client, Peculiarity
from pomni.team.access import command
from pomni.team.models import User


@command(DETAIL, makes=Peculiarity)
def add_peculiarity(
    client: Client, *, kind: str, text: str, by: User, on: dt.date | None = None
) -> Peculiarity:
    """Write down what makes a client special, or what was good or bad. An allergy shows wherever the client does."""
    client = _locked(client)
    _sees_moments(kind, by)
    told = _peculiarity_told({"kind": kind, "text": text, "on": on})
    _room(Peculiarity.objects.filter(client=client, withdrawn_at=None))
    made = Peculiarity.objects.create(client=client, **told, told_by=by, told_at=now())
    _follow_allergies(client, kind)
    remember(_of_peculiarity(PeculiarityAdded, made), by=by)
    return made


@command(DETAIL)
def edit_peculiarity(
    peculiarity: Peculiarity, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any
) -> Peculiarity:
    """Change the kind, the text or the day. Conflict where another changed the same meanwhile."""
    made = _taken(peculiarity, by)
    for kind in {made.kind, changes.get("kind", made.kind)}:
        _sees_moments(kind, by)
    changes = _peculiarity_told(changes)
    check_seen(made, changes, dict(seen or {}))
    was = made.kind
    if apply_changes(made, changes):
        _follow_allergies(made.client, was, made.kind)
        remember(_of_peculiarity(PeculiarityEdited, made), by=by)
    return made


@command(DETAIL)
def withdraw_peculiarity(peculiarity: Peculiarity, *, by: User) -> Peculiarity:
    """Remove it; it can be put back. One that is removed stays so."""
    made = _locked_known(peculiarity, by)
    _sees_moments(made.kind, by)
    if not made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": now()})
        _follow_allergies(made.client, made.kind)
        remember(PeculiarityWithdrawn(peculiarity_id=made.pk, client_id=made.client_id), by=by)
    return made


@command(DETAIL)
def restore_peculiarity(peculiarity: Peculiarity, *, by: User) -> Peculiarity:
    """Put back what was removed; what was not stays as it is."""
    made = _locked_known(peculiarity, by)
    _sees_moments(made.kind, by)
    if made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": None})
        _follow_allergies(made.client, made.kind)
        remember(PeculiarityRestored(peculiarity_id=made.pk, client_id=made.client_id), by=by)
    return made


# --- Inside ------------------------------------------------------------------------------------------------------------


def _sees_moments(kind: str, by: User) -> None:
    if kind in MOMENTS and by.field_rule("people.client.relation"):
        raise NotAllowed(_("Your role does not show you this field in full, so you cannot change it."))


def _peculiarity_told(told: dict[str, Any]) -> dict[str, Any]:
    told = dict(told)
    _one_of(told, "kind", Peculiarity.Kind.values)
    _text(told, "text", 300, is_needed=True)
    _is_past(told, "on")
    return told


def _of_peculiarity(
    event: type[PeculiarityAdded] | type[PeculiarityEdited], made: Peculiarity
) -> PeculiarityAdded | PeculiarityEdited:
    said = {"moment": made.text} if made.kind in MOMENTS else {"text": made.text}
    return event(peculiarity_id=made.pk, client_id=made.client_id, kind_of=made.kind, on=made.on, **said)


def _follow_allergies(client: Client, *kinds: str) -> None:
    """The client's row names all the allergies, for lists and the palette. The client is locked by whoever calls.

    None is cut off: whoever would read half of them could give the rest to a patient. Refused where they are too long.
    """
    if Peculiarity.Kind.ALLERGY not in kinds:
        return
    known = Peculiarity.objects.filter(client=client, kind=Peculiarity.Kind.ALLERGY, withdrawn_at=None)
    told = ", ".join(known.order_by("pk").values_list("text", flat=True))
    if len(told) > LONGEST_ALLERGIES:
        sentence = _(
            "The allergies of one {client} have %(most)s characters together at most, so that all of them show "
            "wherever the {client} does. Shorten one of them: %(all)s"
        )
        raise Refused(sentence % {"most": LONGEST_ALLERGIES, "all": told}, field="text")
    Client.objects.filter(pk=client.pk).update(allergies=told)
