"""Free starts for programs: each with those who would perform it."""

from datetime import timedelta

import pytest

from pomni.catalog.commands import add_service, set_performers
from pomni.kit.clock import today
from pomni.schedule.commands import set_days
from pomni.team.commands import add_location

pytestmark = pytest.mark.django_db


def test_free_starts_name_the_hour_and_who_would_perform_it(program_of, vera, sam):
    place, day = add_location(name="Far", zone="Europe/Warsaw", by=vera), today() + timedelta(days=2)
    service = set_performers(
        add_service(name="Haircut", minutes=30, by=vera), performers=[(sam, None, None)], by=vera
    )
    set_days(sam, location=place, days=[day], hours=[["09:00", "10:00"]], by=vera)
    address = f"/api/v1/free-starts?location={place.uid}&service={service.uid}&day_from={day}"
    found = program_of(vera).get(address).json()["items"]
    assert [one["begins"][:5] for one in found] == ["09:00", "09:15", "09:30"]
    assert {tuple(one["colleagues"]) for one in found} == {(str(sam.uid),)}
    booked = program_of(vera).post(
        "/api/v1/visits",
        {
            "location": str(place.uid),
            "day": str(day),
            "begins": "09:00",
            "lines": [{"service": str(service.uid)}],
        },
        content_type="application/json",
    )
    assert booked.json()["lines"][0]["colleague"]["uid"] == str(sam.uid)
    again = program_of(vera).post(
        "/api/v1/visits",
        {
            "location": str(place.uid),
            "day": str(day),
            "begins": "09:15",
            "lines": [{"service": str(service.uid)}],
        },
        content_type="application/json",
    )
    told = again.json()
    assert (again.status_code, [one["begins"] for one in told["nearest"]]) == (422, ["09:30"])
