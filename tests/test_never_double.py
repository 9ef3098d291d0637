"""Never double: desk, board, programs, clients online, series, classes, waiting list and imports at the same instant.

All come by their own doors. The short form is part of the suite; the long one is
`BOOKINGS=10000 make test ARGS=tests/test_never_double.py`.
"""

import os
import random
import threading
from collections import Counter
from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.utils import translation

from pomni.booking import rules as online
from pomni.booking import throttle
from pomni.booking.commands import set_up_booking
from pomni.catalog.commands import add_service, set_performers
from pomni.exchange import carrying
from pomni.exchange.commands import running
from pomni.exchange.taking import take_file
from pomni.kit import clock, pace
from pomni.memory.models import Moment
from pomni.people.commands import add_client
from pomni.schedule.commands import (
    add_thing,
    add_waiting,
    book_visit,
    offer_time,
    set_days,
    set_needs,
    set_seats,
)
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Offer, Seat, Taken, Visit
from pomni.team.commands import add_location, make_token
from pomni.team.scopes import open_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")
ACTORS = 7
ATTEMPTS = int(os.environ.get("BOOKINGS", "200"))
PERSON = {"name": "Jan Lis", "phone": "+48 600 100 300"}
# Each of these must have come about: a form that has changed would else be refused all along, and prove nothing.
SOURCES = {"desk", "online", "api", "import"}
KINDS = {
    "schedule.visit_booked", "schedule.visit_moved", "schedule.visit_changed", "schedule.visit_cancelled",
    "schedule.series_booked", "schedule.series_changed", "schedule.seat_taken", "schedule.offer_ended",
}  # fmt: skip


class Salon:
    """Two specialists, one basin with two places, a class, somebody who waits; and what was booked by anybody."""

    def __init__(self, vera, sam, lena):
        self.by, self.users = vera, [sam, lena]
        self.north = add_location(name="North", zone=WARSAW.key, by=vera)
        self.day = self._day()
        phases = [[15, True], [30, False], [15, True]]
        self.dye = add_service(name="Dye", minutes=60, phases=phases, after=5, price=300, by=vera)
        self.cut = add_service(name="Cut", minutes=30, price=100, by=vera)
        self.yoga = add_service(name="Yoga", minutes=45, price=20, by=vera)
        for service in (self.dye, self.cut, self.yoga):
            set_performers(service, performers=[(sam, None, None), (lena, None, 45)], by=vera)
        add_thing(name="Basin", kind="basin", location=self.north, capacity=2, by=vera)
        set_needs(self.dye, needs=[("basin", [1, 2])], by=vera)
        set_seats(self.yoga, seats=4, by=vera)
        days = [self.day + timedelta(weeks=number) for number in range(3)]
        for user in self.users:
            set_days(user, location=self.north, days=days, hours=[["08:00", "20:00"]], by=vera)
        set_up_booking(locations=[self.north], is_on=True, by=vera)
        self.clients = [add_client(name=f"Client {number}", by=vera) for number in range(ACTORS)]
        self.brought = 0
        self.names = {str(one.uid): one.name for one in (self.dye, self.cut, self.yoga, *self.users)}
        self.token = make_token(vera, name="Program", scopes=open_to(vera), by=vera).secret
        cut, yoga = Wanted(self.cut, sam), Wanted(self.yoga, lena)
        book = {"location": self.north, "day": self.day, "by": vera}
        self.group = book_visit(begins=time(18), lines=[yoga], **book)
        self.booked = [str(book_visit(begins=time(8), lines=[cut], **book).uid)]  # by any of the actors

    @staticmethod
    def _day():
        """A day behind which no clock is changed for three weeks."""
        day = clock.today() + timedelta(days=7)
        return day + timedelta(weeks=5) if day.month in (3, 10) else day


