"""Every write about the four things to remember."""

from collections.abc import Collection
from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.ahead import hold_client, keep_next
from pomni.agenda.checks import can_do_it, not_erased, owner_and_day_fit, still_known, time_has_a_day
from pomni.agenda.events import (
    PromiseAdded,
    PromiseClosed,
    PromiseEdited,
    PromiseHandedOver,
    PromiseReopened,
)
from pomni.agenda.handing import from_and_to, hand_over, heir_of
from pomni.agenda.models import Promise
from pomni.agenda.notices import PromiseGiven
from pomni.agenda.reminding import follow
from pomni.kit.changes import apply_changes, check_seen
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.memory.commands import remember, remember_many
from pomni.memory.models import Moment
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.notices import notify

if TYPE_CHECKING:
    from pomni.people.models import Client

LONGEST = 500
# Who owes it where nobody said so; and whose it can be.
OWED_BY = {"next_step": ("us",), "expectation": ("us",), "obligation": ("us", "client")}
OWED_BY["agreement"] = ("both", "us", "client")
CLOSED = {"kept", "broken", "let_go"}
COUNTS = {"kind", "due_on"}  # what the card and the lists of clients follow


@command("agenda.promise.add", makes=Promise)
def add_promise(
    client: "Client",
    *,
    text: str,
    by: User,
    kind: str = "next_step",
    owes: str = "",
    due_on: date | None = None,
    due_time: time | None = None,
    responsible: User | None = None,
    source: str = "",
    source_uid: UUID | None = None,
) -> Promise:
    """Write down one of the four things to remember about a client. It is one's own, unless a colleague is named.

    `owes`: by default whoever the kind suggests. `source` and `source_uid` name the note, contact or task that it was
    taken from. Raises Refused, with the field.
    """
    not_erased(client)
    answers = responsible or (None if by.is_robot else by)
    can_do_it(answers, by)
    promise = Promise(client=client, kind=kind, owes=_owed(kind, owes), text=_said(text), responsible=answers)
    promise.due_on, promise.due_time, promise.entered_by, promise.added_at = due_on, due_time, by, now()
    promise.source, promise.source_uid = source, source_uid
    time_has_a_day(promise)
    promise.save()
    _given(promise, remember(_added(promise), by=by), by)
    keep_next(client, by)
    return promise


@command("agenda.promise.change")
def edit_promise(
    promise: Promise, *, by: User, seen: dict[str, str] | None = None, **changes: Any
) -> Promise:
    """Change what is to be remembered. `seen` says what each changed field was when the person began: else Conflict.

    Without a day there is no time either. What came of it, and what shows it, is told of a closed one only.
    """
    promise = _locked(promise)
    _state_allows(promise, changes)
    if "text" in changes:
        changes["text"] = _said(changes["text"])
    if "kind" in changes or "owes" in changes:
        kind = changes.get("kind", promise.kind)
        changes["owes"] = _owed(kind, changes.get("owes", promise.owes if kind == promise.kind else ""))
    owner_and_day_fit(promise, changes, by)
    check_seen(promise, changes, seen or {})
    text, diff = promise.text, apply_changes(promise, changes)
    time_has_a_day(promise)
    if diff:
        moment = remember(PromiseEdited(**_about(promise) | {"text": text}, changes=diff), by=by)
        if "responsible" in diff:
            _given(promise, moment, by)
        if COUNTS & diff.keys():
            keep_next(promise.client, by)
        if {"due_on", "due_time"} & diff.keys():
            follow(promise)
    return promise


@command("agenda.promise.change")
def close_promise(
    promise: Promise, *, by: User, state: str = "kept", outcome: str = "", evidence: str = ""
) -> Promise:
    """It was kept, broken, or is let go; `outcome` says what came of it, `evidence` what shows it: words, or an address.

    What is closed so already stays as it is; what was closed otherwise is opened again first.
    """
    promise = _locked(promise)
    if state not in CLOSED:
        raise Refused(_("Choose one of the answers."), field="state")
    if promise.state == state:
        return promise
    if promise.state != Promise.State.OPEN:
        raise Refused(_("This is closed already. Open it again first."))
    changes = {"state": state, "closed_at": now(), "closed_by": by}
    apply_changes(promise, changes | {"outcome": outcome.strip(), "evidence": evidence.strip()})
    told = PromiseClosed(
        **_about(promise),
        state=state,
        outcome=promise.outcome,
        evidence=promise.evidence,
    )
    remember(told, by=by)
    keep_next(promise.client, by)
    return promise


