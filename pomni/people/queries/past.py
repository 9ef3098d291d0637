"""What was known of a client at the end of a past day: folded from the moments that were told by then.

What stood on another card then, which is one with this one since, was known as well: told where this card said nothing,
with whose card it was. What was erased since stays erased, for nothing is left of it to be folded; what a role masks or
hides is masked or hidden there as well. Told is what was known then, not what has turned out since.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, JSONField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, fields
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import rows_of
from pomni.memory.models import Moment
from pomni.memory.queries import state_as_of
from pomni.people.events.clients import LABELS, PARTS
from pomni.people.events.own import OwnFieldsChanged
from pomni.people.events.told import BY_UID, as_said
from pomni.people.known import tie_label, turned
from pomni.people.models import Client, Consent, ImportantDate, Merge, Peculiarity, Tie
from pomni.people.own import BY_NUMBER
from pomni.people.queries.known import ties_of
from pomni.people.queries.moment_rows import PINNED, valued
from pomni.people.queries.moments import _told
from pomni.people.queries.own import Linked, linked_of, rules_of
from pomni.team.models import Location, User
from pomni.team.queries import Told, names, within_reach_with
from pomni.team.shown import HIDDEN, Reader, masked, shown

# What is known of a client beside their own facts: kinds of records, each with the condition of being one of the client's.
BESIDE: tuple[tuple[Any, Callable[[int], Q]], ...] = (
    (Peculiarity, lambda pk: Q(client=pk)),
    (Tie, lambda pk: Q(client=pk) | Q(other=pk)),
    (ImportantDate, lambda pk: Q(client=pk)),
    (Consent, lambda pk: Q(client=pk)),
)
ARCHIVED = "archived"
MOST_BESIDE = 300
TIE = Tie._meta.label_lower
HAS_MERGED = 4  # marks the moment that is there where another card was merged into this one since
IDS = {"responsible": lambda pk: names([pk]), "location": lambda pk: _places(pk)}


@dataclass(frozen=True)
class KnownThen:
    """A client's facts on a past day: each with its label, as this viewer may see it; and what else was written down."""

    name: str
    facts: list[tuple[str, str]]
    beside: list[tuple[str, str]]
    is_archived: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all was known of the client by then."""
        return not (self.name or self.facts or self.beside)


def known_then(viewer: User, client: Client, until: datetime) -> KnownThen:
    """What was known of a client by an instant, as far as the viewer may see it. Of one who was erased: nothing."""
    if client.forgotten_at:
        return KnownThen("", [], [])
    beside, has_merged = _beside(viewer, client, until)
    state, stood = _state(viewer, client, until, has_merged=has_merged)
    fields = [field for field in LABELS if field != "name" and field not in PARTS]
    told = ((field, _text(viewer, field, state[field])) for field in fields if state.get(field) is not None)
    facts = [(field, str(LABELS[field]), text) for field, text in told if text] + _own(viewer, state)
    return KnownThen(
        str(state.get("name") or ""),
        [(label, _where(text, stood.get(field))) for field, label, text in facts],
        beside,
        bool(state.get(ARCHIVED)),
    )


def _state(
    viewer: User, client: Client, until: datetime, *, has_merged: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the card told then, and, of what only a card told that is merged into it since, by field the name on that card.

    What another's card told while the two were one is theirs again once they are two.
    """
    tells = Reader(viewer).may_know_all
    state = dict(state_as_of(Client._meta.label_lower, client.pk, until, tells=tells))
    stood: dict[str, str] = {}
    for pk in _merged_since(client.pk, until) if has_merged else ():
        theirs = state_as_of(Client._meta.label_lower, pk, until, tells=tells)
        besides = {ARCHIVED} if state else set()  # a card that was there says itself whether it was archived
        new = {field for field, value in theirs.items() if value and not state.get(field)} - besides
        state |= {field: theirs[field] for field in new}
        stood |= dict.fromkeys(new, str(theirs.get("name") or ""))
    return state, stood


def _merged_since(client_id: int, until: datetime) -> list[int]:
    """The keys of the cards that were others at that instant and are one with this client now: those of the last merges too."""
    found: list[int] = []
    last = [client_id]
    while last:
        last = list(_merges(until).filter(kept_id__in=last).order_by("pk").values_list("gone_id", flat=True))
        found += last
    return found


def _merges(until: datetime) -> QuerySet[Merge]:
    return Merge.objects.filter(undone_at=None, at__gt=until)


def _where(text: str, name: str | None) -> str:
    if not name:
        return text
    return _("%(said)s (on the card of %(name)s)") % {"said": text, "name": name}


def _text(viewer: User, field: str, value: Any) -> str:
    """A field's value in words; "" where nothing was known, or nothing is told."""
    if isinstance(value, int) and field in IDS:  # as it is told of a new client; later by name
        value = IDS[field](value).get(value, "")
    if field in BY_UID:
        return _organisation(viewer, value) if value else ""
    if not (text := as_said(field, value)):
        return ""
    told = shown(viewer, f"people.client.{field}", text)
    return HIDDEN if told is None else str(told)


