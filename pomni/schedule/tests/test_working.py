"""When colleagues work: what comes round, days that differ, absences, holidays; and who may say so."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomni.kit.errors import NotAllowed, Refused
from pomni.schedule import working
from pomni.schedule.commands import end_pattern, set_days, set_pattern
from pomni.schedule.models import Pattern
from pomni.schedule.queries import hours_between
from pomni.schedule.working import Round, hours_from, hours_on

MONDAY = date(2027, 1, 4)
DAY = (("09:00", "13:00"), ("14:00", "18:00"))
HOURS = hours_from(DAY)


@given(st.integers(0, 400), st.integers(1, 56))
def test_a_pattern_comes_round(days, length):
    one = Round(MONDAY, tuple(((time(n % 24), time(0)),) for n in range(length)))
    day = MONDAY + timedelta(days=days)
    assert one.on(day) == one.on(day + timedelta(days=length))
    assert one.on(MONDAY - timedelta(days=1)) == ()


def test_two_on_two_off_goes_on_over_weeks():
    one = Round(MONDAY, (HOURS, HOURS, (), ()))
    told = "".join("x" if one.on(MONDAY + timedelta(days=n)) else "." for n in range(12))
    assert told == "xx..xx..xx.."


def test_what_is_nearer_counts():
    later = MONDAY + timedelta(days=7)
    rounds = [Round(MONDAY, (HOURS,)), Round(later, ((),))]
    other = hours_from([("20:00", "02:00")])
    assert hours_on(MONDAY, rounds, {}, set(), set()) == HOURS
    assert hours_on(later, rounds, {}, set(), set()) == ()
    assert hours_on(MONDAY, rounds, {}, set(), {MONDAY}) == ()
    assert hours_on(MONDAY, rounds, {MONDAY: other}, set(), {MONDAY}) == other
    assert hours_on(MONDAY, rounds, {MONDAY: other}, {MONDAY}, set()) == ()
    assert working.minutes_of(other) == 360
    assert working.breaks_of(HOURS) == [(time(13), time(14))]


@pytest.mark.parametrize(
    "told",
    [
        [("x", "y")],
        [("09:00", "08:00"), ("10:00", "11:00")],
        [("09:00", "12:00"), ("11:00", "13:00")],
        [DAY[0]] * 9,
    ],
)
def test_hours_that_are_none_are_refused(told):
    with pytest.raises(Refused):
        hours_from(told)


@pytest.mark.django_db
@pytest.mark.engines
def test_a_new_pattern_ends_the_one_before_and_a_single_day_comes_first(vera, sam, north):
    set_pattern(
        sam, location=north, begins_on=MONDAY, days=[DAY] * 5 + [(), ()], off_on_holidays=False, by=vera
    )
    later = MONDAY + timedelta(days=14)
    last = set_pattern(sam, location=north, begins_on=later, days=[DAY, ()], off_on_holidays=False, by=vera)
    set_days(
        sam, location=north, days=[MONDAY, MONDAY + timedelta(days=5)], hours=[("10:00", "11:00")], by=vera
    )
    set_days(sam, location=north, days=[MONDAY + timedelta(days=1)], hours=[], by=vera)
    found = hours_between([sam.pk], MONDAY, later + timedelta(days=3))[sam.pk, north.pk]
    told = "".join(
        {HOURS: "x", (): "."}.get(found.get(MONDAY + timedelta(days=n), ()), "o") for n in range(18)
    )
    assert told == "o.xxxo.xxxxx..x.x."
    assert [one.ends_on for one in Pattern.objects.order_by("begins_on")] == [later - timedelta(days=1), None]
    set_days(sam, location=north, days=[MONDAY], hours=None, by=vera)
    assert hours_between([sam.pk], MONDAY, MONDAY)[sam.pk, north.pk] == {MONDAY: HOURS}
    end_pattern(last, ends_on=later, by=vera)
    assert hours_between([sam.pk], later + timedelta(days=2), later + timedelta(days=2)) == {}


@pytest.mark.django_db
def test_the_hours_of_a_colleague_are_changed_by_who_reaches_them(vera, sam, lena, hire, north):
    nina = hire("nina", "front_desk", location=north)
    set_pattern(sam, location=north, begins_on=MONDAY, days=[DAY], by=nina)
    for by in (sam, lena):
        with pytest.raises(NotAllowed):
            set_pattern(sam, location=north, begins_on=MONDAY, days=[DAY], by=by)
    assert Pattern.objects.count() == 1


@pytest.mark.django_db
def test_the_desk_says_on_a_page_when_somebody_works(client, hire, vera, sam, north, cut):
    client.force_login(hire("nina", "front_desk", location=north))
    address, at = f"/schedule/working/{sam.uid}/", f"?at={north.uid}&on={MONDAY}"
    week = {f"day-{number}": "9–13, 14:00–18:00" if number < 5 else "" for number in range(7)}
    wednesday = MONDAY + timedelta(days=2)
    sent = {"begins_on": wednesday.isoformat(), "kind": "week", **week}
    assert client.post(f"{address}pattern/{at}", sent).status_code == 302
    found = hours_between([sam.pk], MONDAY, MONDAY + timedelta(days=13))[sam.pk, north.pk]
    assert "".join("x" if MONDAY + timedelta(days=n) in found else "." for n in range(14)) == "..xxx..xxxxx.."
    told = client.post(f"{address}pattern/{at}", sent | {"day-0": "nine to five"})
    assert (told.status_code, "nine to five" in told.content.decode()) == (422, True)
    days = {"first": wednesday.isoformat(), "last": wednesday.isoformat(), "hours": "20-2"}
    assert client.post(f"{address}days/{at}", days).status_code == 302
    page = client.get(f"/schedule/working/{at}").content.decode()
    assert ("20:00–2:00" in page, page.count("9:00–13:00, 14:00–18:00") > 15, ">9–18<" in page) == (True,) * 3
    form = client.get(f"{address}pattern/?at={north.uid}&on={MONDAY + timedelta(days=7)}").content.decode()
    assert form.count('value="9:00–13:00, 14:00–18:00"') == 5, "what comes round by now is shown first"
    turns = {"begins_on": MONDAY.isoformat(), "kind": "turns", "on": "2", "off": "2", "hours": "8-20"}
    assert client.post(f"{address}pattern/{at}", turns).status_code == 302
    assert Pattern.objects.get().days == [[["08:00", "20:00"]]] * 2 + [[]] * 2


@pytest.mark.django_db
def test_many_colleagues_get_the_hours_of_many_days_at_once(client, hire, vera, sam, lena, north, cut):
    from pomni.catalog.commands import set_performers

    set_performers(cut, performers=[(sam, None, None), (lena, None, None)], by=vera)
    client.force_login(hire("nina", "front_desk", location=north))
    at = f"?at={north.uid}&on={MONDAY}"
    last = MONDAY + timedelta(days=4)
    sent = {"first": MONDAY.isoformat(), "last": last.isoformat(), "hours": "9-13"}
    refused = client.post(f"/schedule/working/plan/{at}", sent)
    assert (refused.status_code, "Choose at least one colleague." in refused.content.decode()) == (422, True)
    sent |= {"users": [str(sam.uid), str(lena.uid)]}
    assert client.post(f"/schedule/working/plan/{at}", sent).status_code == 302
    found = hours_between([sam.pk, lena.pk], MONDAY, last + timedelta(days=3))
    assert [len(found[one.pk, north.pk]) for one in (sam, lena)] == [5, 5]


@pytest.mark.django_db
def test_a_rota_of_several_weeks_comes_round_and_ends_on_a_day(client, vera, sam, north, cut):
    client.force_login(vera)
    address, at = f"/schedule/working/{sam.uid}/", f"?at={north.uid}&on={MONDAY}"
    rota = "\n".join(["9-13, 14-18"] * 5 + ["-", "-"] + ["14-22"] * 3 + ["-"] * 4)
    sent = {"begins_on": MONDAY.isoformat(), "kind": "rota", "rota": rota}
    assert client.post(f"{address}pattern/{at}", sent).status_code == 302
    found = hours_between([sam.pk], MONDAY, MONDAY + timedelta(days=27))[sam.pk, north.pk]
    told = "".join("x" if MONDAY + timedelta(days=n) in found else "." for n in range(28))
    assert told == "xxxxx..xxx...." * 2
    assert "14:00–22:00\n" in client.get(f"{address}pattern/{at}").content.decode()
    end = (MONDAY + timedelta(days=9)).isoformat()
    assert client.post(f"{address}end/{at}", {"ends_on": end}).status_code == 302
    assert Pattern.objects.get().ends_on.isoformat() == end
