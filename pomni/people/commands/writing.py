"""Every write about notes and contacts. What was written down is changed and taken back by whoever wrote it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Max, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.columns import column
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.prepared import records_of, rows_of
from pomni.memory.commands import remember
from pomni.people.events import (
    InteractionAdded,
    InteractionEdited,
    InteractionRestored,
    InteractionWithdrawn,
    NoteAdded,
    NoteEdited,
    NoteRestored,
    NoteWithdrawn,
)
from pomni.people.models import Away, Client, ClientFigures, Interaction, Note, Touch
from pomni.people.rhythm import FEWEST, NEWEST, rhythm_of, stretches_away
from pomni.team.access import command
from pomni.team.models import User

INTERACTION = "people.interaction"  # the kind of its Touch
DAYS = (
    NEWEST + 2
)  # the days of the gaps that are looked at, and the newest one, which the rhythm before it leaves out
LONGEST = 8000
EARLIEST = 1900  # a year before it was mistyped
AHEAD = timedelta(minutes=5)  # clocks of devices differ


@command("people.note.add", makes=Note)
def add_note(client: Client, *, text: str, by: User, to_finish: bool = False) -> Note:
    """Write a note about a client. With `to_finish` it waits for its writer on Today."""
    client = _locked(client)
    note = Note.objects.create(
        client=client, text=_whole(text), to_finish=to_finish, written_by=by, written_at=now()
    )
    remember(_note_told(NoteAdded, note), by=by)
    return note


@command("people.note.add")
def edit_note(note: Note, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any) -> Note:
    """Change the text of a note, or whether it is still to be finished. Conflict where another changed it meanwhile."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    _still_there(note, by, "people.note.add")
    if "text" in changes:
        changes["text"] = _whole(changes["text"])
    check_seen(note, changes, dict(seen or {}))
    diff = apply_changes(note, changes)
    if "text" in diff:
        apply_changes(note, {"changed_at": now()})
    if diff:
        remember(_note_told(NoteEdited, note), by=by)
    return note


@command("people.note.add")
def withdraw_note(note: Note, *, by: User) -> Note:
    """Take a note back: the timeline says so, and no longer shows what stood in it. One taken back stays as it is."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    _may_touch(note, by, "people.note.add")
    _still_known(note.client)
    if not note.withdrawn_at:
        apply_changes(note, {"withdrawn_at": now()})
        remember(NoteWithdrawn(note_id=note.pk, client_id=note.client_id), by=by)
    return note


@command("people.note.add")
def restore_note(note: Note, *, by: User) -> Note:
    """Put a note back that was taken back; one that was not stays as it is."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    _may_touch(note, by, "people.note.add")
    _still_known(note.client)
    if note.withdrawn_at:
        apply_changes(note, {"withdrawn_at": None})
        remember(NoteRestored(note_id=note.pk, client_id=note.client_id), by=by)
    return note


@command("people.interaction.add", makes=Interaction)
def add_interaction(
    client: Client,
    *,
    how: str,
    by: User,
    side: str = Interaction.Side.OURS,
    at: datetime | None = None,
    where: str = "",
    occasion: str = "",
    outcome: str = "",
) -> Interaction:
    """Write down that somebody was in touch with a client, now or at an earlier time. Refused where it is still to come."""
    client, at = _locked(client), at or now()
    told = _checked(
        {"how": how, "side": side, "at": at, "where": where, "occasion": occasion, "outcome": outcome}
    )
    made = Interaction.objects.create(client=client, **told, written_by=by, written_at=now())
    Touch.objects.create(client=client, at=at, kind=INTERACTION, record_id=made.pk)
    _count_touches(client.pk, added=at)
    remember(_contact_told(InteractionAdded, made), by=by, happened=at)
    return made


