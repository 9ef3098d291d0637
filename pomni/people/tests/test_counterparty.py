"""Counterparties: the parts they play, requisites, messengers, several addresses; on the card, in place and for programs."""

import json

import pytest

from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.queries import moments_of_client, state_as_of
from pomni.people import queries
from pomni.people.commands import add_client, edit_client, forget_client
from pomni.people.models import Client
from pomni.people.rules import Reached
from pomni.team import company
from pomni.team.commands import edit_company
from pomni.team.models import Role

from .test_forgetting import everything_stored
from .test_importing import read, take, whats
from .test_in_place import HTMX, fields_of, undo_in

PASTED = """ООО «Ромашка», ИНН 7707083893, КПП 773601001, ОГРН 1027700132195
Р/с 40702810{key}38000012345, к/с 30101810400000000225, БИК 044525225"""


@pytest.fixture
def in_russia(vera):
    edit_company(country="RU", phone_region="RU", language="ru", by=vera)
    company.forget()


@pytest.fixture
def firm(vera):
    return add_client(name="Bright", kind="organisation", by=vera)


def changes(client):
    return moments_of_client(client.pk).first().personal["changes"]


# --- Requisites ------------------------------------------------------------------------------------------------------


def test_requisites_are_checked_kept_bare_and_remembered(vera, firm, in_russia):
    edit_client(firm, tax_id="7707083893", kpp="7736 01001", ogrn="1027700132195", bik="044525225", by=vera)
    firm.refresh_from_db()
    assert (firm.tax_id, firm.kpp, firm.ogrn) == ("7707083893", "773601001", "1027700132195")
    assert changes(firm)["kpp"] == ["", "773601001"]
    with pytest.raises(Refused) as no:
        edit_client(
            firm, corr_account="30101810400000000226", by=vera
        )  # beside the BIK that is there already
    assert no.value.field == "corr_account"
    with pytest.raises(Refused) as no:
        edit_client(firm, ogrn="1027700132196", by=vera)
    assert no.value.field == "ogrn"


def test_the_number_says_of_which_country_it_is(vera):
    edit_company(country="PL", by=vera)
    company.forget()
    assert add_client(name="One", tax_id="500100732259", by=vera).tax_id == "RU500100732259"
    edit_company(country="RU", by=vera)
    company.forget()
    assert add_client(name="Two", tax_id="856-734-62-15", by=vera).tax_id == "PL8567346215"
    with pytest.raises(Refused):  # a mistyped number of one's own country is no foreign one
        add_client(name="Three", tax_id="7707083894", by=vera)


def test_an_inn_of_ten_digits_makes_an_organisation_where_nobody_said_otherwise(vera, in_russia):
    assert add_client(name="Ромашка", tax_id="7707083893", by=vera).kind == "organisation"
    assert add_client(name="Иванов", tax_id="500100732259", by=vera).kind == "person"
    assert add_client(name="Лилия", kind="person", tax_id="7707083893", by=vera).kind == "person"


def test_a_client_is_found_by_the_numbers_of_their_papers(vera, firm):
    edit_client(firm, legal_name="Sunny Meadows Trading", ogrn="1027700132195", regon="192598184", by=vera)
    for typed in ("1027700132195", "192598184", "meadows"):
        assert [hit.name for hit in queries.clients_answering(vera, typed)] == ["Bright"]