class Actor(threading.Thread):
    """Somebody who tries things at random, each of which either happens whole or is refused in words."""

    def __init__(self, number, salon):
        super().__init__()
        self.dice, self.salon, self.number, self.attempts = random.Random(number), salon, number, 0
        self.came, self.errors = Counter(), []
        self.browser, self.guest = (Browser(raise_request_exception=False) for _ in range(2))
        self.browser.force_login(salon.by)
        self.program = Browser(
            raise_request_exception=False, headers={"Authorization": f"Bearer {salon.token}"}
        )
        self.acts = [
            self.book, self.book, self.by_program, self.by_program, self.online, self.online, self.series,
            self.carry, self.carry, self.stretch, self.move, self.by_program_elsewhere, self.move_series,
            self.cancel, self.cancel, self.again, self.enrol, self.offer, self.bring_in,
        ]  # fmt: skip
        # The day is empty when they begin: so each way in leads somewhere.
        first = (self.series, self.online, self.by_program, self.book, self.offer, self.enrol, self.bring_in)
        self.begins_with = first[number % len(first)]

    def run(self):
        try:
            with translation.override("en"):
                while self.attempts < ATTEMPTS // ACTORS:
                    self.attempts += 1
                    act = self.dice.choice(self.acts) if self.attempts > 1 else self.begins_with
                    answer = act()
                    self.came[act.__name__, answer.status_code] += 1
                    if answer.status_code >= 500 or answer.status_code in (403, 404, 429):
                        self.errors.append((act.__name__, answer.status_code, answer.content[:300]))
        except Exception as error:
            self.errors.append(repr(error))
        finally:
            connection.close()

    # --- What somebody does ------------------------------------------------------------------------------------------

    def book(self):
        answer = self.browser.post(f"/schedule/book/?at={self.salon.north.uid}", self.form())
        return self.noted(answer)

    def by_program(self):
        told = {"location": str(self.salon.north.uid), "day": str(self.salon.day), "begins": self.at()}
        lines = [{"service": service, "colleague": user} for service, user in self.lines()]
        answer = self.program.post("/api/v1/visits", told | {"lines": lines}, "application/json")
        if answer.status_code == 201:
            self.salon.booked.append(answer.json()["uid"])
        return answer

    def online(self):
        place, service = (online.slug_of(one.name, one.uid) for one in (self.salon.north, self.salon.cut))
        hour = datetime.combine(self.salon.day, time.fromisoformat(self.at(15)), WARSAW)
        at = hour.astimezone(ZoneInfo("UTC")).strftime(online.AT)
        return self.guest.post(f"/book/{place}/contacts/?s={service}&at={at}", PERSON)

    def series(self):
        rule = {"every": "1", "count": "2", "book": "1"}
        answer = self.browser.post(f"/schedule/series/book/?at={self.salon.north.uid}", self.form() | rule)
        return self.noted(answer)

    def carry(self):
        was, to = self.dice.choices(self.salon.users, k=2)
        hour = time.fromisoformat(self.at())
        told = {"minute": hour.hour * 60 + hour.minute, "was": str(was.uid), "user": str(to.uid)}
        return self.browser.post(f"{self.any_visit()}carry/", told)

    def stretch(self):
        return self.browser.post(f"{self.any_visit()}stretch/", {"by": self.dice.choice((-10, 10, 25))})

    def move(self):
        return self.browser.post(
            f"{self.any_visit()}move/", {"day": str(self.salon.day), "begins": self.at()}
        )

    def by_program_elsewhere(self):
        lines = [{"service": service, "colleague": user} for service, user in self.lines()]
        told = {"begins": self.at(), "lines": lines}
        uid = self.dice.choice(self.salon.booked)
        return self.program.patch(f"/api/v1/visits/{uid}/time", told, "application/json")

    def move_series(self):
        told = {"scope": "all", "days": "0", "begins": self.at()}
        return self.browser.post(f"{self.any_visit(is_of_series=True)}series/", told)

    def cancel(self):
        return self.browser.post(f"{self.any_visit()}cancel/", {"why": "", "is_by_client": "0"})

    def again(self):
        told = {"to": self.dice.choice(("booked", "confirmed"))}
        return self.browser.post(f"{self.any_visit()}status/", told)

    def enrol(self):
        client = self.dice.choice(self.salon.clients)
        address = f"/schedule/visits/{self.salon.group.uid}/seats/"
        seats = list(Seat.objects.held().filter(visit=self.salon.group, client=client))
        if seats:
            return self.browser.post(f"/schedule/seats/{seats[0].uid}/", {"to": "left"})
        return self.browser.post(address, {"client": str(client.uid)})

    def offer(self):
        """What the waiting list does when it hears of a time that became free, and the desk when it is answered."""
        salon, hour = self.salon, datetime.combine(self.salon.day, time.fromisoformat(self.at()), WARSAW)
        add_waiting(salon.clients[self.number], services=[salon.cut], last=salon.day, by=salon.by)
        offer_time(salon.north, begins=hour, ends=hour + timedelta(hours=1), by=salon.by)
        offer = Offer.objects.filter(state=Offer.State.OPEN).order_by("?").first()
        if offer is None:
            return self.browser.get("/schedule/waiting/")
        return self.browser.post(
            f"/schedule/offers/{offer.uid}/", {"to": self.dice.choice(("book", "book", "no"))}
        )

    def bring_in(self):
        """A file of visits, taken in and now and then back, while the others book: as the worker does it."""
        rows = []
        for service, user in self.lines() + self.lines():
            names = self.salon.names
            client = self.dice.choice(self.salon.clients).name
            rows.append(f"{self.salon.day};{self.at()};{client};{names[service]};{names[user]}")
        content = "Date;Time;Client;Service;Specialist\n" + "\n".join(rows) + "\n"
        made = take_file(
            file=BytesIO(content.encode()), name="visits.csv", of="visits", by=self.salon.by, key=""
        )
        tried = carrying.try_rows(running.begin_trial(made, by=self.salon.by, in_background=False))
        done = carrying.take_all(running.start_import(tried, by=self.salon.by, in_background=False))
        if done.added and self.dice.random() < 0.2:
            done = carrying.take_all_back(running.undo_import(done, by=self.salon.by))
        assert done.state in ("done", "undone"), (done.state, done.trouble)
        self.salon.brought += done.added
        return self.browser.get(f"/exchange/imports/{made.uid}/")

    # --- Inside ------------------------------------------------------------------------------------------------------

    def form(self):
        told = {"day": str(self.salon.day), "begins": self.at(), "once": f"{self.number}-{self.attempts}"}
        for place, (service, user) in enumerate(self.lines()):
            told |= {f"service-{place}": service, f"user-{place}": user}
        return told

    def at(self, step=5):
        return f"{self.dice.randrange(9, 17):02}:{self.dice.randrange(0, 60, step):02}"

    def lines(self):
        services = self.dice.sample(
            [self.salon.cut, self.salon.dye, self.salon.yoga], self.dice.randint(1, 2)
        )
        return [(str(one.uid), str(self.dice.choice(self.salon.users).uid)) for one in services]

    def any_visit(self, *, is_of_series=False):
        found = Visit.objects.filter(series__isnull=False) if is_of_series else Visit.objects
        known = [str(uid) for uid in found.order_by("-pk").values_list("uid", flat=True)[:40]]
        return f"/schedule/visits/{self.dice.choice(known or self.salon.booked)}/"

    def noted(self, answer):
        if answer.status_code == 302:
            newest = Visit.objects.order_by("-pk").values_list("uid", flat=True)[:1]
            self.salon.booked.extend(map(str, newest))
        return answer


