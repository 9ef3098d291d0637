"""Visits as a list: stretches of days, order, columns, and files of them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage

from pomni.exchange import export_run
from pomni.exchange.commands.exporting import ask_export
from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Sighting
from pomni.people.commands import add_client, forget_client
from pomni.schedule.commands import book_visit, cancel_visit, set_days
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import VisitsAsked, visits_understood
from pomni.team.commands import change_role
from pomni.team.models import Role

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
COLUMNS = ["day", "begins", "client", "phone", "services", "by", "state", "price", "comment"]


@pytest.fixture
def visits(vera, sam, anna, north, day, cut):
    """Anna today at nine, Boris tomorrow at ten (he was booked first), and one that was cancelled."""
    days = [day, day + timedelta(days=1)]
    set_days(sam, location=north, days=days, hours=[("09:00", "18:00")], by=vera)
    boris = add_client(name="=Boris", by=vera)
    words = {"location": north, "lines": [Wanted(cut, sam)], "by": vera}
    later = book_visit(boris, day=days[1], begins=time(10), comment="Tea", **words)
    with clock.travel_to(clock.now() + timedelta(minutes=1)):
        first = book_visit(anna, day=day, begins=time(9), source="online", **words)
        off = cancel_visit(book_visit(anna, day=day, begins=time(12), **words), why="Ill", by=vera)
    return first, later, off


def shown(client, visits, words):
    """Which of these stand on the page, in its order."""
    page = client.get(f"/schedule/visits/?{words}").content.decode()
    found = {page.find(str(one.uid)): number for number, one in enumerate(visits)}
    return [found[at] for at in sorted(found) if at >= 0]


def test_a_list_of_visits_is_asked_by_stretches_ways_of_booking_and_orders(client, vera, visits, day):
    client.force_login(vera)
    with clock.travel_to(datetime.combine(day, time(8), WARSAW)):
        assert shown(client, visits, "") == [0, 2, 1]
        assert shown(client, visits, "when=today&state=standing") == [0]
        assert shown(client, visits, "when=tomorrow") == [1]
        assert shown(client, visits, "when=all") == [1, 2, 0]
        assert shown(client, visits, "sort=booked&state=standing") == [1, 0]
        assert shown(client, visits, "source=online") == [0]
    assert VisitsAsked.from_query({"when": "today", "from": str(day)}).stretch == ""
    with pytest.raises(Refused, match="of, why"):
        visits_understood("of=odd&state=booked&why=1")


def test_columns_are_chosen_and_phones_are_nobodys_whose_role_hides_them(client, vera, hire, visits, day):
    def titles(user):
        client.force_login(user)
        page = client.get("/schedule/visits/?cols=phone,ends,source&when=all").content.decode()
        return [
            title for title in ("Phone", "Until", "Booked how", "Price") if f'<th scope="col">{title}' in page
        ]

    assert titles(vera) == ["Phone", "Until", "Booked how"]
    nina = hire("nina", "front_desk", location=visits[0].location)
    assert "Phone" in titles(nina)
    role = Role.objects.get(preset="front_desk")
    change_role(role, fields={"people.client.phone": "hide"}, by=vera)
    assert titles(type(nina).objects.get(pk=nina.pk)) == ["Until", "Booked how"]


def file_of(by, query="when=all", columns=COLUMNS):
    export = ask_export(format="csv", of="visits", query=query, columns=columns, by=by)
    export_run.write_export.func(pk=export.pk)
    export.refresh_from_db()
    return default_storage.open(export.stored).read().decode("utf-8-sig").splitlines()


def test_a_list_of_visits_goes_into_a_file_by_the_right_of_exports(vera, hire, anna, visits, day):
    head, *rows = file_of(vera)
    assert head.startswith("Day,From,{Client},Phone,".replace("{Client}", "Client"))
    assert [row.split(",")[2] for row in rows] == ["'=Boris", "Anna", "Anna"]
    assert "Tea" in rows[0]
    assert f"{day},09:00,Anna,+48 600 100 200,Haircut,Sam" in rows[2]
    assert Sighting.objects.filter(record_id=anna.pk, how="exported").exists()
    assert len(file_of(vera, "when=all&state=cancelled")) == 2
    with pytest.raises(Refused, match="XLSX or CSV"):
        ask_export(format="vcf", of="visits", query="", columns=COLUMNS, by=vera)
    with pytest.raises(NotAllowed):
        file_of(hire("nina", "front_desk", location=visits[0].location))


def test_who_is_erased_while_the_file_is_written_is_not_in_it(vera, anna, visits, monkeypatch):
    told = export_run._fill

    def filled(*words):
        told(*words)
        anna.refresh_from_db()
        if not anna.forgotten_at:
            forget_client(anna, by=vera)

    monkeypatch.setattr(export_run, "_fill", filled)
    _head, *rows = file_of(vera)
    assert [row.split(",")[2] for row in rows] == ["'=Boris"]


def test_the_page_asks_for_an_export_of_what_it_shows(client, vera, visits):
    client.force_login(vera)
    page = client.get("/schedule/visits/?state=cancelled").content.decode()
    assert "/exchange/export/visits/?state=cancelled" in page
    asked = client.get("/exchange/export/visits/?state=cancelled").content.decode()
    assert "1 visit goes into the file" in asked
    assert "vCard" not in asked
    sent = {"format": "csv", "columns": ["day", "client"], "query": "state=cancelled"}
    assert client.post("/exchange/export/visits/", sent, follow=True).status_code == 200
    assert "Visits" in client.get("/exchange/exports/").content.decode()
