"""A company that has said little yet: each page of the schedule says what is missing, and leads there whoever may mend it."""

from datetime import timedelta

import pytest

from pomni.catalog.commands import add_service, set_performers
from pomni.kit import clock
from pomni.schedule.commands import set_days

pytestmark = pytest.mark.django_db
PAGES = ("", "week/", "list/", "book/", "series/book/", "waiting/add/", "free/", "working/")


def pages(client, user, *these):
    client.force_login(user)
    return {one: client.get(f"/schedule/{one}").content.decode() for one in these}


def main_of(told):
    return told[told.index("<main") : told.index("</main>")]


def test_without_a_location_the_director_is_led_to_adding_one(client, vera, hire):
    for told in pages(client, vera, "", "week/", "list/", "figures/").values():
        assert "/team/locations/add/" in main_of(told) or "locations/add" in main_of(told)
    for told in pages(client, hire("sid", "specialist"), "", "week/", "list/").values():
        assert "No location yet" in told
        assert "locations/add" not in main_of(told)


def test_without_services_each_page_says_so_and_leads_to_adding_one(client, vera, hire, north):
    for page, told in pages(client, vera, *PAGES).items():
        assert "No services yet" in told, page
        assert "/services/add/" in main_of(told), page
    for page, told in pages(client, hire("nina", "salesperson", location=north), "", "book/").items():
        assert "No services yet" in told, page
        assert "/services/add/" not in main_of(told), page
        assert "Whoever may change the catalogue adds them." in told, page


def test_services_that_nobody_performs_lead_to_who_performs_them(client, vera, north):
    add_service(name="Haircut", minutes=30, price=100, by=vera)
    for page, told in pages(client, vera, "", "week/", "list/").items():
        assert "Nobody performs a service yet" in told, page
        assert 'href="/services/"' in main_of(told), page


def test_where_nobody_works_the_search_for_free_time_leads_to_the_working_hours(client, vera, sam, north):
    cut = add_service(name="Haircut", minutes=30, price=100, by=vera)
    set_performers(cut, performers=[(sam, None, None)], by=vera)
    asked = f"free/?service-0={cut.uid}&at={north.uid}"
    told = pages(client, vera, asked)[asked]
    assert "Nobody works here in the coming weeks" in told
    assert f"/schedule/working/?at={north.uid}" in main_of(told)
    assert f'value="{cut.uid}" selected' in told, "what was asked for stays"
    day = clock.today() + timedelta(days=2)
    set_days(sam, location=north, days=[day], hours=[("10:00", "12:00")], by=vera)
    for page, told in pages(client, vera, asked, *PAGES).items():
        for missing in (
            "No services yet",
            "Nobody performs a service yet",
            "Nobody works here in the coming weeks",
        ):
            assert missing not in told, page
