"""The house that the matrix walks through: the seeded company with tokens and open invitations, made once and never changed.

Each cell is played inside a savepoint that is taken back, so that no cell leaves anything to the next.
"""

import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser

from pomni.memory.uids import moment_uid

ROLES = ["stranger", "guest", "director", "front_desk", "specialist", "salesperson", "head_of_sales"]
ROLES += ["marketer", "accountant", "product_manager", "configurator"]
NOWHERE = uuid.UUID("01900000-0000-7000-8000-000000000000")
# The names of the seeded clients in the table of cells, and the canary of each.
CLIENTS = {
    "Sd": "canary-director-south",
    "Ss": "canary-salesperson-south",
    "S2": "canary-salesperson2-south",
    "Np": "canary-specialist-north",
    "Sh": "canary-head-south",
    "Nd": "canary-director-north",
}
TASKS = {"KD": "director", "KS": "salesperson", "KP": "specialist"}  # whose it is, set by themselves
DOUBLES = {"Ss": "S2", "Np": "Nd"}  # beside whom a client is laid as a possible double
INVITATIONS = {"Di": "director", "Ci": "configurator"}


@dataclass
class House:
    """What the cells need to know: ids, secrets, cookies; and what would betray a record."""

    users: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    invitations: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)  # one that may change, by login
    readers: dict = field(default_factory=dict)  # one that may only read, by login
    roles: dict = field(default_factory=dict)
    further: dict = field(default_factory=dict)  # roles (r:), teams (t:) and locations (l:) by name
    webhooks: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)  # one of each client, by "F-" and its code
    written: dict = field(default_factory=dict)  # a note and a contact of each client, by whoever holds it
    call: object = None  # a call of the webhook that has arrived
    cookies: dict = field(default_factory=dict)
    handlers: dict = field(default_factory=dict)  # of browsers, by how these are made
    traces: dict = field(default_factory=dict)  # canary -> texts of which each betrays the record
    full: list = field(
        default_factory=list
    )  # phones and addresses, as they must not be shown where they are masked

    def browser(self, role, **more):
        """A browser in which this role is signed in; a new one each time."""
        browser = Browser(**more)
        # Tens of thousands of them: their middleware is made once, which would take a fifth of the time of a cell.
        browser.handler = self.handlers.setdefault(str(more), browser.handler)
        if role != "stranger":
            browser.cookies["pomni"] = self.cookies[role]
        return browser

    @contextmanager
    def untouched(self):
        """Whatever is done inside is taken back at the end."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def url(self, path, record, role):
        """The address of a record. `role` tells whose the token "own" is."""
        text = re.sub(r"\^.*confirm-email/.*", "confirm-email/abc/", path)
        text = re.sub(r"\^password/reset/key/.*", "password/reset/key/1-abc-0123/", text)
        places = {
            "<uuid:uid>": lambda: self.uid(path, record, role),
            "<uid>": lambda: self.uid(path, record, role),
            "<uuid:other>": lambda: self.uid(path, DOUBLES.get(record, record), role),
            "<other>": lambda: self.uid(path, DOUBLES.get(record, record), role),
            "<uuid:call>": lambda: self.call.uid,
            "<call>": lambda: self.call.uid,
            "<uuid:handing>": lambda: NOWHERE,
            "<handing>": lambda: NOWHERE,
            "<note>": lambda: self.written.get(("notes", record), NOWHERE),
            "<interaction>": lambda: self.written.get(("contacts", record), NOWHERE),
            "<uuid:user_uid>": lambda: self.users["salesperson2"].uid,
            "<str:label>": lambda: "people.client",
            "<slug:key>": lambda: "note",
            "<slug:group>": lambda: "called",
            "<slug:what>": lambda: "peculiarity",
            "<uuid:detail>": lambda: self.written.get(("peculiarity", record), NOWHERE),
            "<tie>": lambda: self.written.get(("tie", record), NOWHERE),
            "<peculiarity>": lambda: self.written.get(("peculiarity", record), NOWHERE),
            "<date>": lambda: self.written.get(("date", record), NOWHERE),
            "<uuid:written>": lambda: self.written.get((path.split("/")[2], record), NOWHERE),
            "<str:link>": lambda: "wrong",
            "<slug:place>": lambda: "north-00000000",
            "<slug:who>": lambda: "sam-00000000",
            "<str:secret>": lambda: self.invitations[record].secret if record in INVITATIONS else "wrong",
            "<int:pk>": lambda: 1,
            "<moment>": lambda: moment_uid(self.line(record)),
            "<int:number>": lambda: self.line(record) if "pin/" in path else 1,
            "<str:what>": lambda: "chain",
            "<str:channel>": lambda: "sms",
            "<str:occasion>": lambda: "before",
            "<str:token>": lambda: "1-wrong",
            "<str:name>": lambda: "none.png",
        }
        for place, found in places.items():
            if place in text:
                text = text.replace(place, str(found()))
        return f"/{text.lstrip('/')}"

    def line(self, record):
        """The number of a line on a client's timeline."""
        from pomni.memory.models import Moment

        client = self.clients.get(record)
        found = Moment.objects.filter(record="people.client", record_id=client.pk).first() if client else None
        return found.pk if found else 1

    def uid(self, path, record, role):
        """The uid of the record with this name in the table."""
        if record in ("own", "other"):
            others = "salesperson" if role == "director" else "director"
            owner = others if record == "other" or role == "stranger" else role
            return self.tokens[owner].uid
        for known in (self.clients, self.invitations, self.users, self.webhooks, self.files, self.further):
            if record in known:
                return known[record].uid
        return NOWHERE


