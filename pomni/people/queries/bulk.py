"""Reading about bulk changes: what one would do, how far it is, and whom it left as they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.people.act import Act
from pomni.people.changing import act_of, acts
from pomni.people.models import BulkChange, BulkRow
from pomni.people.own import LINKS
from pomni.people.queries.asked import Asked
from pomni.people.queries.duplicates import clients_now
from pomni.people.queries.listing import found
from pomni.people.queries.own import Linked, linked_of
from pomni.team.models import User

SHOWN = 50
KEPT_FOR = timedelta(days=30)  # what a change found is kept so long, so that it can be taken back


@dataclass(frozen=True)
class KeptRow:
    """A client that could not be given back what it had, and why: "changed" since, "merged" with another (then whom they
    became), or out of "reach" (then None)."""

    pk: int
    client: Any
    kept: str


def looked_at(viewer: User, asked: str, act: Act, value: Any) -> tuple[list[int], Mapping[str, int]]:
    """Whom an act would be about, and what it would do: how many are found, would change, are so already, cannot.

    The keys are those within reach of the act, in the order of the list.
    """
    listed = found(viewer, Asked.from_query(QueryDict(asked))).filter(forgotten_at=None)
    number = listed.order_by().count()
    reached = listed.visible_to(viewer, act.capability)
    mine = list(reached.values_list("pk", flat=True))
    reached = reached.order_by()
    already = reached.filter(act.already(value)).count()
    full = reached.filter(act.full(value, viewer)).count()
    return mine, {
        "found": number,
        "out_of_reach": number - len(mine),
        "already": already,
        "full": full,
        "change": len(mine) - already - full,
    }


def acts_for(viewer: User) -> list[Act]:
    """What this person may do to many clients."""
    told = (act for act in acts().values() if viewer.may(act.capability))
    return [act for act in told if not viewer.field_rule(f"people.client.{act.key}")]


def bulk_changes(viewer: User) -> QuerySet[BulkChange]:
    """Bulk changes within reach, newest first."""
    return BulkChange.objects.visible_to(viewer).select_related("made_by").defer("keys").order_by("-pk")


def bulk_change(viewer: User, uid: Any) -> BulkChange:
    """One of them. Raises Http404 where there is none within reach."""
    return get_object_or_404(bulk_changes(viewer), uid=uid)


def may_be_undone(change: BulkChange) -> bool:
    """Whether what it did is still known, and not all of it taken back."""
    ended = change.state in (BulkChange.State.DONE, BulkChange.State.STOPPED, BulkChange.State.UNDONE)
    return ended and change.done.filter(undone=False).exists()


def kept_rows(viewer: User, change: BulkChange, *, after: int = 0) -> tuple[list[KeptRow], int]:
    """Those whom taking back left as they are, behind a key; and the key after which the next begin, or 0."""
    rows: list[BulkRow] = list(
        change.done.filter(undone=False, pk__gt=after).exclude(kept="").order_by("pk")[: SHOWN + 1]
    )
    known = clients_now(viewer, {row.client_id for row in rows})
    told = [KeptRow(row.pk, known.get(row.client_id), row.kept) for row in rows[:SHOWN]]
    return told, rows[SHOWN - 1].pk if len(rows) > SHOWN else 0


def act_named(key: str) -> Act:
    """One act. Raises Refused where there is none any more."""
    return act_of(key)


def shown_value(viewer: User, change: BulkChange) -> str:
    """What a change sets, in words; of a link to whom, where the viewer sees them."""
    if change.shown or not change.value:
        return change.shown
    try:
        field = act_of(change.what).field
    except Refused:  # a field that is gone
        return ""
    if field is None or field.kind not in LINKS:
        return ""
    return str(linked_of(viewer, [(field, change.value)]).get(change.value, Linked()))


def understood(query: str) -> str:
    """The words of a list as its address has them. Raises Refused (field `filters`) where some are not understood."""
    asked = Asked.from_query(QueryDict(query))
    if asked.wrong:
        sentence = _("These filters are not understood: %(names)s")
        raise Refused(sentence % {"names": ", ".join(sorted(asked.wrong))}, field="filters")
    return asked.to_query()


def old_bulk_changes() -> list[int]:
    """Those of which nothing is kept any more from today on."""
    old = BulkChange.objects.filter(added_at__lt=now() - KEPT_FOR)
    return list(old.filter(Q(began_at=None) | Q(done__isnull=False)).distinct().values_list("pk", flat=True))
