"""A client's rhythm is told from days: a day on which much was written back and forth is one of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from pomni.kit.clock import now, travel_to
from pomni.people.commands import add_client, add_interaction
from pomni.people.models import Away, Client, ClientFigures

EVENING = datetime(2026, 9, 10, 20, tzinfo=UTC)


def in_touch(client, start, number, by, **apart):
    """Contacts with a client, of which each is so much later than the one before."""
    for one in range(number):
        add_interaction(client, how="message", at=start + one * timedelta(**apart), by=by)


@pytest.mark.engines
def test_many_messages_of_one_hour_are_one_day_of_a_rhythm(vera):
    client = add_client(name="Anna", by=vera)
    first = now().replace(hour=9) - timedelta(days=400)
    in_touch(client, first, 11, vera, days=30)
    in_touch(client, first + timedelta(days=300, hours=1), 60, vera, minutes=1)
    figures = ClientFigures.objects.get(client=client)
    assert (figures.contacts, figures.rhythm_days) == (71, 30)
    assert figures.last_contact_at == first + timedelta(days=300, hours=1, minutes=59)
    assert Client.objects.get(pk=client.pk).late_on == (first + timedelta(days=346)).date()


def test_who_came_back_after_such_a_day_had_been_away(vera):
    client = add_client(name="Anna", by=vera)
    first = now().replace(hour=9) - timedelta(days=500)
    in_touch(client, first, 11, vera, days=30)
    in_touch(client, first + timedelta(days=300, hours=1), 60, vera, minutes=1)
    add_interaction(client, how="call", at=first + timedelta(days=400), by=vera)
    stretch = Away.objects.get(client_id=client.pk)
    assert (stretch.since, stretch.until) == (
        (first + timedelta(days=346)).date(),
        (first + timedelta(days=400)).date(),
    )


@pytest.mark.engines
@pytest.mark.parametrize(("zone", "spread"), [("UTC", 0), ("Europe/Warsaw", 1), ("Asia/Vladivostok", 0)])
def test_a_day_is_that_of_the_zone_in_which_the_figures_are_told(vera, zone, spread):
    """Every other contact is after midnight in Warsaw, and all of them in Vladivostok."""
    with travel_to(EVENING + timedelta(days=60)), timezone.override(zone):
        client = add_client(name="Anna", by=vera)
        for week in range(5):
            at = EVENING + timedelta(days=7 * week, hours=3 * (week % 2))
            add_interaction(client, how="call", at=at, by=vera)
        assert ClientFigures.objects.get(client=client).rhythm_spread == spread
