"""The waiting list: a time that becomes free is held for whoever suits it best, and the first who accepts has it."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal
from pomni.people.commands import add_client
from pomni.schedule.commands import (
    accept_offer,
    add_waiting,
    book_visit,
    cancel_visit,
    decline_offer,
    drop_waiting,
)
from pomni.schedule.laying import Busy, Wanted
from pomni.schedule.models import Offer, Pattern, Taken, Visit, Waiting
from pomni.schedule.pulses import let_offers_run_out

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def full(vera, sam, north, day, cut, anna):
    """Sam's only hour is taken by Anna."""
    hear()  # who listens for the first time begins with what comes
    hours = [[["10:00", "10:30"]]]
    Pattern.objects.create(user=sam, location=north, begins_on=day, days=hours, off_on_holidays=False)
    return book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)


def waits(name, day, cut, vera, **more):
    client = add_client(name=name, by=vera)
    return add_waiting(client, services=[cut], last=day, by=vera, **more)


def hear():
    seal()
    tell_all()


def asked():
    return list(Offer.objects.order_by("pk").values_list("waiting__client__name", "state"))


def test_what_becomes_free_is_held_for_one_after_the_other_and_the_first_who_accepts_has_it(
    vera, sam, north, day, cut, full
):
    first, _second = waits("First", day, cut, vera), waits("Second", day, cut, vera)
    waits("Another day", day, cut, vera, weekdays=[(day.weekday() + 1) % 7])
    waits("Evenings", day, cut, vera, part="evening")
    cancel_visit(full, by=vera)
    hear()
    assert asked() == [("First", "open")]
    with pytest.raises(Busy):
        book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    with clock.travel_to(clock.now() + timedelta(hours=2)):
        let_offers_run_out()
        hear()
        assert asked() == [("First", "run_out"), ("Second", "open")]
        with pytest.raises(Refused, match="not held"):
            accept_offer(Offer.objects.get(waiting=first), by=vera)
        visit = accept_offer(Offer.objects.get(state="open"), by=vera)
        assert accept_offer(Offer.objects.get(waiting__client__name="Second"), by=vera) == visit
        assert (visit.client.name, visit.begins, visit.lines.get().user) == ("Second", time(10), sam)
        assert Taken.objects.exclude(offer=None).count() == 0
        assert Waiting.objects.get(client=visit.client).state == "booked"


def test_whoever_usually_comes_then_goes_before_who_has_waited_longer(vera, sam, north, day, cut, full):
    waits("Longer", day, cut, vera)
    usual = waits("Usual", day, cut, vera)
    book_visit(
        usual.client, location=north, day=day - timedelta(days=14), begins=time(11), lines=[Wanted(cut, sam)], by=vera
    )  # fmt: skip
    cancel_visit(full, by=vera)
    hear()
    assert asked() == [("Usual", "open")]
    decline_offer(Offer.objects.get(), by=vera)
    hear()
    assert asked() == [("Usual", "declined"), ("Longer", "open")]
    drop_waiting(Waiting.objects.get(client__name="Longer"), by=vera)
    hear()
    assert Taken.objects.count() == 1, "only the past visit takes anybody: the time is free for everybody"


def test_the_form_of_the_waiting_list_offers_what_and_by_whom_and_keeps_what_was_chosen(
    client, vera, sam, north, day, cut
):
    client.force_login(vera)
    ola = add_client(name="Ola Lis", by=vera)
    asked = f"/schedule/waiting/add/?service={cut.uid}&user={sam.uid}&at={north.uid}&client={ola.uid}"
    page = client.get(asked).content.decode()
    for one in (cut, sam, north):
        assert re.search(rf'value="{one.uid}"[^>]*(checked|selected)', page), f"{one} is offered, and chosen"
    assert "Ola Lis" in page
    assert "optional" not in page[page.index('for="id_client"') : page.index("Services")]
    page = client.post("/schedule/waiting/add/", {"services": [str(cut.uid)], "once": "1"}).content.decode()
    assert "Choose who waits." in page
    assert re.search(rf'value="{cut.uid}"[^>]*checked', page)


def test_the_desk_adds_somebody_and_books_the_held_time_by_one_press(client, vera, north, day, cut, full):
    client.force_login(vera)
    ola = add_client(name="Ola Lis", phone="+48 600 100 301", by=vera)
    sent = {"client": str(ola.uid), "services": [str(cut.uid)], "last": day.isoformat(), "once": "1"}
    assert client.post("/schedule/waiting/add/", sent | {"last": ""}).status_code == 422
    assert client.post("/schedule/waiting/add/", sent).status_code == 302
    assert "Ola Lis" in client.get("/schedule/waiting/").content.decode()
    cancel_visit(full, by=vera)
    hear()
    offer = Offer.objects.get()
    assert f"/schedule/offers/{offer.uid}/" in client.get("/").content.decode()
    assert client.post(f"/schedule/offers/{offer.uid}/", {"to": "book"}).status_code == 302
    assert Visit.objects.standing().get().client == ola
    assert datetime.combine(day, time(10), WARSAW) == Visit.objects.standing().get().begins_at
