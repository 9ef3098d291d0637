"""Who is here already: while one is typed, in the queue, by the sweep; and what a colleague's client is told as."""

import re

import pytest

from pomni.kit import clock
from pomni.memory.listening import tell_all
from pomni.memory.models import Moment
from pomni.memory.sealer import seal
from pomni.people import pulses
from pomni.people.commands import add_client, archive_client, edit_client, merge_clients, tell_apart
from pomni.people.models import Client, DuplicatePair, Merge, Uncompared

LIKELY = "/clients/likely/"


@pytest.fixture
def two(vera):
    """Anna twice: once as her phone was written down, once with her address as well."""
    return (
        add_client(name="Анна Керн", phone="+7 916 123 45 67", by=vera),
        add_client(name="Kern Anna", phone="+79161234567", email="anna@example.com", by=vera),
    )


def open_pairs():
    return list(DuplicatePair.objects.filter(state="open").values_list("left_id", "right_id"))


def heard():
    seal()
    tell_all()
    pulses.compare_some()


# --- The sweep --------------------------------------------------------------------------------------------------------


def test_a_sweep_fills_the_queue_and_takes_out_who_no_longer_looks_alike(vera, two):
    one, other = two
    add_client(name="Jan Lis", phone="+48600100200", by=vera)
    assert pulses.sweep() == 1
    assert open_pairs() == [(one.pk, other.pk)]
    assert pulses.sweep() == 1  # again: the same
    assert DuplicatePair.objects.get().reasons == ["same_phone", "names_agree"]
    edit_client(other, name="Olga Lis", phone="+48600100201", by=vera)
    assert pulses.sweep() == 0
    assert open_pairs() == []


def test_what_was_told_apart_is_never_suggested_again(vera, two):
    tell_apart(*two, by=vera)
    pulses.sweep()
    pulses.compare([client.pk for client in two])
    assert [pair.state for pair in DuplicatePair.objects.all()] == ["not_one"]


def test_archived_clients_are_not_suggested(vera, two):
    archive_client(two[0], by=vera)
    assert pulses.sweep() == 0


def test_who_is_added_changed_or_merged_is_compared_soon(vera):
    seal()
    tell_all()  # from here on
    one = add_client(name="Анна Керн", phone="+79161234567", by=vera)
    other = add_client(name="Jan Lis", by=vera)
    heard()
    assert open_pairs() == []
    edit_client(other, name="Kern Anna", phone="+79161234567", by=vera)
    heard()
    assert open_pairs() == [(one.pk, other.pk)]
    merge_clients(one, other, choices={"name": "kept"}, by=vera)
    heard()
    assert open_pairs() == []
    assert not Uncompared.objects.exists()


def test_a_large_file_is_compared_all_at_once_when_it_is_in(vera, monkeypatch):
    monkeypatch.setattr(pulses, "MANY", 2)
    seal()
    tell_all()
    for _n in range(4):
        add_client(name="Anna Kern", phone="+79161234567", by=vera)
        seal()
        tell_all()
    assert Uncompared.objects.filter(pk=0).exists()
    asked = []
    monkeypatch.setattr(type(pulses.sweep_duplicates), "enqueue", lambda _task: asked.append(True))
    pulses.compare_some()
    assert not asked  # more may come
    with clock.travel_to(clock.now() + 2 * pulses.QUIET):
        pulses.compare_some()
    assert asked
    assert not Uncompared.objects.filter(pk=0).exists()


# --- While one is typed -----------------------------------------------------------------------------------------------


def test_who_is_typed_and_here_already_is_shown_with_the_reasons(vera, two, page_of):
    answer = page_of(vera).post(LIKELY, {"name": "Kern", "phone": "8 916 123-45-67"})
    assert answer.status_code == 200
    told = answer.content.decode()
    assert all(str(client.uid) in told for client in two)
    assert "same phone" in told


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Керн Анна"},
        {"name": "Керн Анна", "birthday": "1980-02-03"},
        {"name": "kern anna", "email": "ANNA@example.com"},
        {"family": "Kern", "given": "Anna", "phone": "+7 916 1234567"},
    ],
)
def test_a_double_is_found_by_what_is_known_of_it(vera, two, page_of, words):
    for client in two:
        edit_client(client, birthday="1980-02-03", by=vera)
    assert str(two[1].uid) in page_of(vera).post(LIKELY, words).content.decode()


def test_nobody_is_shown_for_what_is_not_typed_yet(vera, two, page_of):
    for words in (
        {"name": "Ke"},
        {"phone": "+7 916"},
        {"name": "Kern"},
        {"birthday": "3"},
        {"tax_id": "12"},
        {},
    ):
        assert page_of(vera).post(LIKELY, words).content.strip() == b""


def test_a_colleagues_client_is_told_without_name_or_data_and_that_is_remembered(vera, mark, page_of):
    client = add_client(name="Anna Kern", phone="+79161234567", email="anna@example.com", by=vera)
    told = page_of(mark).post(LIKELY, {"name": "Kern", "phone": "+79161234567"}).content.decode()
    assert "Already with us. Ask Vera." in told
    assert not re.search(f"{client.uid}|Anna|Kern|example", told)
    assert Moment.objects.get(kind="people.client_asked_after").record_id == client.pk
    page_of(mark).post(LIKELY, {"phone": "+79161234567"})
    assert Moment.objects.filter(kind="people.client_asked_after").count() == 1
    assert (
        page_of(mark).post(LIKELY, {"name": "Anna Kern"}).content.strip() == b""
    )  # guessing names tells nothing


