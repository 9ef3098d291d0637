"""Hours are published, seen by who works them, and, where they change afterwards, told at once and to be seen again."""

from datetime import timedelta

import pytest

from pomni.kit import clock
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.models import Moment
from pomni.schedule.commands import (
    acknowledge_hours,
    add_absence,
    end_pattern,
    publish_hours,
    remind_of_hours,
    set_days,
    set_pattern,
    withdraw_absence,
)
from pomni.schedule.models import Shift
from pomni.team.models import Notice

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
NINE, TEN = [["09:00", "18:00"]], [["10:00", "14:00"]]


@pytest.fixture
def at_work(vera, sam, north, day):
    return set_pattern(sam, location=north, begins_on=day, days=[NINE], off_on_holidays=False, by=vera)


def told(user, kind):
    return Notice.objects.filter(user=user, kind=f"schedule.hours_{kind}").count()


def unseen():
    return [(one.hours, one.was) for one in Shift.objects.filter(seen_at=None).order_by("day")]


@pytest.mark.engines
def test_published_hours_are_told_once_seen_and_told_again_where_they_change(
    vera, sam, lena, north, day, at_work
):
    days = {"first": day, "last": day + 6 * A_DAY}
    assert publish_hours(north, **days, by=vera) == 1, "Lena does not work there"
    assert (told(sam, "published"), told(lena, "published"), len(unseen())) == (1, 0, 7)
    assert (publish_hours(north, **days, by=vera), told(sam, "published")) == (0, 1)
    assert (acknowledge_hours(by=sam), acknowledge_hours(by=sam), unseen()) == (7, 0, [])
    set_days(sam, location=north, days=[day, day + 20 * A_DAY], hours=TEN, by=vera)
    assert (told(sam, "changed"), unseen()) == (1, [(TEN, NINE)]), "that one day of the week, at once"
    set_days(sam, location=north, days=[day], hours=[], by=vera)
    assert unseen() == [([], NINE)], "what they have seen stays beside it"
    set_days(sam, location=north, days=[day], hours=None, by=vera)
    assert unseen() == [], "it is again what they have seen"
    end_pattern(at_work, ends_on=day + 4 * A_DAY, by=vera)
    assert unseen() == [([], NINE)] * 2
    assert acknowledge_hours(by=sam) == 2
    assert set(Shift.objects.values_list("was", flat=True)) == {None}


@pytest.mark.engines
def test_an_absence_is_known_already_but_that_it_was_taken_back_is_to_be_seen(vera, sam, north, day, at_work):
    publish_hours(north, first=day, last=day, by=vera)
    acknowledge_hours(by=sam)
    away = add_absence(user=sam, begins_on=day, ends_on=day, by=vera)
    assert (Shift.objects.get().hours, unseen()) == ([], [])
    withdraw_absence(away, by=vera)
    assert (unseen(), told(sam, "changed")) == ([(NINE, [])], 1)


def test_what_was_told_while_the_page_was_open_is_still_to_be_seen(client, vera, sam, north, day, at_work):
    publish_hours(north, first=day, last=day + A_DAY, by=vera)
    client.force_login(sam)
    page = client.get("/schedule/mine/").content.decode()
    until = page.partition('name="until" value="')[2].partition('"')[0]
    assert "Your hours are published" in page
    with clock.travel_to(clock.now() + timedelta(minutes=1)):
        set_days(sam, location=north, days=[day], hours=TEN, by=vera)
        assert client.post("/schedule/mine/seen/", {"until": until}).status_code == 302
        assert unseen() == [(TEN, None)]
        acknowledge_hours(by=sam)
        set_days(sam, location=north, days=[day], hours=[], by=vera)
    page = client.get("/schedule/mine/").content.decode()
    assert ("Your published hours have changed" in page, "10:00–14:00" in page) == (True, True)
    assert ">Changed</" in page, "also beside the day off in its week"
    assert client.post("/schedule/mine/seen/", {}).status_code == 302
    assert "published" not in client.get("/schedule/mine/").content.decode()


