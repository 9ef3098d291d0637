"""Who saw what: the report tells all of it to whoever may read the log, and to nobody else."""

from datetime import timedelta

import pytest

from pomni.kit.clock import now, today
from pomni.memory.models import Sighting
from pomni.people.commands import add_client, forget_client

pytestmark = pytest.mark.django_db
PAGE = "/status/viewing/"


def saw(user, client, *, days=0, how="seen"):
    Sighting.objects.create(
        at=now() - timedelta(days=days), by_id=user.pk, how=how, record="people.client", record_id=client.pk
    )


@pytest.fixture
def anna(vera):
    return add_client(name="Anna Lis", by=vera)


@pytest.fixture
def olga(vera):
    return add_client(name="Ольга Ёлкина", by=vera)


def lines(browser, **asked):
    """(who, whom) of each line of the report, newest first."""
    sights = browser.get(PAGE, asked).context["sights"]
    return [(one.who, one.client.name if one.client else None) for one in sights]


def test_it_tells_who_opened_whom_newest_first_within_the_days_asked_for(client, vera, mark, anna, olga):
    saw(mark, anna, days=3)
    saw(mark, olga)
    saw(vera, anna, days=20)
    client.force_login(vera)
    assert lines(client) == [("Mark", "Ольга Ёлкина"), ("Mark", "Anna Lis")]
    long_ago = {"since": today() - timedelta(days=30), "until": today() - timedelta(days=10)}
    assert lines(client, **long_ago) == [("Vera", "Anna Lis")]


def test_it_can_be_asked_of_one_colleague_and_of_one_client_by_a_part_of_the_name(
    client, vera, mark, lena, anna, olga
):
    saw(mark, anna)
    saw(lena, olga)
    client.force_login(vera)
    assert lines(client, who=str(lena.uid)) == [("Lena", "Ольга Ёлкина")]
    assert lines(client, client="anna") == [("Mark", "Anna Lis")]
    assert lines(client, client="ёлк") == [("Lena", "Ольга Ёлкина")]
    assert lines(client, client="nobody") == []


def test_an_export_is_told_apart_from_opening_a_card(client, vera, mark, anna):
    saw(mark, anna, how="exported")
    client.force_login(vera)
    assert b"Exported" in client.get(PAGE).content


def test_a_client_who_was_erased_is_told_without_the_name(client, vera, mark, anna):
    saw(mark, anna)
    forget_client(anna, by=vera)
    client.force_login(vera)
    page = client.get(PAGE).content.decode()
    assert "erased" in page
    assert "Anna" not in page


def test_days_the_wrong_way_round_are_told_beside_the_field(client, vera):
    client.force_login(vera)
    page = client.get(PAGE, {"since": "2026-11-20", "until": "2026-11-10"}).content.decode()
    assert "This day is after the last one" in page
    assert 'value="2026-11-20"' in page
    assert "Write a day such as" in client.get(PAGE, {"since": "someday"}).content.decode()


def test_the_configurator_sees_how_the_machine_is_and_not_who_saw_whom(client, hire, mark, anna):
    saw(mark, anna)
    client.force_login(hire("ira", "configurator"))
    assert client.get(PAGE).status_code == 403
    assert "Who viewed and exported" not in client.get("/status/").content.decode()


def test_the_status_page_counts_different_cards_of_today_and_of_seven_days(client, vera, mark, anna, olga):
    saw(mark, anna)
    saw(mark, anna)
    saw(mark, olga, days=3)
    saw(mark, olga, days=8)
    client.force_login(vera)
    (viewed,) = client.get("/status/").context["viewed"]
    assert (viewed.name, viewed.today, viewed.week, viewed.exported) == ("Mark", 1, 2, 0)


def test_a_long_report_goes_on(client, vera, mark, anna):
    for _ in range(101):
        saw(mark, anna)
    client.force_login(vera)
    first = client.get(PAGE, {"who": str(mark.uid)})
    assert len(first.context["sights"]) == 100
    assert f"who={mark.uid}" in first.context["next"]
    assert len(client.get(f"{PAGE}?{first.context['next']}").context["sights"]) == 1
