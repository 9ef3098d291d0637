"""Nobody in particular is asked for: the first who performs it, works then and is free does it."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pomni.catalog.commands import add_service, set_performers
from pomni.kit.errors import Refused
from pomni.schedule.commands import book_series, book_visit, cancel_visit, move_visit, set_days
from pomni.schedule.laying import Busy, NobodyFree, Wanted
from pomni.schedule.models import Line, Visit
from pomni.schedule.queries import series_preview

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
DAY = timedelta(days=1)


@pytest.fixture
def both(vera, sam, lena, north, day, cut):
    """Lena, then Sam perform it, by name; both work from nine to noon."""
    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    for user in (sam, lena):
        set_days(user, location=north, days=[day], hours=[["09:00", "12:00"]], by=vera)


def book(vera, north, day, begins, *lines, **more):
    return book_visit(location=north, day=day, begins=begins, lines=list(lines), by=vera, **more)


def by_whom(visit):
    return [line.user.name if line.user else None for line in visit.lines.order_by("place")]


def test_the_first_who_is_free_does_it_and_then_nobody_is(vera, north, day, cut, both):
    first, second = (book(vera, north, day, time(10), Wanted(cut)) for _again in range(2))
    assert (by_whom(first), by_whom(second)) == (["Lena"], ["Sam"])
    with pytest.raises(NobodyFree, match=r"Nobody who performs Haircut works and is free at 10:00\."):
        book(vera, north, day, time(10), Wanted(cut))
    with pytest.raises(NobodyFree):
        book(vera, north, day, time(11, 45), Wanted(cut))  # they go home at noon
    cancel_visit(first, by=vera)
    assert by_whom(book(vera, north, day, time(10), Wanted(cut))) == ["Lena"]


def test_beside_each_other_two_colleagues_do_it_and_somebody_named_stays(vera, sam, north, day, cut, both):
    at_once = book(vera, north, day, time(9), Wanted(cut), Wanted(cut, is_beside=True))
    assert by_whom(at_once) == ["Lena", "Sam"]
    after = book(vera, north, day, time(10), Wanted(cut, sam), Wanted(cut))
    assert by_whom(after) == ["Sam", "Lena"]
    with pytest.raises(NobodyFree):
        book(vera, north, day, time(11), *[Wanted(cut), Wanted(cut, is_beside=True)] * 2, Wanted(cut))


def test_on_the_way_somebody_is_chosen_who_has_time_for_the_way_too(vera, lena, north, day, cut, both):
    book(vera, north, day, time(10), Wanted(cut, lena))
    at_home = book(vera, north, day, time(10, 30), Wanted(cut), address="Long street 7", travel=(20, 20))
    assert by_whom(at_home) == ["Sam"]


def test_a_hall_is_done_by_nobody_and_without_hours_somebody_must_be_named(vera, sam, north, day, cut):
    hall = add_service(name="Hall", minutes=60, by=vera)
    assert by_whom(book(vera, north, day, time(10), Wanted(hall))) == [None]
    with pytest.raises(Refused, match=r"No working hours are planned of those who perform Haircut\. Say who"):
        book(vera, north, day, time(10), Wanted(cut))
    assert by_whom(book(vera, north, day, time(10), Wanted(cut, sam))) == ["Sam"]


def test_a_visit_that_gets_other_services_gets_whoever_is_free_and_is_not_in_its_own_way(
    vera, sam, lena, north, day, cut, both
):
    visit = book(vera, north, day, time(10), Wanted(cut, lena))
    book(vera, north, day, time(10), Wanted(cut, sam))
    moved = move_visit(visit, begins=time(10, 15), lines=[Wanted(cut)], by=vera)
    assert by_whom(moved) == ["Lena"]


def test_the_desk_and_programs_are_offered_other_times(client, vera, sam, north, day, cut, both):
    for user_at in (time(9, 30), time(9, 30)):
        book(vera, north, day, user_at, Wanted(cut))
    client.force_login(vera)
    sent = {
        "service-0": str(cut.uid),
        "user-0": "",
        "day": str(day),
        "begins": "9:45",
        "once": "1",
        "name": "Jan",
    }
    page = client.post(f"/schedule/book/?at={north.uid}", sent)
    told = page.content.decode()
    assert (page.status_code, "Nobody who performs Haircut works and is free at 09:45." in told) == (
        422,
        True,
    )
    assert [f'value="{day} {at}"' in told for at in ("09:00", "10:00", "10:15")] == [True] * 3
    assert "Book all the same" not in told  # over whom?
    taken = client.post(f"/schedule/book/?at={north.uid}", sent | {"take": f"{day} 10:00"})
    assert (taken.status_code, Line.objects.filter(visit__begins=time(10)).get().user.name) == (302, "Lena")


def test_it_takes_as_many_statements_however_many_could(vera, hire, north, day, cut, both):
    def cost(begins):
        with CaptureQueriesContext(connection) as caught:
            book(vera, north, day, begins, Wanted(cut))
        return len(caught)

    cost(time(9))
    few = cost(time(9, 30))
    more = [hire(f"also{number}", "specialist") for number in range(6)]
    performers = [(one.user, None, None) for one in cut.performers.all()]
    set_performers(cut, performers=[*performers, *((one, None, None) for one in more)], by=vera)
    for one in more:
        set_days(one, location=north, days=[day], hours=[["09:00", "12:00"]], by=vera)
    cost(time(10))
    assert cost(time(10, 30)) == few


# --- A visit that is moved, and a series over busy days ------------------------------------------------------------------


def test_a_visit_is_not_in_its_own_way_when_it_is_moved(client, vera, sam, north, day, cut, anna):
    set_days(sam, location=north, days=[day], hours=[["09:00", "11:00"]], by=vera)
    book(vera, north, day, time(9), Wanted(cut, sam))
    book(vera, north, day, time(10, 15), Wanted(cut, sam))
    visit = book(vera, north, day, time(9, 30), Wanted(cut, sam))
    client.force_login(vera)
    sent = {"day": str(day), "begins": "9:15"}
    page = client.post(f"/schedule/visits/{visit.uid}/move/", sent).content.decode()
    assert [f'value="{day} {at}"' in page for at in ("09:30", "09:45")] == [True, True]
    drag = {"minute": "555", "version": str(visit.version), "was": str(sam.uid), "user": str(sam.uid)}
    page = client.post(f"/schedule/visits/{visit.uid}/carry/", drag, follow=True).content.decode()
    assert "Free near that time: 09:30, 09:45." in page
    moved = client.post(f"/schedule/visits/{visit.uid}/move/", sent | {"take": f"{day} 09:45"})
    assert (moved.status_code, Visit.objects.get(pk=visit.pk).begins) == (302, time(9, 45))


def test_a_visit_that_was_made_longer_is_offered_times_in_which_all_of_it_fits(
    client, vera, sam, north, day, cut
):
    from pomni.schedule.commands import stretch_visit

    set_days(sam, location=north, days=[day], hours=[["09:00", "11:00"]], by=vera)
    book(vera, north, day, time(9, 45), Wanted(cut, sam))
    visit = stretch_visit(book(vera, north, day, time(10, 15), Wanted(cut, sam)), minutes=15, by=vera)
    client.force_login(vera)
    sent = {"day": str(day), "begins": "10:00"}
    page = client.post(f"/schedule/visits/{visit.uid}/move/", sent).content.decode()
    assert [f'value="{day} {at}"' in page for at in ("09:00", "10:15", "10:30")] == [True, True, False]


def test_of_a_series_each_busy_day_is_offered_its_nearest_free_hours(
    client, vera, sam, north, day, cut, anna
):
    days = [day + number * DAY for number in range(3)]
    set_days(sam, location=north, days=days, hours=[["09:00", "12:00"]], by=vera)
    book(vera, north, days[1], time(10), Wanted(cut, sam))

    def turns(lines, size=3):
        with CaptureQueriesContext(connection) as caught:
            found = series_preview(north, days[:size], time(10), lines, {})
        return found, len(caught)

    found, cost = turns([Wanted(cut, sam)])
    assert [turn.why for turn in found] == ["", "Busy: Sam, 10:00–10:30.", ""]
    assert [list(turn.nearest) for turn in found] == [[], [time(9, 15), time(9, 30), time(10, 30)], []]
    book(vera, north, days[2], time(10), Wanted(cut, sam))
    assert turns([Wanted(cut, sam)])[1] == cost
    found, _cost = turns([Wanted(cut)])
    assert found[1].why == "Nobody who performs Haircut works and is free at 10:00."
    assert list(found[1].nearest) == [time(9, 15), time(9, 30), time(10, 30)]

    client.force_login(vera)
    sent = {
        "client": str(anna.uid),
        "service-0": str(cut.uid),
        "user-0": "",
        "day": str(day),
        "begins": "10:00",
    }
    sent |= {"every": "day", "count": "3", "once": "1", "skip": [str(days[1]), str(days[2])]}
    page = f"/schedule/series/book/?at={north.uid}"
    shown = client.post(page, sent | {"take": f"{days[1]} 10:30"}).content.decode()
    assert 'value="10:30"' in shown
    assert (f'value="{days[1]}" checked' in shown, f'value="{days[2]}" checked' in shown) == (False, True)
    done = sent | {"skip": [str(days[2])], f"at-{days[1]}": "10:30", "book": "1"}
    assert client.post(page, done).status_code == 302
    assert list(Visit.objects.filter(client=anna).order_by("day").values_list("begins", flat=True)) == [
        time(10),
        time(10, 30),
    ]
    odd = client.post(page, sent | {f"at-{days[1]}": "noon", "book": "1"})
    told = odd.content.decode()
    assert (odd.status_code, "Write an hour such as 9:30." in told, 'value="noon"' in told) == (
        422,
        True,
        True,
    )
    with pytest.raises(Refused, match="Nobody who performs Haircut"):
        book_series(
            anna, location=north, first=day, begins=time(10), lines=[Wanted(cut)], rule="FREQ=DAILY;COUNT=2", by=vera
        )  # fmt: skip


def test_somebody_named_who_is_taken_is_still_busy(vera, lena, north, day, cut, both):
    book(vera, north, day, time(10), Wanted(cut, lena))
    with pytest.raises(Busy):
        book(vera, north, day, time(10), Wanted(cut, lena))