@command("people.interaction.add")
def edit_interaction(
    interaction: Interaction, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any
) -> Interaction:
    """Change what was written down of a contact. Conflict where another changed the same meanwhile."""
    interaction = _contact_locked(interaction)
    _still_there(interaction, by, "people.interaction.add")
    changes = _checked(changes)
    check_seen(interaction, changes, dict(seen or {}))
    diff = apply_changes(interaction, changes)
    if "at" in diff:
        Touch.objects.filter(kind=INTERACTION, record_id=interaction.pk).update(at=interaction.at)
        _count_touches(interaction.client_id)
    if diff:
        apply_changes(interaction, {"changed_at": now()})
        remember(_contact_told(InteractionEdited, interaction), by=by)
    return interaction


@command("people.interaction.add")
def withdraw_interaction(interaction: Interaction, *, by: User) -> Interaction:
    """Take back a contact that was written down: it no longer counts, and the timeline says so. Once is enough."""
    interaction = _contact_locked(interaction)
    _may_touch(interaction, by, "people.interaction.add")
    _still_known(interaction.client)
    if interaction.withdrawn_at:
        return interaction
    apply_changes(interaction, {"withdrawn_at": now()})
    Touch.objects.filter(kind=INTERACTION, record_id=interaction.pk).delete()
    _count_touches(interaction.client_id)
    remember(InteractionWithdrawn(interaction_id=interaction.pk, client_id=interaction.client_id), by=by)
    return interaction


@command("people.interaction.add")
def restore_interaction(interaction: Interaction, *, by: User) -> Interaction:
    """Put back a contact that was taken back; one that was not stays as it is."""
    interaction = _contact_locked(interaction)
    _may_touch(interaction, by, "people.interaction.add")
    _still_known(interaction.client)
    if interaction.withdrawn_at:
        apply_changes(interaction, {"withdrawn_at": None})
        Touch.objects.create(
            client_id=interaction.client_id, at=interaction.at, kind=INTERACTION, record_id=interaction.pk
        )
        _count_touches(interaction.client_id)
        remember(InteractionRestored(interaction_id=interaction.pk, client_id=interaction.client_id), by=by)
    return interaction


def _erase_written(client: Client) -> None:
    """Erase what was written down about a client who is forgotten; that there was contact, and when, stays."""
    Note.objects.filter(client=client).update(text="", to_finish=False, made_key=None, made_of="")
    Interaction.objects.filter(client=client).update(
        where="", occasion="", outcome="", made_key=None, made_of=""
    )


def _locked(client: Client) -> Client:
    """The client, so that nobody erases them, or counts their contacts, meanwhile. Refused where they were erased."""
    found = records_of(
        "client, locked", lambda pk: Client.objects.select_for_update().filter(pk=pk), client.pk
    )
    if not found:
        raise Client.DoesNotExist
    _still_known(found[0])
    return cast(Client, found[0])


def _contact_locked(interaction: Interaction) -> Interaction:
    """The contact, behind its client: whoever counts contacts takes the two in this order."""
    Client.objects.select_for_update().only("pk").get(pk=interaction.client_id)
    return Interaction.objects.select_for_update(of=("self",)).select_related("client").get(pk=interaction.pk)


def _count_touches(client_id: int, *, added: datetime | None = None) -> None:
    """Bring the figures of a client in line with their touches. The client is locked by whoever calls.

    `added`: when the one touch was that is new; None: any of them may be another one.
    """

    def compose(pk: int) -> QuerySet[Any, Any]:
        touches = Touch.objects.filter(client=pk).order_by()
        number = touches.values("client").annotate(number=Count("pk")).values("number")
        days = touches.annotate(day=TruncDate("at")).values("day").annotate(last=Max("at"))
        return days.order_by("-day").values_list("day", "last", Subquery(number))[:DAYS]

    # Where a day begins is part of the statement.
    found = rows_of(("touches of a client", timezone.get_current_timezone_name()), compose, client_id)
    days = [day for day, _last, _number in found]
    rhythm = rhythm_of(days)
    _day, last, number = found[0] if found else (None, None, 0)
    told = {"last_contact_at": last, "contacts": number}
    told |= {"rhythm_days": rhythm and rhythm.days, "rhythm_spread": rhythm and rhythm.spread}
    ClientFigures.objects.bulk_create(
        [ClientFigures(client_id=client_id, **told)],
        update_conflicts=True,
        unique_fields=["client"],
        update_fields=list(told),
    )
    if number >= FEWEST:  # with one less there never was a rhythm
        Client.objects.filter(pk=client_id).update(late_on=rhythm and rhythm.late_on)
    if added is None or (last and added < last):
        _tell_away_anew(client_id)
    elif number > FEWEST:
        _tell_if_away(days, client_id)


