"""Performers, packages and price lists out of files and into files, and back again as they were."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from pomni.catalog import commands as catalog
from pomni.catalog.models import Package, PriceList, Service
from pomni.exchange import carrying
from pomni.exchange.commands import running
from pomni.exchange.models import Import
from pomni.exchange.sending import sent_offers
from pomni.exchange.tests.test_offers import counts, sent, taken, tried
from pomni.kit.errors import NotAllowed
from pomni.team.commands import add_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(vera, mark, lena):
    """Services of one name in two categories, performed, packed and priced."""
    vat = catalog.add_tax_rate(name="VAT", percent=20, by=vera)
    hair = catalog.add_service(name="Dyeing", category="Hair", minutes=90, price=100, by=vera)
    brows = catalog.add_service(name="Dyeing", category="Brows", minutes=20, price=15, by=vera)
    tan = catalog.add_service(name='Tan; "deep"', code="T1", minutes=10, price=9, by=vera)
    soap = catalog.add_good(name="Soap", sku="S1", price=5, by=vera)
    catalog.set_performers(hair, performers=[(mark, "120.50", 100), (lena, None, None)], by=vera)
    catalog.set_performers(tan, performers=[(vera, None, 15)], by=vera)
    rows = [(10, [brows, tan]), (None, [hair])]
    catalog.add_package(name="Ten", price=500, rows=rows, days=90, tax_rate=vat, about="a\nb", by=vera)
    north = add_location(name="North; by the river", zone="Europe/Warsaw", by=vera)
    told = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 8, 31), "locations": [north]}
    summer = catalog.add_price_list(name="Summer", by=vera, **told)
    catalog.set_prices(summer, prices={hair: Decimal(80), brows: Decimal(12), soap: Decimal("4.50")}, by=vera)
    always = catalog.add_price_list(name="Staff", by=vera)
    catalog.set_prices(always, prices={soap: Decimal(0)}, by=vera)
    return vera


@pytest.mark.parametrize(
    ("of", "format", "language", "rows"),
    [
        ("performers", "csv", "en", 3),
        ("packages", "csv", "ru", 1),
        ("packages", "xlsx", "en", 1),
        ("prices", "xlsx", "pl", 4),
        ("prices", "csv", "ru", 4),
    ],
)
def test_what_was_saved_comes_in_again_without_a_change(shop, of, format, language, rows):
    with override(language):
        file = sent_offers(shop, of, format).content
    there = taken(sent(shop, of, file, f"offers.{format}"), shop)
    assert counts(there) == (0, 0, rows, 0), list(there.faults.values_list("reason"))


def test_all_of_it_is_made_anew_by_what_was_saved(shop):
    saved = {of: sent_offers(shop, of, "csv").content for of in ("performers", "packages", "prices")}
    for one in Service.objects.all():
        catalog.set_performers(one, performers=[], by=shop)
    catalog.archive_package(Package.objects.get(), by=shop)
    for one in PriceList.objects.all():
        catalog.archive_price_list(one, by=shop)
    for of, file in saved.items():
        made = taken(sent(shop, of, file), shop)
        assert (made.same, made.faulty) == (0, 0), list(made.faults.values_list("reason"))
        assert sent_offers(shop, of, "csv").content == file


def test_a_colleague_is_known_by_login_or_name_and_else_the_row_says_why(shop, hiring):
    hiring("anna1", "specialist", name="Anna Stone")
    hiring("anna2", "specialist", name="Anna Stone")
    rows = [
        "T1;anna1;25;",
        "T1;Anna Stone;;",
        "T1;Nobody;;",
        "Gone;anna1;;",
    ]
    text = "\n".join(["Code;Colleague;Own price;Own minutes", *rows])
    made = taken(sent(shop, "performers", text), shop)
    reasons = dict(made.faults.values_list("number", "reason"))
    assert counts(made)[0] == 1
    assert "Several colleagues are called Anna Stone. Write the login of one: anna1, anna2." in reasons[3]
    assert "“Nobody” is no colleague here" in reasons[4]
    assert "“Gone” is not in the catalogue" in reasons[5]
    named = "Service;Category;Specialist\nDyeing;;anna1\nDyeing;Hair;anna1\n"
    again = taken(sent(shop, "performers", named), shop)
    assert [one.reason for one in again.faults.all()] == [
        "There are several of this name. Tell the category, too."
    ]
    assert Service.objects.get(category__name="Hair").performers.count() == 3


@pytest.mark.parametrize("nothing", ["-", "–", "none", "Нет", "brak"])
def test_a_dash_takes_an_own_price_and_own_minutes_away_and_they_come_back(shop, nothing):
    rows = f"Service;Category;Colleague;Own price;Own minutes\nDyeing;Hair;mark;{nothing};{nothing}\n"
    made = taken(sent(shop, "performers", rows), shop)
    assert counts(made) == (0, 1, 0, 0), list(made.faults.values_list("reason"))
    own = Service.objects.get(category__name="Hair").performers
    assert own.values_list("price", "minutes").get(user__username="mark") == (None, None)
    assert counts(taken(sent(shop, "performers", rows), shop)) == (0, 0, 1, 0)
    carrying.take_all_back(running.undo_import(made, by=shop))
    assert own.values_list("price", "minutes").get(user__username="mark") == (Decimal("120.50"), 100)


def test_an_import_of_prices_is_taken_back_but_for_what_somebody_changed_since(shop):
    text = "Price list;From;Service or good;Name;Category;Price\n" + "\n".join(
        [
            "Summer;2026-06-01;service;Dyeing;Hair;85",
            "Summer;;good;Soap;;4",
            "Winter;2026-12-01;;Soap;;6",
            "Winter;2026-12-02;;Dyeing;Hair;7",
        ]
    )
    trial = tried(sent(shop, "prices", text), shop).trial
    assert (trial["added"], trial["changed"], trial["faulty"]) == (1, 2, 1), trial["faults"]
    assert trial["faults"][0]["reason"].startswith("Row 4 says otherwise of this price list.")
    made = taken(sent(shop, "prices", text), shop)
    summer = PriceList.objects.get(name="Summer")
    assert (summer.starts_on, made.added, made.changed) == (date(2026, 6, 1), 1, 2)
    soap = summer.prices.get(good__name="Soap").good
    catalog.set_prices(summer, prices={soap: Decimal("3.30")}, by=shop)
    back = carrying.take_all_back(running.undo_import(made, by=shop))
    assert {name: back.figures[name] for name in ("removed", "restored", "kept")} == {
        "removed": 1,
        "restored": 1,
        "kept": 1,
    }
    summer.refresh_from_db()
    assert summer.starts_on == date(2026, 5, 1)
    assert sorted(summer.prices.values_list("price", flat=True)) == [
        Decimal("3.30"),
        Decimal(12),
        Decimal(80),
    ]
    assert PriceList.objects.get(name="Winter").archived_at


def test_performers_and_packages_are_taken_back(shop):
    rows = "Service;Category;Colleague;Own price\nDyeing;Hair;Mark;99\nDyeing;Brows;mark;\n"
    made = taken(sent(shop, "performers", rows.replace("Mark", "mark")), shop)
    assert counts(made) == (1, 1, 0, 0), list(made.faults.values_list("reason"))
    pack = taken(
        sent(shop, "packages", "Name;Contents;Price\nTen;5 × Dyeing (Hair);400\nOne;1 x T1;9\n"), shop
    )
    assert counts(pack) == (1, 1, 0, 0), list(pack.faults.values_list("reason"))
    for one in (made, pack):
        carrying.take_all_back(running.undo_import(one, by=shop))
    own = Service.objects.get(category__name="Hair").performers.get(user__username="mark")
    assert (own.price, own.minutes) == (Decimal("120.50"), 100)
    assert not Service.objects.get(category__name="Brows").performers.exists()
    ten = Package.objects.get(name="Ten")
    assert (ten.price, [row.visits for row in ten.rows.order_by("place")]) == (Decimal(500), [10, None])
    assert Package.objects.get(name="One").archived_at


def test_a_product_manager_brings_the_catalogue_in_and_never_clients(client, hiring, vera):
    pam = hiring("pam", "product_manager")
    made = taken(sent(pam, "goods", "Name;SKU\nSoap;S1\n"), pam)
    assert counts(made) == (1, 0, 0, 0)
    with pytest.raises(NotAllowed, match="may not bring"):
        sent(pam, "clients", "Name;Phone\nAnna;+48 600 100 200\n")
    client.force_login(pam)
    assert client.get("/exchange/imports/add/").status_code == 403
    assert "/exchange/imports/add/" not in client.get("/exchange/imports/").text
    assert f"/exchange/imports/{made.uid}/" in client.get("/exchange/imports/").text
    lists = {"services": "performers", "services/packages": "packages", "services/price-lists": "prices"}
    for page, of in lists.items():
        assert f"/exchange/imports/{of}/" in client.get(f"/{page}/").text
        assert client.get(f"/exchange/{of}.csv").status_code == 200
    assert Import.objects.count() == 1