@pytest.fixture
def salon(vera, sam, lena, monkeypatch, settings, tmp_path):
    """All of them want the same day, and nobody is slowed down."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pace, "REST", 0)
    for limit in ("SENT_BY_ONE", "SENT_FOR_ONE", "SENT_BY_ALL", "PAGES_A_MINUTE"):
        monkeypatch.setattr(throttle, limit, 10 * ATTEMPTS)
    with translation.override("en"):
        yield Salon(vera, sam, lena)


def test_whatever_many_do_by_all_doors_at_once_nobody_is_in_two_places(salon):
    actors = [Actor(number, salon) for number in range(ACTORS)]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()
    came = sum((actor.came for actor in actors), Counter())
    told = {"visits": Visit.objects.count(), "taken": Taken.objects.count()}
    print(*sorted(came.items()), told, sep="\n")
    assert [error for actor in actors for error in actor.errors] == []
    assert overlaps() == []
    assert half_taken() == []
    assert set(Visit.objects.values_list("source", flat=True)) == SOURCES
    assert salon.brought
    assert not Taken.objects.filter(is_over=True).exists()
    assert set(Moment.objects.values_list("kind", flat=True)) >= KINDS
    assert {status for _act, status in came} >= {201, 302, 422}


def overlaps():
    """Pairs of rows about the same person, or the same place of a thing, that are at the same time."""
    stretches = {}
    for row in Taken.objects.order_by("begins_at", "pk"):
        stretches.setdefault((row.user_id, row.thing_id, row.unit), []).append((row.begins_at, row.ends_at))
    return [both for rows in stretches.values() for both in pairwise(rows) if both[1][0] < both[0][1]]


def half_taken():
    """Visits that stand and do not take all that they need, or that do not stand and take something."""
    wrong = []
    for visit in Visit.objects.prefetch_related("lines", "taken"):
        hands = [groupby(line.phases, key=lambda part: part[1]) for line in visit.lines.all()]
        wanted = sum(is_needed for runs in hands for is_needed, _parts in runs)
        taken = sum(1 for row in visit.taken.all() if row.user_id)
        if taken != (wanted if visit.is_standing else 0):
            wrong.append((visit.pk, visit.status, wanted, taken))
    return wrong