@pytest.fixture(autouse=True)
def _the_password_stays_just_typed(settings):
    """The house is built once; on a slow machine its last cells are played more than five minutes later."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """As elsewhere, but rights stay known from cell to cell: they are kept by a stamp that is drawn anew each time."""
    from pomni.facts import own
    from pomni.team import company

    company.forget()
    own.forget()


@pytest.fixture
def _django_db_helper():
    """No transaction around each test, as elsewhere: the house is in one already."""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The house, built in one transaction that is never committed."""
    from pomni.memory import sightings
    from pomni.team import refusals

    noted, sightings._buffer.add = (
        sightings._buffer.add,
        lambda rows: None,
    )  # no thread writes beside the test
    drawn, refusals.not_allowed = refusals.not_allowed, _drawn_once(refusals.not_allowed)
    with django_db_blocker.unblock(), transaction.atomic():
        yield _built()
        transaction.set_rollback(True)
    sightings._buffer.add, refusals.not_allowed = noted, drawn


def _drawn_once(not_allowed):
    """A refusal says which right is missing and who gives it, nothing of the record: each is drawn once for a person.

    Half of the cells are refused, and drawing that page anew took a third of the time of the table.
    """
    pages = {}

    def told(request, error):
        key = (request.user.pk, error.capability, str(error), bool(getattr(request, "htmx", False)))
        if key not in pages:
            pages[key] = not_allowed(request, error).content
        return HttpResponse(pages[key], status=403)

    return told


def _built():
    from pomni.config.seeding import seed
    from pomni.people.commands import add_note
    from pomni.people.models import Client
    from pomni.team.models import Location, Role, Team, User

    list(seed("correct horse battery"))
    guest = User(username="guest", name="Guest", language="en")
    guest.set_password("correct horse battery")
    guest.save()
    house = House(users={user.username: user for user in User.objects.people()})
    house.roles = {role.preset: role for role in Role.objects.all()}
    house.further = {f"r:{preset}": role for preset, role in house.roles.items()}
    house.further |= {f"t:{team.name}": team for team in Team.objects.all()}
    house.further |= {f"l:{place.name}": place for place in Location.objects.all()}
    for code, canary in CLIENTS.items():
        house.clients[code] = Client.objects.get(name=f"Client {canary}")
        holding = house.clients[code].holdings.get(contact_point__kind="phone")
        bare = re.sub(r"\D", "", holding.typed)
        secret = [holding.typed, holding.contact_point.normal, bare, bare[2:], f"{canary}@example.com"]
        house.traces[code] = [canary, *secret]
        house.full += secret
    _book(house)
    _sell(house)
    _promise(house)
    _double(house)
    _lay_files(house)
    _write_down(house)
    _bring_in(house)
    _take_out(house)
    _hand_out(house)
    for code in ("Sh", "Nd"):  # among the newest of the log, of whatever else the house is full
        add_note(house.clients[code], text="Rings twice", by=house.users["director"])
    for role in ROLES[1:]:
        browser = Browser()
        browser.force_login(house.users[role])
        house.cookies[role] = browser.cookies["pomni"].value
    return house


