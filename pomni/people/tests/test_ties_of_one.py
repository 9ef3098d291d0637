"""Somebody who is several things to a client: one row of the card, and each tie a record of its own."""

import re

from pomni.people.commands import add_client, add_tie

from .test_in_place import HTMX


def test_whoever_is_several_things_to_a_client_is_one_row_in_which_each_tie_ends_by_itself(
    mark, lena, anna, page_of
):
    boris = add_client(name="Boris Kern", by=mark)
    add_tie(anna, kind="parent", other=boris, by=mark)
    pays = add_tie(anna, kind="pays", other=boris, note="by card", by=mark)
    represented = add_tie(boris, kind="-represents", other=anna, by=mark)
    browser, url = page_of(mark), f"/clients/{anna.uid}/"

    def panel():
        return re.search(r"<h2>Relationships.*?</section>", browser.get(url).content.decode(), re.S)[0]

    assert panel().count(">Boris Kern</a>") == 1
    for label in ("Parent", "Payer", "Legal representative"):
        assert f'aria-label="Change: Boris Kern ({label})"' in panel()
    assert f'<li id="detail-{pays.uid}"' in panel()
    assert "Parent · Payer · by card · Legal representative" in browser.get(f"{url}brief/").content.decode()
    browser.post(f"{url}details/tie/{represented.uid}/withdraw/", headers=HTMX)
    assert ("Payer" in panel(), "Legal representative" in panel()) == (True, False)
    browser.post(f"{url}details/tie/{pays.uid}/withdraw/", headers=HTMX)
    assert ("Parent" in panel(), 'class="tied"' in panel()) == (True, False)


def test_two_of_one_name_are_two_rows_and_a_colleague_is_one(mark, lena, anna, page_of):
    for _twice in range(2):
        add_tie(anna, kind="knows", other=add_client(name="Boris Kern", by=mark), by=mark)
    for kind in ("knows", "recommended"):
        add_tie(anna, kind=kind, colleague=lena, by=mark)
    card = page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    ties = re.search(r"<h2>Relationships.*?</section>", card, re.S)[0]
    assert (ties.count(">Boris Kern</a>"), ties.count(f"<span>{lena.name}</span>")) == (2, 1)
