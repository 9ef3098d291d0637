"""Two cards that tell of one client become one, and two again; and what is said of those who only look alike."""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, fields
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.module import function_named, offered
from pomni.memory import links
from pomni.memory.commands import remember
from pomni.memory.models import Moment
from pomni.people import choosing, joining
from pomni.people.card_words import card_words, what_became
from pomni.people.commands.consenting import _withdraw_also
from pomni.people.commands.peculiarities import _follow_allergies
from pomni.people.commands.writing import _count_touches, _tell_away_anew
from pomni.people.events import ClientAsBefore, ClientMerged, ClientsToldApart, ClientUnmerged
from pomni.people.ledger import Ledger, record_of, row_of
from pomni.people.models import (
    Client,
    ClientFigures,
    ContactPoint,
    DuplicatePair,
    FormerNumber,
    Holding,
    Merge,
    OwnValue,
    Peculiarity,
    Touch,
)
from pomni.people.naming import put_in_order
from pomni.people.points import prefer_one, preferred_by
from pomni.team.access import command
from pomni.team.models import User

MERGE = "people.client.merge"
REACHED = tuple(ContactPoint.Kind.values)
CONCERNS, POINTS = "concerns", "points"


@command(MERGE)
def merge_clients(kept: Client, gone: Client, *, by: User, choices: Mapping[str, str] | None = None) -> Merge:
    """Make one card of two: everything that hangs on `gone` hangs on `kept`, its row goes into the journal.

    `choices` says, for each fact that the cards tell differently, which stays: "kept", "gone", of texts also "both"; for
    "phone" and "email", whose is preferred. What is not chosen stands on the timeline. Raises Refused, naming the fact,
    where one would be lost; where somebody has merged either of them meanwhile.
    """
    kept, gone = _both_locked(kept, gone)
    wanted = dict(choices or {})
    others = {key: wanted.pop(key) for key in list(wanted) if key in REACHED or ":" in key}
    before = card_words(kept.pk)
    columns, left = choosing.settled(kept, gone, wanted, by=by)
    ledger = Ledger(kept.pk, gone.pk)
    points = _points_of(gone)
    left |= joining.join(ledger, kept, gone, choices=others, recount=lambda client: _recount(client, by))
    columns |= _following(kept)
    concerns = links.move(gone.pk, kept.pk)
    row, name = row_of(gone), gone.name
    gone_rows = Client.objects.filter(pk=gone.pk)
    gone_rows._raw_delete(gone_rows.db)  # all that hung on it has moved: no cascade is wanted
    FormerNumber.objects.create(client=kept, uid=gone.uid)
    _take_facts(ledger, kept, columns)
    merge = Merge.objects.create(
        kept_id=kept.pk,
        gone_id=gone.pk,
        gone_uid=gone.uid,
        row=row,
        moved=ledger.as_json() | {CONCERNS: concerns, POINTS: points},
        by=by,
        at=now(),
    )
    told = {"left": left, "became": what_became(before, card_words(kept.pk)), "names": _names_of(left)}
    remember(ClientMerged(client_id=kept.pk, gone_id=gone.pk, name=name, **told), by=by)
    return merge


