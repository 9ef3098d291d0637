"""A visit at the client's, changed after booking and in series; a thing chosen by hand, kept over a cancellation."""

from datetime import time, timedelta

import pytest

from pomni.catalog.commands import add_service
from pomni.memory.models import Moment
from pomni.schedule.commands import add_thing, book_visit, cancel_visit, move_visit, set_days, set_status
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Visit
from pomni.schedule.tests.test_beside import spans
from tests.api.conftest import program_of

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def booked(vera, sam, anna, north, day, cut):
    set_days(sam, location=north, days=[day], hours=[["08:00", "18:00"]], by=vera)
    lines = [Wanted(cut, sam)]
    return book_visit(anna, location=north, day=day, begins=time(10), lines=lines, by=vera)


def test_an_address_comes_and_goes_after_booking_and_the_way_is_taken_anew(vera, sam, booked):
    before = booked.version
    visit = move_visit(booked, address="Long street 7", travel=(30, 20), by=vera)
    assert (visit.begins, visit.version, spans(visit)) == (time(10), before, [("09:30", "10:50")])
    assert Moment.objects.latest("pk").personal["changes"]["travel_before"] == [0, 30]
    visit = move_visit(visit, address="Short street 1", by=vera)
    assert (visit.address, visit.travel) == ("Short street 1", (30, 20))
    visit = move_visit(visit, address="", travel=(0, 0), by=vera)
    assert spans(visit) == [("10:00", "10:30")]


def test_a_way_that_somebody_is_taken_for_is_refused_with_times_that_are_free(
    client, vera, sam, north, day, cut, booked
):
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    client.force_login(vera)
    sent = {"day": str(day), "begins": "10:00", "address": "Long street 7", "travel_before": "45"}
    answer = client.post(f"/schedule/visits/{booked.uid}/move/", sent)
    text = answer.content.decode()
    assert (answer.status_code, "Busy: Sam, 09:00–09:30." in text) == (422, True)
    assert "Free near that time" in text
    assert spans(booked) == [("10:00", "10:30")]
    take = text.split('name="take" value="')[1].split('"')[0]
    assert client.post(f"/schedule/visits/{booked.uid}/move/", sent | {"take": take}).status_code == 302
    assert Visit.objects.get(pk=booked.pk).address == "Long street 7"


def test_a_program_sends_a_visit_elsewhere_and_is_told_what_is_free(vera, sam, north, day, cut, booked):
    program = program_of(vera)
    told = {"address": "Long street 7", "travel_after": 15}
    answer = program.patch(f"/api/v1/visits/{booked.uid}/time", told, "application/json")
    assert (answer.status_code, answer.json()["travel_after"]) == (200, 15)
    lines = [{"service": str(cut.uid), "colleague": str(sam.uid)}]
    wanted = {"location": str(north.uid), "day": str(day), "begins": "10:15", "lines": lines}
    refused = program.post("/api/v1/visits", wanted, "application/json")
    assert refused.status_code == 422
    assert refused.json()["detail"] == "Busy: Sam, 10:00–10:45."
    assert refused.json()["nearest"] == [
        {"day": str(day), "begins": begins} for begins in ("09:30", "10:45", "11:00")
    ]


def test_a_series_at_the_clients_takes_the_way_each_time(client, vera, sam, anna, north, day, cut):
    client.force_login(vera)
    later = day + timedelta(days=7)
    book_visit(location=north, day=later, begins=time(9, 15), lines=[Wanted(cut, sam)], by=vera)
    sent = {
        "service-0": str(cut.uid), "user-0": str(sam.uid), "day": str(day), "begins": "10:00", "client": str(anna.uid),
        "every": "1", "count": "2", "address": "Long street 7", "travel_before": "30", "once": "1",
    }  # fmt: skip
    page = client.post(f"/schedule/series/book/?at={north.uid}", sent)
    assert "Busy: Sam, 09:15–09:45." in page.content.decode()
    answer = client.post(
        f"/schedule/series/book/?at={north.uid}", sent | {"book": "1", f"at-{later}": "11:00"}
    )
    assert answer.status_code == 302, answer.content.decode()
    found = Visit.objects.filter(address="Long street 7").order_by("begins_at")
    assert [spans(one)[0][0] for one in found] == ["09:30", "10:30"]


def test_a_hall_chosen_by_hand_is_taken_again_with_the_visit(vera, sam, north, day):
    rent = add_service(name="Hall", minutes=60, price=400, by=vera)
    _first, blue = (
        add_thing(name=name, kind="hall", location=north, capacity=1, by=vera) for name in ("Red", "Blue")
    )
    visit = book_visit(
        location=north, day=day, begins=time(10), lines=[Wanted(rent, things=(blue,))], by=vera
    )
    cancel_visit(visit, by=vera)
    other = book_visit(
        location=north, day=day, begins=time(10), lines=[Wanted(rent, things=(blue,))], by=vera
    )
    with pytest.raises(Busy, match="Blue"):
        set_status(visit, status="booked", by=vera)
    cancel_visit(other, by=vera)
    set_status(visit, status="booked", by=vera)
    assert spans(visit, thing=blue) == [("10:00", "11:00")]
