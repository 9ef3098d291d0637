"""Many who book, move, cancel and take up again at the same instant: nobody and nothing is ever in two places at one time."""

import os
import random
import threading
from collections import Counter
from datetime import time
from itertools import pairwise

import pytest
from django.db import connection

from pomni.catalog.commands import add_service, set_performers
from pomni.kit.errors import Refused
from pomni.schedule.commands import add_thing, book_visit, cancel_visit, move_visit, set_needs, set_status
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Taken, Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]
ACTORS = 6
ATTEMPTS = int(os.environ.get("BOOKINGS", "360"))  # 10000 is the long form


@pytest.fixture
def salon(vera, sam, lena, north):
    """Two specialists, one basin with two places, and a service with a gap in which hands are free."""
    phases = [[15, True], [30, False], [15, True]]
    dye = add_service(name="Dye", minutes=60, phases=phases, after=5, price=300, by=vera)
    cut = add_service(name="Cut", minutes=30, price=100, by=vera)
    for service in (dye, cut):
        set_performers(service, performers=[(sam, None, None), (lena, None, 45)], by=vera)
    add_thing(name="Basin", kind="basin", location=north, capacity=2, by=vera)
    set_needs(dye, needs=[("basin", [1, 2])], by=vera)
    return [Wanted(service, user) for service in (dye, cut) for user in (sam, lena)]


class Actor(threading.Thread):
    """Somebody who tries things at random, each of which either happens whole or is refused in words."""

    def __init__(self, number, salon, north, day, by):
        super().__init__()
        self.dice, self.salon, self.north, self.day, self.by = random.Random(number), salon, north, day, by
        self.mine, self.came, self.errors = [], Counter(), []

    def run(self):
        try:
            for _attempt in range(ATTEMPTS // ACTORS):
                self.attempt()
        except Exception as error:
            self.errors.append(repr(error))
        finally:
            connection.close()

    def attempt(self):
        act = self.dice.choice([self.book, self.book, self.move, self.change, self.cancel, self.again])
        try:
            act()
            self.came[act.__name__] += 1
        except Refused:
            self.came["refused"] += 1

    def at(self):
        return time(self.dice.randrange(9, 13), self.dice.randrange(0, 60, 5))

    def lines(self):
        return self.dice.sample(self.salon, self.dice.randint(1, 2))

    def book(self):
        self.mine.append(
            book_visit(location=self.north, day=self.day, begins=self.at(), lines=self.lines(), by=self.by)
        )

    def move(self):
        if self.mine:
            move_visit(self.dice.choice(self.mine), begins=self.at(), by=self.by)

    def change(self):
        if self.mine:
            move_visit(self.dice.choice(self.mine), lines=self.lines(), by=self.by)

    def cancel(self):
        if self.mine:
            cancel_visit(self.dice.choice(self.mine), by=self.by)

    def again(self):
        if self.mine:
            set_status(self.dice.choice(self.mine), status="booked", by=self.by)


def test_whatever_many_do_at_once_nobody_is_in_two_places(vera, salon, north, day):
    actors = [Actor(number, salon, north, day, vera) for number in range(ACTORS)]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()
    came = sum((actor.came for actor in actors), Counter())
    assert [error for actor in actors for error in actor.errors] == []
    assert all(came[act] for act in ("book", "move", "change", "cancel", "again", "refused")), came
    assert overlaps() == []
    assert half_taken() == []


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
        wanted = sum(2 if line.phases != [[line.phases[0][0], True]] else 1 for line in visit.lines.all())
        taken = sum(1 for row in visit.taken.all() if row.user_id)
        if taken != (wanted if visit.is_standing else 0):
            wrong.append((visit.pk, visit.status, wanted, taken))
    return wrong
