"""What a typed text holds that is not to be forgotten, and writing it down beside the text itself."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pomni.agenda import queries
from pomni.agenda.capture import Captured, bare_words, captured
from pomni.agenda.commands import OWED_BY, add_promise
from pomni.agenda.events.promises import SORTS, sort_of
from pomni.agenda.forms.writing import ItemForm
from pomni.agenda.models import Promise
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.people.commands import add_note
from pomni.team import company
from pomni.team.models import User
from pomni.ui.toasts import toast

MOST = 8  # things that are taken from one text
LONGEST = 500
SEXES = {"female": "f", "male": "m"}
MONTH_FIRST = {"US"}  # where 12/05 is a day in December


def understood(text: str, client: Any, viewer: User, sent: Mapping[str, Any] | None = None) -> list[ItemForm]:
    """What a text about a client says is not to be forgotten, each as a form: as it was read, or as a person changed it.

    `sent`: what a page sends along of what it showed. It counts for what is still said in the same words.
    """
    able = queries.handles(viewer) if "@" in text else {}
    found = _read(text, client, able)
    # Most texts hold nothing of the kind: nobody is looked up for them.
    people = [(user.uid, user.name) for user in queries.owners(viewer)] if found else []
    return [_form(number, one, able, people, viewer, sent or {}) for number, one in enumerate(found)]


def take(
    client: Any,
    text: str,
    *,
    by: User,
    sent: Mapping[str, Any],
    source: str = "",
    source_uid: UUID | None = None,
    key: str = "",
) -> list[Promise]:
    """Write down what the text says is not to be forgotten, save what the person switched off.

    In the transaction of whoever calls. Raises Refused where something that was chosen cannot be.
    """
    made = []
    for form in understood(text, client, by, sent):
        words = form.chosen()
        if words is None:
            continue
        owner = words.pop("owner")
        responsible = queries.owners(by).filter(uid=owner).first() if owner else None
        told = {"source": source, "source_uid": source_uid, "key": f"{key}:{form.prefix}" if key else ""}
        made.append(add_promise(client, **words, responsible=responsible, **told, by=by))
    return made


@dataclass(frozen=True)
class Line:
    """A line that was written down: the note that it is, where this person writes notes, and what was taken from it."""

    note: Any = None
    promises: list[Promise] = field(default_factory=list)


def write_line(client: Any, *, text: str, by: User, sent: Mapping[str, Any], key: str = "") -> Line:
    """Write a line down as a note about a client, and what is not to be forgotten of it, all or nothing.

    Whoever may write no notes writes down what was understood alone; raises Refused where that is nothing.
    """
    with transaction.atomic():
        if by.may("people.note.add"):
            note = add_note(client, text=text, by=by, key=key)
            told = {"source": Promise.Source.NOTE, "source_uid": note.uid}
            return Line(note, take(client, text, by=by, sent=sent, key=key, **told))
        made = take(client, text, by=by, sent=sent, key=key)
    if not made:
        raise Refused(_("No promise was understood here. Say who does what, and until when."), field="text")
    return Line(None, made)


def write_next_step(client: Any, *, text: str, by: User, task: str = "", key: str = "") -> list[Promise]:
    """Write down what is done next for a client, and whatever else the line says is not to be forgotten, all or nothing.

    `task`: the uid of the one that it follows from, if any. What is understood is written down as what it is, with its
    day and colleague. Whoever is asked what is next expects to find every typed word again, and the client planned for:
    where words are left over, the first step says the whole line, and where no step is understood, as of what the client
    promised, the line itself is the step, too. A note is not made of it: not everybody may write one.
    """
    found = [words for form in understood(text, client, by) if (words := form.chosen())]
    steps = [words for words in found if words["kind"] == "next_step"]
    if not steps:
        day = {name: found[0][name] for name in ("owner", "due_on", "due_time")} if found else {}
        found.append({"text": text, "kind": "next_step", **day})
    elif _leaves_unsaid(text, found, client, by):
        steps[0]["text"] = text
    follows = queries.tasks(by).filter(uid__in=[as_uuid(task)], client=client).first() if task else None
    told = {"source": Promise.Source.TASK, "source_uid": follows.uid} if follows else {}
    made = []
    with transaction.atomic():
        for number, words in enumerate(found):
            owner = words.pop("owner", None)
            responsible = queries.owners(by).filter(uid=owner).first() if owner else None
            once = f"{key}:{number}" if key else ""
            made.append(add_promise(client, **words, **told, responsible=responsible, key=once, by=by))
    return made


def say_taken(request: Any, promises: Sequence[Promise], source_uid: Any = None) -> None:
    """Tell what was taken from a text, with the way back."""
    if not promises:
        return
    sentence = ngettext(
        "%(count)s promise was taken from it.", "%(count)s promises were taken from it.", len(promises)
    ) % {"count": len(promises)}
    undo = ("agenda:let_go_of_taken", [source_uid], {}) if source_uid else undo_of(promises)
    toast(request, sentence, undo)


def undo_of(promises: Sequence[Promise]) -> tuple[str, list[Any], dict[str, str]]:
    """The way back of writing these down, as a toast has it."""
    return "agenda:let_go_of_these", [], {"promises": " ".join(str(one.uid) for one in promises)}


def _leaves_unsaid(text: str, found: Sequence[Mapping[str, Any]], client: Any, by: User) -> bool:
    """Whether the line has words that none of what was understood of it holds."""
    able = queries.handles(by) if "@" in text else {}
    said = Counter(_words(" ".join(one["text"] for one in found)))
    return bool(Counter(_words(" ".join(bare_words(text, **_spoken(client, able))))) - said)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _spoken(client: Any, able: Mapping[str, User]) -> dict[str, Any]:
    """By which clock, in which language and of which colleagues a line about a client speaks."""
    place = client.location
    return {
        "now": clock.now(),
        "zone": ZoneInfo(place.zone) if place else timezone.get_current_timezone(),
        "language": (get_language() or "en")[:2],
        "handles": able.keys(),
        "day_first": company.current().country not in MONTH_FIRST,
    }


def _read(text: str, client: Any, able: Mapping[str, User]) -> Sequence[Captured]:
    return captured(text, **_spoken(client, able), sex=SEXES.get(client.sex, ""))[:MOST]


def _form(
    number: int,
    one: Captured,
    able: Mapping[str, User],
    people: list[tuple[Any, str]],
    viewer: User,
    sent: Mapping[str, Any],
) -> ItemForm:
    prefix, text = f"item-{number}", one.what[:LONGEST]
    owner = able.get((one.assignee or "").lstrip("@").casefold(), viewer)
    on, at = _when(one.due)
    sort, owes = sort_of(one.kind, one.owes), one.owes if one.owes in OWED_BY.get(one.kind, ()) else ""
    was: dict[str, Any] = {
        "text": text,
        "sort": sort if sort in SORTS else "next_step",
        "owner": str(owner.uid),
    }
    was |= {"due_on": on, "due_time": at, "is_on": True, "owes": owes}
    changed = sent if sent.get(f"{prefix}-text") == text else None
    return ItemForm(changed, prefix=prefix, initial=was, people=people)


def _when(due: date | datetime | None) -> tuple[date | None, Any]:
    """A day, and an hour where one was said: as they are by the clock of the place."""
    if isinstance(due, datetime):
        return due.date(), due.time().replace(second=0, microsecond=0, tzinfo=None)
    return due, None