def _book(house):
    """A visit at North, by the specialist, and a chair there."""
    from datetime import time, timedelta

    from pomni.catalog.commands import add_service, set_performers
    from pomni.kit import clock
    from pomni.schedule.commands import (
        add_closure,
        add_minimum,
        add_thing,
        add_waiting,
        ask_absence,
        book_visit,
        clock_in,
        clock_out,
        enrol,
        set_seats,
    )
    from pomni.schedule.laying import Wanted

    vera, specialist = house.users["director"], house.users["specialist"]
    from pomni.reminders.commands import add_rule

    house.further["Rl"] = add_rule(occasion="before", minutes=60, texts={"en": "{name}, come"}, by=vera)
    massage = add_service(name="Massage", minutes=60, by=vera)
    massage = set_performers(massage, performers=[(specialist, None, None)], by=vera)
    north = house.further["l:North"]
    day = clock.today() + timedelta(days=90)
    house.further["Cl"] = add_closure(north, first=day, last=day, why="Repairs", by=vera)
    house.further["Wl"] = add_waiting(house.clients["Np"], services=[massage], last=day, by=vera)
    house.further["Of"] = hold_time(vera, house.clients["Np"], north, massage, specialist)
    pilates = set_seats(add_service(name="Pilates", minutes=60, by=vera), seats=5, by=vera)
    told = {"location": north, "day": day, "begins": time(20), "lines": [Wanted(pilates)]}
    house.further["St"] = enrol(book_visit(**told, by=vera), house.clients["Np"], by=vera)
    house.further["Mn"] = add_minimum(north, number=1, by=vera)
    house.further["Th"] = add_thing(name="Chair", kind="chair", location=north, by=vera)
    house.further["Ck"] = clock_in(location=north, by=specialist)
    clock_out(by=specialist)
    house.further["Ab"] = ask_absence(
        begins_on=clock.today() + timedelta(days=4), ends_on=clock.today() + timedelta(days=6), by=specialist
    )
    _expect_again(house, massage)
    house.further["Vt"] = book_visit(
        house.clients["Np"],
        location=north,
        day=clock.today() + timedelta(days=5),
        begins=time(12),
        lines=[Wanted(massage, specialist)],
        by=vera,
    )


def _expect_again(house, service):
    """Of two clients, each of another place, that they are due for a service."""
    from datetime import timedelta

    from pomni.kit.clock import today
    from pomni.recall.models import Due

    for code, place in (("Nd", "North"), ("Ss", "South")):
        days = {"last_on": today() - timedelta(days=40), "due_on": today() - timedelta(days=10)}
        told = {"client": house.clients[code], "location": house.further[f"l:{place}"], "service": service}
        house.further[f"Du-{code}"] = Due.objects.create(**told, **days, interval_on=days["due_on"])


def hold_time(vera, client, place, service, user):
    """A time on a day on which the colleague works for an hour, held for the client."""
    from datetime import UTC, datetime, time, timedelta

    from pomni.kit import clock
    from pomni.schedule.commands import add_waiting, offer_time, set_days

    day = clock.today() + timedelta(days=120)
    set_days(user, location=place, days=[day], hours=[["06:00", "22:00"]], by=vera)
    add_waiting(client, services=[service], first=day, last=day, by=vera)
    noon = datetime.combine(day, time(12), UTC)
    return offer_time(place, begins=noon, ends=noon + timedelta(hours=1), by=vera)