def test_pasted_requisites_are_put_in_their_places_in_one_act_that_can_be_taken_back(
    vera, firm, page_of, in_russia
):
    from pomni.kit.requisites import fits

    key = next(one for one in range(10) if fits(f"40702810{one}38000012345", "044525225"))
    browser, url = page_of(vera), f"/clients/{firm.uid}/edit/requisites/"
    form = fields_of(browser.get(url, headers=HTMX).content.decode())
    assert "regon" not in form, "a Polish number is not asked of a Russian company"
    answer = browser.post(url, form | {"pasted": PASTED.format(key=key)}, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    firm.refresh_from_db()
    assert (firm.tax_id, firm.kpp, firm.bik) == ("7707083893", "773601001", "044525225")
    assert (firm.legal_name, firm.account) == ("ООО «Ромашка»", f"40702810{key}38000012345")
    assert "773601001" in answer.content.decode()
    assert "entered in 2002" in answer.content.decode() or "2002" in answer.content.decode()
    browser.post(url, undo_in(answer), headers=HTMX)
    firm.refresh_from_db()
    assert (firm.tax_id, firm.account, firm.legal_name) == ("", "", "")


def test_a_text_without_requisites_says_so_and_keeps_what_was_typed(vera, firm, page_of):
    browser, url = page_of(vera), f"/clients/{firm.uid}/edit/requisites/"
    answer = browser.post(url, {"pasted": "Good morning", "was-pasted": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert "No requisites are found" in answer.content.decode()
    assert "Good morning" in answer.content.decode()


def test_a_bank_account_is_hidden_from_whom_a_role_keeps_from_it_everywhere(
    vera, hire, firm, page_of, program_of
):
    sam = hire("sam3", "specialist")
    edit_client(firm, account="PL61109010140000071219812874", bank="Secret Bank", responsible=sam, by=vera)
    card = page_of(sam).get(f"/clients/{firm.uid}/").content.decode()
    for trace in ("61109010140000071219812874", "6110 9010", "Secret Bank"):
        assert trace not in card
    assert "Secret Bank" in page_of(vera).get(f"/clients/{firm.uid}/").content.decode()
    told = program_of(sam).get(f"/api/v1/clients/{firm.uid}").json()
    assert (told["account"], told["bank"]) == (None, None)
    role = Role.objects.get(preset="specialist")
    role.grants |= {"people.client.change": 1}
    role.save()
    sam = type(sam).objects.get(pk=sam.pk)
    with pytest.raises(NotAllowed):
        edit_client(firm, bank="Other", by=sam)


# --- Parts, category, language ---------------------------------------------------------------------------------------


def test_a_counterparty_plays_several_parts_and_at_least_one(vera, firm, page_of):
    browser, url = page_of(vera), f"/clients/{firm.uid}/edit/parts/"
    answer = browser.post(url, {"parts": ["supplier", "client"], "was-parts": "client"}, headers=HTMX)
    firm.refresh_from_db()
    assert firm.parts == "client supplier"
    assert "Supplier" in answer.content.decode()
    browser.post(url, undo_in(answer), headers=HTMX)
    firm.refresh_from_db()
    assert firm.parts == "client"
    assert browser.post(url, {"was-parts": "client"}, headers=HTMX).status_code == 422
    with pytest.raises(Refused):
        edit_client(firm, parts=["owner"], by=vera)


def test_language_and_category_are_kept_and_read_as_of_then(vera, firm):
    edit_client(firm, language="pl", category="Key account", by=vera)
    state = state_as_of("people.client", firm.pk, moments_of_client(firm.pk).first().at)
    assert (state["language"], state["category"]) == ("pl", "Key account")
    with pytest.raises(Refused):
        edit_client(firm, language="xx", by=vera)


# --- Messengers and addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "label", "kept", "normal"),
    [
        ("https://t.me/Anna_K", "", ("Anna_K", "Telegram"), "telegram:anna_k"),
        ("@anna", "телеграм", ("anna", "Telegram"), "telegram:anna"),
        ("whatsapp +48 600 100 201", "", ("+48600100201", "WhatsApp"), "whatsapp:48600100201"),
        ("8 916 123-45-67", "WhatsApp", ("+79161234567", "WhatsApp"), "whatsapp:79161234567"),
        ("https://wa.me/48600100201", "", ("+48600100201", "WhatsApp"), "whatsapp:48600100201"),
        ("https://vk.com/id12", "", ("id12", "VK"), "vk:id12"),
        ("anna.k", "Threema", ("anna.k", "Threema"), "threema:anna.k"),
    ],
)
def test_a_messenger_is_known_by_its_link_or_its_name(vera, typed, label, kept, normal):
    client = add_client(name="Anna", messengers=[Reached(typed, label)], by=vera)
    (held,) = client.holdings.select_related("contact_point")
    assert ((held.typed, held.label), held.contact_point.normal) == (kept, normal)


def test_messengers_stand_on_the_card_as_links_and_are_masked_with_the_role(vera, hire, page_of):
    sam = hire("sam4", "specialist")
    client = add_client(name="Anna", messenger="https://t.me/anna_kern", responsible=sam, by=vera)
    assert 'href="https://t.me/anna_kern"' in page_of(vera).get(f"/clients/{client.uid}/").content.decode()
    assert "anna_kern" not in page_of(sam).get(f"/clients/{client.uid}/").content.decode()


def test_several_addresses_have_labels_and_the_first_is_preferred(vera, anna, page_of):
    browser, url = page_of(vera), f"/clients/{anna.uid}/edit/address/"
    words = {
        "address": "Long 1, Leeds",
        "address-label": "home",
        "address-2": "Mill Lane 2",
        "address-2-label": "work",
    }
    answer = browser.post(url, words | {"was-address": ""}, headers=HTMX)
    anna.refresh_from_db()
    assert (anna.address, anna.address_label) == ("Long 1, Leeds", "home")
    assert [one.text for one in anna.addresses.all()] == ["Mill Lane 2"]
    assert changes(anna)["address"] == ["", "home: Long 1, Leeds\nwork: Mill Lane 2"]
    form = fields_of(browser.get(url, headers=HTMX).content.decode())
    assert form["was-address"].replace("\r", "") == "home: Long 1, Leeds\nwork: Mill Lane 2"
    browser.post(url, form | {"address-first": "address-2"}, headers=HTMX)
    anna.refresh_from_db()
    assert anna.address == "Mill Lane 2"
    browser.post(url, undo_in(answer), headers=HTMX)  # somebody went on from it
    anna.refresh_from_db()
    assert anna.address == "Mill Lane 2"


def test_a_program_reads_and_writes_all_of_it(vera, program_of):
    till = program_of(vera)
    told = {
        "name": "Bright",
        "kind": "organisation",
        "parts": ["supplier", "laboratory"],
        "language": "pl",
        "account": "61109010140000071219812874",
        "addresses": [{"text": "Long 1", "label": "office"}, {"text": "Mill 2"}],
        "messengers": [{"typed": "@bright", "label": "Telegram"}],
    }
    made = till.post("/api/v1/clients", json.dumps(told), content_type="application/json").json()
    assert made["parts"] == ["supplier", "laboratory"]
    assert made["account"] == "PL61109010140000071219812874"
    assert [one["text"] for one in made["addresses"]] == ["Long 1", "Mill 2"]
    assert made["messengers"][0]["normal"] == "telegram:bright"
    wrong = till.patch(
        f"/api/v1/clients/{made['uid']}", json.dumps({"regon": "192598183"}), content_type="application/json"
    )
    assert (wrong.status_code, wrong.json()["field"]) == (422, "regon")
    assert Client.objects.get().regon == ""


# --- Files, and those who are forgotten ------------------------------------------------------------------------------


def test_a_file_brings_requisites_in_and_one_that_cannot_be_is_set_aside_with_its_column(vera, in_russia):
    titles = ["name", "tax_id", "ogrn", "bik", "corr_account", "category"]
    rows = (
        ["Ромашка", "7707083893", "1027700132195.0", "044525225", "30101810400000000225", "A"],
        ["Лилия", "", "1027700132196", "", "", ""],
        ["Роза", "", "", "044525974", "30101810400000000225", ""],
    )
    good, wrong, not_together = read(vera, titles, *rows)
    assert (good.fields["kind"], good.fields["ogrn"]) == ("organisation", "1027700132195")
    assert (wrong.column, not_together.column) == ("ogrn", "corr_account")
    assert whats(take(vera, titles, rows[0])) == ["added"]
    assert [hit.name for hit in queries.clients_answering(vera, "1027700132195")] == ["Ромашка"]
    more = ["name", "tax_id", "bank"]
    assert whats(take(vera, more, ["Ромашка", "7707083893", "Сбербанк"])) == ["changed"]
    firm = Client.objects.get()
    assert (firm.bank, firm.category, firm.corr_account) == ("Сбербанк", "A", "30101810400000000225")


def test_nothing_of_requisites_messengers_and_addresses_is_left_of_whom_was_forgotten(vera, firm):
    edit_client(
        firm,
        legal_name="Trace1",
        legal_address="Trace2",
        account="PL61109010140000071219812874",
        krs="0000555111",
        bank="Trace3",
        category="Trace4",
        messengers=[Reached("trace5", "Telegram")],
        addresses=[Reached("Trace6", "Trace7"), Reached("Trace8", "Trace9")],
        by=vera,
    )
    signs = [f"trace{number}" for number in range(1, 10)] + ["6110901014", "0000555111"]
    assert [sign for sign in signs if sign not in everything_stored().lower()] == []
    forget_client(firm, by=vera)
    assert [sign for sign in signs if sign in everything_stored().lower()] == []


def test_a_new_counterparty_comes_in_with_a_text_of_requisites_alone(vera, page_of, in_russia):
    browser = page_of(vera)
    form = fields_of(browser.get("/clients/add/").content.decode())
    text = "ООО «Ромашка», ИНН 7707083893, КПП 773601001, БИК 044525225"
    answer = browser.post("/clients/add/", form | {"kind": "person", "pasted": text})
    assert answer.status_code == 302, answer.content.decode()
    firm = Client.objects.get()
    assert (firm.name, firm.kind) == ("ООО «Ромашка»", "organisation")
    assert (firm.tax_id, firm.kpp, firm.bik) == ("7707083893", "773601001", "044525225")
    wrong = browser.post("/clients/add/", {"name": "Роза", "kind": "person", "pasted": "Good morning"})
    assert "No requisites are found" in wrong.content.decode()
    assert Client.objects.count() == 1
