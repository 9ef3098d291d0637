"""The same request twice makes one thing; two people at one card overwrite nothing."""

import re

import pytest

from pomni.people import queries
from pomni.people.commands import add_client, edit_client
from pomni.people.models import Client

JSON = "application/json"


def post(program, words, key):
    return program.post("/api/v1/clients", words, content_type=JSON, headers={"Idempotency-Key": key})


def test_the_same_key_and_words_make_one_client(mark, program_of):
    program = program_of(mark)
    first, second = (post(program, {"name": "Anna", "phone": "+48600100201"}, "k1") for _try in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Client.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_with_409(mark, program_of):
    program = program_of(mark)
    post(program, {"name": "Anna"}, "k1")
    answer = post(program, {"name": "Boris"}, "k1")
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert Client.objects.count() == 1


def test_the_same_key_of_another_person_is_another_request(mark, lena, program_of):
    one = post(program_of(mark), {"name": "Anna"}, "k1")
    other = post(program_of(lena), {"name": "Anna"}, "k1")
    assert one.status_code == other.status_code == 201
    assert one.json()["uid"] != other.json()["uid"]


def test_a_key_does_not_open_what_the_role_no_longer_opens(vera, mark, program_of):
    from pomni.team.commands import take_role
    from pomni.team.models import Role

    program = program_of(mark)
    post(program, {"name": "Anna"}, "k1")
    take_role(mark, Role.objects.get(preset="salesperson"), by=vera)
    assert post(program, {"name": "Anna"}, "k1").status_code == 403


def test_a_request_that_was_refused_may_be_sent_again_with_its_key(mark, program_of):
    program = program_of(mark)
    assert post(program, {"name": "Anna", "phone": "12"}, "k1").status_code == 422
    assert post(program, {"name": "Anna", "phone": "+48600100201"}, "k1").status_code == 201


def test_colleagues_of_one_name_are_told_apart_in_a_request(vera, hire):
    from pomni.team.access import KeyReused

    one, other = hire("one", "salesperson", name="Jan"), hire("other", "salesperson", name="Jan")
    add_client(name="Anna", responsible=one, by=vera, key="k1")
    with pytest.raises(KeyReused):
        add_client(name="Anna", responsible=other, by=vera, key="k1")


def test_long_keys_are_told_apart_by_their_last_letter(mark, program_of):
    program = program_of(mark)
    one, other = (post(program, {"name": "Anna"}, "k" * 199 + end) for end in "ab")
    assert one.json()["uid"] != other.json()["uid"]


def test_a_double_click_makes_one_client(mark, page_of):
    browser = page_of(mark)
    form = browser.get("/clients/add/").content.decode()
    words = {"name": "Anna", "kind": "person", "once": re.search(r'name="once" value="([^"]+)"', form)[1]}
    answers = [browser.post("/clients/add/", words) for _click in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Client.objects.count() == 1


def test_two_forms_make_two_clients_of_one_name(mark, page_of):
    browser = page_of(mark)
    for _form in range(2):
        form = browser.get("/clients/add/").content.decode()
        words = {"name": "Anna", "kind": "person", "once": re.search(r'name="once" value="([^"]+)"', form)[1]}
        browser.post("/clients/add/", words)
    assert Client.objects.count() == 2


# --- Two people at one card -------------------------------------------------------------------------------------------


def form_of(browser, client):
    """The words of the edit form as the browser would send them back."""
    page = browser.get(f"/clients/{client.uid}/edit/").content.decode()
    return filled(page)


def filled(html):
    words = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        is_off = re.search(r' type="(checkbox|radio)"', tag) and " checked" not in tag
        if name and name[1] != "csrfmiddlewaretoken" and not is_off:
            words[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        words[name] = chosen[1] if chosen else ""
    return words


@pytest.fixture
def both(vera, mark, anna, page_of):
    """Vera and Mark have the card open at once; Vera saves another name. Mark's browser, and what his form says."""
    browser = page_of(mark)
    words = form_of(browser, anna)
    assert words["name"] == "Anna Kern"
    edit_client(anna, name="Anna Veras", seen={"name": "Anna Kern"}, by=vera)
    return browser, words


def facts(client):
    return queries.facts(client.entered_by, Client.objects.get(pk=client.pk))


def test_a_conflict_shows_both_values_and_writes_nothing(both, anna):
    browser, words = both
    answer = browser.post(
        f"/clients/{anna.uid}/edit/", words | {"name": "Anna Marks", "phone": "+48 600 100 299"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Anna Veras" in page
    assert "Anna Marks" in page
    assert facts(anna)["name"] == "Anna Veras"
    assert facts(anna)["phone"] == "+48 600 100 201"


@pytest.mark.parametrize(("choice", "name"), [("Keep mine", "Anna Marks"), ("Take theirs", "Anna Veras")])
def test_either_value_can_be_chosen_and_the_other_changes_go_along(both, anna, choice, name):
    browser, words = both
    words |= {"name": "Anna Marks", "phone": "+48 600 100 299"}
    page = browser.post(f"/clients/{anna.uid}/edit/", words).content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if choice in form)
    assert browser.post(f"/clients/{anna.uid}/edit/", filled(form)).status_code == 302
    assert facts(anna)["name"] == name
    assert facts(anna)["phone"] == "+48 600 100 299"


def test_a_value_that_was_changed_again_before_the_choice_is_a_conflict_again(both, vera, anna):
    browser, words = both
    page = browser.post(f"/clients/{anna.uid}/edit/", words | {"name": "Anna Marks"}).content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if "Keep mine" in form)
    edit_client(anna, name="Anna Third", by=vera)
    assert browser.post(f"/clients/{anna.uid}/edit/", filled(form)).status_code == 409
    assert facts(anna)["name"] == "Anna Third"


def test_changes_to_different_fields_go_in_side_by_side(both, anna):
    browser, words = both
    assert browser.post(f"/clients/{anna.uid}/edit/", words | {"email": "new@example.com"}).status_code == 302
    assert facts(anna)["name"] == "Anna Veras"
    assert facts(anna)["email"] == "new@example.com"


def test_the_same_change_by_both_is_no_conflict(both, anna):
    browser, words = both
    assert browser.post(f"/clients/{anna.uid}/edit/", words | {"name": "Anna Veras"}).status_code == 302


def test_a_form_saved_unchanged_writes_nothing(mark, anna, page_of):
    from pomni.memory.models import Moment

    browser, before = page_of(mark), Moment.objects.count()
    assert browser.post(f"/clients/{anna.uid}/edit/", form_of(browser, anna)).status_code == 302
    assert Moment.objects.count() == before


def test_a_program_gets_409_with_both_values(vera, mark, anna, program_of):
    edit_client(anna, name="Anna Veras", by=vera)
    words = {"name": "Anna Marks", "seen": {"name": "Anna Kern"}}
    answer = program_of(mark).patch(f"/api/v1/clients/{anna.uid}", words, content_type=JSON)
    assert answer.status_code == 409
    assert answer.json()["both"] == {"name": {"mine": "Anna Marks", "theirs": "Anna Veras"}}


def test_a_program_that_does_not_say_what_it_saw_overwrites_knowingly(vera, mark, anna, program_of):
    answer = program_of(mark).patch(f"/api/v1/clients/{anna.uid}", {"name": "New"}, content_type=JSON)
    assert answer.status_code == 200


def test_two_who_share_a_phone_keep_it_when_one_gives_it_up(mark):
    one = add_client(name="Anna", phone="+48 600 100 201", by=mark)
    other = add_client(name="Boris", phone="+48 600 100 201", by=mark)
    edit_client(one, phone="", by=mark)
    assert facts(one)["phone"] == ""
    assert facts(other)["phone"] == "+48 600 100 201"