def _sell(house):
    """A visit at North that was completed today, and not paid whole."""
    from datetime import time, timedelta
    from decimal import Decimal

    from pomni.billing.commands import Paid, Sold
    from pomni.catalog.models import Service
    from pomni.kit import clock
    from pomni.schedule.commands import book_visit, complete_visit
    from pomni.schedule.laying import Wanted

    vera, specialist, north = house.users["director"], house.users["specialist"], house.further["l:North"]
    massage = Service.objects.get(name="Massage")
    visit = book_visit(
        house.clients["Np"],
        location=north,
        day=clock.today() + timedelta(days=6),
        begins=time(12),
        lines=[Wanted(massage, specialist)],
        by=vera,
    )
    lines = [Sold(massage, specialist, price=Decimal(100))]
    made = complete_visit(visit, lines=lines, paid=[Paid("cash", Decimal(60))], by=vera)
    house.further |= {"Vc": visit, "Cm": made, "Sa": made.sale, "Pa": made.sale.payments.get()}


def _promise(house):
    """To two clients, by whoever answers for them; and a meeting with each, today."""
    from datetime import time

    from pomni.agenda.commands import add_meeting, add_promise
    from pomni.kit.clock import today

    for code in ("Ss", "Np"):
        client = house.clients[code]
        told = {"text": "its promise", "kind": "obligation", "by": client.responsible}
        house.further[f"P-{code}"] = add_promise(client, **told)
        when = {"day": today(), "begins": time(9)}
        house.further[f"V-{code}"] = add_meeting(client, title="its meeting", **when, by=client.responsible)


def _double(house):
    """Two pairs that look alike, and a merge of two of the head of sales' clients."""
    from pomni.people.commands import add_client, merge_clients, note_pairs

    keys = {code: client.pk for code, client in house.clients.items()}
    alike = {tuple(sorted((keys[one], keys[other]))): (0.9, ["same_name"]) for one, other in DOUBLES.items()}
    note_pairs(alike=alike, by=house.users["director"])
    head, place = house.users["head_of_sales"], house.clients["Ss"].location
    two = [add_client(name="Double", location=place, by=head) for _n in range(2)]
    house.further["M-h"] = merge_clients(*two, by=head)


def _lay_files(house):
    """On each card a file that betrays its client by name, contents and preview."""
    from pomni.documents.models import File
    from pomni.documents.storing import keep, previews_of
    from pomni.documents.taking import take_file

    for code, client in house.clients.items():
        told, by = CLIENTS[code].encode(), house.users["director"]
        file = take_file(client, BytesIO(told), name=f"{CLIENTS[code]}.txt", by=by)
        for name in ("small", "1"):
            keep(previews_of(file.stored) / f"{name}.webp", told)
        File.objects.filter(pk=file.pk).update(preview=File.Preview.MADE)
        house.files[f"F-{code}"] = file


def _bring_in(house):
    """An import of the director, and one of the head of sales, both before their start."""
    from pomni.exchange.arriving import arrived
    from pomni.exchange.commands.wizard import add_import

    for code, login in (("I-d", "director"), ("I-h", "head_of_sales")):
        with arrived(BytesIO(b"Name;Phone\nNobody;+48600999000\n"), "clients.csv") as file:
            house.further[code] = add_import(file=file, by=house.users[login])


def _take_out(house):
    """An export of the director, of all clients."""
    from pomni.exchange.commands.exporting import ask_export
    from pomni.exchange.export_run import write_export

    export = ask_export(format="csv", query="", columns=["name", "phone"], by=house.users["director"])
    write_export.func(pk=export.pk)
    export.refresh_from_db()
    house.further["E-d"] = export


def _write_down(house):
    """On each card a note, and a contact that betrays its client; written by whoever answers for it."""
    from pomni.people.commands import add_interaction, add_note

    for code, client in house.clients.items():
        by, told = client.responsible, f"about {CLIENTS[code]}"
        house.written["notes", code] = add_note(client, text="its text", by=by).uid
        house.written["contacts", code] = add_interaction(client, how="call", outcome=told, by=by).uid
    _write_details(house)


def _write_details(house):
    """Of each client a tie, a peculiarity that betrays them, and a date."""
    from pomni.people.commands import add_date, add_peculiarity, add_tie

    for code, client in house.clients.items():
        by, told = client.responsible, f"about {CLIENTS[code]}"
        house.written["peculiarity", code] = add_peculiarity(client, kind="habit", text=told, by=by).uid
        house.written["tie", code] = add_tie(client, kind="knows", colleague=by, by=by).uid
        house.written["date", code] = add_date(client, title="Wedding", day="--06-12", by=by).uid


