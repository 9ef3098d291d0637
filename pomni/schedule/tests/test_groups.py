"""Classes: each client has a seat, and there are never more of them than seats."""

import threading
from datetime import time

import pytest
from django.db import IntegrityError, connection, transaction

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, merge_clients, unmerge_clients
from pomni.schedule.commands import book_visit, enrol, mark_seat, set_seats
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Seat, Visit

pytestmark = pytest.mark.engines
SEATS, WISHING = 3, 8


@pytest.fixture
def lesson(vera, sam, north, day, cut):
    set_seats(cut, seats=SEATS, by=vera)
    return book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)


@pytest.fixture
def people(vera):
    return [add_client(name=f"Client {number}", by=vera) for number in range(WISHING)]


@pytest.mark.django_db(transaction=True)
def test_many_who_want_the_last_seats_at_once_never_get_more_than_there_are(vera, lesson, people):
    errors = []

    def want(client):
        try:
            enrol(lesson, client, by=vera)
        except Refused:
            pass
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    wishing = [threading.Thread(target=want, args=[client]) for client in people]
    for one in wishing:
        one.start()
    for one in wishing:
        one.join()
    assert (errors, Seat.objects.held().count()) == ([], SEATS)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_seat_too_many(lesson, people):
    for number, _client in enumerate(people[:SEATS], 1):
        Seat.objects.create(visit=lesson, client=_client, number=number, of=SEATS, added_at=clock.now())
    for number in (SEATS, SEATS + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(
                visit=lesson, client=people[-1], number=number, of=SEATS, added_at=clock.now()
            )


@pytest.mark.django_db
def test_the_desk_keeps_the_roster_and_the_board_shows_how_full_it_is(
    client, vera, lesson, people, north, day
):
    client.force_login(vera)
    page = f"/schedule/visits/{lesson.uid}/seats/"
    for one in people[:SEATS]:
        assert client.post(page, {"client": str(one.uid)}).status_code == 302
    assert "No seat is left" in client.post(page, {"client": str(people[3].uid)}).content.decode()
    first = Seat.objects.get(number=1)
    assert client.post(f"/schedule/seats/{first.uid}/", {"to": "left"}).status_code == 302
    assert f"2/{SEATS}" in client.get(f"/schedule/?on={day}&at={north.uid}").content.decode()
    assert enrol(lesson, people[3], by=vera).number == 1, "a seat that is given back goes to the next one"
    with pytest.raises(Refused):
        mark_seat(first, status="attended", by=vera)
    assert Visit.objects.get().seats == SEATS


@pytest.mark.django_db
def test_two_cards_of_one_client_in_a_class_leave_the_seat_in_which_they_came(vera, lesson, people):
    mine, theirs = (enrol(lesson, client, by=vera) for client in people[:2])
    mark_seat(theirs, status="attended", by=vera)
    merge = merge_clients(people[0], people[1], choices={"name": "kept"}, by=vera)
    assert [(seat.client_id, seat.status) for seat in Seat.objects.all()] == [(people[0].pk, "attended")]
    unmerge_clients(merge, by=vera)
    assert Seat.objects.filter(pk__in=[mine.pk, theirs.pk]).count() == 2