@command(MERGE)
def unmerge_clients(merge: Merge, *, by: User) -> Client:
    """Make two cards of one again: the card that went comes back with its key, its number and all that was its own.

    What came after the merge stays with the card that was kept; a consent that was taken back holds for both: whose it
    was, nobody can tell. Twice is once. Raises Refused where a later merge must be
    taken back first, where the person was erased, and where a record that is needed is gone.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        if again := Client.objects.filter(pk=merge.gone_id).first():
            return again
        raise Refused(_("These two were taken apart already."))
    kept = _kept_of(merge)
    told = merge.moved
    row, before = dict(merge.row), card_words(kept.pk)
    _find_one(row, "works_at_id")
    _find_colleague(row, kept)
    _bring_points_back(told[POINTS], told)
    _find_linked(told)
    fewer = _leave_what_was_no_contact(told, kept)
    _check_needed(row)
    FormerNumber.objects.filter(uid=merge.gone_uid).delete()
    Client.objects.bulk_create([record_of(Client, row)])
    figures, preferred, answers = _figures(kept.pk), preferred_by(kept), kept.responsible_id
    Ledger(merge.kept_id, merge.gone_id, told).take_back()
    prefer_one(kept, rather=preferred)
    _figures_back(merge, figures, by, anew=fewer)
    links.move_back(told[CONCERNS], gone=merge.gone_id, kept=merge.kept_id)
    kept.refresh_from_db()
    columns = put_in_order(kept)
    if kept.responsible_id and not User.objects.filter(pk=kept.responsible_id, is_active=True).exists():
        kept.responsible_id = answers  # whoever answered for the one card that they were
        columns = [*columns, "responsible"]
    if columns:
        kept.save(update_fields=columns)
    client = Client.objects.get(pk=merge.gone_id)
    _withdraw_also(client, kept, since=merge.at, by=by)
    # What the journal told stands on two cards again: it is kept nowhere twice.
    merge.row, merge.moved, merge.undone_at = {}, {}, now()
    merge.save(update_fields=["row", "moved", "undone_at"])
    remember(ClientUnmerged(client_id=kept.pk, client_ids=[client.pk]), by=by)
    if became := what_became(before, card_words(kept.pk)):
        remember(ClientAsBefore(client_id=kept.pk, became=became, names=_names_of(became)), by=by)
    return client


@command(MERGE)
def tell_apart(one: Client, other: Client, *, by: User) -> DuplicatePair:
    """These two are no duplicates: nobody is asked of them again, whatever they share. Twice is once."""
    pair, is_new = _pair(one, other)
    if is_new or pair.state != DuplicatePair.State.NOT_ONE:
        _decide(pair, DuplicatePair.State.NOT_ONE, by)
        remember(ClientsToldApart(client_id=one.pk, client_ids=[other.pk]), by=by)
    return pair


@command(MERGE, quiet="that somebody will look at two cards later tells nothing of the clients")
def put_off_pair(one: Client, other: Client, *, by: User) -> DuplicatePair:
    """Look at these two later: they stand behind the others."""
    pair, _is_new = _pair(one, other)
    _decide(pair, DuplicatePair.State.LATER, by)
    return pair


@command(MERGE, quiet="two cards are looked at again: nothing is said of the clients")
def look_again(one: Client, other: Client, *, by: User) -> DuplicatePair:
    """These two are to be looked at (again): the reverse of telling apart, and of putting off."""
    pair, _is_new = _pair(one, other)
    _decide(pair, DuplicatePair.State.OPEN, by)
    return pair


# --- Inside: merging --------------------------------------------------------------------------------------------------


def _both_locked(kept: Client, gone: Client) -> tuple[Client, Client]:
    """Both, locked in one order whichever is named first. Refused where they cannot become one."""
    if kept.pk == gone.pk:
        raise Refused(_("This is one card already."))
    rows = Client.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Refused(_("One of these cards was merged with another meanwhile. Look at it again."))
    for row in found.values():
        if row.forgotten_at:
            raise Refused(
                _("The personal data of this {client} were erased; there is nothing left to change.")
            )
    if found[kept.pk].kind != found[gone.pk].kind:
        sentence = _(
            "One is a person, the other an organisation. Change the kind of one first, if they are one."
        )
        raise Refused(sentence, field="kind")
    return found[kept.pk], found[gone.pk]


def _names_of(told: Mapping[str, Any]) -> dict[str, str]:
    """How those of these that are custom fields are called now."""
    return {one.key: one.name for one in fields(CLIENT, archived=True) if one.key in told}


def _take_facts(ledger: Ledger, kept: Client, columns: Mapping[str, Any]) -> None:
    """The facts that were chosen, with what follows from them."""
    wanted = copy(kept)
    for name, value in columns.items():
        setattr(wanted, name, value)
    follows = put_in_order(wanted)
    changed = [name for name in columns if getattr(kept, name) != columns[name]]
    if changed or follows:
        ledger.change(kept, **{name: getattr(wanted, name) for name in (*changed, *follows)})


def _following(kept: Client) -> dict[str, Any]:
    """The columns of a client that follow from what hangs on it, as they are by now."""
    _follow_allergies(kept, Peculiarity.Kind.ALLERGY)
    told: dict[str, Any] = Client.objects.values(*choosing.FOLLOWING).get(pk=kept.pk)
    return told


def _points_of(gone: Client) -> dict[str, list[str]]:
    """The phones and addresses of the card that goes, by key: one that nobody else has may be deleted before it is back."""
    rows = ContactPoint.objects.filter(holdings__client=gone).values_list("pk", "kind", "normal")
    return {str(pk): [kind, normal] for pk, kind, normal in rows}


# --- Inside: taking apart ---------------------------------------------------------------------------------------------


def _kept_of(merge: Merge) -> Client:
    """The card that was kept, locked. Refused where the merge cannot be taken back."""
    if not merge.row:
        raise Refused(_("The personal data of this {client} were erased; there is nothing left to change."))
    kept = Client.objects.select_for_update(of=("self",)).filter(pk=merge.kept_id).first()
    if kept is None:
        later = Merge.objects.filter(gone_id=merge.kept_id, undone_at=None).order_by("-pk").first()
    else:
        later = Merge.objects.filter(kept_id=kept.pk, undone_at=None, pk__gt=merge.pk).order_by("-pk").first()
    if later:
        other = Client.objects.filter(pk=later.kept_id).first()
        name = later.row.get("name", "") if kept else (other.name if other else "")
        sentence = _("This card was merged with %(name)s since. Take that apart first.")
        raise Refused(sentence % {"name": name})
    if kept is None:
        raise Refused(_("The card with which this one was merged is no longer there."))
    return kept


def _find_one(row: dict[str, Any], column: str) -> None:
    """What led to somebody who was merged since leads to whom they became: so who worked at such an organisation."""
    while row.get(column) and not Client.objects.filter(pk=row[column]).exists():
        later = Merge.objects.filter(gone_id=row[column], undone_at=None).first()
        if later is None:
            return
        row[column] = later.kept_id


def _find_colleague(row: dict[str, Any], kept: Client) -> None:
    """For whom somebody answered who has left since answers whoever answers for the card that was kept."""
    if not User.objects.filter(pk=row.get("responsible_id"), is_active=True).exists():
        row["responsible_id"] = kept.responsible_id if row.get("responsible_id") else None


def _find_linked(told: Mapping[str, Any]) -> None:
    """Custom fields that led to somebody who was merged since lead to whom they became; to one who was erased, nowhere."""
    label = OwnValue._meta.label
    for name, rows in (("removed", lambda one: one), ("changed", lambda one: one[0])):
        values = told[name].get(label, [])
        for value in values:
            _find_one(rows(value), "other_id")
        others = {rows(value)["other_id"] for value in values} - {None}
        erased = set(
            Client.objects.filter(pk__in=others).exclude(forgotten_at=None).values_list("pk", flat=True)
        )
        if erased:
            told[name][label] = [value for value in values if rows(value)["other_id"] not in erased]


def _leave_what_was_no_contact(told: Mapping[str, Any], kept: Client) -> bool:
    """A contact that went because it stood there twice comes back only where the other one, of the same instant, stands.

    Returns whether one does not.
    """
    label = Touch._meta.label
    rows = told["removed"].get(label, [])
    instants = [row["at"] for row in rows]
    still = set(Touch.objects.filter(client=kept, at__in=instants).values_list("at", flat=True))
    back = [row for row in rows if datetime.fromisoformat(row["at"]) in still]
    if rows:
        told["removed"][label] = back
    return len(back) < len(rows)


def _bring_points_back(points: Mapping[str, Sequence[str]], told: Mapping[str, Any]) -> None:
    """A phone that nobody had any more was deleted: it is there again, under its key or under the one that it has now."""
    there = set(ContactPoint.objects.filter(pk__in=points).values_list("pk", flat=True))
    label = Holding._meta.label
    held = [*told["removed"].get(label, ()), *(before for before, *_rest in told["changed"].get(label, ()))]
    for key, (kind, normal) in points.items():
        if int(key) in there:
            continue
        row = ContactPoint.objects.filter(kind=kind, normal=normal).first()
        row = (
            row or ContactPoint.objects.bulk_create([ContactPoint(pk=int(key), kind=kind, normal=normal)])[0]
        )
        for holding in held:
            if holding["contact_point_id"] == int(key):
                holding["contact_point_id"] = row.pk


def _check_needed(row: Mapping[str, Any]) -> None:
    """What the card itself points at must be there still."""
    field: Any
    for field in Client._meta.concrete_fields:
        if not field.is_relation or row.get(field.attname) is None:
            continue
        if not field.related_model._base_manager.filter(pk=row[field.attname]).exists():
            told = {"what": field.verbose_name}
            raise Refused(_("What this card hung on is no longer there: %(what)s.") % told)


def _figures(pk: int) -> dict[str, Any] | None:
    found = ClientFigures.objects.select_for_update().filter(pk=pk).first()
    return row_of(found) if found else None


def _figures_back(merge: Merge, now_there: dict[str, Any] | None, by: User, *, anew: bool) -> None:
    """Where contacts came or went since the merge, both cards are counted anew; else the figures are what they were."""
    made = {row["client_id"]: row for row in merge.moved["made"].get("people.ClientFigures", ())}
    changed = {
        before["client_id"]: after
        for before, after, _needed in merge.moved["changed"].get("people.ClientFigures", ())
    }
    after = made.get(merge.kept_id) or changed.get(merge.kept_id, {})
    is_same = now_there is None or all(now_there.get(name) == value for name, value in after.items())
    if is_same and not anew:
        for pk in (merge.kept_id, merge.gone_id):
            _tell_away_anew(pk)
        for client in Client.objects.filter(pk__in=[merge.kept_id, merge.gone_id], figures__isnull=False):
            _recount_others(
                client, by
            )  # what was closed meanwhile may have left the kept card's figures as they were
        return
    for client in Client.objects.filter(pk__in=[merge.kept_id, merge.gone_id]):
        _recount(client, by)


def _recount(client: Client, by: User) -> None:
    """Bring all figures of a client in line with what hangs on it, whatever module keeps that."""
    _count_touches(client.pk)
    _recount_others(client, by)


def _recount_others(client: Client, by: User) -> None:
    for path in offered("recounts"):
        function_named(path)(client, by)


# --- Inside: pairs ----------------------------------------------------------------------------------------------------


def _pair(one: Client, other: Client) -> tuple[DuplicatePair, bool]:
    if one.pk == other.pk:
        raise Refused(_("This is one card already."))
    low, high = sorted((one.pk, other.pk))
    pair, is_new = DuplicatePair.objects.get_or_create(
        left_id=low, right_id=high, defaults={"score": 0.0, "found_at": now()}
    )
    return (pair if is_new else DuplicatePair.objects.select_for_update().get(pk=pair.pk)), is_new


def _decide(pair: DuplicatePair, state: str, by: User) -> None:
    is_open = state == DuplicatePair.State.OPEN
    pair.state, pair.decided_by, pair.decided_at = state, None if is_open else by, None if is_open else now()
    pair.save(update_fields=["state", "decided_by", "decided_at"])


def _forget_merges(client: Client) -> list[int]:
    """Empty the journal of all who became this client, their numbers and whom they resemble. Returns their keys."""
    every: list[int] = []
    found = [client.pk]
    while found:
        merges = Merge.objects.filter(kept_id__in=found)
        found = list(merges.filter(undone_at=None).values_list("gone_id", flat=True))
        merges.update(row={}, moved={})
        every += found
    FormerNumber.objects.filter(client=client).delete()
    DuplicatePair.objects.filter(Q(left=client) | Q(right=client)).delete()
    return every


def _merges_told(clients: Collection[int]) -> list[int]:
    """The moments that tell of merges of these into other cards that were taken back: they stand on those cards."""
    kept = Merge.objects.filter(gone_id__in=clients).values_list("kept_id", flat=True)
    told = Moment.objects.filter(
        record=Client._meta.label_lower,
        record_id__in=list(kept),
        kind=ClientMerged.kind,
        facts__gone_id__in=list(clients),
    )
    return list(told.values_list("pk", flat=True))


def _former_numbers(client: Client) -> list[Any]:
    """The numbers of those who became this client: they are to be forgotten after a restore, too."""
    return list(FormerNumber.objects.filter(client=client).values_list("uid", flat=True))
