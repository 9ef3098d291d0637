"""Goods, packages and gift certificates are sold, used, and taken back where nothing of them was used."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pomni.billing.commands import Paid, Sold, give_back, make_sale, reverse_sale, take_payment
from pomni.billing.models import Holding
from pomni.billing.queries import Prices, Thing, certificate_by_code, holdings_of, things_answering
from pomni.billing.standing import owed
from pomni.catalog import commands as catalog
from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.team.commands import add_location

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def north(vera):
    return add_location(name="North", zone="Europe/Warsaw", by=vera)


@pytest.fixture
def anna(vera):
    return add_client(name="Anna", phone="+48 600 100 200", by=vera)


@pytest.fixture
def rate(vera):
    return catalog.add_tax_rate(name="VAT 23", percent=Decimal(23), by=vera)


@pytest.fixture
def massage(vera, rate):
    return catalog.add_service(name="Massage", minutes=60, price=Decimal(123), tax_rate=rate, by=vera)


@pytest.fixture
def ten(vera, massage):
    rows = [(10, [massage])]
    return catalog.add_package(name="Ten massages", price=Decimal(1000), days=90, rows=rows, by=vera)


@pytest.fixture
def gift(vera):
    return catalog.add_certificate(name="Gift 500", amount=Decimal(500), days=365, by=vera)


def sold(vera, north, client, *lines, **words):
    return make_sale(*([client] if client else []), location=north, lines=lines, by=vera, **words)


def test_a_package_that_is_bought_pays_for_visits_from_this_very_sale_on(vera, north, anna, massage, ten):
    lines = [Sold(massage, price=Decimal(123)), Sold(package=ten, price=ten.price)]
    bought = sold(vera, north, anna, *lines, paid=[Paid("package", line=0, bought=1), Paid("cash")])
    (held,) = holdings_of(anna)
    assert (owed(bought), held.allowances.get().left, held.name) == (0, 9, "Ten massages")
    assert held.valid_until == bought.day + timedelta(days=89)
    used = Paid("package", holding=held, allowance=held.allowances.get(), line=0)
    later = sold(vera, north, anna, Sold(massage, price=Decimal(123)), paid=[used])
    assert (owed(later), held.allowances.get().left) == (0, 8)
    with pytest.raises(Refused, match="Ten massages of this sale was used already"):
        reverse_sale(bought, by=vera)
    reverse_sale(later, by=vera)
    reverse_sale(bought, by=vera)
    assert holdings_of(anna) == []
    with pytest.raises(Refused, match="not valid any more"):
        sold(vera, north, anna, Sold(massage, price=Decimal(123)), paid=[used])


def test_a_certificate_is_paid_with_by_whoever_names_its_code(vera, north, anna, gift):
    bought = sold(vera, north, None, Sold(certificate=gift, price=Decimal(500)), paid=[Paid("card")])
    held = Holding.objects.get(line__sale=bought)
    brought = certificate_by_code(f" {held.code_told.lower()} ")
    assert (brought, held.amount_left, len(held.code)) == (held, 500, 10)
    comb = sold(vera, north, anna, Sold(name="Comb", price=Decimal(120)))
    payment = take_payment(comb, way="certificate", amount=Decimal(120), holding=brought, by=vera)
    held.refresh_from_db()
    assert (held.amount_left, owed(comb)) == (380, 0)
    with pytest.raises(Refused, match="used already"):
        reverse_sale(bought, by=vera)
    give_back(payment, by=vera)
    reverse_sale(bought, by=vera)
    assert certificate_by_code(held.code) is None


def test_what_is_not_sold_so_is_refused_in_words(vera, north, anna, ten, gift):
    brush = catalog.add_good(name="Brush", price=Decimal(10), for_sale=False, for_use=True, by=vera)
    for client, line, match in (
        (None, Sold(package=ten, price=ten.price), "Say who buys"),
        (anna, Sold(package=ten, price=ten.price, quantity=Decimal(2)), "sold singly"),
        (anna, Sold(good=brush, price=Decimal(10)), "not sold any more"),
    ):
        with pytest.raises(Refused, match=match):
            sold(vera, north, client, line, paid=[Paid("cash")])
    gift = catalog.archive_certificate(gift, by=vera)
    with pytest.raises(Refused, match="not sold any more"):
        sold(vera, north, None, Sold(certificate=gift, price=Decimal(500)), paid=[Paid("cash")])


def test_lines_have_the_tax_of_their_day_and_prices_by_the_lists_of_the_place(
    vera, north, anna, massage, rate
):
    soap = catalog.add_good(name="Soap", price=Decimal(50), tax_rate=rate, barcode="4006381333931", by=vera)
    days = clock.today()
    prices = catalog.add_price_list(name="North", starts_on=days, locations=[north], by=vera)
    catalog.set_prices(prices, prices={massage: Decimal(246), soap: Decimal("61.50")}, by=vera)
    things = [Thing("service", massage), *things_answering(vera, "4006381333931")]
    told = Prices(things, day=days, location=north)
    lines = [one.sold(price=told.of(one), usual=told.of(one)) for one in things]
    made = sold(vera, north, anna, *lines)
    rows = [(line.name, line.amount, line.tax_rate, line.tax) for line in made.lines.order_by("place")]
    assert rows == [("Massage", 246, 23, 46), ("Soap", Decimal("61.50"), 23, Decimal("11.50"))]


def test_a_sale_of_its_own_is_counted_up_and_made_from_one_page(vera, north, anna, client, ten, gift):
    client.force_login(vera)
    soap = catalog.add_good(name="Soap", price=Decimal(50), barcode="4006381333931", by=vera)
    at = f"/money/sell/?at={north.uid}&client={anna.uid}"
    assert b"Anna" in client.get(at).content
    assert b"Soap" in client.get("/money/things/?q=4006381333931").content
    sent = {
        "client": str(anna.uid), "thing-0": f"good.{soap.uid}", "quantity-0": "3", "thing-1-typed": "ten mass",
        "way-0": "cash",
    }  # fmt: skip
    counted = client.post(at, sent | {"count": "1"}, headers={"HX-Request": "true"})
    assert (counted.status_code, Holding.objects.exists()) == (200, False)
    assert "1,150" in counted.content.decode()
    assert "<html" not in counted.content.decode()
    unknown = client.post(at, sent | {"thing-2-typed": "nothing of that name"})
    assert (unknown.status_code, b"Choose one from the list" in unknown.content) == (422, True)
    assert client.post(at, sent).status_code == 302
    (held,) = holdings_of(anna)
    assert (held.line.sale.total, owed(held.line.sale)) == (1150, 0)
    made = client.post(at, {"thing-0": f"certificate.{gift.uid}", "way-0": "card"}, follow=True)
    assert Holding.objects.get(kind="certificate").code_told in made.content.decode()


def test_a_package_pays_for_a_visit_in_a_sale_of_its_own_and_for_nothing_else(
    vera, north, anna, client, massage, ten
):
    client.force_login(vera)
    sold(vera, north, anna, Sold(package=ten, price=ten.price), paid=[Paid("cash")])
    (held,) = holdings_of(anna)
    part = held.allowances.get()
    at, soap = (
        f"/money/sell/?at={north.uid}&client={anna.uid}",
        catalog.add_good(name="Soap", price=5, by=vera),
    )
    assert "Ten massages (10)" in client.get(at).content.decode()
    words = {"client": str(anna.uid), "thing-0": f"good.{soap.uid}", "way-0": f"part.{part.pk}"}
    refused = client.post(at, words)
    assert (refused.status_code, b"Nothing is sold here that this package pays for" in refused.content) == (
        422,
        True,
    )
    words |= {"thing-1": f"service.{massage.uid}", "way-1": "cash"}
    made = client.post(at, words)
    part.refresh_from_db()
    sale = held.line.sale.client.sales.latest("pk")
    assert (made.status_code, part.left, sale.total, owed(sale)) == (302, 9, 128, 0)
