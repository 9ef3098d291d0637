"""Today: what everybody begins with. Never an empty box, and never what is not theirs."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from pomni.kit.clock import now, travel_to
from pomni.memory.models import Sighting
from pomni.people.commands import add_client, forget_client
from pomni.team import commands, company
from pomni.team.models import Company, Role
from pomni.team.models.company import THE_ONE
from pomni.team.notices import InvitationTaken, notify
from pomni.ui.today import address, greeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _new_company(monkeypatch):
    """Mail is not set up, and there is no backup."""
    monkeypatch.setattr("pomni.team.setup_steps.where_set_up", lambda: False)
    monkeypatch.setattr("pomni.config.status.looking.last_backup", lambda: None)


def words(client):
    """What Today says."""
    return client.get("/").content.decode()


def saw(user, client):
    Sighting.objects.create(at=now(), by_id=user.pk, how="seen", record="people.client", record_id=client.pk)


# --- How the day begins ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "Hello"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
        (22, "Good evening"),
        (23, "Hello"),
    ],
)
def test_one_is_greeted_by_the_time_of_day(hour, said):
    assert greeting(time(hour)).startswith(f"{said},")


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en", "Sunday, 22 November 2026"),
        ("ru", "Воскресенье, 22 ноября 2026"),
        ("pl", "Niedziela, 22 listopada 2026"),
    ],
)
def test_the_day_stands_there_with_its_weekday_as_the_language_writes_it(client, vera, language, date):
    vera.language = language
    vera.save()
    with travel_to(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        client.force_login(vera)
        assert date in words(client)


def test_the_first_line_says_what_waits_and_what_came(client, hire):
    nina = hire("nina", "front_desk")
    client.force_login(nina)
    assert "Nothing waits for you." in words(client)
    notify([nina], InvitationTaken, dedupe="one", name="Pia")
    add_client(name="Anna", by=nina)
    assert "1 notice waits for you." in words(client)
    assert "1 client was added this week." in words(client)


def test_the_week_begins_on_the_companys_own_day(client, hire):
    nina = hire("nina", "front_desk")
    with travel_to(datetime(2026, 11, 21, 9, tzinfo=UTC)):  # a Saturday
        add_client(name="Anna", by=nina)
    with travel_to(datetime(2026, 11, 22, 9, tzinfo=UTC)):  # Sunday
        client.force_login(nina)
        assert "was added this week" in words(client)
        Company.objects.create(pk=THE_ONE, week_start=7)
        company.forget()
        assert "was added this week" not in words(client)


# --- Panels ----------------------------------------------------------------------------------------------------------


def test_whoever_sees_clients_finds_the_five_whose_cards_they_opened_last(client, hire):
    nina, other = hire("nina", "front_desk"), hire("pia", "front_desk")
    with travel_to(now() - timedelta(days=10)):  # who was added this week stands in a panel of its own
        seen = [add_client(name=f"Seen {number}", by=nina) for number in range(7)]
        not_mine = add_client(name="Not mine", by=nina)
    for one in seen:
        saw(nina, one)
    saw(other, not_mine)
    forget_client.__wrapped__(seen[6], by=nina)
    client.force_login(nina)
    page = words(client)
    assert [number for number in range(7) if f"Seen {number}<" in page] == [1, 2, 3, 4, 5]
    assert "Not mine" not in page


def test_a_client_who_is_no_longer_within_reach_is_not_told_though_the_card_was_opened(client, vera, mark):
    saw(mark, add_client(name="Canary", by=vera))
    client.force_login(mark)
    assert "Canary" not in words(client)


def test_people_who_were_invited_stand_before_those_who_work_here(client, vera, mark):
    commands.invite(name="Nina Klimova", role=Role.objects.get(preset="marketer"), by=vera)
    client.force_login(vera)
    page = words(client)
    assert page.index("Nina Klimova") < page.index(">Mark<")
    assert "Signed in today" in page
    client.force_login(mark)
    page = words(client)
    assert "Nina Klimova" not in page
    assert "Signed in today" not in page


@pytest.mark.parametrize(
    "preset", ["marketer", "accountant", "product_manager", "configurator", "specialist"]
)
def test_nobody_finds_an_empty_box(client, hire, preset):
    client.force_login(hire("nina", preset))
    page = words(client)
    assert "<h2>Team</h2>" in page
    assert ("What your role opens stands in the menu" in page) is (preset != "specialist")


def test_who_holds_no_role_reads_what_to_do(client, guest):
    client.force_login(guest)
    assert "no role was given to you" in words(client)


# --- Setting up ------------------------------------------------------------------------------------------------------


def test_steps_of_setting_up_are_for_whoever_may_and_say_what_is_done(client, vera, mark):
    client.force_login(vera)
    page = words(client)
    assert "Done: 0 of 9" in page
    assert page.count('aria-current="step"') == 1
    commands.invite(name="Nina", role=Role.objects.get(preset="marketer"), by=vera)
    assert "Done: 1 of 9" in words(client)
    client.force_login(mark)
    assert "Set Pomni up" not in words(client)


def test_steps_can_be_put_aside_and_taken_up_again(client, vera):
    client.force_login(vera)
    client.post("/today/steps/", {"steps": "hidden"})
    page = words(client)
    assert "Say what your company is" not in page
    assert "Show the steps of setting up: 0 of 9 done" in page
    client.post("/today/steps/", {"steps": "shown"})
    assert "Say what your company is" in words(client)


def test_steps_vanish_when_all_are_done(client, vera, monkeypatch):
    from pomni.ui import today

    client.force_login(vera)
    real = today.function_named
    monkeypatch.setattr(today, "function_named", lambda path: _done if _is_step(path) else real(path))
    assert "Set Pomni up" not in words(client)


def _is_step(path):
    return "setup_steps" in path or path.endswith(
        ("backup_is_proved", "somebody_brought_clients", "any_service")
    )


def _done(user):
    return True


def test_every_step_leads_to_a_page_of_this_house():
    from pomni.kit.module import offered

    assert [step.url_name for step in offered("setup_steps") if not address(step.url_name)] == []


def test_every_panel_leads_to_a_page_of_this_house():
    from pomni.kit.module import offered

    assert [
        panel.whole for panel in offered("today_panels") if panel.whole and not address(panel.whole)
    ] == []


def test_today_costs_the_same_however_much_there_is(client, vera):
    def cost():
        client.get("/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/")
        return len(caught)

    client.force_login(vera)
    saw(vera, add_client(name="Anna", by=vera))
    notify([vera], InvitationTaken, dedupe="one", name="Pia")
    commands.invite(name="Nina", role=Role.objects.get(preset="marketer"), by=vera)
    few = cost()
    for number in range(30):
        saw(vera, add_client(name=f"Anna {number}", by=vera))
        notify([vera], InvitationTaken, dedupe=str(number), name="Pia")
        commands.invite(name=f"Nina {number}", role=Role.objects.get(preset="marketer"), by=vera)
    assert cost() == few


def test_a_visit_of_last_month_is_not_lately(client, hire):
    nina = hire("nina", "front_desk")
    with travel_to(now() - timedelta(days=31)):
        anna = add_client(name="Anna Long-Ago", by=nina)
    at = now() - timedelta(days=30)
    Sighting.objects.create(at=at, by_id=nina.pk, how="seen", record="people.client", record_id=anna.pk)
    client.force_login(nina)
    with translation.override("en"):
        assert "Anna Long-Ago" not in words(client)
