"""Whoever sends what no page of ours sends gets a plain answer, and learns and keeps nothing by it."""

from datetime import datetime

import pytest

from pomni.kit.errors import Refused
from pomni.people.commands import add_client, add_interaction
from pomni.people.models import Tag
from pomni.people.queries import clients_answering, listing, typed
from pomni.people.queries.asked import Asked
from pomni.people.rules import Reached

FAR = "9" * 25
SENSELESS = [
    ("archive", {"row": "nobody"}),
    ("archive", {"keys": FAR}),
    ("archive", {"keys": "9" * 5000}),
    ("hand-over", {"row": "nobody"}),
    ("give-back", {"was": f"{FAR}:{FAR}"}),
    ("tag", {"row": "nobody", "tag": "VIP"}),
]


@pytest.mark.parametrize(("act", "words"), SENSELESS)
def test_rows_that_nobody_has_change_nothing(vera, anna, page_of, act, words):
    assert page_of(vera).post(f"/clients/chosen/{act}/", words).status_code == 302
    anna.refresh_from_db()
    assert anna.archived_at is None


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_time_narrows_nothing_and_a_program_is_told(mark, anna, page_of, program_of, day):
    assert "Anna Kern" in page_of(mark).get("/clients/", {"added_to": day}).content.decode()
    assert program_of(mark).get("/api/v1/clients", {"added_to": day}).status_code in {400, 422}


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_sign_that_no_database_keeps_makes_no_tag(vera, sign):
    with pytest.raises(Refused) as no:
        add_client(name="Jan Kos", tags=[f"V{sign}IP"], by=vera)
    assert no.value.field == "tags"
    assert not Tag.objects.exists()


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_an_hour_of_no_zone_or_of_no_year_is_refused(vera, anna, program_of, at):
    with pytest.raises(Refused) as no:
        add_interaction(anna, how="call", at=datetime.fromisoformat(at), by=vera)
    assert no.value.field == "at"
    sent = program_of(vera).post(
        f"/api/v1/clients/{anna.uid}/interactions", {"at": at}, content_type="application/json"
    )
    assert sent.status_code in {400, 422}


def test_what_was_typed_is_kept_no_longer_than_it_is_looked_at(vera):
    typed._asked.cache_clear()
    clients_answering(vera, "anna " + "x" * 1_000_000)
    clients_answering(vera, "anna " + "x" * 2_000_000)
    assert typed._asked.cache_info().currsize == 1


def test_which_phone_is_shown_masked_does_not_follow_digits_that_the_viewer_guesses(vera, sam):
    """They stand in the tax number as well, so the client answers; that they end a phone is not told."""
    add_client(
        name="Anna Kern",
        phones=[Reached("+48 600 100 201"), Reached("+48 600 555 777")],
        tax_id="5557770",
        responsible=sam,
        by=vera,
    )
    (hit,) = clients_answering(sam, "555777")
    assert hit.phone == "•••01"


def test_the_list_shows_nobody_to_whom_no_role_shows_clients(guest, vera):
    add_client(name="Anna Kern", responsible=guest, by=vera)
    assert not listing.page(guest, Asked(), "name").items
    assert listing.count(guest, Asked()) == 0