def test_who_plans_publishes_on_the_page_and_sees_who_has_seen_it(
    client, hire, vera, sam, north, day, at_work
):
    nina = hire("nina", "front_desk", location=north)
    at = f"?at={north.uid}&on={day}"
    client.force_login(nina)
    assert "Not published" not in client.get(f"/schedule/working/{at}").content.decode(), (
        "nobody publishes here"
    )
    past = {"publish-first": "2020-01-01", "publish-last": "2020-01-31"}
    assert client.post(f"/schedule/working/publish/{at}", past).status_code == 422
    sent = {"publish-first": day.isoformat(), "publish-last": day.isoformat()}
    assert client.post(f"/schedule/working/publish/{at}", sent).status_code == 302
    assert "Not seen yet by: Sam" in client.get(f"/schedule/working/{at}").content.decode()
    acknowledge_hours(by=sam)
    page = client.get(f"/schedule/working/{at}").content.decode()
    assert "has been seen by all" in page
    client.force_login(sam)
    assert "Draft" in client.get("/schedule/mine/").content.decode(), "the day after is not published"


def test_hours_are_published_by_who_may_say_them(vera, sam, lena, north, day, at_work):
    for by in (sam, lena):
        with pytest.raises(NotAllowed):
            publish_hours(north, first=day, last=day, by=by)
    with pytest.raises(Refused):
        publish_hours(north, first=day - 90 * A_DAY, last=day - 80 * A_DAY, by=vera)
    with pytest.raises(Refused, match="Nobody whose hours you say"):
        publish_hours(north, first=clock.today(), last=clock.today(), by=vera)
    assert not Shift.objects.exists()


@pytest.mark.engines
def test_who_has_not_seen_their_hours_is_reminded_once_a_day(vera, sam, lena, north, day, at_work):
    set_pattern(lena, location=north, begins_on=day, days=[NINE], off_on_holidays=False, by=vera)
    publish_hours(north, first=day, last=day + A_DAY, by=vera)
    acknowledge_hours(by=lena)
    assert remind_of_hours(north, by=vera) == 1, "Lena has seen hers"
    assert (told(sam, "unseen"), told(lena, "unseen")) == (1, 0)
    assert (remind_of_hours(north, by=vera), told(sam, "unseen")) == (0, 1)
    moments = Moment.objects.filter(kind="schedule.hours_reminded")
    assert [one.facts["colleague_ids"] for one in moments] == [[sam.pk]]
    with clock.travel_to(clock.now() + A_DAY):
        assert (remind_of_hours(north, by=vera), told(sam, "unseen")) == (1, 2)
        acknowledge_hours(by=sam)
    with clock.travel_to(clock.now() + 2 * A_DAY):
        assert remind_of_hours(north, by=vera) == 0
    with pytest.raises(NotAllowed):
        remind_of_hours(north, by=sam)


def test_a_planner_reminds_on_the_page_of_the_month(client, hire, vera, sam, north, day, at_work):
    publish_hours(north, first=day, last=day, by=vera)
    client.force_login(hire("nina", "front_desk", location=north))
    at = f"?at={north.uid}&on={day}"
    assert "Remind them" in client.get(f"/schedule/working/{at}").content.decode()
    assert client.post(f"/schedule/working/remind/{at}").status_code == 302
    page = client.get(f"/schedule/working/{at}").content.decode()
    assert ("Remind them" in page, "They were reminded today." in page) == (False, True)
    client.force_login(sam)
    page = client.get(f"/schedule/working/{at}").content.decode()
    assert "Remind them" not in page


def test_hours_that_were_not_seen_stand_on_today_with_the_tap_for_them(
    client, vera, sam, north, day, at_work
):
    client.force_login(sam)
    assert "Hours that you have not seen yet" not in client.get("/").content.decode()
    publish_hours(north, first=day, last=day + 9 * A_DAY, by=vera)
    page = client.get("/").content.decode()
    assert ("Hours that you have not seen yet" in page, "3 more days" in page) == (True, True)
    until = page.partition('name="until" value="')[2].partition('"')[0]
    answer = client.post("/schedule/mine/seen/", {"until": until, "from": "today"})
    assert (answer.headers["Location"], unseen()) == ("/", [])
    set_days(sam, location=north, days=[day], hours=TEN, by=vera)
    page = client.get("/").content.decode()
    assert ("10:00–14:00" in page, "It was 9:00–18:00" in page) == (True, True)
