"""Goods, tax rates, packages and gift certificates: what is offered beside services."""

from datetime import date
from decimal import Decimal

import pytest

from pomni.catalog import commands, queries, rules
from pomni.catalog.models import Category, Package, TaxRate
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.team.commands import edit_company


def good(by, name="Shampoo", **words):
    return commands.add_good(name=name, by=by, **words)


@pytest.fixture
def massage(vera):
    return commands.add_service(name="Massage", minutes=60, by=vera)


@pytest.fixture
def sauna(vera):
    return commands.add_service(name="Sauna", minutes=90, by=vera)


# --- Goods -----------------------------------------------------------------------------------------------------------


def test_goods_are_found_by_fragment_in_another_alphabet_and_layout_by_sku_and_by_barcode(vera):
    good(vera, "Шампунь мягкий", sku="SH-17", barcode="5901234123457", category="Волосы")
    good(vera, "Soap", barcode="0012345678905")
    for typed in ("shampun", "мягк шам", "ifvgeym", "sh-17", "5901234123457", "volosy"):
        assert [one.name for one in queries.good_page(vera, words=typed).items] == ["Шампунь мягкий"], typed
    assert [one.name for one in queries.goods_answering(vera, ["012345678905"])] == ["Soap"]
    assert queries.goods_answering(vera, ["901234123457"]) == []  # a part of a barcode is another good's
    for typed in ("590 1234 123457", "5901234-123457"):
        assert [one.sku for one in queries.goods_answering(vera, typed.split())] == ["SH-17"]


def test_goods_are_found_by_what_stands_in_the_middle_of_their_words_behind_those_that_begin_so(vera):
    good(vera, "Бальзам-кондиционер", sku="KX-90210")
    good(vera, "Диван")
    for typed in ("диционер", "ditsioner", "lbwbjyth"):  # the last one on the other layout
        assert [one.name for one in queries.good_page(vera, words=typed).items] == ["Бальзам-кондиционер"], (
            typed
        )
    assert [one.name for one in queries.goods_answering(vera, ["ди"])] == [
        "Диван"
    ]  # two letters begin a word
    good(vera, "Ароматная вода")
    good(vera, "Маты")
    assert [one.name for one in queries.goods_answering(vera, ["мат"])] == ["Маты", "Ароматная вода"]
    assert queries.goods_answering(vera, ["0210"]) == []  # of a number its beginning is typed


def test_a_barcode_and_a_sku_are_of_one_good_that_is_offered(vera):
    one = good(vera, barcode="4006381333931", sku="A")
    for words in ({"barcode": "4006381-333931"}, {"sku": "A"}):
        with pytest.raises(Refused) as no:
            good(vera, "Other", **words)
        assert no.value.field in words
    commands.archive_good(one, by=vera)
    other = good(vera, "Other", barcode="4006381333931")
    with pytest.raises(Refused):
        commands.restore_good(one, by=vera)
    with pytest.raises(Refused):
        commands.edit_good(good(vera, "Third"), barcode=other.barcode, by=vera)


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("4006381333931", ""),
        ("4006381333930", "1"),
        ("036000291452", ""),
        ("96385074", ""),
        ("96385070", "4"),
    ],
)
def test_the_check_digit_of_a_barcode_is_told(code, due):
    assert rules.wrong_digit(code) == due
    assert rules.wrong_digit(f"A{code}") == ""


def test_a_good_is_for_sale_or_for_use(vera):
    with pytest.raises(Refused):
        good(vera, for_sale=False)
    one = good(vera, for_sale=False, for_use=True)
    assert queries.goods_answering(vera, ["shampoo"], for_sale=True) == []
    assert queries.goods_answering(vera, ["shampoo"]) == [one]


def test_a_category_stays_while_a_good_stands_in_it(vera, massage):
    good(vera, category="Spa")
    commands.edit_service(massage, category="Spa", by=vera)
    commands.edit_service(massage, category="", by=vera)
    commands.rename_category(Category.objects.get(), name="Уход", by=vera)
    assert [one.name for one in queries.good_page(vera, words="uhod").items] == ["Shampoo"]


# --- Tax rates -------------------------------------------------------------------------------------------------------


