"""What is known of a client beside their own facts: ties, peculiarities, moments, days to remember."""

import datetime as dt
import json
import re

import pytest

from pomni.kit import clock
from pomni.kit.errors import Conflict, NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.people import queries
from pomni.people.alarm import warning
from pomni.people.commands import (
    add_client,
    add_date,
    add_peculiarity,
    add_tie,
    edit_date,
    edit_peculiarity,
    edit_tie,
    forget_client,
    restore_peculiarity,
    restore_tie,
    tell_consent,
    withdraw_peculiarity,
    withdraw_tie,
)
from pomni.people.known import comes_next
from pomni.people.models import Client, Consent
from pomni.people.queries.known import MOST

from .test_forgetting import everything_stored
from .test_in_place import HTMX, fields_of, undo_in

DAY = dt.date(2026, 3, 1)


def labels(viewer, client):
    return {one.name: one.label for one in queries.known_of(viewer, client).ties}


@pytest.fixture
def boris(mark):
    return add_client(name="Boris Kern", by=mark)


# --- Ties ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("parent", "Parent", "Child"),
        ("-parent", "Child", "Parent"),
        ("represents", "Legal representative", "Child or ward"),
        ("-decides", "Where they decide", "Decision-maker"),
        ("pays", "Payer", "Whom they pay for"),
        ("recommended", "Recommended by", "Whom they recommended"),
        ("knows", "Acquaintance", "Acquaintance"),
    ],
)
def test_a_tie_told_once_reads_right_on_both_cards(mark, anna, boris, kind, here, there):
    add_tie(anna, kind=kind, other=boris, by=mark)
    assert labels(mark, anna) == {"Boris Kern": here}
    assert labels(mark, boris) == {"Anna Kern": there}
    for client in (anna, boris):
        assert queries.timeline(mark, client)[0].moment.kind == "people.tie_added"


def test_a_tie_to_whom_one_does_not_reach_names_nobody_on_either_card(
    vera, mark, lena, anna, page_of, program_of
):
    hers = add_client(name="Secret Person", by=lena)
    add_tie(anna, kind="spouse", other=hers, note="met in Leeds", by=vera)
    assert labels(mark, anna) == {}
    assert labels(vera, anna) == {"Secret Person": "Spouse"}
    card = page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
    told = program_of(mark).get(f"/api/v1/clients/{anna.uid}/known").content.decode()
    for trace in ("Secret Person", str(hers.uid)):
        assert trace not in card
        assert trace not in told
    with pytest.raises(NotAllowed):
        add_tie(anna, kind="knows", other=hers, by=mark)


def test_a_colleague_may_be_an_acquaintance_but_decides_for_no_client(mark, lena, anna):
    add_tie(anna, kind="knows", colleague=lena, since=DAY, by=mark)
    assert labels(mark, anna) == {lena.name: "Acquaintance"}
    with pytest.raises(Refused) as no:
        add_tie(anna, kind="decides", colleague=lena, by=mark)
    assert no.value.field == "kind"


def test_the_same_tie_is_told_once_from_whichever_side(mark, anna, boris):
    tie = add_tie(anna, kind="parent", other=boris, by=mark)
    for client, kind, other in ((anna, "parent", boris), (boris, "-parent", anna)):
        with pytest.raises(Refused):
            add_tie(client, kind=kind, other=other, by=mark)
    withdraw_tie(tie, by=mark)
    add_tie(boris, kind="-parent", other=anna, by=mark)
    with pytest.raises(Refused):
        restore_tie(tie, by=mark)
    with pytest.raises(Refused):
        add_tie(anna, kind="knows", other=anna, by=mark)


# --- Peculiarities ---------------------------------------------------------------------------------------------------


def test_an_allergy_shows_wherever_the_client_does_until_it_is_removed(mark, anna, page_of):
    browser = page_of(mark)
    made = add_peculiarity(anna, kind="allergy", text="latex", by=mark)
    for address in ("/clients/", f"/clients/{anna.uid}/", "/find/?q=anna"):
        assert "Allergy: latex" in browser.get(address).content.decode(), address
    add_peculiarity(anna, kind="allergy", text="penicillin", by=mark)
    anna.refresh_from_db()
    assert warning("Pays late", anna.allergies) == "Pays late · Allergy: latex, penicillin"
    withdraw_peculiarity(made, by=mark)
    edit_peculiarity(anna.peculiarities.get(text="penicillin"), kind="dislike", by=mark)
    anna.refresh_from_db()
    assert anna.allergies == ""
    restore_peculiarity(made, by=mark)
    anna.refresh_from_db()
    assert anna.allergies == "latex"