def _hand_out(house):
    from pomni.team.commands import invite, make_token
    from pomni.team.scopes import open_to

    for code, login in INVITATIONS.items():
        told = {"name": f"canary-invited-by-{login}", "role": house.roles["configurator"], "language": "en"}
        house.invitations[code] = invite(**told, by=house.users[login])
        house.traces[code] = [told["name"]]
    for role in ROLES[1:]:
        user, name = house.users[role], f"canary-token-of-{role}."
        house.tokens[role] = make_token(user, name=name, scopes=open_to(user), by=user)
        reads = [scope for scope in open_to(user) if scope.endswith(":read")]
        house.readers[role] = make_token(user, name="reader", scopes=reads, by=user)
        house.traces[f"T-{role}"] = [name]
    _keep_segments(house)
    _tell_outside(house)
    _set_tasks(house)


def _tell_outside(house):
    from pomni.automation.commands import add_webhook, try_webhook
    from pomni.kit.clock import now
    from pomni.post.models import Outgoing, Status

    director = house.users["director"]
    house.webhooks["Hk"] = add_webhook(name="Shop", url="https://example.org/hook", by=director)
    house.call = try_webhook(house.webhooks["Hk"], by=director)
    Outgoing.objects.filter(pk=house.call.outgoing_id).update(status=Status.SENT, sent_at=now())


def _keep_segments(house):
    """Segments and views of visits: shared by the director, and the salesperson's and the specialist's own."""

    from pomni.catalog.commands import add_service
    from pomni.facts.commands import add_field
    from pomni.people.commands import ask_bulk_change, make_segment
    from pomni.schedule.commands import save_view

    for code, login in (("B-d", "director"), ("B-h", "head_of_sales")):
        told = {"asked": "", "what": "category", "value": "A"}
        house.further[code] = ask_bulk_change(**told, by=house.users[login])

    told = {"name": "canary-segment-shared.", "condition": {}, "is_shared": True}
    house.further["G-d"] = make_segment(**told, by=house.users["director"])
    told = {"name": "canary-segment-private.", "condition": {}}
    house.further["G-s"] = make_segment(**told, by=house.users["salesperson"])
    manicure = add_service(name="Manicure", minutes=60, category="Hands", by=house.users["director"])
    house.further["Sv"], house.further["Sc"] = manicure, manicure.category
    _offer(house, manicure)
    house.further["Fd"] = add_field(name="Shoes", kind="text", by=house.users["director"])
    told = {"name": "canary-view-shared.", "is_shared": True}
    house.further["W-d"] = save_view(**told, by=house.users["director"])
    house.further["W-p"] = save_view(name="canary-view-private.", by=house.users["specialist"])
    house.traces["W-d"], house.traces["W-p"] = ["canary-view-shared."], ["canary-view-private."]
    house.traces["G-d"], house.traces["G-s"] = ["canary-segment-shared."], ["canary-segment-private."]


def _offer(house, service):
    """A good, a tax rate, a package and a gift certificate."""
    from pomni.catalog.commands import add_certificate, add_good, add_package, add_price_list, add_tax_rate

    vera = house.users["director"]
    house.further["Gd"] = add_good(name="Soap", by=vera)
    house.further["Tx"] = add_tax_rate(name="VAT", by=vera)
    house.further["Pk"] = add_package(name="Ten", price=90, rows=[(10, [service])], by=vera)
    house.further["Pl"] = add_price_list(name="Summer", by=vera)
    house.further["Cf"] = add_certificate(name="A present", by=vera)


def _set_tasks(house):
    from pomni.agenda.commands import add_task

    for code, login in TASKS.items():
        title = f"canary-task-of-{login}!"
        house.further[code] = add_task(title=title, by=house.users[login])
        house.traces[code] = [title]


@pytest.fixture(autouse=True)
def _nobody_reads_too_often(monkeypatch):
    """Public pages are counted by the address on the network, and here everybody has the same."""
    monkeypatch.setattr("pomni.booking.throttle.PAGES_A_MINUTE", 10_000)
