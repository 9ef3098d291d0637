"""What a program does with goods, tax rates, packages and price lists."""

import pytest

from pomni.catalog.commands import add_good, add_package, add_price_list, add_service, add_tax_rate
from pomni.team.commands import make_token

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def till(vera, client):
    token = make_token(vera, name="Till", scopes=["catalog:read", "catalog:change"], by=vera)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token.secret}"
    return client


def test_a_good_that_is_changed_keeps_what_was_not_sent(till, vera):
    rate = add_tax_rate(name="VAT", percent=20, by=vera)
    good = add_good(name="Soap", sku="S1", unit="ml", price=5, tax_rate=rate, by=vera)
    told = till.patch(f"/api/v1/goods/{good.uid}", {"price": "6.50"}, JSON).json()
    kept = {name: told[name] for name in ("price", "sku", "unit", "tax_rate")}
    assert kept == {"price": "6.50", "sku": "S1", "unit": "ml", "tax_rate": str(rate.uid)}
    assert till.patch(f"/api/v1/goods/{good.uid}", {"tax_rate": None}, JSON).json()["tax_rate"] is None


def test_a_good_for_nothing_is_refused_at_its_field_and_stays(till, vera):
    good = add_good(name="Soap", by=vera)
    answer = till.patch(f"/api/v1/goods/{good.uid}", {"for_sale": False}, JSON)
    assert (answer.status_code, answer.json()["field"]) == (422, "for_sale")
    assert till.get(f"/api/v1/goods/{good.uid}").json()["for_sale"] is True


def test_the_list_of_goods_goes_on_behind_its_cursor_and_finds_barcodes(till, vera):
    for name in ("A", "B", "C"):
        add_good(name=name, barcode=f"590123412345{ord(name)}", by=vera)
    first = till.get("/api/v1/goods?limit=2").json()
    rest = till.get(f"/api/v1/goods?limit=2&after={first['next']}").json()
    assert [[one["name"] for one in page["items"]] for page in (first, rest)] == [["A", "B"], ["C"]]
    found = till.get("/api/v1/goods?q=59012341234566").json()["items"]
    assert [one["name"] for one in found] == ["B"]
    assert till.get("/api/v1/goods?q=a%00b").json()["items"] == []


def test_the_per_cent_of_a_tax_is_told_by_its_days(till, vera):
    rate = add_tax_rate(name="VAT", percent=20, by=vera)
    address = f"/api/v1/tax-rates/{rate.uid}/percent"
    till.put(address, {"percent": "22", "starts_on": "2027-01-01"}, JSON)
    told = till.put(address, {"percent": None, "starts_on": "2028-01-01"}, JSON).json()["percents"]
    assert [(one["starts_on"], one["percent"]) for one in told] == [
        (None, "20.00"),
        ("2027-01-01", "22.00"),
        ("2028-01-01", None),
    ]


def test_rows_of_a_package_stay_unless_they_are_sent(till, vera):
    sauna, pool = (add_service(name=name, minutes=60, by=vera) for name in ("Sauna", "Pool"))
    package = add_package(name="Ten", price=90, rows=[(10, [sauna])], by=vera)
    address = f"/api/v1/packages/{package.uid}"
    rows = till.patch(address, {"price": "95"}, JSON).json()["rows"]
    assert rows == [{"visits": 10, "services": [str(sauna.uid)]}]
    sent = [{"visits": 4, "services": [str(pool.uid), str(sauna.uid)]}]
    assert till.patch(address, {"rows": sent}, JSON).json()["rows"] == sent
    answer = till.patch(address, {"rows": [{"visits": None, "services": [str(pool.uid)]}]}, JSON)
    assert (answer.status_code, answer.json()["field"]) == (422, "days"), "a pass needs an end"


def test_prices_of_a_list_that_are_not_named_stay_and_a_null_takes_one_out(till, vera):
    sauna, soap = add_service(name="Sauna", minutes=60, by=vera), add_good(name="Soap", by=vera)
    address = f"/api/v1/price-lists/{add_price_list(name='Summer', by=vera).uid}/prices"
    both = [{"service": str(sauna.uid), "price": "40"}, {"good": str(soap.uid), "price": "3"}]
    till.patch(address, {"prices": both}, JSON)
    till.patch(address, {"prices": [{"good": str(soap.uid), "price": None}]}, JSON)
    told = [(one["name"], one["service"], one["price"]) for one in till.get(address).json()["items"]]
    assert told == [("Sauna", str(sauna.uid), "40.00")]
    wrong = till.patch(address, {"prices": [both[0] | both[1]]}, JSON)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "prices")
