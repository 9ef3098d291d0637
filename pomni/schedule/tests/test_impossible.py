"""What cannot be booked is refused in words: who could, why nothing is free, which of two hours, and when instead."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pomni.catalog.commands import add_service
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.schedule.commands import book_series, book_visit, move_visit, set_days
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def test_who_does_not_perform_it_is_told_with_those_who_do(vera, sam, lena, north, day, cut):
    with pytest.raises(Refused, match=r"Lena does not perform Haircut\. Who does: Sam\."):
        book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, lena)], by=vera)
    new = add_service(name="Massage", minutes=60, by=vera)
    with pytest.raises(Refused, match=r"Lena does not perform Massage, and nobody does yet\."):
        book_visit(location=north, day=day, begins=time(10), lines=[Wanted(new, lena)], by=vera)


def test_where_nothing_is_free_it_is_said_why(client, vera, sam, lena, north, day, cut):
    client.force_login(vera)
    asked = {"at": str(north.uid), "on": str(day), "days": "1"}

    def told(**more):
        return client.get("/schedule/free/", asked | more).content.decode()

    week_later = day + timedelta(days=7)  # else there is but one thing to say: nobody's hours are known
    set_days(sam, location=north, days=[week_later], hours=[["09:00", "12:00"]], by=vera)
    new = add_service(name="Massage", minutes=60, by=vera)
    assert "Nobody performs Massage." in told(**{"service-0": str(new.uid)})
    assert "Nobody who performs Haircut works here in these days." in told(**{"service-0": str(cut.uid)})
    set_days(sam, location=north, days=[day], hours=[["09:00", "09:15"]], by=vera)
    assert "Nothing is free in these days." in told(**{"service-0": str(cut.uid)})


def test_a_visit_that_is_dragged_onto_another_is_answered_with_free_times(client, vera, sam, north, day, cut):
    set_days(sam, location=north, days=[day], hours=[["09:00", "12:00"]], by=vera)
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    visit = book_visit(location=north, day=day, begins=time(11), lines=[Wanted(cut, sam)], by=vera)
    client.force_login(vera)
    sent = {"minute": "555", "version": str(visit.version), "was": str(sam.uid), "user": str(sam.uid)}
    page = client.post(f"/schedule/visits/{visit.uid}/carry/", sent, follow=True).content.decode()
    assert "Busy: Sam, 09:00–09:30. Free near that time: 09:30, 09:45, 10:00." in page


def test_a_visit_that_is_dropped_at_an_hour_that_comes_twice_is_asked_about(
    autumn, client, vera, sam, north, cut
):
    twice = date(2026, 10, 25)
    words = {"location": north, "day": twice, "lines": [Wanted(cut, sam)], "by": vera}
    visit = book_visit(begins=time(2), is_second=True, **words)
    client.force_login(vera)
    carry = f"/schedule/visits/{visit.uid}/carry/"
    sent = {"minute": "150", "was": str(sam.uid), "user": str(sam.uid), "version": "0", "ends": "0-1440"}
    asked = client.post(carry, sent)
    told = asked.content.decode()
    assert (asked.status_code, "2:30 comes twice on this day" in told) == (422, True)
    assert ('name="minute" value="150"' in told, 'name="second" value="1"' in told) == (True, True)
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/schedule/?at={north.uid}&on={twice}"}
    beside = client.post(carry, sent, headers=there)
    told = beside.content.decode()
    assert (beside.status_code, beside["HX-Trigger"]) == (200, "board-asks")
    assert ('hx-target="#visit-in"' in told, f'hx-target="#column-{sam.uid}"' in told) == (True, True)
    answer = client.post(carry, sent | {"second": "0"}, headers=there)
    assert answer["HX-Trigger"] == "board-changed"
    assert (
        'name="second" value="1"' in answer.content.decode()
    )  # taken back, it is in the second of the two again
    moved = Visit.objects.get()
    assert (moved.begins, moved.begins_at) == (time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    back = sent | {"minute": "120", "version": str(moved.version), "second": "1"}
    client.post(carry, back)
    assert Visit.objects.get().begins_at == datetime(2026, 10, 25, 1, tzinfo=UTC)


@pytest.fixture
def autumn():
    with clock.travel_to(datetime(2026, 10, 1, 8, tzinfo=UTC)):
        yield


def test_an_hour_that_comes_twice_is_named_and_asked_for(autumn, client, vera, sam, north, cut):
    twice = date(2026, 10, 25)
    words = {"location": north, "day": twice, "begins": time(2, 30), "lines": [Wanted(cut, sam)], "by": vera}
    with pytest.raises(Refused, match="02:30 comes twice on this day: the clock is put back"):
        book_visit(**words)
    client.force_login(vera)
    sent = {
        "service-0": str(cut.uid),
        "user-0": str(sam.uid),
        "day": str(twice),
        "begins": "2:30",
        "once": "1",
    }
    sent["name"] = "Jan"
    page = client.post(f"/schedule/book/?at={north.uid}", sent)
    assert (page.status_code, "This hour comes twice" in page.content.decode()) == (422, True)
    assert client.post(f"/schedule/book/?at={north.uid}", sent | {"is_second": "1"}).status_code == 302
    visit = Visit.objects.get()
    assert visit.begins_at.hour == 1
    moved = move_visit(visit, address="Long street 7", travel=(10, 10), by=vera)
    assert moved.begins_at.hour == 1  # in the same one of the two hours
    told = {"location": north, "begins": time(2, 30), "lines": [Wanted(cut, sam)], "by": vera}
    with pytest.raises(Refused, match="25 October 2026: 02:30 comes twice"):
        book_series(first=date(2026, 10, 24), rule="FREQ=DAILY;COUNT=3", **told)
