"""The pages of services, and the same for programs."""

from decimal import Decimal

import pytest

from pomni.catalog.commands import add_service
from pomni.catalog.models import Service


@pytest.fixture
def cut(vera):
    words = {"minutes": 45, "price": Decimal("300.50"), "category": "Hair"}
    return add_service(name="Haircut", by=vera, **words)


def test_a_service_is_added_and_those_who_perform_it_are_asked_next(vera, mark, page_of):
    browser = page_of(vera)
    told = {"name": "Dyeing", "category": "Hair", "minutes": "5", "price": "1 250,50", "phases": "30+(40)+20"}
    answer = browser.post("/services/add/", told | {"season": ["5", "6"]})
    made = Service.objects.get()
    assert answer.url == f"/services/{made.uid}/performers/"
    assert (made.minutes, made.price, made.season) == (90, Decimal("1250.50"), [5, 6])
    sent = {f"performs-{mark.pk}": "on", f"price-{mark.pk}": "1400", f"minutes-{mark.pk}": ""}
    assert browser.post(answer.url, sent).status_code == 302
    page = browser.get(f"/services/{made.uid}/").content.decode()
    assert "30 + (40) + 20" in page
    assert "Mark" in page


def test_what_was_typed_stays_beside_what_is_wrong(vera, page_of):
    answer = page_of(vera).post(
        "/services/add/", {"name": "Dyeing", "minutes": "30", "phases": "30 and wait"}
    )
    page = answer.content.decode()
    assert "30 and wait" in page
    assert "30 + (40) + 20" in page
    assert not Service.objects.exists()


def test_the_list_is_searched_and_narrowed_as_one_types(vera, cut, page_of):
    add_service(name="Manicure", minutes=60, by=vera)
    browser = page_of(vera)
    page = browser.get("/services/").content.decode()
    assert page.index("Haircut") < page.index("Manicure")
    part = browser.get("/services/?q=hair", headers={"HX-Request": "true"}).content.decode()
    assert ("Haircut" in part, "Manicure" in part, "<html" in part) == (True, False, False)


def test_two_who_change_a_price_at_once_are_both_shown(vera, cut, page_of):
    browser = page_of(vera)
    was = {f"was-{name}": "" for name in ("code", "hue", "repeat_days", "about")}
    was |= {"was-name": "Haircut", "was-category": "Hair", "was-minutes": "45", "was-price": "280.00"}
    was |= {"was-phases": "[]", "was-before": "0", "was-after": "0", "was-season": "[]"}
    told = {
        "name": "Haircut",
        "category": "Hair",
        "minutes": "45",
        "price": "320",
        "before": "0",
        "after": "0",
    }
    answer = browser.post(f"/services/{cut.uid}/edit/", was | told)
    assert answer.status_code == 409
    cut.refresh_from_db()
    assert cut.price == Decimal("300.50")


def test_programs_add_change_and_read_services(vera, mark, program_of):
    mine = program_of(vera)
    told = {"name": "Dyeing", "phases": [{"minutes": 30}, {"minutes": 40, "hands": False}], "price": "10.50"}
    made = mine.post("/api/v1/services", told, content_type="application/json")
    assert made.status_code == 201
    assert (made.json()["minutes"], made.json()["price"]) == (70, "10.50")
    address = f"/api/v1/services/{made.json()['uid']}"
    sent = {"performers": [{"colleague": str(mark.uid), "minutes": 80}]}
    performers = mine.put(f"{address}/performers", sent, content_type="application/json").json()
    assert [(row["name"], row["minutes"]) for row in performers["items"]] == [("Mark", 80)]
    assert (
        mine.patch(address, {"category": "Hair"}, content_type="application/json").json()["category"]
        == "Hair"
    )
    assert mine.post(f"{address}/archive").json()["archived"] is True
    assert mine.get("/api/v1/services").json()["items"] == []
    assert [one["name"] for one in mine.get("/api/v1/services?archived=true&q=dye").json()["items"]] == [
        "Dyeing"
    ]