@command("agenda.promise.change")
def reopen_promise(promise: Promise, *, by: User) -> Promise:
    """What was closed is to be kept after all; an open one stays as it is."""
    promise = _locked(promise)
    if promise.state == Promise.State.OPEN:
        return promise
    apply_changes(
        promise,
        {"state": Promise.State.OPEN, "closed_at": None, "closed_by": None, "outcome": "", "evidence": ""},
    )
    remember(PromiseReopened(**_about(promise)), by=by)
    if (
        was := promise.responsible
    ) and not was.is_active:  # whoever opens it again sees to it: else nobody would
        heir = heir_of(was, by)
        apply_changes(promise, {"responsible": heir})
        remember(PromiseHandedOver(**_about(promise), **from_and_to(was, heir)), by=by)
    keep_next(promise.client, by)
    return promise


@command("agenda.promise.change")
def hand_over_promises(user: User | None, *, promises: Collection[int], to: User | None, by: User) -> int:
    """These open promises are seen to by `to` from now on, or by nobody (None), instead of by the user (None: by nobody).

    Only what is within reach of `by` is handed over, of those still the user's own. Returns how many they were.
    """
    mine = queries.open_promises_of(by, user).filter(pk__in=promises).values("pk")
    # Whose they are is asked again once the rows are held.
    theirs = Promise.objects.open().filter(responsible=user, pk__in=mine)
    found, told = hand_over("promise", theirs, user, to), from_and_to(user, to)
    remember_many((PromiseHandedOver(**_about(one), **told) for one in found), by=by)
    return len(found)


def _about(promise: Promise) -> dict[str, Any]:
    """The facts that every event of a promise has."""
    return {"promise_id": promise.pk, "client_id": promise.client_id, "text": promise.text}


def _added(promise: Promise) -> PromiseAdded:
    names = ("owes", "due_on", "due_time", "responsible_id", "source", "source_uid")
    told = {name: getattr(promise, name) for name in names}
    return PromiseAdded(**_about(promise), which=promise.kind, **told)


def _locked(promise: Promise) -> Promise:
    hold_client(promise.client_id)
    rows = Promise.objects.select_for_update(of=("self",)).select_related("responsible", "client")
    found = rows.get(pk=promise.pk)
    still_known(found.client)
    return found


def _said(text: str) -> str:
    if not (told := " ".join(text.split())):
        raise Refused(_("Write down what is to be remembered."), field="text")
    if len(told) > LONGEST:
        length = {"length": len(told), "longest": LONGEST}
        raise Refused(
            _("This is too long: %(length)s signs, and %(longest)s is the most.") % length, field="text"
        )
    return told


def _owed(kind: str, owes: str) -> str:
    if kind not in OWED_BY:
        raise Refused(_("Choose one of the answers."), field="kind")
    if owes and owes not in OWED_BY[kind]:
        raise Refused(_("Choose one of the answers."), field="owes")
    return owes or OWED_BY[kind][0]


def _state_allows(promise: Promise, changes: dict[str, Any]) -> None:
    """What came of an open one is not known yet; of a closed one nothing else is changed."""
    later, is_open = {"outcome", "evidence"}, promise.state == Promise.State.OPEN
    if is_open and (told := next((name for name in sorted(later) if changes.get(name)), "")):
        raise Refused(_("What came of it is written down when it is closed."), field=told)
    if not is_open and changes.keys() - later:
        raise Refused(_("This is closed already. Open it again first."))


def _given(promise: Promise, moment: Moment, by: User) -> None:
    """Tell whoever is to see to it, unless they took it upon themselves."""
    if (user := promise.responsible) and user.pk != by.pk:
        due = promise.due_on.isoformat() if promise.due_on else ""
        page = reverse("agenda:promise", args=[promise.uid])
        notify([user], PromiseGiven, dedupe=f"moment:{moment.pk}", url=page, by=by.name, due=due)