def _own(viewer: User, state: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The company's own fields, by key, called as they are now; whom or what one leads to as far as the viewer reaches it."""
    rules = rules_of(viewer)
    stand = [
        one for one in fields(CLIENT, archived=True) if state.get(one.key) and rules.get(one.key) != "hide"
    ]
    links = [(one, state[one.key]) for one in stand if one.kind in BY_NUMBER]
    led = linked_of(viewer, links) if links else {}
    told = []
    for one in stand:
        text = str(
            led.get(state[one.key], Linked())
            if one.kind in BY_NUMBER
            else OwnFieldsChanged.said_as(one.key, state[one.key])
        )
        if one.key in rules:
            text = masked(text) if one.kind == "text" else HIDDEN
        told.append((one.key, one.name, text))
    return told


def _organisation(viewer: User, uid: Any) -> str:
    """Where they worked, by the name of today, as far as the viewer reaches it."""
    if not (number := as_uuid(str(uid))):
        return str(Linked())
    found = Client.objects.visible_to(viewer).filter(uid=number, forgotten_at=None)
    return found.values_list("name", flat=True).first() or str(Linked())


def _places(pk: int) -> dict[int, str]:
    return dict(
        rows_of("name of a place", lambda pk: Location.objects.filter(pk=pk).values_list("pk", "name"), pk)
    )


def _beside(viewer: User, client: Client, until: datetime) -> tuple[list[tuple[str, str]], bool]:
    """Peculiarities, ties, days and consents: of each the last word that was told of it by then, unless it was taken back.

    And whether another card was merged into this one since, asked along.
    """
    reach, key = within_reach_with(viewer, client)

    def compose(pk: int, until: datetime) -> list[QuerySet[Any, Any]]:
        told = [_of(model, rows, pk, until, reach()) for model, rows in BESIDE]
        return [*told, _sign_of_merges(pk, until)]

    found = rows_of(("known then", key), compose, client.pk, until)
    rows = [row for row in found if row[PINNED] != HAS_MERGED]
    standing = _standing(_told(viewer, sorted(rows, key=_number, reverse=True)))
    tied = _tied(viewer, client, [told.moment.record_id for told in standing if told.moment.record == TIE])
    lines = (_line(told, tied) for told in standing)
    return [line for line in lines if line[1] != HIDDEN], len(rows) < len(found)


def _tied(viewer: User, client: Client, pks: list[int]) -> dict[int, tuple[bool, str]]:
    """Of each of these ties whether it was told on the other's card, and who the other one is, as far as the viewer reaches."""
    found = ties_of(viewer, client).filter(pk__in=pks) if pks else ()
    sides = {tie.pk: (tie.other_id == client.pk, tie) for tie in found}
    return {
        pk: (is_turned, (tie.client if is_turned else tie.other or tie.colleague).name)  # type: ignore[union-attr]  # one of the two is there
        for pk, (is_turned, tie) in sides.items()
    }


def _sign_of_merges(pk: int, until: datetime) -> QuerySet[Any, Any]:
    """The newest moment of the client's card, in the columns of the others, where there was such a merge; else nothing."""
    moments = Moment.objects.filter(record=Client._meta.label_lower, record_id=pk)
    found = moments.filter(Exists(_merges(until).filter(kept_id=pk))).order_by("-pk")
    return valued(found, Value(HAS_MERGED), Value(None, output_field=JSONField()))[:1]


def _of(model: Any, of_client: Callable[[int], Q], pk: int, until: datetime, reach: Q) -> QuerySet[Any, Any]:
    """The moments of a client's records of one kind: by those records, for of all moments of a client they are few."""
    records = model.objects.filter(of_client(pk)).values("pk")
    told = Moment.objects.filter(reach, record=model._meta.label_lower, record_id__in=records, at__lte=until)
    return valued(told.order_by("-pk"), Value(0), Value(None, output_field=JSONField()))[:MOST_BESIDE]


def _number(row: Sequence[Any]) -> int:
    return row[0]


def _standing(newest_first: Iterable[Told]) -> list[Told]:
    """Of each record the last moment that says what it is; none of a record that was taken back last."""
    last: dict[tuple[str, int], bool] = {}
    found: dict[tuple[str, int], Told] = {}
    for told in newest_first:
        record = (told.moment.record, told.moment.record_id)
        says = not told.moment.event.__name__.endswith(("Withdrawn", "Restored")) or record[0].endswith(
            "consent"
        )
        last.setdefault(record, says or told.moment.event.__name__.endswith("Restored"))
        if says and last[record]:
            found.setdefault(record, told)
    return list(found.values())


def _line(told: Told, tied: dict[int, tuple[bool, str]]) -> tuple[str, str]:
    what = str(told.moment.event.words(dict(told.facts)).get("what", ""))
    said = " · ".join(filter(None, (told.body, *(text for _label, text in told.details))))
    if told.moment.record == TIE and (known := tied.get(told.moment.record_id)):
        kind = told.facts["relation"]
        return known[1], " · ".join(filter(None, (tie_label(turned(kind) if known[0] else kind), said)))
    is_consent = told.moment.record.endswith("consent")
    return (told.sentence if is_consent or not what else what, said)
