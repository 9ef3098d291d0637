"""Today: a specialist's own day, and what waits at the desk."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pomni.kit import clock
from pomni.kit.errors import Refused
from pomni.people.commands import add_client, add_note, add_peculiarity, edit_client
from pomni.schedule.commands import book_visit, cancel_visit, finish_visit, resume_visit, set_days, set_status
from pomni.schedule.laying import Wanted

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


def at(day, hour, minute=0):
    return clock.travel_to(datetime.combine(day, time(hour, minute), WARSAW))


@pytest.fixture
def visits(vera, sam, anna, north, day, cut):
    """Anna at ten and Boris at eleven, both with Sam."""
    add_peculiarity(anna, kind="allergy", text="Latex", by=vera)
    boris = add_client(name="Boris", phone="+48 600 100 201", by=vera)
    words = {"location": north, "day": day, "lines": [Wanted(cut, sam)], "by": vera}
    return [book_visit(anna, begins=time(10), **words), book_visit(boris, begins=time(11), **words)]


def today_of(client, user):
    client.force_login(user)
    return client.get("/").content.decode()


def test_a_specialist_finds_the_next_client_with_alerts_and_the_last_note(
    client, vera, sam, anna, visits, day
):
    edit_client(anna, responsible=sam, by=vera)
    add_note(anna, text="Short at the sides", by=vera)
    with at(day, 9):
        said = today_of(client, sam)
    assert said.index("Anna") < said.index("Boris")
    assert "Latex" in said
    assert "Short at the sides" in said
    assert "/schedule/mine/" in said
    assert "/schedule/absences/ask/" in said
    with at(day - timedelta(days=1), 9):
        assert "Nobody is booked with you today" in today_of(client, sam)


def test_the_day_of_the_desk_begins_with_how_many_come_and_how_many_wait(
    client, hire, sam, vera, visits, north, day
):
    nina = hire("nina", "front_desk", location=north)
    with at(day - timedelta(days=1), 9):
        assert "visits today" not in today_of(client, nina), "they come tomorrow"
    with at(day, 9, 50):
        said = today_of(client, nina)
        assert "2 visits today." in said
        assert "waits." not in said
        set_status(visits[0], status="arrived", by=vera)

        assert "2 visits today. 1 client waits." in today_of(client, nina)
        cancel_visit(visits[1], by=vera)
        assert "1 visit today." in today_of(client, nina)
        assert "visit today." not in today_of(client, sam), "a specialist has no desk"


def test_a_visit_is_begun_and_finished_with_one_tap_each_and_that_is_taken_back(
    client, vera, sam, visits, day
):
    one = visits[0]
    with at(day, 10):
        client.force_login(sam)
        step = f"/schedule/visits/{one.uid}/step/"
        assert client.post(step, {"to": "finished", "on": "mine"}).status_code == 302
        assert "Begin it first" in client.get("/").content.decode()
        client.post(step, {"to": "started", "on": "mine"})
        told = client.post(step, {"to": "finished", "on": "mine"}, headers={"HX-Request": "true"})
        assert 'hx-target="#my-visits"' in told.content.decode()
        assert "1 visit is done" in told.content.decode()
        one.refresh_from_db()
        assert (one.status, one.finished_at is None) == ("started", False)
        resume_visit(one, by=sam)
        set_status(finish_visit(one, by=sam), status="arrived", by=sam)
    one.refresh_from_db()
    assert one.finished_at is None
    with pytest.raises(Refused):
        finish_visit(one, by=vera)


def test_the_desk_sees_who_waits_is_late_is_to_be_completed_and_did_not_confirm(
    client, hire, vera, sam, visits, north, day, cut
):
    nina = hire("nina", "front_desk", location=north)
    early, late = visits
    tomorrow = add_client(name="Clara", by=vera)
    book_visit(
        tomorrow,
        location=north,
        day=day + timedelta(days=1),
        begins=time(9),
        lines=[Wanted(cut, sam)],
        by=vera,
    )
    with at(day, 10):
        set_status(early, status="arrived", by=nina)
    with at(day, 11, 10):
        said = today_of(client, nina)
        assert "70 min" in said
        assert "10 min" in said
        assert all(title in said for title in ("Waiting now", "Late", "Not confirmed for tomorrow", "Clara"))
        client.post(f"/schedule/visits/{late.uid}/step/", {"to": "arrived", "on": "desk"})
        set_status(early, status="started", by=nina)
        finish_visit(early, by=nina)
        said = client.get("/schedule/desk/").content.decode()
    assert "To be completed" in said
    assert f"/schedule/visits/{early.uid}/complete/" in said
    assert ">Late<" not in said
    with at(day, 11, 10):
        assert "At the desk" not in today_of(client, sam)  # who reaches but their own visits


def test_who_is_free_now_is_told_until_when_and_booked_from_there(
    client, hire, vera, sam, visits, north, day
):
    set_days(sam, location=north, days=[day], hours=[("09:00", "18:00")], by=vera)
    client.force_login(hire("nina", "front_desk", location=north))
    with at(day, 10, 32):
        said = client.get("/schedule/desk/free/").content.decode()
        assert "until 11:00" in said
        assert f"user={sam.uid}&amp;from=10%3A35" in said
    with at(day, 10, 10):
        assert "Nobody is free" in client.get("/schedule/desk/free/").content.decode()


def test_an_open_page_of_today_listens_to_its_locations_and_is_drawn_anew_in_one_go(
    client, hire, vera, sam, visits, north, day
):
    def heard(page):
        return page.count("pomni:news from:document"), f'data-live-places="{north.pk}"' in page

    with at(day, 9):
        assert heard(today_of(client, sam)) == (1, True)
        assert heard(client.get("/schedule/desk/").content.decode())[1]
        nina = hire("nina", "front_desk", location=north)
        assert heard(today_of(client, nina)) == (2, True)  # what is free now is asked for by itself
        assert heard(today_of(client, vera))[0] == 2
        set_status(visits[0], status="arrived", by=vera)
        client.force_login(nina)
        told = client.get("/schedule/desk/?on=desk", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-target="#at-desk"' in told
    assert "Waiting now" in told
    assert "#my-visits" not in told