def test_who_asks_after_many_is_told_nothing_more(vera, mark, page_of):
    for n in range(22):
        add_client(name=f"Anna {n}", phone=f"+791612345{n:02}", by=vera)
    answers = [page_of(mark).post(LIKELY, {"phone": f"+791612345{n:02}"}).content.decode() for n in range(22)]
    assert ["Already with us" in answer for answer in answers] == [True] * 20 + [False] * 2
    assert "within an hour" in answers[-1]
    with clock.travel_to(clock.now() + 2 * pulses.QUIET * 60):
        assert "Already with us" in page_of(mark).post(LIKELY, {"phone": "+79161234521"}).content.decode()


def test_whoever_sees_no_phones_finds_nobody_by_one(vera, sam, hire, page_of):
    from pomni.team.models import Role

    role = Role.objects.get(preset="salesperson")
    role.fields = {**role.fields, "people.client.phone": "mask"}
    role.save()
    add_client(name="Anna Kern", phone="+79161234567", by=vera)
    assert page_of(hire("mona", "salesperson")).post(LIKELY, {"phone": "+79161234567"}).content.strip() == b""


def test_one_fact_that_is_changed_is_compared_with_all_that_is_known(vera, two, page_of):
    third = add_client(name="Anna Kern", by=vera)
    told = page_of(vera).post(f"/clients/{third.uid}/likely/", {"phone": "+79161234567"}).content.decode()
    assert str(two[0].uid) in told
    assert str(third.uid) not in told


def test_a_program_that_adds_a_client_is_told_who_is_here(vera, two, program_of):
    answer = program_of(vera).post(
        "/api/v1/clients", {"name": "Anna Kern", "phone": "+79161234567"}, content_type="application/json"
    )
    assert answer.status_code == 201
    likely = answer.json()["likely"]
    assert {one["uid"] for one in likely} == {str(client.uid) for client in two}
    assert "same_phone" in likely[0]["reasons"]
    assert answer.json()["elsewhere"] is False


# --- The queue --------------------------------------------------------------------------------------------------------


def test_the_queue_shows_pairs_of_which_both_are_reached(vera, hire, two, page_of):
    pulses.sweep()
    assert "Анна Керн" in page_of(vera).get("/clients/duplicates/").content.decode()
    head = page_of(hire("henry", "head_of_sales"))
    assert "Керн" not in head.get("/clients/duplicates/").content.decode()
    one, other = two
    assert head.get(f"/clients/{one.uid}/merge/{other.uid}/").status_code == 404
    assert page_of(hire("sara", "salesperson")).get("/clients/duplicates/").status_code == 403


def test_two_are_merged_side_by_side_and_taken_apart_by_the_toast(vera, two, page_of):
    one, other = two
    browser, address = page_of(vera), f"/clients/{one.uid}/merge/{other.uid}/"
    told = browser.get(address).content.decode()
    assert 'name="choice-name"' in told
    assert browser.post(address, {}).status_code == 422  # nobody has chosen the name
    answer = browser.post(address, {"choice-name": "gone"}, follow=True)
    merge = Merge.objects.get()
    assert Client.objects.get(pk=one.pk).name == "Kern Anna"
    assert f"/clients/merges/{merge.uid}/unmerge/" in answer.content.decode()
    assert str(merge.uid) in browser.get("/clients/duplicates/?state=merged").content.decode()
    browser.post(f"/clients/merges/{merge.uid}/unmerge/")
    assert Client.objects.count() == 2


def test_whoever_works_through_the_queue_comes_to_the_next_pair(vera, two, page_of):
    add_client(name="Jan Lis", phone="+48600100200", by=vera)
    add_client(name="Lis Jan", phone="+48600100200", by=vera)
    pulses.sweep()
    first, second = DuplicatePair.objects.order_by("-score", "pk")
    browser = page_of(vera)
    at = f"/clients/{first.left.uid}/merge/{first.right.uid}/"
    assert browser.post(f"{at}apart/").url == f"/clients/{second.left.uid}/merge/{second.right.uid}/?queue"
    at = f"/clients/{second.left.uid}/merge/{second.right.uid}/"
    assert browser.post(f"{at}later/").url == "/clients/duplicates/"
    assert second.left.name in browser.get("/clients/duplicates/?state=later").content.decode()
    browser.post(f"{at}again/")
    assert open_pairs() == [(second.left_id, second.right_id)]


def test_another_card_is_found_by_hand(vera, two, page_of):
    one, other = two
    told = page_of(vera).get(f"/clients/{one.uid}/merge/?q=kern").content.decode()
    assert f"/clients/{one.uid}/merge/{other.uid}/" in told


def test_a_program_merges_once_and_takes_back(vera, two, program_of):
    one, other = two
    till, at = program_of(vera), f"/api/v1/clients/{one.uid}/merge/{other.uid}"
    pulses.sweep()
    (pair,) = till.get("/api/v1/duplicates").json()["items"]
    assert {pair["left"]["uid"], pair["right"]["uid"]} == {str(one.uid), str(other.uid)}
    refused = till.post(at, {}, content_type="application/json")
    assert (refused.status_code, refused.json()["field"]) == (422, "name")
    words = {"choices": {"name": "kept"}}
    first, again = (till.post(at, words, content_type="application/json") for _twice in range(2))
    assert first.json() == again.json()
    assert Merge.objects.count() == 1
    number = first.json()["merge"]
    assert [row["uid"] for row in till.get("/api/v1/merges").json()["items"]] == [number]
    back = till.post(f"/api/v1/merges/{number}/unmerge")
    assert back.json()["uid"] == str(other.uid)
    apart = till.post(f"{at}/apart")
    assert apart.json()["state"] == "not_one"
