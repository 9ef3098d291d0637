"""The card's facts changed in place, the form for a new client, and what bad input gets."""

import json
import re

import pytest

from pomni.people.commands import add_client, archive_client, edit_client
from pomni.people.models import Client
from pomni.team.models import Role

HTMX = {"HX-Request": "true"}


def fields_of(html):
    """The words of the form in an answer, as the browser would send them back."""
    words = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken" and 'type="radio"' not in tag:
            words[name[1]] = value[1] if value else ""
    return words


@pytest.fixture
def fact(mark, anna, page_of):
    """Ask for, or send, a group of Anna's facts in place, as Mark."""
    browser = page_of(mark)

    def ask(group, words=None, **more):
        url = f"/clients/{anna.uid}/edit/{group}/"
        return browser.post(url, words, headers=HTMX) if words else browser.get(url, more, headers=HTMX)

    return ask


def undo_in(answer):
    html = answer.content.decode()
    form = re.search(r"<form[^>]*data-undo.*?</form>", html, re.S)
    return fields_of(form[0])


def test_a_fact_is_changed_in_place_and_taken_back(fact, anna):
    form = fields_of(fact("phone").content.decode())
    assert form["was-phone"] == form["phone"] == "+48 600 100 201"
    answer = fact("phone", form | {"phone": "+48 600 100 299", "phone-label": "mobile"})
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "timeline-grew"
    assert 'href="tel:+48600100299"' in answer.content.decode()
    back = undo_in(answer)
    assert back["phone"] == "+48 600 100 201"
    fact("phone", back)
    assert [one.typed for one in anna.holdings.filter(contact_point__kind="phone")] == ["+48 600 100 201"]


def test_what_was_changed_again_is_not_taken_back_but_shown_with_both_values(fact, anna, vera):
    answer = fact("source", {"source": "Radio", "was-source": ""})
    edit_client(anna, source="Newspaper", by=vera)
    again = fact("source", undo_in(answer))
    assert again.status_code == 409
    assert "Newspaper" in again.content.decode()
    anna.refresh_from_db()
    assert anna.source == "Newspaper"


@pytest.mark.parametrize(
    ("group", "words", "sentence"),
    [
        ("phone", {"phone": "12", "was-phone": "x"}, "not a phone number"),
        ("email", {"email": "anna", "was-email": "x"}, "not an e-mail address"),
        ("birthday", {"birthday": "31.02", "was-birthday": ""}, "such as 21.11"),
        ("work", {"works_at-typed": "Nowhere Ltd", "was-works_at": ""}, "No organisation of this name"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(fact, group, words, sentence):
    answer = fact(group, words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert next(iter(words.values())) in answer.content.decode()


def test_without_scripts_the_same_address_is_a_page(mark, anna, page_of):
    browser = page_of(mark)
    page = browser.get(f"/clients/{anna.uid}/edit/tags/").content.decode()
    assert "<h1" in page
    words = fields_of(page) | {"tags": "VIP, implants"}
    assert browser.post(f"/clients/{anna.uid}/edit/tags/", words).status_code == 302
    assert set(anna.tags.values_list("name", flat=True)) == {"VIP", "implants"}


def test_a_group_that_is_none_and_a_masked_one_are_not_there(vera, hire, anna, page_of, mark):
    assert page_of(mark).get(f"/clients/{anna.uid}/edit/nothing/").status_code == 404
    role = Role.objects.get(preset="specialist")
    role.grants |= {"people.client.change": 1}
    role.save()
    sam = hire("sam2", "specialist")
    edit_client(anna, responsible=sam, by=vera)
    browser = page_of(sam)
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    assert "/edit/phone/" not in card
    assert "/edit/called/" in card
    assert browser.get(f"/clients/{anna.uid}/edit/phone/").status_code == 404


def test_a_birthday_is_typed_and_shown_as_the_reader_writes_it(fact, anna):
    fact("birthday", {"birthday": "29.02", "was-birthday": "", "sex": "", "was-sex": ""})
    anna.refresh_from_db()
    assert (anna.birth_day, anna.birth_year) == ("02-29", None)
    assert 'value="29 Feb"' in fact("birthday").content.decode()


def test_a_new_client_needs_a_name_or_a_phone_and_tells_who_has_that_phone(mark, anna, page_of):
    browser = page_of(mark)
    assert "one of them is enough" in browser.post("/clients/add/", {"kind": "person"}).content.decode()
    words = {
        "kind": "person",
        "phone": "+48600100201",
        "phone-2": "+48 22 100 20 30",
        "phone-2-label": "work",
    }
    answer = browser.post("/clients/add/", words, follow=True)
    assert "This is also the phone of Anna Kern" in answer.content.decode()
    new = Client.objects.exclude(pk=anna.pk).get()
    assert [(one.typed, one.label) for one in new.holdings.order_by("place")] == [
        ("+48600100201", ""),
        ("+48 22 100 20 30", "work"),
    ]


def test_organisations_are_offered_as_they_are_typed_within_reach_only(mark, lena, page_of):
    add_client(name="Firma North", kind="organisation", by=mark)
    add_client(name="Firma South", kind="organisation", by=lena)
    add_client(name="Firma Person", by=mark)
    told = page_of(mark).get("/clients/organisations/", {"q": "firm"}).content.decode()
    assert re.findall(r'data-label="([^"]+)"', told) == ["Firma North"]


def test_an_archived_client_opens_by_its_address_and_is_restored_there(mark, anna, page_of):
    archive_client(anna, by=mark)
    browser = page_of(mark)
    assert "Restore" in browser.get(f"/clients/{anna.uid}/").content.decode()
    answer = browser.post(f"/clients/{anna.uid}/restore/", follow=True)
    assert json.dumps(f"/clients/{anna.uid}/archive/")[1:-1] in answer.content.decode()  # the way back
    anna.refresh_from_db()
    assert anna.archived_at is None
