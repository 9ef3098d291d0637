"""Services and goods out of files and into files: by the same steps as clients, and back again as they were."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.translation import override

from pomni.catalog import commands as catalog
from pomni.catalog.models import Good, Service, TaxRate
from pomni.catalog.queries import good_page
from pomni.exchange import carrying
from pomni.exchange.commands import running, wizard
from pomni.exchange.models import Import
from pomni.exchange.sending import sent_offers
from pomni.exchange.taking import take_file
from pomni.kit.errors import NotAllowed, Refused
from pomni.people.imports import Wish

pytestmark = pytest.mark.django_db


def sent(by, of, text, name="offers.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return take_file(file=BytesIO(content), name=name, by=by, key="", of=of)


def tried(import_, by, existing="overwrite"):
    mapping = {int(number): key for number, key in import_.mapping.items()}
    matched = wizard.match_columns(import_, mapping=mapping, wish=Wish(existing=existing), by=by)
    return carrying.try_rows(running.begin_trial(matched, by=by, in_background=False))


def taken(import_, by, existing="overwrite"):
    begun = running.start_import(tried(import_, by, existing), by=by, in_background=False)
    return carrying.take_all(begun)


def counts(import_):
    return import_.added, import_.changed, import_.same, import_.faulty


@pytest.fixture
def stall(vera):
    """A catalogue with everything in it that a file could spoil."""
    vat = catalog.add_tax_rate(name="VAT", percent=20, by=vera)
    exempt = catalog.add_tax_rate(name="None at all", percent=None, by=vera)
    catalog.add_good(
        name="=SUM(A1), the soap", sku="0012", barcode="0590123412345", unit="ml", price=5, by=vera
    )
    catalog.add_good(name="Крем «Утро»; ночь", category="Уход", price="1200.50", tax_rate=vat, by=vera)
    catalog.add_good(name="Gloves", unit="pair", for_sale=False, for_use=True, about="a\n- b, c", by=vera)
    catalog.add_good(name="+48 towel", sku="-1", category="Уход", price=0, tax_rate=exempt, by=vera)
    phases = [(30, True), (40, False), (20, True)]
    catalog.add_service(name="Dyeing", category="Hair", phases=phases, before=5, after=10, hue=30, by=vera)
    catalog.add_service(name="Dyeing", category="Brows", minutes=20, price="15.10", code="B1", by=vera)
    words = {"season": [5, 6, 7], "repeat_days": 28, "is_online": False, "tax_rate": vat}
    catalog.add_service(name="Tan", minutes=10, price=9, about="Sun", **words, by=vera)
    catalog.archive_tax_rate(vat, by=vera)
    return vera


@pytest.mark.parametrize("of", ["services", "goods"])
@pytest.mark.parametrize(("format", "language"), [("csv", "ru"), ("csv", "en"), ("xlsx", "pl")])
def test_what_was_saved_comes_in_again_as_it_was(stall, of, format, language):
    model, archive = (Good, catalog.archive_good) if of == "goods" else (Service, catalog.archive_service)
    with override(language):
        file, table = (sent_offers(stall, of, one).content for one in (format, "csv"))
    there = taken(sent(stall, of, file, f"offers.{format}"), stall)
    assert counts(there) == (0, 0, model.objects.count(), 0), list(there.faults.values_list("reason"))
    catalog.restore_tax_rate(TaxRate.objects.get(name="VAT"), by=stall)
    for one in model.objects.all():
        archive(one, by=stall)
    anew = taken(sent(stall, of, file, f"offers.{format}"), stall)
    assert counts(anew) == (there.same, 0, 0, 0), list(anew.faults.values_list("reason"))
    with override(language):
        assert sent_offers(stall, of, "csv").content == table


PRICES = """Артикул;Штрих-код;Наименование;Категория;Ед. изм.;Цена, руб.;Цена
A1;5901234123457;Шампунь;Уход;мл;;450,00
;4600000000015;Маска;Уход;шт;;1 200
A3;;;;;;10
"""


def test_a_price_list_is_matched_by_sku_barcode_and_name_and_tells_what_it_would_do(vera):
    catalog.add_good(name="Shampoo", sku="A1", price=400, by=vera)
    catalog.add_good(name="Маска", barcode="4600000000015", price=1200, by=vera)
    import_ = tried(sent(vera, "goods", PRICES), vera)
    trial = import_.trial
    assert (trial["added"], trial["changed"], trial["faulty"]) == (0, 2, 1), trial["faults"]
    assert trial["faults"][0]["reason"] == "This row has no name. Write one."
    made = carrying.take_all(running.start_import(import_, by=vera, in_background=False))
    assert counts(made) == (0, 2, 0, 1)
    shampoo = Good.objects.get(sku="A1")
    assert (shampoo.name, shampoo.price, shampoo.unit) == ("Шампунь", Decimal("450.00"), "ml")
    assert [one.name for one in good_page(vera, words="shampun").items] == ["Шампунь"]


def test_what_stands_here_stays_where_only_empty_fields_are_to_be_filled(vera):
    catalog.add_good(name="Soap", price=5, by=vera)
    made = taken(sent(vera, "goods", "Name;Price;SKU\nSoap;7;S1\nBalm;3;S2\n"), vera, "fill")
    assert counts(made) == (1, 1, 0, 0)
    assert list(Good.objects.order_by("name").values_list("name", "price", "sku")) == [
        ("Balm", Decimal(3), "S2"),
        ("Soap", Decimal(5), "S1"),
    ]


def test_a_row_that_could_mean_two_or_means_one_again_is_set_aside(vera):
    catalog.add_good(name="Soap", sku="S1", by=vera)
    catalog.add_good(name="Balm", barcode="4600000000015", by=vera)
    rows = "Name;SKU;Barcode\nX;S1;4600000000015\nSoap;S9;\nBalm;;4600000000015\nBalm;B1;4600000000015\nY;;5,9E+12\n"
    made = taken(sent(vera, "goods", rows), vera)
    assert counts(made) == (0, 0, 1, 4)
    assert [one.reason.partition(":")[0] for one in made.faults.order_by("number")] == [
        "Its codes are those of several",
        "Soap has the code S1 here, and S9 in the file.",
        "Row 4 tells of Balm already.",
        "“5,9E+12” is a rounded number. Make the column one of text, and write the barcode anew.",
    ]


def test_services_come_with_category_duration_and_tax(vera):
    rate = catalog.add_tax_rate(name="НДС 22%", percent=22, by=vera)
    rows = ["Стрижка;Волосы;1:30;2500;22%", "Укладка;волосы;45 мин;;НДС 22%", "X;;;5;", "Z;;10;;8%"]
    text = "\n".join(["Услуга;Раздел;Длительность;Стоимость;НДС", *rows])
    made = taken(sent(vera, "services", text), vera)
    assert counts(made) == (2, 0, 0, 2)
    told = Service.objects.order_by("name").values_list("name", "category__name", "minutes", "tax_rate")
    assert list(told) == [("Стрижка", "Волосы", 90, rate.pk), ("Укладка", "Волосы", 45, rate.pk)]


def test_an_import_is_taken_back_but_for_what_somebody_changed_since(vera):
    soap = catalog.add_good(name="Soap", price=5, by=vera)
    comb = catalog.add_good(name="Comb", price=2, by=vera)
    made = taken(sent(vera, "goods", "Name;Price\nSoap;7\nComb;3\nBalm;4\nOil;6\n"), vera)
    catalog.edit_good(comb, price=9, by=vera)
    catalog.edit_good(Good.objects.get(name="Oil"), price=8, by=vera)
    back = carrying.take_all_back(running.undo_import(made, by=vera))
    assert {name: back.figures[name] for name in ("removed", "restored", "kept")} == {
        "removed": 1,
        "restored": 1,
        "kept": 2,
    }
    soap.refresh_from_db()
    assert soap.price == Decimal(5)
    offered = Good.objects.filter(archived_at=None).order_by("name").values_list("name", "price")
    assert list(offered) == [("Comb", Decimal(9)), ("Oil", Decimal(8)), ("Soap", Decimal(5))]


def test_who_may_not_change_the_catalogue_brings_nothing_in(vera, hiring):
    head = hiring("hanna", "head_of_sales")
    with pytest.raises(NotAllowed):
        sent(head, "goods", "Name\nSoap\n")
    with pytest.raises(Refused, match="tables"):
        sent(vera, "goods", "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nEND:VCARD\n", "a.vcf")
    assert not Import.objects.exists()


def test_the_pages_lead_from_the_list_to_the_goods_that_came_in(client, vera):
    client.force_login(vera)
    assert "exchange/imports/goods/" in client.get("/services/goods/").text
    file = BytesIO(b"Name;SKU\nSoap;S1\n")
    file.name = "goods.csv"
    client.post("/exchange/imports/goods/", {"file": file}, follow=True)
    import_ = Import.objects.get()
    here = f"/exchange/imports/{import_.uid}/"
    assert "Soap" in client.get(f"{here}columns/").text
    words = {"existing": "overwrite", "column-0": "name", "column-1": "sku"}
    client.post(f"{here}columns/", words)
    carrying.try_rows(Import.objects.get())
    assert "is added: S1" in client.get(f"{here}trial/").text
    client.post(f"{here}start/")
    carrying.take_all(Import.objects.get())
    assert f"/services/goods/{Good.objects.get().uid}/" in client.get(here).text
    assert client.get("/exchange/imports/").status_code == 200
