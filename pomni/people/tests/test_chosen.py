"""What is done with chosen rows is done with those within reach, remembered of each, and taken back by one press."""

from html import unescape

import pytest

from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people.commands import (
    add_client,
    archive_chosen,
    hand_over_chosen,
    restore_chosen,
    tag_chosen,
    untag_chosen,
)
from pomni.people.models import Client


@pytest.fixture
def three(mark, lena, vera):
    """Two clients of Mark's and one of Lena's."""
    owners = (mark, mark, lena)
    return [add_client(name=f"Client {n}", responsible=owner, by=vera) for n, owner in enumerate(owners)]


def keys(clients):
    return [client.pk for client in clients]


def responsible(clients):
    return list(
        Client.objects.filter(pk__in=keys(clients))
        .order_by("pk")
        .values_list("responsible__username", flat=True)
    )


def undo(browser, list_page):
    """Press Undo of the toast that a page shows."""
    part = list_page.split("data-undo", 1)
    action = part[0].rsplit('action="', 1)[1].split('"')[0]
    words = dict(
        piece.split('" value="')
        for piece in part[1].split("<button")[0].replace("&quot;", '"').split('name="')[1:]
    )
    told = {name: unescape(value.split('"')[0]) for name, value in words.items()}
    return browser.post(action, told)


def test_a_hand_over_concerns_those_within_reach_and_its_answer_is_its_reverse(vera, mark, lena, three):
    assert hand_over_chosen(heirs=dict.fromkeys(keys(three), lena), by=mark) == dict.fromkeys(
        keys(three)[:2], mark
    )
    assert responsible(three) == ["lena", "lena", "lena"]
    hand_over_chosen(heirs={three[0].pk: mark, three[1].pk: None}, by=vera)
    assert responsible(three) == ["mark", None, "lena"]
    told = Moment.objects.filter(kind="people.client_handed_over", record_id=three[1].pk).order_by("pk")
    assert [(m.facts["before"], m.facts["after"]) for m in told] == [("Mark", "Lena"), ("Lena", "")]


def test_a_tag_is_given_once_in_whatever_spelling_and_taken_back(vera, three):
    assert tag_chosen(clients=keys(three), tag="Vip", by=vera) == keys(three)
    assert tag_chosen(clients=keys(three), tag=" VIP ", by=vera) == []
    assert [tag.name for tag in three[0].tags.all()] == ["Vip"]
    assert untag_chosen(clients=keys(three)[:2], tag="Vip", by=vera) == keys(three)[:2]
    assert [client.tags.count() for client in three] == [0, 0, 1]
    with pytest.raises(Refused) as no:
        tag_chosen(clients=keys(three), tag="x" * 50, by=vera)
    assert no.value.field == "tag"


def test_archiving_and_restoring_change_only_what_is_not_so_yet(vera, mark, sam, three):
    assert archive_chosen(clients=keys(three), by=mark) == keys(three)[:2]
    assert archive_chosen(clients=keys(three), by=vera) == keys(three)[2:]
    assert restore_chosen(clients=keys(three), by=mark) == keys(three)[:2]
    with pytest.raises(NotAllowed):
        archive_chosen(clients=keys(three), by=sam)


def test_chosen_rows_are_archived_and_come_back_by_one_press(mark, three, page_of):
    browser = page_of(mark)
    rows = [str(client.uid) for client in three]
    answer = browser.post("/clients/chosen/archive/", {"row": rows, "in": "sort=-name"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/clients/?sort=-name"
    assert Client.objects.filter(archived_at=None).count() == 1
    undo(browser, answer.content.decode())
    assert Client.objects.filter(archived_at=None).count() == 3


def test_chosen_rows_are_handed_over_and_come_back_to_whom_they_were(vera, mark, lena, three, page_of):
    browser = page_of(vera)
    rows = {"row": [str(client.uid) for client in three]}
    asked = browser.post("/clients/chosen/hand-over/", rows).content.decode()
    assert str(lena.uid) in asked
    assert str(three[0].uid) in asked
    answer = browser.post("/clients/chosen/hand-over/", rows | {"to": "nobody"}, follow=True)
    assert responsible(three) == [None, None, None]
    undo(browser, answer.content.decode())
    assert responsible(three) == ["mark", "mark", "lena"]


def test_chosen_rows_get_a_tag_and_lose_it_again(vera, three, page_of):
    browser = page_of(vera)
    rows = {"row": [str(client.uid) for client in three]}
    assert "datalist" in browser.post("/clients/chosen/tag/", rows).content.decode()
    answer = browser.post("/clients/chosen/tag/", rows | {"tag": "implants & more"}, follow=True)
    assert [tag.name for tag in three[0].tags.all()] == ["implants & more"]
    undo(browser, answer.content.decode())
    assert not three[0].tags.exists()


def test_no_undo_is_offered_of_what_would_then_be_out_of_reach(mark, lena, page_of):
    client = add_client(name="Anna Kern", responsible=mark, by=lena)
    browser = page_of(mark)
    words = {"row": [str(client.uid)], "to": str(lena.uid)}
    told = browser.post("/clients/chosen/hand-over/", words, follow=True).content.decode()
    assert responsible([client]) == ["lena"]
    assert "data-undo" not in told


@pytest.mark.parametrize("was", ["", "x", "1:", "nobody:²", "99:1,2;nobody:,", ":::;;;"])
def test_a_way_back_that_says_nothing_changes_nothing(vera, three, page_of, was):
    assert page_of(vera).post("/clients/chosen/give-back/", {"was": was}).status_code == 302
    assert responsible(three) == ["mark", "mark", "lena"]
