"""The board: who is about to be forgotten comes up on their day, to the right person, with the reason."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from pomni.agenda import queries
from pomni.agenda.commands import add_meeting, add_promise, add_task
from pomni.facts import queries as facts
from pomni.kit import clock
from pomni.people.commands import add_client, add_interaction, archive_client, withdraw_interaction
from pomni.people.figured import FIGURES, Figured, condition_of_figure
from pomni.people.models import Client, ClientFigures
from pomni.people.periods import Period
from pomni.people.queries.board import days_ahead
from pomni.people.rhythm import rhythm_of
from pomni.team.commands import add_location

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def days(*gaps, first=date(2026, 1, 1)):
    found = [first]
    for gap in gaps:
        found.append(found[-1] + timedelta(days=gap))
    return found


@pytest.mark.parametrize("gaps", [(), (30,), (30, 30)])
def test_two_gaps_are_no_rhythm(gaps):
    assert rhythm_of(days(*gaps)) is None


def test_one_long_holiday_moves_neither_the_middle_nor_the_spread():
    steady = rhythm_of(days(21, 25, 26, 30, 24, 27))
    holiday = rhythm_of(days(21, 25, 120, 26, 30, 24, 27))
    assert (steady.days, holiday.days) == (25.5, 26)
    assert holiday.spread <= 3


@pytest.mark.parametrize(
    ("gaps", "late_after"),
    [
        ((30, 30, 30), 52),  # a few equal gaps by chance: half as long again is not late yet
        ((30,) * 8, 45),
        ((20, 30, 40, 20, 30, 40, 20, 30, 40), 79),  # 3 · 1.4826 · 1.107 times the spread of ten
        ((1,) * 8, 3),
    ],
)
def test_late_is_who_stays_away_longer_than_the_middle_and_three_deviations(gaps, late_after):
    known = days(*gaps)
    assert (rhythm_of(known).late_on - known[-1]).days == late_after + 1


def test_contacts_of_one_day_and_in_any_order_are_one_rhythm():
    known = days(10, 12, 11, 10)
    assert rhythm_of([*reversed(known), *known]) == rhythm_of(known)


@pytest.mark.parametrize(
    ("today", "has"), [(date(2027, 2, 25), True), (date(2028, 2, 20), False), (date(2028, 2, 25), True)]
)
def test_who_was_born_on_the_29th_of_february_is_not_forgotten_in_any_year(today, has):
    assert ("02-29" in days_ahead(today)) == has


@pytest.fixture
def at_noon():
    with clock.travel_to(NOON):
        yield clock.today()


def visits(client, *days_ago, by):
    return [add_interaction(client, how="visit", at=NOON - timedelta(days=ago), by=by) for ago in days_ago]


def keys(viewer, *, mine=True):
    return {section.key: section for section in queries.board(viewer, mine=mine)}


def test_a_client_comes_up_when_late_by_their_own_rhythm_with_the_reason(mark, page_of, at_noon):
    often, seldom = (add_client(name=name, by=mark) for name in ("Often", "Seldom"))
    for client in (often, seldom):
        add_task(client, title="Some day", by=mark)
    visits(often, 48, 70, 97, 121, 148, by=mark)
    visits(seldom, 48, 110, 170, 230, 290, by=mark)
    assert [one.name for one in keys(mark)["late"].clients] == ["Often"]
    told = page_of(mark).get("/tasks/board/").content.decode()
    assert "Usually every 24–27 days, 48 days now" in told
    assert f"/clients/{often.uid}/?write=contact#composer" in told


def test_a_contact_that_is_written_down_or_taken_back_moves_the_day(mark, anna, at_noon):
    visits(anna, 100, 110, 120, 130, by=mark)
    assert "late" in keys(mark)
    (latest,) = visits(anna, 1, by=mark)
    assert "late" not in keys(mark)
    withdraw_interaction(latest, by=mark)
    assert "late" in keys(mark)


def test_who_stays_away_for_more_than_a_year_is_lost_and_not_on_the_board(mark, anna, at_noon):
    visits(anna, 700, 710, 720, 730, by=mark)
    assert "late" not in keys(mark)


def test_an_active_client_has_a_next_step_or_stands_on_the_list(mark, anna, at_noon, page_of):
    assert [one.name for one in keys(mark)["unplanned"].clients] == ["Anna Kern"]
    assert f"/tasks/next/?client={anna.uid}" in page_of(mark).get("/tasks/board/").content.decode()
    add_promise(anna, text="Refund", kind="obligation", by=mark)
    assert "unplanned" in keys(mark)
    add_promise(anna, text="Call", by=mark)
    assert "unplanned" not in keys(mark)
    archive_client(add_client(name="Gone", by=mark), by=mark)
    assert "unplanned" not in keys(mark)


def test_birthdays_and_what_is_due_come_up_on_their_day(mark, anna, at_noon):
    add_client(name="Tomorrow", birthday="1990-11-23", by=mark)
    add_client(name="Late", birthday="1990-12-23", by=mark)
    add_promise(anna, text="Past", kind="obligation", due_on=at_noon - timedelta(days=1), by=mark)
    add_promise(anna, text="Now", due_on=at_noon, by=mark)
    add_task(anna, title="Ring", due_on=at_noon - timedelta(days=2), by=mark)
    add_task(title="No client", due_on=at_noon, by=mark)
    add_promise(anna, text="Later", due_on=at_noon + timedelta(days=1), by=mark)
    found = keys(mark)
    assert [(one.name, one.years) for one in found["birthdays"].clients] == [("Tomorrow", 36)]
    assert [row.title for row in found["overdue"].rows] == ["Past"]
    assert [row.title for row in found["due"].rows] == ["Ring", "Now"]


def test_a_meeting_stands_on_the_day_that_it_is_where_it_takes_place_and_stays_until_somebody_says_what_came(
    vera, at_noon
):
    far, client = add_location(name="Far", zone="Asia/Kamchatka", by=vera), add_client(name="Anna", by=vera)
    tomorrow, yesterday = at_noon + timedelta(days=1), at_noon - timedelta(days=1)
    for title, day, place in (("Far", tomorrow, far), ("Near", tomorrow, None), ("Past", yesterday, None)):
        add_meeting(client, title=title, day=day, begins=time(9), location=place, by=vera)
    with clock.travel_to(NOON - timedelta(hours=1)):
        assert [row.title for row in keys(vera)["due"].rows] == ["Past"]
    with clock.travel_to(NOON + timedelta(minutes=30)):  # it is tomorrow there
        found = keys(vera)
        assert [row.title for row in found["due"].rows] == ["Past", "Far"]
        assert "overdue" not in found


def test_birthdays_stand_in_their_order_over_the_new_year(mark):
    with clock.travel_to(datetime(2026, 12, 29, 12, tzinfo=UTC)):
        for name, day in (("Second", "1990-01-02"), ("First", "1990-12-30")):
            add_client(name=name, birthday=day, by=mark)
        assert [one.name for one in keys(mark)["birthdays"].clients] == ["First", "Second"]


def test_ones_own_board_is_ones_own_and_all_is_as_far_as_one_reaches(vera, mark, sam, anna, at_noon):
    add_promise(anna, text="Past", due_on=at_noon - timedelta(days=1), by=mark)
    assert "overdue" not in keys(vera)
    assert keys(vera, mine=False)["overdue"].count == 1
    assert keys(sam, mine=False) == {}
    assert keys(mark)["overdue"].count == 1


def test_a_long_part_is_counted_and_walked_to_its_end(mark, page_of, monkeypatch, at_noon):
    monkeypatch.setattr("pomni.agenda.queries.sections.PAGE", 3)
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(8):
        add_client(name=f"Client {number}", by=mark)
    assert keys(mark)["unplanned"].count == 8
    browser, seen, url = page_of(mark), 0, "/tasks/board/?of=unplanned"
    first = browser.get(url).content.decode()
    seen += first.count("Set the next step")
    for start in (3, 6):
        told = browser.get(f"{url}&from={start}", headers={"HX-Request": "true"}).content.decode()
        seen += told.count("Set the next step")
    assert seen == 8
    assert "from=9" not in told


def test_an_empty_board_says_what_it_is_for(hire, page_of):
    assert "Nobody is forgotten" in page_of(hire("one", "accountant")).get("/tasks/board/").content.decode()


def test_figures_follow_contacts(mark, anna, at_noon):
    visits(anna, 10, 20, 30, 40, by=mark)
    told = ClientFigures.objects.get(client=anna)
    assert (told.rhythm_days, told.rhythm_spread, told.contacts) == (10, 0, 4)
    assert Client.objects.get(pk=anna.pk).late_on == at_noon - timedelta(days=10) + timedelta(days=18)


def test_a_regular_client_is_seldom_called_late_and_one_who_stays_away_is_noticed():
    """Of many clients with a rhythm of their own, each looked at on some day between two contacts."""
    chance, false, noticed, asked = Random(7), 0, 0, 800
    for _client in range(asked):
        usual, scatter = chance.choice([7, 14, 30, 60]), chance.choice([0.1, 0.2, 0.3])
        gaps = [max(1, round(chance.gauss(usual, scatter * usual))) for _gap in range(chance.randint(5, 20))]
        known, ahead = days(*gaps[1:]), chance.randint(0, gaps[0] - 1)
        if rhythm := rhythm_of(known):
            false += known[-1] + timedelta(days=ahead) >= rhythm.late_on
            noticed += known[-1] + timedelta(days=3 * usual) >= rhythm.late_on
    assert false <= 0.01 * asked
    assert noticed >= 0.97 * asked


def test_who_never_came_regularly_has_no_rhythm_to_be_late_against():
    chance, told, false, asked = Random(7), 0, 0, 0
    for _client in range(200):
        usual = chance.choice([7, 14, 30])
        gaps = [max(1, round(chance.expovariate(1 / usual))) for _gap in range(40)]
        told += rhythm_of(days(*gaps)) is not None
        for number in range(3, 40):
            asked += 1
            rhythm = rhythm_of(days(*gaps[:number]))
            false += bool(rhythm) and gaps[number] > (rhythm.late_on - days(*gaps[:number])[-1]).days
    assert told <= 0.1 * 200
    assert false <= 0.025 * asked


def test_the_board_the_segments_and_the_figures_call_the_same_clients_away(vera, at_noon, settings):
    settings.POMNI = settings.POMNI | {"POMNI_LOST_AFTER_DAYS": "100"}
    told = {"Here": 1, "Late": 30, "Long": 110, "Lost": 130}
    for name, ago in told.items():
        with clock.travel_to(NOON - timedelta(days=300)):
            client = add_client(name=name, by=vera)
        visits(client, *(ago + 10 * number for number in range(8)), by=vera)
    board = [one.name for one in keys(vera)["late"].clients]
    period = Period(at_noon, at_noon)
    figures = {
        what: set(
            Client.objects.filter(condition_of_figure(Figured(what, period), sees_contacts=True)).values_list(
                "name", flat=True
            )
        )
        for what in ("sleeping", "lost")
    }
    late = {"fact": "people.late", "is": "yes"}
    assert sorted(board) == ["Late", "Long"]
    assert figures == {"sleeping": {"Late", "Long"}, "lost": {"Lost"}}
    asked = facts.narrowed_by({"all": [late]}, vera)
    assert set(Client.objects.filter(asked).values_list("name", flat=True)) == {"Late", "Long"}


def test_nobody_is_lost_before_their_own_usual_time_is_over(vera, at_noon, settings):
    settings.POMNI = settings.POMNI | {"POMNI_LOST_AFTER_DAYS": "100"}
    with clock.travel_to(NOON - timedelta(days=1500)):
        seldom = add_client(name="Seldom", by=vera)
    visits(seldom, *(120 + 150 * number for number in range(8)), by=vera)
    of = {
        what: condition_of_figure(Figured(what, Period(at_noon, at_noon)), sees_contacts=True)
        for what in FIGURES
    }
    counted = {what for what, condition in of.items() if Client.objects.filter(condition).exists()}
    assert counted == {"all"}
