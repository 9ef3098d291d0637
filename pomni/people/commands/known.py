"""Every write about what is known of clients beside their own row: ties, peculiarities, days to remember."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now, today
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.people.commands.writing import EARLIEST, _fits, _locked
from pomni.people.events import (
    DateAdded,
    DateEdited,
    DateRestored,
    DateWithdrawn,
    PeculiarityAdded,
    PeculiarityEdited,
    PeculiarityRestored,
    PeculiarityWithdrawn,
    TieAdded,
    TieEdited,
    TieRestored,
    TieWithdrawn,
)
from pomni.people.known import BACKWARDS, LONGEST_ALLERGIES, MOMENTS, OF_COLLEAGUES, turned
from pomni.people.models import Address, Client, Consent, ImportantDate, Peculiarity, Tie
from pomni.people.rules import birthday_of, birthday_text
from pomni.team.access import allow, command
from pomni.team.models import User

DETAIL = "people.detail.add"
MOST = 100  # of each, with one client
LATEST = 2200  # a year behind it was mistyped


# --- Ties --------------------------------------------------------------------------------------------------------------


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


# --- Peculiarities, good and bad moments -------------------------------------------------------------------------------


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


# --- Days to remember --------------------------------------------------------------------------------------------------


@command(DETAIL, makes=ImportantDate)
def add_date(client: Client, *, title: str, day: str, by: User, is_yearly: bool = True) -> ImportantDate:
    """Write a day down to be remembered each year, or once. `day`: "2010-06-12", or "--06-12" where the year is not known.

    Refused, with the field, where there is no such day; one that comes once needs its year.
    """
    client = _locked(client)
    _room(ImportantDate.objects.filter(client=client, withdrawn_at=None))
    told = _date_told({"title": title, "day": day, "is_yearly": is_yearly}, None)
    made = ImportantDate.objects.create(client=client, **told, told_by=by, told_at=now())
    remember(_of_date(DateAdded, made), by=by)
    return made


@command(DETAIL)
def edit_date(
    date: ImportantDate, *, by: User, seen: Mapping[str, str] | None = None, **changes: Any
) -> ImportantDate:
    """Change what a day is for, the day, or whether it comes each year. Conflict where another did so meanwhile."""
    made = _taken(date, by)
    told = _date_told(changes, made)
    was = dict(seen or {})
    if "day" in was and birthday_text(made.day, made.year) in (was["day"], changes.get("day")):
        del was["day"]  # what a person saw is the day with its year
    check_seen(made, {name: value for name, value in told.items() if name != "year"}, was)
    if apply_changes(made, told):
        remember(_of_date(DateEdited, made), by=by)
    return made


@command(DETAIL)
def withdraw_date(date: ImportantDate, *, by: User) -> ImportantDate:
    """Remove it; it can be put back. One that is removed stays so."""
    made = _locked_known(date, by)
    if not made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": now()})
        remember(DateWithdrawn(importantdate_id=made.pk, client_id=made.client_id), by=by)
    return made


@command(DETAIL)
def restore_date(date: ImportantDate, *, by: User) -> ImportantDate:
    """Put back what was removed; what was not stays as it is."""
    made = _locked_known(date, by)
    if made.withdrawn_at:
        apply_changes(made, {"withdrawn_at": None})
        remember(DateRestored(importantdate_id=made.pk, client_id=made.client_id), by=by)
    return made


# --- Inside ------------------------------------------------------------------------------------------------------------


def _erase_known(client: Client) -> None:
    """Erase what is known of a client who is forgotten. That and when they consented stays, without a word of theirs."""
    Tie.objects.filter(_either(client.pk)).delete()
    for model in (Peculiarity, ImportantDate, Address):
        model.objects.filter(client=client).delete()
    Consent.objects.filter(client=client).update(wording="", origin="", made_key=None, made_of="")


def _either(pk: int) -> Q:
    return Q(client=pk) | Q(other=pk)


def _locked_known(known: Any, by: User) -> Any:
    """The record, behind its client. Of a tie, both clients are within reach of whoever acts."""
    _locked(known.client)
    if isinstance(known, Tie) and known.other:
        allow(by, Client.see, (known.other,))
    return type(known).objects.select_for_update(of=("self",)).select_related("client").get(pk=known.pk)


def _taken(known: Any, by: User) -> Any:
    found = _locked_known(known, by)
    if found.withdrawn_at:
        raise Refused(_("This was taken back. Put it back first; then it can be changed."))
    return found


def _room(known: Any) -> None:
    if known.count() >= MOST:
        raise Refused(_("There are %(most)s of these already. Remove one first.") % {"most": MOST})


def _text(told: dict[str, Any], name: str, most: int, *, is_needed: bool = False) -> None:
    if name not in told:
        return
    text = " ".join(told[name].split())
    if is_needed and not text:
        raise Refused(_("Write a few words first."), field=name)
    _fits(text, most, name)
    told[name] = text


def _is_past(told: dict[str, Any], name: str) -> None:
    if told.get(name) and told[name] > today():
        raise Refused(_("This day is still to come."), field=name)
    if told.get(name) and told[name].year < EARLIEST:
        raise Refused(_("Write the day with its whole year."), field=name)


def _one_of(told: dict[str, Any], name: str, choices: Collection[str]) -> None:
    if name in told and told[name] not in choices:
        raise Refused(_("Choose one of the answers."), field=name)


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


def _date_told(told: dict[str, Any], was: ImportantDate | None) -> dict[str, Any]:
    told = dict(told)
    _text(told, "title", 120, is_needed=True)
    if "day" in told:
        try:
            told["day"], told["year"] = birthday_of(told["day"])
        except ValueError:
            told["day"] = ""
        if not told["day"]:
            sentence = _(
                "There is no such day. Write the day and the month, with the year where you know it."
            )
            raise Refused(sentence, field="day")
    year, is_yearly = (
        told.get("year", was and was.year),
        told.get("is_yearly", was.is_yearly if was else True),
    )
    if not is_yearly and not year:
        raise Refused(_("Write the year too: this date comes once."), field="day")
    if year and not EARLIEST <= year <= LATEST:
        raise Refused(_("Write the day with its whole year."), field="day")
    return told


def _of_date(event: type[DateAdded] | type[DateEdited], made: ImportantDate) -> DateAdded | DateEdited:
    day = birthday_text(made.day, made.year)
    return event(
        importantdate_id=made.pk,
        client_id=made.client_id,
        title=made.title,
        day=day,
        is_yearly=made.is_yearly,
    )
