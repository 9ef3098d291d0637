"""A specialist's visits stand in the calendar that their phone reads, until its address is taken back."""

from datetime import time

import pytest

from pomni.agenda.commands import close_calendar, open_calendar
from pomni.catalog.commands import add_service
from pomni.schedule.commands import book_visit, cancel_visit, move_visit
from pomni.schedule.laying import Wanted

pytestmark = pytest.mark.django_db


def test_visits_stand_in_ones_own_calendar_and_their_versions_grow(client, vera, sam, anna, north, day, cut):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    hall = add_service(name="Hall", minutes=30, by=vera)
    book_visit(location=north, day=day, begins=time(11), lines=[Wanted(hall)], by=vera)  # nobody's
    address = f"/calendar/{open_calendar(sam, by=sam).secret}.ics"

    def told():
        return client.get(address).content.decode().replace("\r\n ", "")

    first = told()
    assert first.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Anna: Haircut" in first
    assert "LOCATION:North" in first
    assert "SEQUENCE:0" in first
    move_visit(visit, begins=time(12), by=vera)
    assert "SEQUENCE:1" in told()
    cancel_visit(visit, by=vera)
    assert "STATUS:CANCELLED" in told()
    close_calendar(sam, by=sam)
    assert client.get(address).status_code == 404


def test_whoever_sees_no_visits_any_more_has_none_in_their_calendar(client, vera, sam, anna, north, day, cut):
    book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    address = f"/calendar/{open_calendar(sam, by=sam).secret}.ics"
    role = sam.roles_held.get().role
    role.grants.pop("schedule.visit.see")
    role.save()
    assert "BEGIN:VEVENT" not in client.get(address).content.decode()
