"""Rooms and devices on their pages, and what services take of them."""

import pytest

from pomni.schedule.commands import add_thing
from pomni.schedule.models import Need, Thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(hire, north, client):
    client.force_login(hire("nina", "front_desk", location=north))
    return client


def test_a_room_is_added_and_changed_on_its_pages(desk, north):
    sent = {"name": "Cabinet 1", "kind": "cabinet", "at": str(north.uid), "capacity": "1", "once": "1"}
    assert desk.post("/schedule/things/add/", sent).status_code == 302
    one = Thing.objects.get()
    assert (one.kind.name, one.location) == ("cabinet", north)
    again = desk.post("/schedule/things/add/", sent | {"once": "2", "kind": "CABINET"})
    assert (again.status_code, "one of this name here already" in again.content.decode()) == (422, True)
    assert desk.post(f"/schedule/things/{one.uid}/", {"name": "Hall", "capacity": "6"}).status_code == 302
    told = desk.get("/schedule/things/").content.decode()
    assert ("Hall" in told, ">6<" in told) == (True, True)
    assert desk.post(f"/schedule/things/{one.uid}/", {"name": "Hall", "capacity": "0"}).status_code == 422


def test_a_service_needs_a_kind_in_some_of_its_phases(desk, vera, north, dye):
    for kind in ("basin", "chair"):
        add_thing(name=kind, kind=kind, location=north, by=vera)
    sent = {"needs-0": "on", "phases-0": ["2"], "needs-1": "on", "phases-1": ["0", "1", "2"]}
    assert desk.post(f"/schedule/needs/{dye.uid}/", sent).status_code == 302
    assert list(Need.objects.order_by("kind__name").values_list("kind__name", "phases")) == [
        ("basin", [2]),
        ("chair", []),
    ]
    assert "basin, chair" in desk.get("/schedule/things/").content.decode()
    assert desk.post(f"/schedule/needs/{dye.uid}/", {"nothing": ""}).status_code == 302
    assert not Need.objects.exists()
