"""Being away: asked for, answered, and what becomes of the hours and the visits of these days."""

from datetime import time, timedelta

import pytest

from pomni.kit.errors import NotAllowed, Refused
from pomni.schedule.commands import (
    add_absence,
    approve_absence,
    ask_absence,
    book_visit,
    decline_absence,
    set_pattern,
    withdraw_absence,
)
from pomni.schedule.laying import Wanted
from pomni.schedule.models import Absence
from pomni.schedule.queries import Asked, hours_between, starts
from pomni.team.models import Notice

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=6)


@pytest.fixture
def at_work(vera, sam, north, day):
    every = [[("09:00", "18:00")]]
    return set_pattern(sam, location=north, begins_on=day, days=every, off_on_holidays=False, by=vera)


@pytest.mark.engines
def test_an_approved_absence_takes_the_hours_away_and_a_withdrawn_one_gives_them_back(
    vera, sam, north, day, cut, at_work
):
    away = ask_absence(begins_on=day, ends_on=day + WEEK, by=sam)

    def at_work_on(day):
        free = starts([Asked(cut)], north, day, day)
        return any(hours_between([sam.pk], day, day).values()), bool(free)

    assert at_work_on(day) == (True, True), "nobody answered yet"
    away = approve_absence(away, by=vera)
    assert (at_work_on(day), at_work_on(day + WEEK)) == ((False, False), (False, False))
    assert at_work_on(day + WEEK + timedelta(days=1)) == (True, True)
    withdraw_absence(away, by=sam)
    assert at_work_on(day) == (True, True)


def test_who_asks_and_who_answers_are_told(vera, sam, lena, hire, north, day):
    away = ask_absence(begins_on=day, ends_on=day, by=sam)
    told = Notice.objects.filter(kind="schedule.absence_asked")
    assert vera.pk in told.values_list("user", flat=True)
    assert lena.pk not in told.values_list("user", flat=True)
    decline_absence(away, answer="Too many are away", by=vera)
    assert Notice.objects.filter(user=sam, kind="schedule.absence_declined").count() == 1
    with pytest.raises(Refused):
        approve_absence(away, by=vera)


def test_absences_of_one_colleague_do_not_cross(vera, sam, day):
    ask_absence(begins_on=day, ends_on=day + WEEK, by=sam)
    with pytest.raises(Refused, match="Sam is away already, or asked to be"):
        add_absence(user=sam, begins_on=day + WEEK, ends_on=day + 2 * WEEK, why="sick", by=vera)
    with pytest.raises(Refused):
        ask_absence(begins_on=day + 2 * WEEK, ends_on=day + WEEK, by=sam)


def test_nobody_answers_themselves_but_who_directs(vera, sam, hire, north, day):
    nina = hire("nina", "front_desk", location=north)
    own = ask_absence(begins_on=day, ends_on=day, by=nina)
    with pytest.raises(Refused):
        approve_absence(own, by=nina)
    for act in (approve_absence, decline_absence):
        with pytest.raises(NotAllowed):
            act(own, by=sam)
    with pytest.raises(NotAllowed):
        ask_absence(user=vera, begins_on=day, ends_on=day, by=sam)
    assert approve_absence(own, by=vera).state == "approved"


def test_the_visits_of_these_days_are_shown_before_and_after(
    client, hire, vera, sam, north, day, cut, anna, at_work
):
    visit = book_visit(anna, location=north, day=day, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    book_visit(location=north, day=day + WEEK, begins=time(10), lines=[Wanted(cut, sam)], by=vera)
    client.force_login(sam)
    sent = {"begins_on": day.isoformat(), "ends_on": (day + timedelta(days=2)).isoformat(), "why": "vacation"}
    answer = client.post("/schedule/absences/ask/", sent)
    assert answer.status_code == 302
    assert client.post("/schedule/absences/ask/", sent).status_code == 422
    page = f"/schedule/absences/{Absence.objects.get().uid}/"
    client.force_login(vera)
    before = client.get(page).content.decode()
    assert (before.count(f"/visits/{visit.uid}/move/"), before.count("Move…")) == (1, 1)
    assert client.post(f"{page}answer/", {"to": "approved"}).status_code == 302
    assert "Move…" in client.get(page).content.decode()
    board = client.get(f"/schedule/?on={day}&at={north.uid}").content.decode()
    assert ("Not working" in board, "Anna" in board) == (True, True)
    assert "Sam" in client.get("/schedule/absences/").content.decode()
    assert client.post(f"{page}answer/", {"to": "withdrawn"}).status_code == 302
    assert Absence.objects.get().state == "withdrawn"
