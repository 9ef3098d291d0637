"""Who saw what: the report tells all of it to whoever may read the log, and to nobody else."""

from datetime import timedelta

import pytest
from django.db import connection

from pomni.kit.clock import now, today
from pomni.memory.models import Moment, Sighting
from pomni.memory.viewing import sightings
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


def test_it_can_be_asked_between_two_hours_and_of_exports_alone(client, vera, mark, anna, olga):
    at = now().replace(hour=10, minute=30)
    for hour, one, how in ((10, anna, "seen"), (11, olga, "exported"), (12, anna, "exported")):
        Sighting.objects.create(
            at=at.replace(hour=hour), by_id=mark.pk, how=how, record="people.client", record_id=one.pk
        )
    client.force_login(vera)
    day = {"since": at.date().isoformat(), "until": at.date().isoformat()}
    between = {"since_at": "11:00", "until_at": "12:00"}
    assert lines(client, **day, **between) == [("Mark", "Ольга Ёлкина")]
    assert lines(client, **day, what="exported") == [("Mark", "Anna Lis"), ("Mark", "Ольга Ёлкина")]
    assert lines(client, **day, what="opened") == [("Mark", "Anna Lis")]
    assert lines(client, **day, client=str(olga.uid)) == [("Mark", "Ольга Ёлкина")]


def test_totals_count_different_cards_of_each_person_over_the_whole_report(
    client, vera, mark, lena, anna, olga
):
    for _ in range(60):
        saw(mark, anna)
        saw(mark, olga, how="exported")
    saw(lena, anna)
    client.force_login(vera)
    totals = client.get(PAGE).context["totals"]
    assert (totals.times, totals.cards) == (121, 2)
    assert [(one.name, one.opened, one.exported) for one in totals.people] == [("Mark", 1, 1), ("Lena", 1, 0)]


def test_the_file_holds_the_whole_report_and_that_it_was_taken_is_remembered(client, vera, mark, anna):
    evil = add_client(name="=1+1", by=vera)
    saw(mark, evil)
    for _ in range(1200):
        saw(mark, anna)
    client.force_login(vera)
    answer = client.post(f"{PAGE}file/?who={mark.uid}")
    told = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(told) == 1202
    assert any("'=1+1" in line for line in told)
    assert Moment.objects.filter(kind="config.viewing_report_taken", by_id=vera.pk).count() == 1


def test_who_may_only_read_the_report_takes_no_file(client, vera, hire):
    from pomni.team import commands
    from pomni.team.models import Role

    role = commands.add_role(name="Auditor", like=Role.objects.get(preset="director"), by=vera)
    commands.change_role(
        role, grants={k: v for k, v in role.grants.items() if k != "team.log.export"}, by=vera
    )
    auditor = hire("ada")
    commands.give_role(auditor, role, by=vera)
    client.force_login(auditor)
    assert "Take out as a file" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}file/").status_code == 403


def test_the_report_is_counted_out_of_an_index(vera):
    found = sightings(since=now() - timedelta(days=400), until=now())
    told = found.order_by().values("by_id", "how", "record_id").explain()
    assert "sightings_by_time" in told or connection.vendor != "sqlite"