def test_a_rate_keeps_its_name_while_its_per_cent_changes_from_a_day_on(vera):
    rate = commands.add_tax_rate(name="VAT", percent=Decimal(20), by=vera)
    rate = commands.set_tax_percent(rate, percent=Decimal(22), starts_on=date(2026, 1, 1), by=vera)
    told = [queries.tax_percent(rate, date(year, 1, 1)) for year in (2025, 2026)]
    assert told == [Decimal(20), Decimal(22)]
    rate = commands.set_tax_percent(rate, percent=Decimal(20), starts_on=date(2026, 1, 1), by=vera)
    assert rate.steps == [["", "20.00"]]


def test_an_archived_rate_stays_with_what_has_it_and_is_not_chosen_anew(vera, massage):
    rate = commands.add_tax_rate(name="VAT", by=vera)
    commands.edit_service(massage, tax_rate=rate, by=vera)
    rate = commands.archive_tax_rate(rate, by=vera)
    assert commands.edit_service(massage, tax_rate=rate, minutes=50, by=vera).tax_rate == rate
    with pytest.raises(Refused):
        good(vera, tax_rate=rate)


@pytest.mark.parametrize(
    ("country", "name", "percent"), [("RU", "НДС, общая ставка", 22), ("PL", "VAT 8%", 8)]
)
def test_the_usual_rates_of_the_country_are_taken_once(vera, country, name, percent):
    edit_company(country=country, by=vera)
    for _again in range(2):
        commands.take_usual_rates(names=[name], by=vera)
    assert queries.tax_percent(TaxRate.objects.get(), date(2026, 11, 22)) == percent
    assert name not in dict(queries.lacking_rates(vera))


# --- Packages and gift certificates ------------------------------------------------------------------------------------


def test_a_package_holds_visits_of_a_service_or_of_any_of_some(vera, massage, sauna):
    rows = [(10, [massage]), (3, [sauna, massage])]
    one = commands.add_package(name="Spa", price=Decimal(900), rows=rows, days=90, by=vera)
    told = queries.contents_of([one])[one.pk]
    assert [(row.visits, row.services) for row in told] == [(10, (massage,)), (3, (massage, sauna))]
    one = commands.edit_package(one, rows=[(5, [massage])], by=vera)
    assert Moment.objects.latest("pk").facts["changes"] == {
        "rows": [[[10, ["Massage"]], [3, ["Massage", "Sauna"]]], [[5, ["Massage"]]]]
    }
    assert [row.visits for row in queries.contents_told(queries.package(vera, one.uid))] == [5]


def test_a_pass_without_a_number_of_visits_has_an_end(vera, sauna):
    with pytest.raises(Refused) as no:
        commands.add_package(name="Pass", price=Decimal(90), rows=[(None, [sauna])], by=vera)
    assert no.value.field == "days"
    one = commands.add_package(name="Pass", price=Decimal(90), rows=[(None, [sauna])], days=30, by=vera)
    with pytest.raises(Refused):
        commands.edit_package(one, days=None, by=vera)


def test_a_line_without_a_number_goes_on_with_the_one_above(vera, massage, sauna, page_of):
    browser = page_of(vera)
    told = {"name": "Spa", "price": "900", "service-0": massage.uid, "visits-0": "4", "service-1": sauna.uid}
    answer = browser.post("/services/packages/add/", told)
    one = Package.objects.get()
    assert answer.url == f"/services/packages/{one.uid}/"
    assert "4 visits, any of: Massage, Sauna" in browser.get(answer.url).content.decode()
    page = browser.get(f"/services/packages/{one.uid}/edit/").content.decode()
    assert page.count("<select") >= 2 + 3


def test_a_certificate_is_worth_something_or_what_the_buyer_says(vera):
    with pytest.raises(Refused):
        commands.add_certificate(name="Gift", amount=Decimal(0), by=vera)
    assert commands.add_certificate(name="Gift", by=vera).amount is None


def test_whoever_may_only_see_changes_nothing(vera, mark, guest, massage):
    with pytest.raises(NotAllowed):
        good(mark)
    assert queries.goods_answering(guest, ["shampoo"]) == []
    assert list(queries.packages(guest)) == []


def test_a_mistyped_barcode_is_kept_and_told_on_the_page_of_the_good(vera, page_of):
    browser = page_of(vera)
    told = {"name": "Soap", "unit": "pcs", "for_sale": "on", "barcode": "4006381333930", "price": "12,50"}
    answer = browser.post("/services/goods/add/", told)
    assert "would end with 1" in browser.get(answer.url).content.decode()
    found = browser.get("/services/goods/?q=soap", headers={"HX-Request": "true"}).content.decode()
    assert ("4006381333930" in found, "<html" in found) == (True, False)
