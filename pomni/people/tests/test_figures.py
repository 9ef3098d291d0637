"""Each figure counts the very clients that its list shows, as far as its reader reaches; and says the same of a past day."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.http import QueryDict

from pomni.kit.clock import now, today, travel_to
from pomni.people.commands import (
    add_client,
    add_interaction,
    archive_client,
    edit_interaction,
    merge_clients,
    unmerge_clients,
    withdraw_interaction,
)
from pomni.people.figured import FIGURES
from pomni.people.models import Away, Client, Interaction
from pomni.people.periods import AGAINST, PRESETS, Period, compared_with, period_of
from pomni.people.queries.asked import Asked
from pomni.people.queries.figures_clients import FiguresAsked, client_figures, list_query
from pomni.people.queries.listing import found
from pomni.people.rhythm import rhythm_of, stretches_away
from pomni.team.models import Location

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_day():
    with travel_to(NOON):
        yield


def listed(viewer, query):
    return set(found(viewer, Asked.from_query(QueryDict(query))).values_list("pk", flat=True))


def contacts(client, by, *days_ago):
    for ago in sorted(days_ago, reverse=True):
        add_interaction(client, how="call", at=now() - timedelta(days=ago), by=by)


def named(viewer, figure, first=date(2026, 11, 1), last=date(2026, 11, 22)):
    asked = FiguresAsked("own", Period(first, last), "none", None)
    rows = found(viewer, Asked.from_query(QueryDict(list_query(asked, figure, asked.period))))
    return [client.name for client in rows]


def a_company(vera, mark, lena):
    """Forty clients of different pasts: some with contacts before they were added, some archived, some of a location."""
    chance, places = Random(7), [Location.objects.create(name=n, zone="UTC") for n in ("North", "South")]
    for number in range(40):
        with travel_to(NOON - timedelta(days=chance.choice([0, 3, 20, 40, 200, 500, 900]))):
            told = {"responsible": chance.choice([vera, mark, lena, None])}
            told |= {"location": chance.choice([None, *places]), "source": chance.choice(["", "Web", "Fair"])}
            client = add_client(name=f"Client {number:02}", by=vera, **told)
        gap = chance.choice([0, 0, 5, 9, 30])
        last = chance.choice([0, 2, 25, 70, 380, 420])
        if gap:
            contacts(
                client, vera, *(last + gap * n + chance.randint(0, 1) for n in range(chance.randint(1, 9)))
            )
        if chance.random() < 0.15:
            with travel_to(NOON - timedelta(days=chance.choice([0, 10, 30]))):
                archive_client(client, by=vera)


QUERIES = (
    "",
    "period=last_month&by=responsible",
    "period=year&against=year&by=location",
    "from=2025-06-01&to=2026-10-05&by=source",
    "period=last_year&by=source",
)


@pytest.mark.parametrize("words", QUERIES)
def test_every_figure_counts_whom_its_list_shows(vera, mark, lena, words):
    a_company(vera, mark, lena)
    seen = 0
    for viewer in (vera, mark):
        asked = FiguresAsked.from_query(QueryDict(words))
        told = client_figures(viewer, asked)
        assert told.opens
        for name in told.figures:
            for period, counts in ((asked.period, told.now), (asked.compared, told.then)):
                assert len(listed(viewer, list_query(asked, name, period))) == counts[name], (viewer, name)
            for line in told.lines:
                there = listed(viewer, list_query(asked, name, asked.period, line.key))
                assert len(there) == line.now[name], (viewer, name, line)
                seen += len(there)
    assert seen or "by" not in words


def test_sleeping_on_a_past_day_is_whom_the_contacts_until_then_say(vera, mark, lena):
    a_company(vera, mark, lena)
    for last in (date(2026, 11, 22), date(2026, 10, 31), date(2026, 7, 1), date(2025, 12, 31)):
        naive = set()
        for client in Client.objects.filter(archived_at=None):
            days = [t.at.date() for t in client.touches.all() if t.at.date() <= last]
            rhythm = rhythm_of(days)
            if rhythm and last - timedelta(days=365) < rhythm.late_on <= last:
                naive.add(client.name)
        assert naive <= set(named(vera, "sleeping", last, last)), last
        archived = set(Client.objects.exclude(archived_at=None).values_list("name", flat=True))
        assert set(named(vera, "sleeping", last, last)) - archived == naive, last


def test_lost_on_a_past_day_is_who_was_quiet_for_a_year_and_over_their_own_time_for_as_long(vera, mark, lena):
    a_company(vera, mark, lena)
    for last in (date(2026, 11, 22), date(2026, 7, 1), date(2025, 12, 31)):
        naive, since = set(), last - timedelta(days=364)
        for client in Client.objects.filter(archived_at=None):
            days = [t.at.date() for t in client.touches.all() if t.at.date() <= last]
            rhythm = rhythm_of(days)
            is_over = rhythm is None or rhythm.late_on <= last - timedelta(days=365)
            if client.added_at.date() < since and not any(day >= since for day in days) and is_over:
                naive.add(client.name)
        archived = set(Client.objects.exclude(archived_at=None).values_list("name", flat=True))
        assert set(named(vera, "lost", last, last)) - archived == naive, last


def test_a_client_is_new_once_by_the_contact_or_the_card_whichever_came_first(vera):
    early = add_client(name="Early", by=vera)
    contacts(early, vera, 60)
    add_client(name="Fresh", by=vera)
    assert named(vera, "new") == ["Fresh"]
    assert named(vera, "new", date(2026, 9, 1), date(2026, 9, 30)) == ["Early"]
    assert named(vera, "all", date(2026, 9, 1), date(2026, 9, 30)) == ["Early"]


def test_returning_is_who_was_in_touch_before_too_and_lost_is_who_was_in_nobodys_hands_for_a_year(vera):
    with travel_to(NOON - timedelta(days=800)):
        old, gone = (add_client(name=name, by=vera) for name in ("Old", "Gone"))
    contacts(old, vera, 700, 3)
    contacts(gone, vera, 700)
    contacts(add_client(name="New", by=vera), vera, 3, 2)
    assert named(vera, "returning") == ["Old"]
    assert named(vera, "lost") == ["Gone"]
    assert named(vera, "lost", date(2026, 10, 1), date(2026, 10, 31)) == ["Gone", "Old"]


def test_who_was_archived_since_still_counts_in_the_days_before(vera):
    with travel_to(NOON - timedelta(days=60)):
        anna = add_client(name="Anna", by=vera)
    archive_client(anna, by=vera)
    assert named(vera, "all") == []
    assert named(vera, "all", date(2026, 10, 1), date(2026, 10, 31)) == ["Anna"]


def test_stretches_away_follow_the_contacts_also_where_one_is_told_late_changed_or_taken_back(vera):
    anna = add_client(name="Anna", by=vera)
    contacts(anna, vera, 100, 93, 86, 79, 72, 20)

    def kept():
        return sorted(Away.objects.filter(client_id=anna.pk).values_list("since", "until"))

    def told():
        return stretches_away(touch.at.date() for touch in anna.touches.all())

    assert kept() == told()
    assert len(kept()) == 1
    contacts(anna, vera, 66)
    assert kept() == told()
    last = Interaction.objects.earliest("pk")
    edit_interaction(last, at=now() - timedelta(days=50), by=vera)
    assert kept() == told()
    withdraw_interaction(Interaction.objects.latest("pk"), by=vera)
    assert kept() == told()


def test_stretches_away_follow_the_contacts_through_a_merge_and_back(vera):
    anna, ewa = (add_client(name="Anna Kern", by=vera) for _n in range(2))
    contacts(anna, vera, 100, 93, 86, 79, 20)
    contacts(ewa, vera, 75, 60, 40)

    def kept():
        return {
            pk: sorted(Away.objects.filter(client_id=pk).values_list("since", "until"))
            for pk in (anna.pk, ewa.pk)
        }

    before = kept()
    assert before[anna.pk]
    merge = merge_clients(anna, ewa, by=vera)
    assert kept()[anna.pk] == stretches_away(touch.at.date() for touch in anna.touches.all())
    assert kept()[anna.pk] != before[anna.pk]
    unmerge_clients(merge, by=vera)
    assert kept() == before


def test_what_follows_from_contacts_is_told_only_to_whoever_sees_them(vera, hire):
    contacts(add_client(name="Anna", by=vera), vera, 1)
    from pomni.team.commands import change_role
    from pomni.team.models import Role

    role = Role.objects.get(preset="head_of_sales")
    grants = {"people.figures.see": 4, "people.client.see": 4}
    change_role(role, grants=grants, by=vera)
    nina = hire("nina", "head_of_sales")
    told = client_figures(nina, FiguresAsked.from_query(QueryDict("")))
    assert told.figures == ("all", "new")
    assert listed(nina, "figure=returning,2020-01-01,2026-11-22") == set()


def test_a_marketer_is_told_figures_and_no_card(vera, hire, page_of):
    add_client(name="Anna Kern", source="Fair", by=vera)
    nina = hire("nina", "marketer")
    told = client_figures(nina, FiguresAsked.from_query(QueryDict("by=source")))
    assert (told.now["new"], told.opens, told.figures) == (1, False, FIGURES)
    text = page_of(nina).get("/clients/figures/?by=source").content.decode()
    assert "Fair" in text
    assert "Anna" not in text
    assert "/clients/?" not in text


def test_the_page_the_file_and_programs_tell_the_same(vera, mark, lena, page_of, program_of, client):
    a_company(vera, mark, lena)
    words = "period=last_month&by=source"
    told = client_figures(vera, FiguresAsked.from_query(QueryDict(words)))
    browser = page_of(vera)
    page = browser.get(f"/clients/figures/?{words}").content.decode()
    assert f">{told.now['all']}<" in page
    lines = browser.get(f"/exchange/figures/?{words}").content.decode().splitlines()
    assert lines[1].split(",")[3:] == [str(told.now[name]) for name in told.figures]
    assert len(lines) == 3 + 2 * len(told.lines)
    file = program_of(vera).get(f"/api/v1/figures/clients/file?{words}")
    assert (file["Content-Type"], file.content.decode().splitlines()) == ("text/csv; charset=utf-8", lines)
    assert "no-store" in file["Cache-Control"]
    assert program_of(vera).get("/api/v1/figures/clients/file?from=tomorrow").status_code == 422
    assert program_of(mark).get(f"/api/v1/figures/clients/file?{words}").status_code == 403


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("on", [date(2024, 2, 29), date(2026, 3, 31), date(2026, 1, 1), date(2026, 12, 31)])
def test_a_stretch_ends_before_or_on_its_day_and_what_it_is_compared_with_ends_before_it_ends(preset, on):
    period = period_of(preset, on)
    assert period.first <= period.last <= on
    for against in AGAINST[:2]:
        other = compared_with(period, preset, against)
        assert other.first <= other.last < period.last
        assert abs(other.days - period.days) <= 3
    assert compared_with(period, preset, "none") is None


@pytest.mark.parametrize(
    "words", ["period=x", "from=x", "from=2026-12-01", "to=1066-01-01", "by=name", "against=z"]
)
def test_words_that_mean_nothing_show_figures_all_the_same_and_are_told_to_programs(vera, page_of, words):
    browser = page_of(vera)
    assert browser.get(f"/clients/figures/?{words}").status_code == 200
    assert browser.get(f"/api/v1/figures/clients?{words}").status_code in (
        200 if "12-01" in words else 422,
        422,
    )
    assert today() == NOON.date()


@pytest.mark.parametrize(
    "word", ["new", "new,2026-11-01", "new,2026-11-09,2026-11-01", "x,2026-11-01,2026-11-02"]
)
def test_a_list_is_not_narrowed_by_a_figure_that_is_none(vera, word):
    add_client(name="Anna", by=vera)
    asked = Asked.from_query(QueryDict(f"figure={word}"))
    assert asked.wrong == {"figure"}
    assert len(found(vera, asked)) == 1


def test_days_of_figures_are_typed_and_the_last_such_days_are_meant(vera, page_of):
    browser = page_of(vera)
    typed = {
        "from": "1 Dec",
        "to": "yesterday",
        "against": "own",
        "against_from": "1.11.24",
        "against_to": "2024-11-30",
    }
    sent = browser.get("/clients/figures/", {"period": "month", **typed})
    assert (sent.status_code, sent.url) == (
        302,
        "/clients/figures/?period=month&from=2025-12-01&to=2026-11-21&against=own"
        "&against_from=2024-11-01&against_to=2024-11-30",
    )
    told = browser.get(sent.url).content.decode()
    for name, shown in {"from": "1 Dec 2025", "to": "21 Nov 2026", "against_to": "30 Nov 2024"}.items():
        assert f'name="{name}" value="{shown}"' in told
    assert "from=2025-12-01&amp;to=2026-11-21" in told, "links stay in ISO"


def test_what_is_no_day_of_figures_stays_in_its_field_with_what_is_wrong(vera, page_of):
    browser = page_of(vera)
    told = browser.get("/clients/figures/", {"from": "soon", "to": "1.1.1850"}, follow=True).content.decode()
    assert 'name="from" value="soon"' in told
    assert 'name="to" value="1 Jan 1850"' in told
    assert told.count(">Write a day such as") == 2
    turned = browser.get("/clients/figures/?from=2026-11-10&to=2026-11-01").content.decode()
    assert "Write a day such as" not in turned
