"""Requisites: numbers that are right are kept bare, wrong ones are refused, and a whole card of them is read out of a text."""

import json
from pathlib import Path

import pytest

from pomni.kit.errors import Refused
from pomni.kit.requisites import REQUISITES, check_together, countries_of, fits, is_organisation, says
from pomni.kit.requisites_in_text import read_out_of

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "ids" / "vectors.json"
SBERBANK = "044525225"


@pytest.mark.skipif(not VECTORS.exists(), reason="the numbers that developers test with are not here")
@pytest.mark.parametrize("kind", ["ogrn", "regon", "iban"])
def test_numbers_that_others_have_judged_are_judged_so(kind):
    for one in json.loads(VECTORS.read_text())["vectors"][kind]:
        requisite = REQUISITES["account" if kind == "iban" else kind]
        if one["valid"]:
            assert requisite.checked(one["in"]) == one["normal"]
        else:
            with pytest.raises(Refused):
                requisite.checked(one["in"])


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("krs", "123456", "0000123456"),
        ("kpp", "7736 01001", "773601001"),
        ("kpp", "7736AB001", "7736AB001"),
        ("account", "61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        ("account", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("account", "40702.810.9.38000012345", "40702810938000012345"),
        ("bik", "044525225 ", SBERBANK),
        ("swift", "sabrrumm", "SABRRUMM"),
        ("bank", " Bank   One ", "Bank One"),
    ],
)
def test_a_number_is_kept_bare(key, typed, kept):
    assert REQUISITES[key].checked(typed) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("kpp", "77360100"),
        ("krs", "12A456"),
        ("bik", "944525225"),
        ("corr_account", "40702810938000012345"),
        ("account", "PL61109010140000071219812875"),
        ("account", "4070281093800001234"),
        ("swift", "SABRRUM"),
        ("account", "４０702810938000012345"),
    ],
)
def test_a_number_that_cannot_be_is_refused_by_its_field(key, typed):
    with pytest.raises(Refused) as no:
        REQUISITES[key].checked(typed)
    assert no.value.field == key


def test_an_account_belongs_to_its_bank_by_its_key():
    assert fits("30101810400000000225", SBERBANK)
    assert fits("30101810145250000974", "044525974")
    right = [f"4070281{key}938000012345"[:20] for key in range(10)]
    assert sum(fits(f"40702810{key}38000012345", SBERBANK) for key in range(10)) == 1, right
    with pytest.raises(Refused) as no:
        check_together({"bik": "044525974", "corr_account": "30101810400000000225"})
    assert no.value.field == "corr_account"
    check_together({"bik": "014525988", "account": "03224643450000007300"})  # of the treasury: no such key


def test_a_sole_trader_has_no_kpp():
    check_together({"tax_id": "7707083893", "kpp": "773601001"}, home="RU")
    with pytest.raises(Refused) as no:
        check_together({"tax_id": "500100732259", "kpp": "773601001"}, home="RU")
    assert no.value.field == "kpp"


def test_numbers_say_whose_they_are_and_of_which_country():
    assert is_organisation("7707083893", home="RU") is True
    assert is_organisation("RU500100732259", home="PL") is False
    assert is_organisation("8567346215", home="PL") is None
    assert countries_of({"tax_id": "PL8567346215"}, "RU") == {"PL"}
    assert countries_of({"account": "40702810938000012345"}, "PL") == {"RU"}
    assert countries_of({}, "PL") == {"PL"}
    assert says("ogrn", "1027700132195") == "entered in 2002"
    assert says("account", "PL61109010140000071219812874") == "Poland"


def test_a_russian_card_of_requisites_is_read_whole():
    text = """ООО «Ромашка»
    Юридический адрес: 119019, г. Москва, ул. Арбат, д. 1
    ИНН 7707083893 КПП 773601001
    ОГРН 1027700132195
    Р/с 40702 810 9 38000012345 в ПАО Сбербанк
    Банк: ПАО Сбербанк
    К/с 30101810400000000225
    БИК 044525225"""
    assert read_out_of(text) == {
        "legal_name": "ООО «Ромашка»",
        "legal_address": "119019, г. Москва, ул. Арбат, д. 1",
        "tax_id": "RU7707083893",
        "kpp": "773601001",
        "ogrn": "1027700132195",
        "account": "40702810938000012345",
        "bank": "ПАО Сбербанк",
        "corr_account": "30101810400000000225",
        "bik": SBERBANK,
    }


def test_a_polish_card_of_requisites_is_read_whole():
    text = """Zielona spółka z o.o., NIP: 856-734-62-15, REGON 192598184, KRS 0000123456
    Konto: 61 1090 1014 0000 0712 1981 2874 SWIFT: WBKPPLPP"""
    assert read_out_of(text) == {
        "legal_name": "Zielona spółka z o.o.",
        "tax_id": "PL8567346215",
        "regon": "192598184",
        "krs": "0000123456",
        "account": "PL61109010140000071219812874",
        "swift": "WBKPPLPP",
    }


@pytest.mark.parametrize("text", ["", "Dear Anna, call me at +48 600 100 200", "ИНН 7707083894", "1" * 5000])
def test_what_is_no_requisite_is_passed_over(text):
    assert read_out_of(text) == {}
