"""Every write about what another client, or a colleague, is to a client."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands.known import DETAIL, _is_past, _locked_known, _one_of, _room, _taken, _text
from pomni.people.commands.writing import _locked
from pomni.people.events import TieAdded, TieEdited, TieRestored, TieWithdrawn
from pomni.people.known import BACKWARDS, OF_COLLEAGUES, turned
from pomni.people.models import Client, Tie
from pomni.team.access import allow, command
from pomni.team.models import User


@command(DETAIL, makes=Tie)
def add_tie(
    client: Client,
    *,
    kind: str,
    by: User,
    other: Client | None = None,
    colleague: User | None = None,
    note: str = "",
    since: dt.date | None = None,
) -> Tie:
    """Write down what another client, or a colleague, is to a client; it shows on both cards.

    `kind` is one of Tie.Kind: `parent` says that the other one is the client's parent; "-parent" says it the other way
    round. Refused, with the field, where that cannot be, or is written down already.
    """
    client = _locked(client)
    if (other is None) == (colleague is None):
        raise Refused(_("Choose one of the {clients}, or a colleague."), field="other")
    if other:
        allow(by, Client.see, (other,))
        _check_other(client, other)
    told = _tie_told({"note": note, "since": since, "kind": kind}, colleague)
    _room(Tie.objects.filter(client=client, withdrawn_at=None))
    holder, target = (other, client) if kind.startswith(BACKWARDS) and other else (client, other)
    told["kind"] = kind.removeprefix(BACKWARDS) if other else kind
    if Tie.objects.filter(_same_tie(holder, target, colleague, told["kind"])).exists():
        raise Refused(_("This is written down already."), field="kind")
    tie = Tie.objects.create(
        client=holder, other=target, colleague=colleague, **told, told_by=by, told_at=now()
    )
    remember(_of_tie(TieAdded, tie), by=by)
    return tie


@command(DETAIL)
def edit_tie(tie: Tie, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any) -> Tie:
    """Change the remark of a tie or since when it is. Conflict where another changed it meanwhile."""
    tie = _taken(tie, by)
    changes = _tie_told(changes, tie.colleague)
    check_seen(tie, changes, dict(seen or {}))
    if apply_changes(tie, changes):
        remember(_of_tie(TieEdited, tie), by=by)
    return tie


@command(DETAIL)
def withdraw_tie(tie: Tie, *, by: User) -> Tie:
    """Remove a tie from both cards; it can be put back. One that is removed stays so."""
    tie = _locked_known(tie, by)
    if not tie.withdrawn_at:
        apply_changes(tie, {"withdrawn_at": now()})
        remember(TieWithdrawn(tie_id=tie.pk, client_ids=_ends(tie)), by=by)
    return tie


@command(DETAIL)
def restore_tie(tie: Tie, *, by: User) -> Tie:
    """Put a tie back that was removed. Refused where the same one was written down again meanwhile."""
    tie = _locked_known(tie, by)
    if tie.withdrawn_at:
        if Tie.objects.filter(_same_tie(tie.client, tie.other, tie.colleague, tie.kind)).exists():
            raise Refused(_("This is written down already."), field="kind")
        apply_changes(tie, {"withdrawn_at": None})
        remember(TieRestored(tie_id=tie.pk, client_ids=_ends(tie)), by=by)
    return tie


# --- Inside ------------------------------------------------------------------------------------------------------------


def _tie_told(told: dict[str, Any], colleague: User | None) -> dict[str, Any]:
    told = dict(told)
    if "kind" in told:
        kinds = {*Tie.Kind.values, *map(turned, Tie.Kind.values)} if colleague is None else OF_COLLEAGUES
        _one_of(told, "kind", kinds)
    _text(told, "note", 200)
    _is_past(told, "since")
    return told


def _check_other(client: Client, other: Client) -> None:
    if other.pk == client.pk:
        raise Refused(_("Nobody is tied to themselves. Choose another one."), field="other")
    if other.forgotten_at:
        raise Refused(
            _("The personal data of this {client} were erased; there is nothing left to change."),
            field="other",
        )


def _same_tie(holder: Client, target: Client | None, colleague: User | None, kind: str) -> Q:
    """The same tie that stands, told from either side where that makes no difference."""
    same = Q(client=holder, other=target, colleague=colleague)
    if target and turned(kind) == kind:
        same |= Q(client=target, other=holder)
    return same & Q(kind=kind, withdrawn_at=None)


def _ends(tie: Tie) -> list[int]:
    return [tie.client_id, *([tie.other_id] if tie.other_id else [])]


def _of_tie(event: type[TieAdded] | type[TieEdited], tie: Tie) -> TieAdded | TieEdited:
    return event(
        tie_id=tie.pk,
        client_ids=_ends(tie),
        colleague_id=tie.colleague_id,
        relation=tie.kind,
        note=tie.note,
        since=tie.since,
    )
