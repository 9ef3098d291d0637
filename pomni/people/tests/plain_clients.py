"""Clients of whom each knows something else, and the same as plain records: what the property test of conditions reads."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from pomni.agenda.models import Promise, Task
from pomni.facts import queries as facts
from pomni.people.commands import fill_own_fields
from pomni.people.consents import standing
from pomni.people.models import (
    Client,
    ClientFigures,
    Consent,
    ContactPoint,
    Holding,
    ImportantDate,
    Interaction,
    Touch,
)

DAYS = [date(2026, 11, 22), date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31)]
SOURCES = ["", "Street", "STREET", "Ёлка и улица", "елка", "Łódź *[1]", "100% (a.b)", "street 5"]
KINDS = ("text", "number", "money", "date", "yes_no", "choice", "many", "colleague")
OWN_KEYS = [f"own.{kind}" for kind in KINDS]
SAID = [  # to what, whether given, by what, so many days ago: the last of these are said on one day
    ("data", True, "", 9), ("data", False, "", 4), ("marketing", True, "", 8), ("marketing", False, "email sms", 3),
    ("marketing", True, "email", 3), ("data", True, "", 4),
]  # fmt: skip


@dataclass
class Plain:
    """A client as a plain record: what each fact of the test is, None or an empty list where it is not known."""

    pk: int = 0
    told: dict = field(default_factory=dict)


def record_of(n, people, places, tags):
    around = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # which is another day in half of the zones
    added = around - timedelta(days=(n * 7) % 120, hours=n % 5)
    contact = None if n % 3 == 0 else around - timedelta(days=(n * 11) % 200, hours=n % 7)
    due = None if n % 4 == 0 else DAYS[0] + timedelta(days=(n % 9) - 4)
    client = Client.objects.create(
        name=f"Client {n}",
        kind=Client.Kind.ORGANISATION if n % 5 == 0 else Client.Kind.PERSON,
        source=SOURCES[n % len(SOURCES)],
        birth_day=["", "02-29", "02-28", "11-22", "11-29", "01-01", "12-31", "03-01"][n % 8],
        birth_year=[None, 1980, 2008, 2000, 2024][n % 5],
        responsible=people[n % 4],
        location=places[n % 3],
        added_at=added,
        archived_at=around if n % 7 == 0 else None,
    )
    if n % 2:
        ClientFigures.objects.create(client=client, last_contact_at=contact, contacts=n % 4, next_due_on=due)
    mine = [tag for place, tag in enumerate(tags) if n >> place & 1]
    client.tags.add(*mine)
    if n % 3 == 1:
        point = ContactPoint.objects.create(kind="phone", normal=f"+48600{n:06}")
        Holding.objects.create(client=client, contact_point=point, typed=point.normal)
    open_days = [DAYS[0] + timedelta(days=place - 2) for place in range(n % 4)]
    done_at = [around - timedelta(days=30 * place + n % 3) for place in range(n % 3)]
    for day in open_days:
        Task.objects.create(client=client, title="x", due_on=day, added_at=around)
    for at in done_at:
        Task.objects.create(client=client, title="x", added_at=around, done_at=at)
    beside = _known_of(client, n, around, people)
    told = beside | {
        "people.source": client.source or None,
        "people.kind": client.kind,
        "people.birthday": client.birth_day or None,
        "people.born": (client.birth_year, client.birth_day)
        if client.birth_day and client.birth_year
        else None,
        "people.birth_year": client.birth_year,
        "people.responsible": str(client.responsible.uid) if client.responsible else None,
        "people.location": str(client.location.uid) if client.location else None,
        "people.added": added,
        "people.archived": bool(client.archived_at),
        "people.phone": n % 3 == 1,
        "people.tags": [str(tag.uid) for tag in mine],
        "people.last_contact": contact if n % 2 else None,
        "people.contacts": n % 4 if n % 2 else 0,
        "agenda.next_due": due if n % 2 else None,
        "agenda.open_tasks": len(open_days),
        "agenda.overdue_tasks": open_days,
        "agenda.last_done": max(done_at, default=None),
    }
    return Plain(client.pk, told)


def _known_of(client, n, around, people):
    """Consents, ties, days, contacts, promises and custom fields of a client, and the same as plain values."""
    said = [
        Consent(
            client=client,
            kind=kind,
            is_given=given,
            channels=channels,
            on=DAYS[0] - timedelta(days=day),
            told_at=around,
        )
        for place, (kind, given, channels, day) in enumerate(SAID)
        if n >> place & 1
    ]
    Consent.objects.bulk_create(said)
    stands = standing(Consent.objects.filter(client=client).order_by("pk"))
    answers = {key: {True: "given", False: "withdrawn"}[told.is_given] for key, told in stands.items()}
    days = ["02-29", "11-30"][: n % 3]
    for day in days:
        ImportantDate.objects.create(client=client, title="x", day=day, told_at=around)
    ImportantDate.objects.create(
        client=client, title="once", day="11-23", year=2026, is_yearly=False, told_at=around
    )
    touches = [around - timedelta(days=(n * 3 + 20 * place) % 100) for place in range(n % 4)]
    for place, at in enumerate(touches):
        Touch.objects.create(client=client, at=at, kind="people.test", record_id=n * 10 + place)
    visits = [around - timedelta(days=place * n) for place in range(n % 3)]
    for at in visits:
        Interaction.objects.create(client=client, how="visit", at=at, written_at=around)
    Interaction.objects.create(client=client, how="call", at=around, written_at=around)
    kinds = Promise.Kind.values[: n % 4]
    dues = [DAYS[0] + timedelta(days=place * n % 9 - 3) if place else None for place in range(len(kinds))]
    for kind, due in zip(kinds, dues, strict=True):
        Promise.objects.create(
            client=client, kind=kind, owes="us", due_on=due, responsible=people[n % 4], added_at=around
        )
    Promise.objects.create(client=client, kind="agreement", owes="both", state="kept", added_at=around)
    return {
        "people.consent_data": answers.get(("data", "")),
        "people.consent_marketing_email": answers.get(("marketing", "email")),
        "people.dates": days,
        "people.contacts_30": touches,
        "people.visits": len(visits),
        "people.last_visit": max(visits, default=None),
        "people.likely_double": False,
        "agenda.promise_due": [day for day in dues if day],
        "agenda.promise_kind": kinds,
        "agenda.promise_owner": [str(people[n % 4].uid)] if kinds and people[n % 4] else [],
        "agenda.kept_promises": 1,
    } | _own_of(client, n, people)


def _own_of(client, n, people):
    """What stands in custom fields of each kind."""
    own = {one.kind: one for one in facts.fields(facts.CLIENT)}
    if not own or n % 5 == 4:
        return dict.fromkeys(OWN_KEYS) | {"own.yes_no": False, "own.many": []}
    red, green = (one.uid for one in own["choice"].choices)
    warm, cold = (one.uid for one in own["many"].choices)
    colleague = people[n % 4] or people[1]
    told = {
        "text": SOURCES[1 + n % 7],
        "number": n % 6,
        "money": n % 4,
        "date": DAYS[0] + timedelta(days=n % 40 - 20),
        "yes_no": n % 2 == 0,
        "choice": red if n % 3 else green,
        "many": [[warm], [warm, cold], []][n % 3],
        "colleague": str(colleague.uid),
    }
    fill_own_fields(client, values={own[kind].key: value for kind, value in told.items()}, by=people[3])
    return {f"own.{kind}": value for kind, value in told.items()}
