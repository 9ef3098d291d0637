"""The pages of the schedule, as the desk uses them."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import set_performers
from pomni.kit import clock
from pomni.people.models import Client
from pomni.schedule.commands import book_visit, cancel_visit, set_days, set_status
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Taken, Visit
from pomni.team.commands import add_location
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
    known = words(cut, day, "11:00", **{"user-0": str(sam.uid), "client-typed": "Ann"})
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


def test_a_tail_of_a_phone_that_nobody_has_becomes_the_phone_of_somebody_new(
    desk, north, day, cut, sam, anna
):
    asked = desk.get("/schedule/clients/?q=0999").content.decode()
    assert "Nobody has the phone 0999" in asked
    assert "Somebody new, with the phone 0999" in asked
    known = desk.get("/schedule/clients/?q=0200").content.decode()
    assert "Nobody has the phone" not in known, "Anna's ends so"
    sent = words(cut, day, "10:00", **{"user-0": str(sam.uid), "client": "", "client-typed": "600 100 999"})
    answer = desk.post("/schedule/book/", sent)
    told = answer.content.decode()
    assert (answer.status_code, Client.objects.count(), Visit.objects.count()) == (422, 1, 0)
    assert "Nobody has the phone 600 100 999. Write the name" in told
    assert re.search(r'name="phone"[^>]*value="600 100 999"|value="600 100 999"[^>]*name="phone"', told)
    again = sent | {"client-typed": "", "name": "Ewa Nowa", "phone": "600 100 999"}
    assert desk.post("/schedule/book/", again).status_code == 302
    assert Visit.objects.get().client.name == "Ewa Nowa"


def test_where_a_day_is_full_the_first_free_time_after_it_is_proposed(desk, vera, north, day, cut, sam, anna):
    later = day + timedelta(days=1)
    set_days(sam, location=north, days=[day], hours=[("10:00", "10:30")], by=vera)
    set_days(sam, location=north, days=[later], hours=[("14:00", "15:00")], by=vera)
    asked = f"/schedule/book/?at={north.uid}&on={day}"
    free = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    for address in (asked, f"{asked}&user={sam.uid}"):
        form = desk.get(address).context["form"]
        assert (form["day"].value(), form["begins"].value()) == (later, "14:00")
        assert "Nothing is free on" in desk.get(address).content.decode()
    cancel_visit(free, by=vera)
    page = desk.get(asked)
    assert (page.context["form"]["day"].value(), page.context["form"]["begins"].value()) == (day, "10:00")
    assert "Nothing is free on" not in page.content.decode()


def test_each_page_about_one_visit_says_whose_it_is(desk, vera, north, day, cut, sam, anna):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    for page in ("move", "cancel", "complete", "edit", "series", "seats"):
        told = desk.get(f"/schedule/visits/{visit.uid}/{page}/").content.decode()
        body = told[told.index("<main") :]
        assert "Anna" in body, page
        assert "10:00" in body, page
        assert str(day.day) in body, page


def test_the_page_of_moving_gives_a_service_to_somebody_else(
    desk, vera, north, day, cut, dye, sam, lena, anna
):
    for service in (cut, dye):
        set_performers(service, performers=[(sam, None, None), (lena, None, 45)], by=vera)
    lines = [Wanted(cut, sam), Wanted(dye, sam)]
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=lines, by=vera)
    page = f"/schedule/visits/{visit.uid}/move/"
    form = desk.get(page).context["form"]
    assert [one.label for one in form.performers] == ["Haircut: by whom", "Dye: by whom"]
    assert [one.value() for one in form.performers] == [str(sam.uid)] * 2
    sent = {"day": day.isoformat(), "begins": "10:00", "version": visit.version}
    sent |= {"user-0": str(lena.uid), "user-1": str(sam.uid)}
    assert desk.post(page, sent).status_code == 302
    first, second = visit.lines.order_by("place")
    assert (first.user, second.user, first.price) == (lena, sam, 100)
    assert second.begins_at - first.begins_at == timedelta(minutes=45), "it takes her longer"
    assert "moved this visit meanwhile" in desk.post(page, sent).content.decode()


def test_a_colleague_who_is_taken_is_named_on_the_page_of_moving_with_times_of_theirs(
    desk, vera, north, day, cut, sam, lena, anna
):
    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    for user in (sam, lena):
        set_days(user, location=north, days=[day], hours=[("10:00", "12:00")], by=vera)
    one = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day, begins=time(10), lines=[Wanted(cut, lena)], by=vera)
    sent = {"day": day.isoformat(), "begins": "10:00", "user-0": str(lena.uid), "version": one.version}
    told = desk.post(f"/schedule/visits/{one.uid}/move/", sent)
    assert told.status_code == 422
    assert "Busy: Lena" in told.content.decode()
    assert f'value="{lena.uid}" selected' in told.content.decode(), "what was chosen stays"
    assert f"{day} 10:30" in told.content.decode()
    assert one.lines.get().user == sam


def test_who_waits_is_told_apart_from_who_waited(desk, vera, north, cut, sam, anna):
    with clock.travel_to(datetime(2026, 7, 8, 9, tzinfo=WARSAW)):
        day = clock.today(WARSAW)
        visit = book_visit(
            anna, location=north, day=day, begins=time(9, 30), lines=[Wanted(cut, sam)], by=vera
        )
        set_status(visit, status="arrived", by=vera)
    page = f"/schedule/visits/{visit.uid}/"
    with clock.travel_to(datetime(2026, 7, 8, 9, 1, tzinfo=WARSAW)):
        assert "waits 1 minute<" in desk.get(page).content.decode()
    with clock.travel_to(datetime(2026, 7, 8, 9, 5, tzinfo=WARSAW)):
        assert "waits 5 minutes" in desk.get(page).content.decode()
        set_status(visit, status="started", by=vera)
    with clock.travel_to(datetime(2026, 7, 9, 9, tzinfo=WARSAW)):
        assert "waited 5 minutes" in desk.get(page).content.decode()
        set_status(visit, status="arrived", by=vera)
        assert "waits" not in desk.get(page).content.decode(), "that day is over"


def test_ones_own_location_comes_first(hire, client, vera, north, day):
    south = add_location(name="South", zone="Europe/Warsaw", by=vera)
    client.force_login(hire("olga", "front_desk", location=south))
    page = client.get("/schedule/")
    assert page.context["location"] == south
    assert [name for name, _address, _is_on in page.context["places"]] == ["South", "North"]
    client.force_login(hire("ivan", "specialist", location=south))
    assert client.get("/schedule/").context["location"] == south, (
        "though a specialist reaches but their own visits"
    )
    client.force_login(vera)
    assert client.get("/schedule/").context["location"] == north


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