def test_good_and_bad_moments_are_kept_from_whoever_a_role_keeps_from_them(vera, hire, page_of, program_of):
    sam = hire("sam5", "specialist")
    client = add_client(name="Anna Kern", responsible=sam, by=vera)
    bad = add_peculiarity(client, kind="bad", text="Shouted at us", on=DAY, by=vera)
    add_peculiarity(client, kind="pet", text="Cat Busia", by=vera)
    known = queries.known_of(sam, client)
    assert (known.moments, [one.text for one in known.peculiarities]) == (None, ["Cat Busia"])
    browser = page_of(sam)
    for address in (f"/clients/{client.uid}/", f"/clients/{client.uid}/timeline/"):
        assert "Shouted" not in browser.get(address).content.decode()
    told = program_of(sam)
    assert "Shouted" not in told.get(f"/api/v1/clients/{client.uid}/known").content.decode()
    assert told.post(f"/api/v1/clients/{client.uid}/peculiarities/{bad.uid}/withdraw").status_code == 404
    assert browser.get(f"/clients/{client.uid}/details/moment/").status_code == 404
    with pytest.raises(NotAllowed):
        add_peculiarity(client, kind="good", text="Cake", by=sam)
    assert "Shouted at us" in page_of(vera).get(f"/clients/{client.uid}/").content.decode()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "alibi", "text": "x"}, "kind"),
        ({"kind": "pet", "text": "  "}, "text"),
        ({"kind": "pet", "text": "x" * 301}, "text"),
        ({"kind": "gift_given", "text": "Tea", "on": dt.date(2999, 1, 1)}, "on"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(mark, anna, told, field):
    with pytest.raises(Refused) as no:
        add_peculiarity(anna, **told, by=mark)
    assert no.value.field == field


def test_two_who_change_the_same_peculiarity_are_asked(vera, mark, anna):
    made = add_peculiarity(anna, kind="food", text="Tea", by=mark)
    edit_peculiarity(made, text="Coffee", seen={"text": "Tea"}, by=vera)
    with pytest.raises(Conflict):
        edit_peculiarity(made, text="Water", seen={"text": "Tea"}, by=mark)
    tie = add_tie(anna, kind="knows", colleague=vera, by=mark)
    edit_tie(tie, note="From school", since=DAY, seen={"note": "", "since": ""}, by=mark)
    assert queries.known_of(mark, anna).ties[0].since == DAY


# --- Days to remember ------------------------------------------------------------------------------------------------


def test_the_29th_of_february_is_kept_on_the_28th_of_a_common_year_and_on_its_day_of_a_leap_year():
    assert comes_next("02-29", 2000, is_yearly=True, today=dt.date(2027, 1, 1)) == dt.date(2027, 2, 28)
    assert comes_next("02-29", None, is_yearly=True, today=dt.date(2028, 2, 28)) == dt.date(2028, 2, 29)
    assert comes_next("02-29", None, is_yearly=True, today=dt.date(2027, 3, 1)) == dt.date(2028, 2, 29)
    assert comes_next("06-12", 2020, is_yearly=False, today=DAY) is None
    assert comes_next("06-12", 2030, is_yearly=True, today=DAY) == dt.date(2030, 6, 12)


def test_a_date_that_comes_once_needs_its_year_and_a_day_that_is_none_is_refused(mark, anna):
    made = add_date(anna, title="Wedding", day="--06-12", by=mark)
    for words in ({"is_yearly": False}, {"day": "--02-30"}, {"day": "x"}, {"day": ""}):
        with pytest.raises(Refused) as no:
            edit_date(made, **words, by=mark)
        assert no.value.field == "day"
    edit_date(made, day="2010-06-12", is_yearly=False, seen={"day": "--06-12"}, by=mark)
    with pytest.raises(Conflict):
        edit_date(made, day="2011-06-13", seen={"day": "--06-12"}, by=mark)


# --- On the card -----------------------------------------------------------------------------------------------------


def details(browser, client, what, words, detail=""):
    url = f"/clients/{client.uid}/details/{what}/{detail}"
    form = fields_of(browser.get(url, headers=HTMX).content.decode())
    return browser.post(url, form | words, headers=HTMX)


def test_a_peculiarity_is_written_down_changed_and_removed_in_place_and_each_is_taken_back(
    mark, anna, page_of
):
    browser = page_of(mark)
    answer = details(browser, anna, "peculiarity", {"kind": "pet", "text": "Cat Busia"})
    assert answer.status_code == 200, answer.content.decode()
    assert answer["HX-Trigger"] == "timeline-grew"
    assert "Cat Busia" in answer.content.decode()
    made = anna.peculiarities.get()
    changed = details(browser, anna, "peculiarity", {"kind": "food", "text": "Cats"}, f"{made.uid}/")
    made.refresh_from_db()
    assert (made.kind, made.text) == ("food", "Cats")
    browser.post(f"/clients/{anna.uid}/details/peculiarity/{made.uid}/", undo_in(changed), headers=HTMX)
    made.refresh_from_db()
    assert (made.kind, made.text) == ("pet", "Cat Busia")
    browser.post(
        f"/clients/{anna.uid}/details/peculiarity/{made.uid}/withdraw/", undo_in(answer), headers=HTMX
    )
    assert "Cat Busia" not in re.sub(
        r'<ol class="timeline".*', "", browser.get(f"/clients/{anna.uid}/").content.decode(), flags=re.S
    )
    browser.post(f"/clients/{anna.uid}/details/peculiarity/{made.uid}/restore/", headers=HTMX)
    assert [one.text for one in queries.known_of(mark, anna).peculiarities] == ["Cat Busia"]


def test_every_kind_of_detail_is_written_down_by_its_form(mark, anna, boris, page_of):
    browser = page_of(mark)
    told = {
        "tie": {"kind": "parent", "other": str(boris.uid), "other-typed": "Boris Kern"},
        "moment": {"kind": "good", "text": "Brought a cake", "on": "21.11.2025"},
        "date": {"title": "Wedding", "day": "12.06.2010", "is_yearly": "on"},
        "consent": {
            "kind": "marketing",
            "is_given": "yes",
            "on": "21.11.2025",
            "version": "v3",
            "channels": "email",
        },
    }
    for what, words in told.items():
        answer = details(browser, anna, what, words)
        assert answer.status_code == 200, (what, answer.content.decode())
    card = browser.get(f"/clients/{anna.uid}/").content.decode()
    for sign in (
        "Boris Kern",
        "Brought a cake",
        "Wedding",
        "12 Jun 2010",
        "Marketing consent",
        "E-mail",
        "v3",
    ):
        assert sign in card
    (date,) = anna.important_dates.all()
    url = f"/clients/{anna.uid}/details/date/{date.uid}/"
    form = fields_of(browser.get(url, headers=HTMX).content.decode())
    assert form.pop("is_yearly") is not None
    browser.post(url, form, headers=HTMX)
    date.refresh_from_db()
    assert not date.is_yearly
    assert browser.get(f"/clients/{anna.uid}/details/consent/{anna.consents.get().uid}/").status_code == 404


def test_what_is_wrong_in_a_detail_is_said_beside_its_field_and_typed_text_stays(mark, anna, page_of):
    answer = details(page_of(mark), anna, "tie", {"kind": "parent", "other-typed": "Nobody Here"})
    assert answer.status_code == 422
    assert "from the list" in answer.content.decode()
    assert "Nobody Here" in answer.content.decode()
    assert page_of(mark).get(f"/clients/{anna.uid}/details/nothing/").status_code == 404


def test_any_client_within_reach_is_offered_for_a_tie(mark, lena, boris, page_of):
    add_client(name="Boris Other", by=lena)
    told = page_of(mark).get("/clients/organisations/", {"of": "any", "q": "boris"}).content.decode()
    assert re.findall(r'data-label="([^"]+)"', told) == ["Boris Kern"]


def test_the_strip_tells_the_last_contact_and_what_comes_next(mark, anna, page_of):
    from pomni.agenda.commands import add_task
    from pomni.people.commands import add_interaction

    browser = page_of(mark)
    assert 'id="client-strip"' not in browser.get(f"/clients/{anna.uid}/").content.decode()
    add_interaction(anna, how="call", at=clock.now() - dt.timedelta(days=3), by=mark)
    add_task(title="Call", client=anna, due_on=clock.today() + dt.timedelta(days=2), by=mark)
    strip = browser.get(f"/clients/{anna.uid}/").content.decode().split('id="client-strip"')[1][:600]
    assert "Last contact" in strip
    assert "Contacts" in strip
    assert "Next" in strip


# --- For programs, and forgotten -------------------------------------------------------------------------------------


def test_a_program_does_all_that_the_card_does(mark, anna, boris, program_of):
    till = program_of(mark)

    def send(way, words=None, method="post"):
        answer = getattr(till, method)(
            f"/api/v1/clients/{anna.uid}/{way}", json.dumps(words or {}), content_type="application/json"
        )
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    tie = send("ties", {"kind": "-pays", "other": str(boris.uid), "note": "husband"})
    assert (tie["kind"], tie["name"], tie["other"]) == ("-pays", "Boris Kern", str(boris.uid))
    assert send(f"ties/{tie['uid']}", {"note": "brother"}, "patch")["note"] == "brother"
    assert send(f"ties/{tie['uid']}/withdraw")["withdrawn_at"]
    assert send(f"ties/{tie['uid']}/restore")["withdrawn_at"] is None
    pet = send("peculiarities", {"kind": "pet", "text": "Cat"})
    assert send(f"peculiarities/{pet['uid']}", {"text": "Dog"}, "patch")["text"] == "Dog"
    date = send("dates", {"title": "Wedding", "day": "--06-12"})
    assert send(f"dates/{date['uid']}", {"day": "2010-06-12"}, "patch")["day"] == "2010-06-12"
    stands = send("consents", {"kind": "marketing", "is_given": True, "channels": ["email"]})["stands"]
    assert [(one["channel"], one["is_given"]) for one in stands] == [("email", True)]
    told = till.get(f"/api/v1/clients/{anna.uid}/known").json()
    assert [one["name"] for one in told["ties"]] == ["Boris Kern"]
    assert (told["peculiarities"][0]["text"], told["dates"][0]["title"]) == ("Dog", "Wedding")


def test_nothing_of_it_is_left_of_a_client_who_was_forgotten(vera, mark, boris):
    anna = add_client(name="Trace1", by=mark)
    add_tie(anna, kind="knows", other=boris, note="Trace2", by=mark)
    add_tie(boris, kind="pays", other=anna, note="Trace3", by=mark)
    for number, kind in enumerate(("allergy", "bad"), 4):
        add_peculiarity(anna, kind=kind, text=f"Trace{number}", by=mark)
    add_date(anna, title="Trace6", day="--06-12", by=mark)
    tell_consent(anna, kind="data", is_given=True, wording="Trace7", origin="Trace8", by=mark)
    assert all(f"Trace{number}" in everything_stored() for number in range(1, 9))
    forget_client(anna, by=vera)
    assert "Trace" not in everything_stored()
    assert labels(vera, boris) == {}
    assert Consent.objects.filter(client=anna, is_given=True).count() == 1, (
        "that they consented, and when, stays"
    )
    assert Moment.objects.filter(kind="people.tie_added").count() == 2
    assert not Client.objects.filter(allergies__contains="Trace").exists()


@pytest.mark.engines
def test_a_card_tells_how_many_ties_there_are_and_leads_to_all_of_them(vera, mark, lena, page_of, program_of):
    firm = add_client(name="Bright", kind="organisation", responsible=mark, by=vera)
    for number in range(MOST + 3):
        payer = add_client(name=f"Payer {number:03}", responsible=mark, by=vera)
        add_tie(payer, kind="pays", other=firm, by=vera)
    add_tie(firm, kind="knows", colleague=lena, by=vera)
    stranger = add_client(name="Payer of Lena", responsible=lena, by=vera)
    add_tie(stranger, kind="pays", other=firm, by=vera)
    assert len(queries.known_of(mark, firm).ties) == MOST + 4
    browser, whole = page_of(mark), f"/clients/{firm.uid}/?ties=all"
    card = browser.get(f"/clients/{firm.uid}/").content.decode()
    assert f'href="{whole}#details">Show all <span class="num">104</span>' in card
    assert ("Payer 099" in card, "Payer 100" in card) == (True, False)
    listed = browser.get(whole).content.decode()
    assert "Payer 102" in listed
    assert "Show all" not in listed
    assert "Payer of Lena" not in card + listed
    for shown, is_there in (("", False), ("?ties=all", True)):
        on = {"HX-Current-URL": f"https://testserver/clients/{firm.uid}/{shown}"}
        sent = {"kind": "pet", "text": "A dog"}
        now = browser.post(f"/clients/{firm.uid}/details/peculiarity/", sent, headers=HTMX | on)
        assert ("Payer 102" in now.content.decode()) == is_there
    told = program_of(mark).get(f"/api/v1/clients/{firm.uid}/known").json()["ties"]
    assert {one["name"] for one in told} == {"Lena", *(f"Payer {number:03}" for number in range(MOST + 3))}


def test_a_card_that_shows_all_its_ties_offers_no_more_of_them(mark, anna, page_of):
    add_tie(anna, kind="knows", other=add_client(name="Jan", by=mark), by=mark)
    assert "ties=all" not in page_of(mark).get(f"/clients/{anna.uid}/").content.decode()
