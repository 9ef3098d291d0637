"""What one should know of a client before a call, a visit or a meeting: short, and all in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pomni.kit.addresses import address
from pomni.kit.clock import today
from pomni.kit.errors import NotAllowed
from pomni.kit.module import BriefLine, function_named, open_to
from pomni.people.known import KINDS as KINDS_OF_PECULIARITIES
from pomni.people.known import comes_next
from pomni.people.models import Client, ContactPoint
from pomni.people.points import NORMAL
from pomni.people.queries.card import card_of
from pomni.people.queries.figured import Strip, strip_of
from pomni.people.queries.known import KnownOf, TieSeen, by_person
from pomni.people.queries.moments import pinned_and_newest
from pomni.people.queries.record import Record, clients_here, record_of
from pomni.people.queries.told_lines import ADDED, Line
from pomni.people.words import tax_id_of
from pomni.team.models import User

NEWEST = 15  # lines among which the last contacts and notes are looked for
LAST = 5
MOST_LINES = 8  # of one part
MOST_FOUND = 6  # clients who share a phone
WRITTEN = ("notes", "contacts")


@dataclass(frozen=True)
class Part:
    """A part of a brief, under its title; `key` is for programs."""

    key: str
    title: str
    lines: list[BriefLine]
    order: int


@dataclass(frozen=True)
class Brief:
    """A client as one is about to meet them, as far as the viewer may see."""

    client: Client
    record: Record
    warning: str
    strip: Strip
    parts: list[Part]


@dataclass(frozen=True)
class Called:
    """Who has a phone or a tax number: the first few, and whether there are more."""

    clients: list[Client]
    is_more: bool


def brief_of(viewer: User, uid: Any) -> Brief:
    """The brief of one client. Raises Http404 where there is none within reach."""
    client = card_of(viewer, uid)
    record = record_of(viewer, client)
    parts = [*_written(viewer, client), *_known(client, record.known), *_of_modules(viewer, client)]
    told = [part for part in parts if part.lines]
    return Brief(
        client, record, client.warning, strip_of(viewer, client), sorted(told, key=attrgetter("order"))
    )


def clients_by_phone(viewer: User, phone: str) -> Called:
    """Who has this very phone, within reach: a family's has several holders. By name; those in the archive last.

    Raises NotAllowed where the viewer may not see phones in full: nobody learns by trying whose a phone is.
    """
    if viewer.field_rule("people.client.phone"):
        raise NotAllowed(
            _("Your role does not show you phones in full, so nobody can be looked up by one."),
            capability=Client.see,
        )
    normal = NORMAL[ContactPoint.Kind.PHONE](phone)
    return _first(clients_here(viewer).filter(contact_points__kind="phone", contact_points__normal=normal))


def clients_by_tax_id(viewer: User, tax_id: str) -> Called:
    """Who has this tax number, within reach. By name; those in the archive last. Raises Refused where it is none."""
    return _first(clients_here(viewer).filter(tax_id=tax_id_of(tax_id)))


def _first(found: Any) -> Called:
    is_archived = ExpressionWrapper(Q(archived_at__isnull=False), BooleanField())
    rows = list(found.order_by(is_archived, "sorted_as", "pk")[: MOST_FOUND + 1])
    return Called(rows[:MOST_FOUND], len(rows) > MOST_FOUND)


# --- Parts --------------------------------------------------------------------------------------------------------------


def _written(viewer: User, client: Client) -> list[Part]:
    """What is pinned, and the last contacts and notes with what came of them."""
    pinned, newest = pinned_and_newest(viewer, client, WRITTEN, NEWEST)
    last = [line for line in newest if line.kind in ADDED and not line.is_withdrawn][:LAST]
    return [
        Part("pinned", _("Pinned"), _of_lines(client, pinned), 10),
        Part("last", _("Last contacts and notes"), _of_lines(client, last), 20),
    ]


def _of_lines(client: Client, lines: Iterable[Line]) -> list[BriefLine]:
    url = address("people:client", client.uid)
    return [
        BriefLine(line.body or line.sentence, _beside(line), line.at, f"{url}?at={line.pk}#m-{line.pk}")
        for line in lines
    ]


def _beside(line: Line) -> str:
    told = (text for _label, text in line.details)
    return " · ".join(filter(None, (line.sentence if line.body else "", *told, line.by)))


def _known(client: Client, known: KnownOf) -> list[Part]:
    """Peculiarities, good and bad moments, days that come, and who is who to them."""
    peculiarities = [
        BriefLine(one.text, str(KINDS_OF_PECULIARITIES.get(one.kind, one.kind)), one.on)
        for one in known.peculiarities
    ]
    moments = [
        BriefLine(one.text, str(KINDS_OF_PECULIARITIES.get(one.kind, one.kind)), one.on)
        for one in known.moments or ()
    ]
    ties = [
        BriefLine(of_one[0].name, _who_it_is(of_one), url=_card(of_one[0].other))
        for of_one in by_person(known.ties)
    ]
    return [
        Part("peculiarities", pgettext("of a client", "Peculiarities"), peculiarities[:MOST_LINES], 40),
        Part("moments", _("Good and bad moments"), moments[:MOST_LINES], 50),
        Part("dates", _("Days to remember"), _days(client, known)[:MOST_LINES], 60),
        Part("ties", _("Who is who to them"), ties[:MOST_LINES], 70),
    ]


def _who_it_is(ties: Iterable[TieSeen]) -> str:
    """All that one person is to the client: "Parent · Payer · by card"."""
    return " · ".join(filter(None, (text for one in ties for text in (one.label, one.note))))


def _days(client: Client, known: KnownOf) -> list[BriefLine]:
    """The days that come, the nearest first; the birthday among them."""
    coming = [
        (comes_next(one.day, one.year, is_yearly=one.is_yearly, today=today()), one.title)
        for one in known.dates
    ]
    if client.birth_day:
        birthday = comes_next(client.birth_day, None, is_yearly=True, today=today())
        coming.append((birthday, _("Birthday")))
    return [BriefLine(title, at=day) for day, title in sorted(((d, t) for d, t in coming if d), key=_nearest)]


def _nearest(one: tuple[Any, str]) -> Any:
    return one[0]


def _card(uid: Any) -> str:
    return address("people:client", uid) if uid else ""


def _of_modules(viewer: User, client: Client) -> list[Part]:
    return [
        Part(one.key, str(one.title), list(function_named(one.tell)(viewer, client))[:MOST_LINES], one.order)
        for one in open_to(viewer, "brief")
    ]