def _tell_if_away(days: Sequence[date], client_id: int) -> None:
    """Whether the newest contact, the first of these days, was one of somebody who had stayed away for too long."""
    before = rhythm_of(day for day in days if day < days[0])
    if before and before.late_on < days[0]:
        Away.objects.get_or_create(client_id=client_id, since=before.late_on, until=days[0])


def _tell_away_anew(client_id: int) -> None:
    """All stretches in which a client had stayed away for too long."""
    days = [timezone.localtime(at).date() for at in _touched_at(client_id)]
    Away.objects.filter(client_id=client_id).delete()
    told = stretches_away(days)
    Away.objects.bulk_create(Away(client_id=client_id, since=since, until=until) for since, until in told)


def _touched_at(client_id: int) -> list[datetime]:
    return list(Touch.objects.filter(client=client_id).values_list("at", flat=True))


def _still_there(written: Note | Interaction, by: User, capability: str) -> None:
    _may_touch(written, by, capability)
    _still_known(written.client)
    if written.withdrawn_at:
        raise Refused(_("This was taken back. Put it back first; then it can be changed."))


def _may_touch(written: Note | Interaction, by: User, capability: str) -> None:
    if written.written_by_id != by.pk and not by.reach(capability).all:
        raise NotAllowed(_("Only whoever wrote this, or the {director}, can change it."))


def _still_known(client: Client) -> None:
    if client.forgotten_at:
        raise Refused(
            _("The personal data of this {client} were erased; nothing can be written here any more.")
        )


def _whole(text: str) -> str:
    if not (text := text.strip()):
        raise Refused(_("Write a few words first."), field="text")
    _fits(text, LONGEST, "text")
    return text


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """What is told of a contact, as it is kept. Raises Refused, with the field."""
    if "at" in told and (told["at"].tzinfo is None or told["at"].year < EARLIEST):
        raise Refused(_("Write the day with its whole year, and the hour with its time zone."), field="at")
    if "at" in told and told["at"] > now() + AHEAD:
        sentence = _(
            "This time is still to come. Set a task for it; write the contact down when it has been."
        )
        raise Refused(sentence, field="at")
    for name, choices in (("how", Interaction.How.values), ("side", Interaction.Side.values)):
        if name in told and told[name] not in choices:
            raise Refused(_("Choose one of the answers."), field=name)
    texts = {name: told[name].strip() for name in ("where", "occasion", "outcome") if name in told}
    for name, text in texts.items():
        _fits(text, column(Interaction, name).max_length or LONGEST, name)
    return told | texts


def _fits(text: str, most: int, field: str) -> None:
    if "\x00" in text:
        raise Refused(_("This text has a sign that cannot be kept. Type it anew."), field=field)
    if len(text) > most:
        told = {"length": len(text), "longest": most}
        raise Refused(
            _("This is too long: %(length)s signs, and %(longest)s is the most.") % told, field=field
        )


def _note_told(event: type[NoteAdded] | type[NoteEdited], note: Note) -> NoteAdded | NoteEdited:
    return event(note_id=note.pk, client_id=note.client_id, text=note.text, to_finish=note.to_finish)


def _contact_told(
    event: type[InteractionAdded] | type[InteractionEdited], made: Interaction
) -> InteractionAdded | InteractionEdited:
    return event(
        interaction_id=made.pk,
        client_id=made.client_id,
        how=made.how,
        side=made.side,
        at=made.at,
        where=made.where,
        occasion=made.occasion,
        outcome=made.outcome,
    )
