"""Locations: where they are, when they are open, and their end."""

from datetime import UTC, datetime

import pytest

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, edit_client
from pomni.team import commands, company, queries
from pomni.team.models import Company

pytestmark = pytest.mark.django_db
WEEK = {"1": [["09:00", "20:00"]], "3": [["09:00", "13:00"], ["14:00", "18:00"]]}


@pytest.fixture
def poland(db):
    """A company in Poland."""
    made = Company.objects.create(pk=1, country="PL", zone="Europe/Warsaw")
    company.forget()
    return made


def state(place, instant):
    with clock.travel_to(instant):
        return queries.places_now(company.current(), [place])[0].words


def test_its_state_is_told_by_its_own_clock(vera, poland, places):
    north, south = places
    commands.edit_location(south, zone="Asia/Tokyo", by=vera)
    for place in (north, south):
        commands.set_hours(place, opening=WEEK, closed_on_holidays=False, by=vera)
        place.refresh_from_db()
    noon = datetime(2026, 11, 23, 11, tzinfo=UTC)  # in Warsaw 12:00, in Tokyo 20:00
    assert state(north, noon) == "open until 20:00"
    assert state(south, noon) == "closed for today"


def test_on_a_public_holiday_of_the_country_it_is_closed_unless_it_says_otherwise(vera, poland, places):
    north, _south = places
    commands.set_hours(north, opening=WEEK, closed_on_holidays=True, by=vera)
    north.refresh_from_db()
    independence = datetime(2026, 11, 11, 10, tzinfo=UTC)  # a Wednesday
    assert state(north, independence).startswith("closed: ")
    commands.set_hours(north, opening=WEEK, closed_on_holidays=False, by=vera)
    north.refresh_from_db()
    assert state(north, independence) == "open until 13:00"


def test_the_page_tells_hours_and_the_next_three_holidays(client, vera, poland, places):
    north, _south = places
    commands.set_hours(north, opening=WEEK, closed_on_holidays=True, by=vera)
    client.force_login(vera)
    with clock.travel_to(datetime(2026, 12, 1, tzinfo=UTC)):
        client.force_login(vera)
        told = client.get(f"/team/locations/{north.uid}/").content.decode()
    assert "09:00–13:00, 14:00–18:00" in told
    assert told.count("Dec 2026") + told.count("Jan 2027") >= 3


def test_hours_are_typed_per_day_and_wrong_ones_stand_with_their_day(client, vera, places):
    north, _south = places
    client.force_login(vera)
    words = {"1-0-from": "09:00", "1-0-till": "13:00", "1-1-from": "12:00", "1-1-till": "18:00"}
    told = client.post(f"/team/locations/{north.uid}/hours/", words).content.decode()
    assert 'id="wrong-1"' in told
    assert "overlap" in told
    told = client.post(f"/team/locations/{north.uid}/hours/", {"2-0-from": "early"}).content.decode()
    assert 'id="wrong-2"' in told
    words["1-1-from"] = "14:00"
    assert client.post(f"/team/locations/{north.uid}/hours/", words).status_code == 302
    north.refresh_from_db()
    assert north.hours == {"1": [["09:00", "13:00"], ["14:00", "18:00"]]}
    assert not north.closed_on_holidays


def test_mondays_hours_are_copied_to_every_day_before_anything_is_saved(client, vera, places):
    north, _south = places
    client.force_login(vera)
    words = {"1-0-from": "09:00", "1-0-till": "18:00", "copy": "1"}
    told = client.post(f"/team/locations/{north.uid}/hours/", words).content.decode()
    assert told.count('value="09:00"') == 7
    north.refresh_from_db()
    assert north.hours == {}


def test_a_location_is_archived_only_when_nothing_open_hangs_on_it(vera, hire, places, role_of):
    north, south = places
    fay = hire("fay", "front_desk", location=north)
    with pytest.raises(Refused, match="Fay"):
        commands.archive_location(north, by=vera)
    commands.set_roles(fay, held=[(role_of("front_desk"), south)], by=vera)
    invitation = commands.invite(name="Nina", role=role_of("front_desk"), location=north, by=vera)
    with pytest.raises(Refused, match="1 invitation"):
        commands.archive_location(north, by=vera)
    commands.withdraw_invitation(invitation, by=vera)
    commands.archive_location(north, by=vera)
    assert list(queries.locations()) == [south]
    with pytest.raises(Refused, match="archived"):
        commands.give_role(fay, role_of("front_desk"), location=north, by=vera)
    commands.reopen_location(north, by=vera)
    assert north in queries.locations()


def test_a_client_of_an_archived_location_stays_there_when_something_else_is_changed(client, vera, places):
    north, _south = places
    card = add_client(name="Anna", location=north, by=vera)
    commands.archive_location(north, by=vera)
    client.force_login(vera)
    page = client.get(f"/clients/{card.uid}/edit/").content.decode()
    assert f'<option value="{north.uid}" selected' in page
    edit_client(card, name="Anna Nowak", by=vera)
    card.refresh_from_db()
    assert card.location == north


def test_two_who_change_one_location_are_both_heard(client, vera, places):
    north, _south = places
    client.force_login(vera)
    commands.edit_location(north, name="Far North", by=vera)
    words = {"name": "Near North", "was-name": "North", "zone": "Europe/Warsaw", "was-zone": "Europe/Warsaw"}
    assert client.post(f"/team/locations/{north.uid}/edit/", words).status_code == 409
