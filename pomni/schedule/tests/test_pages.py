"""The pages of the schedule, as the desk uses them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.kit import clock
from pomni.people.models import Client
from pomni.schedule.commands import book_visit
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Taken, Visit
from pomni.team.live import News

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def desk(hire, north, client):
    """The browser of the front desk at North."""
    client.force_login(hire("nina", "front_desk", location=north))
    return client


def words(cut, day, begins, **more):
    return {
        "service-0": str(cut.uid),
        "day": day.isoformat(),
        "begins": begins,
        "once": begins,
    } | more


def test_the_desk_books_somebody_new_by_name_and_phone(desk, north, day, cut, sam):
    answer = desk.post(
        "/schedule/book/",
        words(cut, day, "10:00", name="Jan Lis", phone="600 100 300", **{"user-0": str(sam.uid)}),
    )
    assert (answer.status_code, f"on={day}" in answer["Location"]) == (302, True)
    visit = Visit.objects.get()
    assert (visit.client.name, visit.location) == ("Jan Lis", north)
    told = desk.get(answer["Location"]).content.decode()
    assert "Jan Lis" in told
    assert "10:00–10:30" in told


def test_somebody_who_stands_at_the_desk_is_booked_by_their_name_alone(
    desk, vera, north, day, cut, sam, anna
):
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/schedule/?at={north.uid}&on={day}"}
    form = desk.get(f"/schedule/book/?at={north.uid}&on={day}", headers=there).content.decode()
    assert ("<html" in form, f'value="{cut.uid}" selected' in form) == (False, True)
    asked = desk.get("/schedule/clients/?q=Jan+Lis").content.decode()
    assert (asked.count('role="option"'), 'data-label="Jan Lis"' in asked) == (1, True)
    assert "Anna" in desk.get("/schedule/clients/?q=0200").content.decode(), "known by the tail of the phone"
    sent = words(cut, day, "10:00", **{"user-0": str(sam.uid), "client-typed": "Jan Lis 600 100 300"})
    answer = desk.post(f"/schedule/book/?at={north.uid}", sent, headers=there)
    assert (answer.status_code, answer["HX-Trigger"], "Jan Lis" in answer.content.decode()) == (
        200,
        "board-changed",
        True,
    )
    made = Visit.objects.get(begins=time(10)).client
    assert (made.name, made.holdings.get().typed) == ("Jan Lis", "600 100 300")
    known = words(cut, day, "11:00", **{"client-typed": "Ann"})
    assert desk.post(f"/schedule/book/?at={north.uid}", known).status_code == 302
    assert Visit.objects.get(begins=time(11)).client == anna, "who alone answers is meant"


def test_who_is_taken_is_named_with_other_times_and_may_be_booked_over(
    desk, vera, north, day, cut, sam, anna
):
    from pomni.schedule.models import Pattern

    Pattern.objects.create(
        user=sam, location=north, begins_on=day, days=[[["09:00", "12:00"]]], off_on_holidays=False
    )
    book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    sent = words(cut, day, "10:15", name="Jan Lis", phone="600 100 300", **{"user-0": str(sam.uid)})
    answer = desk.post("/schedule/book/", sent)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Busy: Sam, 10:00–10:30." in told
    assert not Client.objects.filter(name="Jan Lis").exists()
    assert "Jan Lis" in told, "what was typed stays"
    assert [f'value="{day} {at}"' in told for at in ("09:30", "10:30", "10:45")] == [True] * 3
    assert desk.post("/schedule/book/", sent | {"take": f"{day} 10:30"}).status_code == 302
    assert desk.post("/schedule/book/", sent | {"once": "2", "over": "on"}).status_code == 302
    assert Taken.objects.filter(is_over=True).count() == 1


def test_a_visit_goes_through_its_life_and_the_day_shows_it(desk, vera, north, day, cut, sam, anna):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    page = f"/schedule/visits/{visit.uid}/"
    with clock.travel_to(datetime.combine(day, time(10, 5), WARSAW)):
        for state in ("confirmed", "arrived", "started", "completed"):
            if state == "completed":
                sent = {"service-0": str(cut.uid), "user-0": str(sam.uid), "price-0": "100", "way-0": "cash"}
                assert desk.post(f"{page}complete/", sent).status_code == 302
            else:
                assert desk.post(f"{page}status/", {"to": state}).status_code == 302
            assert f"visit-{state}" in desk.get(page).content.decode()
            assert (
                f'class="visit {state}"' in desk.get(f"/schedule/?on={day}&at={north.uid}").content.decode()
            )


def test_a_visit_is_moved_and_cancelled_from_its_page(desk, vera, north, day, cut, sam, anna):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    page = f"/schedule/visits/{visit.uid}/"
    assert desk.post(f"{page}move/", {"day": day.isoformat(), "begins": "11:30"}).status_code == 302
    assert Visit.objects.get().begins == time(11, 30)
    assert desk.post(f"{page}cancel/", {"why": "ill", "is_by_client": "1"}).status_code == 302
    told = desk.get(page).content.decode()
    assert ("Cancelled" in told, "ill" in told) == (True, True)
    assert "Anna" not in desk.get(f"/schedule/?on={day}&at={north.uid}").content.decode()


def test_what_is_dropped_on_another_column_is_that_colleagues(desk, vera, lena, north, day, cut, sam, anna):
    from pomni.catalog.commands import set_performers

    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day, begins=time(12), lines=[Wanted(cut, lena)], by=vera)
    address = f"/schedule/visits/{visit.uid}/carry/"
    sent = {"was": str(sam.uid), "user": str(lena.uid), "version": "0"}
    told = desk.post(address, sent | {"minute": "690"}, headers={"HX-Request": "true"}).content.decode()
    assert "11:30–12:00" in told
    assert [row.user for row in Taken.objects.filter(visit=visit)] == [lena]
    told = desk.post(
        address, sent | {"minute": "720", "version": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert ("Busy: Lena, 12:00–12:30." in told, "11:30–12:00" in told) == (True, True)
    assert desk.post(address, {"minute": "x"}).status_code == 302
    assert Visit.objects.get(pk=visit.pk).begins == time(11, 30)


def test_a_state_set_beside_the_board_gives_back_the_column_and_no_more(
    desk, vera, lena, north, day, cut, sam, anna
):
    from pomni.catalog.commands import set_performers

    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, lena)], by=vera)
    there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/schedule/?at={north.uid}&on={day}"}
    beside = desk.get(f"/schedule/visits/{visit.uid}/", headers=there).content.decode()
    assert ("<html" in beside, "+48 600 100 200" in beside, beside.count("autofocus")) == (False, True, 1)
    answer = desk.post(
        f"/schedule/visits/{visit.uid}/status/", {"to": "arrived", "ends": "480-1200"}, headers=there
    )
    told = answer.content.decode()
    assert answer["HX-Trigger"] == "board-changed"
    assert (told.count('class="visit '), "visit arrived" in told, str(lena.uid) in told) == (1, True, False)
    told = desk.post(
        f"/schedule/visits/{visit.uid}/status/", {"to": "started"}, headers=there
    ).content.decode()
    assert told.count('class="visit ') == 2, "who does not say what is shown gets all of it"


def test_a_visit_is_pulled_longer_unless_somebody_is_in_the_way(desk, vera, north, day, cut, sam, anna):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day, begins=time(11), lines=[Wanted(cut, sam)], by=vera)
    address = f"/schedule/visits/{visit.uid}/stretch/"
    told = desk.post(address, {"by": "30", "version": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert "10:00–11:00" in told
    told = desk.post(address, {"by": "15", "version": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert ("Busy: Sam, 11:00–11:30." in told, "10:00–11:00" in told) == (True, True)
    assert desk.post(f"/schedule/visits/{visit.uid}/carry/", {"minute": "540"}).status_code == 302
    assert Visit.objects.get(pk=visit.pk).ends_at - Visit.objects.get(pk=visit.pk).begins_at == timedelta(
        hours=1
    )
    assert desk.post(address, {"by": "-60"}).status_code == 302
    assert Taken.objects.filter(visit=visit).get().begins_at.astimezone(WARSAW).hour == 9


def test_a_board_by_rooms_says_what_is_where_and_a_visit_is_carried_to_another_one(
    desk, vera, north, day, cut, sam, anna
):
    from pomni.schedule.commands import add_thing, set_needs

    first, second = (
        add_thing(name=name, kind="chair", location=north, by=vera) for name in ("Chair 1", "Chair 2")
    )
    set_needs(cut, needs=[("chair", [])], by=vera)
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    there = {
        "HX-Request": "true",
        "HX-Current-URL": f"http://testserver/schedule/?at={north.uid}&on={day}&by=thing",
    }
    told = desk.get(f"/schedule/?at={north.uid}&on={day}&by=thing").content.decode()
    column = told.partition(f'data-user="{first.uid}"')[2].partition("</section>")[0]
    assert ("Anna" in column, told.count('class="visit ')) == (True, 1)
    sent = {"minute": "600", "was": str(first.uid), "user": str(second.uid), "version": "0"}
    told = desk.post(f"/schedule/visits/{visit.uid}/carry/", sent, headers=there).content.decode()
    assert "Anna" in told.partition(f'data-user="{second.uid}"')[2].partition("</section>")[0]
    assert Taken.objects.get(visit=visit, user=None).thing == second


def test_whoever_looks_at_a_day_learns_of_a_visit_there_and_of_none_elsewhere(
    desk, vera, north, day, cut, sam
):
    from pomni.team.commands import add_location

    south = add_location(name="South", zone="Europe/Warsaw", by=vera)
    desk.get("/schedule/")
    address = f"/live/?places={north.pk}"
    since = desk.get(address)["Pomni-Live"]
    book_visit(location=south, day=day, begins=time(8), lines=[Wanted(cut, sam)], by=vera)
    assert desk.get(f"{address}&since={since}").status_code == 204
    book_visit(location=north, day=day, begins=time(9), lines=[Wanted(cut, sam)], by=vera)
    news = desk.get(f"{address}&since={since}")
    assert news.status_code == (200 if connection.vendor == "sqlite" else 204), (
        "on PostgreSQL behind the commit"
    )


def test_a_specialist_sees_their_own_visits_and_no_name_out_of_reach(
    client, vera, lena, sam, north, day, cut, anna
):
    from pomni.catalog.commands import set_performers

    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    other = book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, lena)], by=vera)
    client.force_login(sam)
    told = client.get(f"/schedule/?on={day}&at={north.uid}").content.decode()
    assert told.count("data-visit=") == 1
    assert client.get(f"/schedule/visits/{other.uid}/").status_code == 404


def test_the_statements_of_a_day_do_not_grow_with_its_visits(client, vera, north, day, cut, sam):
    client.force_login(vera)
    address = f"/schedule/?on={day}&at={north.uid}"

    def statements():
        client.get(address)
        with CaptureQueriesContext(connection) as ran:
            client.get(address)
        return len(ran)

    book_visit(location=north, day=day, begins=time(8), lines=[Wanted(cut, sam)], by=vera)
    few = statements()
    for number in range(12):
        begins = (datetime.combine(day, time(9)) + timedelta(minutes=30 * number)).time()
        book_visit(
            location=north, day=day, begins=begins, lines=[Wanted(cut, sam)], name=f"C {number}", by=vera
        )
    assert statements() <= few + 2  # whom the visits are about, and who of them came before
    assert few <= 14
    assert News(vera)


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_an_empty_company_is_told_what_to_do_first(client, vera, language):
    vera.language = language
    vera.save()
    client.force_login(vera)
    assert client.get("/schedule/").status_code == 200
    assert client.get("/schedule/book/").status_code == 302
