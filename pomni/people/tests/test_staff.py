"""Who works at an organisation: all of them are counted, and all can be looked at, as far as the viewer reaches."""

import pytest

from pomni.people.commands import add_client, archive_client
from pomni.people.models import Client
from pomni.people.queries import record_of
from pomni.people.queries.record import MOST_STAFF


@pytest.fixture
def firm(vera, mark):
    firm = add_client(name="Bright", kind="organisation", responsible=mark, by=vera)
    for number in range(MOST_STAFF + 3):
        add_client(name=f"Worker {number:03}", works_at=firm, responsible=mark, by=vera)
    archive_client(add_client(name="Worker 999", works_at=firm, by=vera), by=vera)
    return firm


def test_the_card_tells_how_many_work_there_and_leads_to_all_of_them(firm, vera, page_of, program_of):
    found = record_of(vera, Client.objects.get(pk=firm.pk))
    assert (len(found.staff), found.staff_count) == (MOST_STAFF, MOST_STAFF + 3)
    browser, whole = page_of(vera), f"/clients/?organisation={firm.uid}"
    card = browser.get(f"/clients/{firm.uid}/").content.decode()
    assert f'href="{whole}">Show all <span class="num">103</span>' in card
    listed = browser.get(whole).content.decode()
    assert "Bright" in listed  # the chip
    assert ("Worker 000" in listed, "Worker 999" in listed) == (True, False)
    seen, after = [], ""
    while after is not None:
        asked = {"organisation": str(firm.uid), "limit": 50} | ({"after": after} if after else {})
        answer = program_of(vera).get("/api/v1/clients", asked).json()
        seen, after = [*seen, *(one["name"] for one in answer["items"])], answer["next"]
    assert seen == [f"Worker {number:03}" for number in range(MOST_STAFF + 3)]


def test_who_works_at_an_organisation_out_of_reach_is_not_told(firm, vera, lena, page_of):
    add_client(name="Worker of Lena", works_at=firm, responsible=lena, by=vera)
    told = page_of(lena).get(f"/clients/?organisation={firm.uid}").content.decode()
    assert "Worker of Lena" not in told
    assert "Bright" not in told
    assert "Worker of Lena" in page_of(lena).get("/clients/").content.decode()


def test_a_smaller_organisation_folds_them_on_its_card(vera, page_of):
    firm = add_client(name="Small", kind="organisation", by=vera)
    for number in range(12):
        add_client(name=f"Worker {number:03}", works_at=firm, by=vera)
    card = page_of(vera).get(f"/clients/{firm.uid}/").content.decode()
    assert "Worker 011" in card
    assert "?organisation=" not in card
