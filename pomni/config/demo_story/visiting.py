"""The schedule of a demo company: what it offers, where and when, and the visits of its last days, of today and to come."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from pomni.billing.commands import Paid, Sold
from pomni.booking.commands import set_up_booking
from pomni.catalog.commands import add_good, add_package, add_service
from pomni.config.demo_story.stage import CLOSED_FROM, OPENS, Known, Stage, Story
from pomni.schedule.commands import (
    Wanted,
    acknowledge_hours,
    add_minimum,
    add_thing,
    add_waiting,
    ask_absence,
    book_series,
    book_visit,
    cancel_visit,
    complete_visit,
    miss_visit,
    publish_hours,
    set_needs,
    set_pattern,
    set_status,
)
from pomni.team.models import Location, User

# Those who begin with the day, and those who stay till the end of it.
SHIFTS = (
    [["09:00", "13:00"], ["13:30", "17:00"]],
    [["11:00", "15:00"], ["15:30", "19:00"]],
)
BACK, AHEAD = 4, 5  # working days with visits, before today and after it
FULL, FULL_DAYS, LESS = 0.95, 2, 0.1  # how full today and tomorrow are, and how much less each day after them
CANCELLED, MISSED, CONFIRMED, COMMENTED, ADVISED, TAKEN_HOME = 0.07, 0.05, 0.7, 0.15, 0.3, 0.2
WAYS = ("card", "card", "card", "cash", "transfer", "")  # how it is paid; "" stays owed
LEAD = (1, 9)  # working days between booking and coming
PAUSE = timedelta(minutes=30)
SERIES_ENDS = time(10, 10)  # by then whoever comes first thing every week has gone
PUBLISHED = timedelta(days=30)
VACATION = (24, 10)  # days until the one that is asked for, and how many it lasts


@dataclass(frozen=True)
class Slot:
    """A piece of a specialist's day that a visit is to fill."""

    doctor: User
    place: Location
    room: Any
    service: Any
    begins: datetime

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.service.minutes)


def set_up(stage: Stage) -> None:
    """On the first day: services, goods, a package, rooms and devices, and who works when."""
    if not (told := stage.script.schedule):
        return
    by, doctors = stage.staff["director"][0], stage.staff["specialist"]
    monday = stage.began.date() - timedelta(days=stage.began.weekday())
    for number, doctor in enumerate(doctors):
        shift = SHIFTS[number // len(stage.places) % len(SHIFTS)]
        days = [shift if day < CLOSED_FROM[stage.script.trade] else [] for day in range(1, 8)]
        set_pattern(doctor, location=_place(stage, doctor), begins_on=monday, days=days, by=by)
    for place in stage.places:
        for kind in told["things"]:
            made = [add_thing(name=name, kind=kind["kind"], location=place, by=by) for name in kind["names"]]
            stage.rooms.setdefault(place.pk, made)  # what is told first
    for service in told["services"]:
        stage.offered.append((_offer(stage, dict(service), by), service))
    stage.goods = [add_good(**good, by=by) for good in told["goods"]]
    package = dict(told["package"])
    words = {name: package[name] for name in ("name", "price", "days")}
    add_package(rows=[(package["visits"], _named(stage, package["of"]))], by=by, **words)
    _need_all(stage, by)
    set_up_booking(locations=stage.places, is_on=True, by=by)


def _need_all(stage: Stage, by: User) -> None:
    """Each place needs all who treat there, from Monday to Friday: who is away is missed."""
    here = Counter(_place(stage, doctor).pk for doctor in stage.staff["specialist"])
    for place in stage.places:
        add_minimum(place, number=here[place.pk] or 1, weekdays=range(5), by=by)


def _offer(stage: Stage, words: dict[str, Any], by: User) -> Any:
    needs, sort = words.pop("needs", []), words.pop("by")
    words.pop("often", None)
    performers = [(doctor, None, None) for doctor in _who(stage, sort)]
    service = add_service(performers=performers, by=by, **words)
    return set_needs(service, needs=[(kind, phases) for kind, phases in needs], by=by)


def _who(stage: Stage, sort: str) -> list[User]:
    """Who performs it: "all", those of "adult" or "child", or "one" at each place, where there is one device."""
    doctors = stage.staff["specialist"]
    if sort == "one":
        return doctors[: len(stage.places)]
    return [doctor for doctor in doctors if sort in ("all", _treats(stage, doctor))]


def _treats(stage: Stage, doctor: User) -> str:
    of_children = {one["login"] for one in stage.script.company["people"] if one.get("children")}
    return "child" if doctor.username in of_children else "adult"


def _place(stage: Stage, doctor: User) -> Location:
    return stage.places[stage.staff["specialist"].index(doctor) % len(stage.places)]


# --- The days ----------------------------------------------------------------------------------------------------------


def plan(stage: Stage) -> None:
    """Begin the stories of all visits. They have a chance of their own, so that nothing else changes with them."""
    if not stage.script.schedule:
        return
    today = stage.until.astimezone(stage.zone).date()
    first = today if stage.is_open(today) else stage.workday(today, 1)
    chance = Random(f"{stage.script.language} {today}")  # noqa: S311 (a story, no secret)
    back, ahead = (1, 1) if stage.share < 1 else (BACK, AHEAD)
    yesterday = datetime.combine(stage.workday(today, -1), OPENS, stage.zone)
    again = {first + timedelta(days=number) for number in stage.script.schedule["series"]["after"]}
    seen: set[tuple[date, int]] = set()
    for number, day in _days(stage, first, back, ahead):
        full = (FULL if number < FULL_DAYS else FULL - LESS * number) * min(1, stage.share**0.5)
        for doctor in stage.staff["specialist"]:
            is_kept = day in again and doctor == stage.staff["specialist"][0]
            for slot in _slots(stage, chance, doctor, day, full):
                if is_kept and slot.begins.time() < SERIES_ENDS:
                    continue
                stage.begin(_visit(stage, chance, slot, seen), _booked_at(stage, chance, day, today))
    stage.begin(_series(stage, chance, again, seen), yesterday + PAUSE)
    stage.begin(_waiting(stage, chance, today), yesterday + 2 * PAUSE)
    for place in stage.places:
        stage.begin(_published(stage, place, today), yesterday + 4 * PAUSE)
    stage.begin(_vacation(stage, stage.staff["specialist"][-1], today), yesterday + 3 * PAUSE)


def _days(stage: Stage, first: date, back: int, ahead: int) -> Iterator[tuple[int, date]]:
    """Working days before and after the first one, each with its number counted from that one."""
    yield 0, first
    for step, most in ((-1, back), (1, ahead)):
        day = first
        for number in range(1, most + 1):
            day = stage.workday(day, step)
            yield step * number, day


def _slots(stage: Stage, chance: Random, doctor: User, day: date, full: float) -> Iterator[Slot]:
    """What fills the hours of a specialist, one after the other."""
    number, place = stage.staff["specialist"].index(doctor), _place(stage, doctor)
    offered = [(made, words) for made, words in stage.offered if doctor in _who(stage, words["by"])]
    often = [words.get("often", 3) for _made, words in offered]
    for since, till in SHIFTS[number // len(stage.places) % len(SHIFTS)]:
        at, end = (datetime.combine(day, time.fromisoformat(told), stage.zone) for told in (since, till))
        while at + PAUSE <= end:
            service = chance.choices(offered, often)[0][0]
            whole = timedelta(minutes=service.before + service.minutes + service.after)
            if chance.random() >= full or at + whole > end:
                at += PAUSE
                continue
            begins = at + timedelta(minutes=service.before)
            yield Slot(doctor, place, stage.rooms[place.pk][number // len(stage.places)], service, begins)
            at += whole


def _booked_at(stage: Stage, chance: Random, day: date, today: date) -> datetime:
    """An hour of a working day some days before the visit, and before today."""
    last = stage.workday(min(day, today), -chance.randint(*LEAD))
    return datetime.combine(last, time(chance.randint(9, 18), chance.randrange(0, 60, 5)), stage.zone)


# --- One visit ---------------------------------------------------------------------------------------------------------


def _visit(stage: Stage, chance: Random, slot: Slot, seen: set[tuple[date, int]]) -> Story:
    """Somebody books and comes, or does not."""
    day, told = slot.begins.date(), stage.script.schedule
    client = _somebody(stage, chance, slot, seen)
    if client is None:
        return
    desk = chance.choice(stage.desks[slot.place.pk])
    visit = book_visit(
        client.record,
        location=slot.place,
        day=day,
        begins=slot.begins.time(),
        lines=[Wanted(slot.service, slot.doctor, (slot.room,))],
        comment=chance.choice(told["comments"]) if chance.random() < COMMENTED else "",
        by=desk,
    )
    fate = chance.random()
    yield _before(slot, chance)
    if fate < CANCELLED or client.is_over:
        cancel_visit(visit, why=chance.choice(told["cancelled"]), is_by_client=True, by=desk)
        return
    if chance.random() < CONFIRMED:
        set_status(visit, status="confirmed", by=desk)
    if fate < CANCELLED + MISSED:
        yield slot.begins + timedelta(minutes=25)
        miss_visit(visit, by=desk)
        return
    if (
        day == stage.until.astimezone(stage.zone).date()
    ):  # of the days before nobody asks any more who waited how long
        yield slot.begins - timedelta(minutes=chance.randint(2, 12))
        set_status(visit, status="arrived", by=desk)
        yield slot.begins + timedelta(minutes=chance.randint(0, 3))
        set_status(visit, status="started", by=desk)
    yield slot.ends + timedelta(minutes=chance.randint(1, 5))
    way = chance.choice(WAYS)
    advice = chance.choice(told["advice"]) if chance.random() < ADVISED and not client.is_over else ""
    lines = [Sold(slot.service, slot.doctor, price=slot.service.price)]
    if chance.random() < TAKEN_HOME:
        good = chance.choice(stage.goods)
        lines.append(Sold(good=good, price=good.price))
    complete_visit(visit, lines=lines, paid=[Paid(way)] if way else [], advice=advice, by=desk)


def _before(slot: Slot, chance: Random) -> datetime:
    """The day before, when the desk asks whether they come."""
    return slot.begins - timedelta(days=1, minutes=chance.randint(0, 180))


def _somebody(stage: Stage, chance: Random, slot: Slot, seen: set[tuple[date, int]]) -> Known | None:
    """A client of this specialist here, or else anybody here whom they treat, who does not come on that day already."""
    day = slot.begins.date()
    here = stage.present(_treats(stage, slot.doctor), place=slot.place)
    known = [one for one in here if not one.is_doubled]
    free = [one for one in known if (day, one.record.pk) not in seen]
    theirs = [one for one in free if one.keeper == slot.doctor]
    if not (theirs or free):
        return None
    found = chance.choice(theirs or free)
    seen.add((day, found.record.pk))
    return found


def _series(stage: Stage, chance: Random, days: set[date], seen: set[tuple[date, int]]) -> Story:
    """Somebody comes once a week from tomorrow on, first thing in the morning, as long as the place is open then."""
    doctor, told = stage.staff["specialist"][0], stage.script.schedule["series"]
    service, place = _named(stage, [told["service"]])[0], _place(stage, doctor)
    here = [one for one in stage.present("adult", place=place) if not one.is_doubled]
    free = [one for one in here if not any((day, one.record.pk) in seen for day in days)]
    if here:
        client = chance.choice(free or here).record
        seen |= {(day, client.pk) for day in days}
        book_series(
            client,
            location=place,
            first=min(days),
            begins=time.fromisoformat(SHIFTS[0][0][0]),
            lines=[Wanted(service, doctor, (stage.rooms[place.pk][0],))],
            rule=f"FREQ=WEEKLY;COUNT={len(days)}",
            skip=[day for day in days if not stage.is_open(day)],
            comment=told["comment"],
            by=stage.desks[place.pk][0],
        )
    yield from ()


def _waiting(stage: Stage, chance: Random, today: date) -> Story:
    """Some would come earlier, if a time became free."""
    for number, told in enumerate(stage.script.schedule["waiting"]):
        place = stage.places[number % len(stage.places)]
        here = [one for one in stage.present("adult", place=place) if not one.is_doubled]
        if not here:
            continue
        add_waiting(
            chance.choice(here).record,
            services=_named(stage, [told["service"]]),
            location=place,
            first=today,
            last=today + timedelta(days=told["days"]),
            part=told["part"],
            comment=told["comment"],
            by=stage.desks[place.pk][0],
        )
        yield stage.now() + timedelta(minutes=chance.randint(20, 90))


def _named(stage: Stage, names: Collection[str]) -> list[Any]:
    return [made for made, _words in stage.offered if made.name in names]


def _published(stage: Stage, place: Location, today: date) -> Story:
    """The hours of a month are published; all who work there say that they have seen them, but for the last one."""
    by, doctors = stage.staff["director"][0], stage.staff["specialist"]
    publish_hours(place, first=today, last=today + PUBLISHED, by=by)
    for doctor in doctors[:-1]:
        if _place(stage, doctor) == place:
            yield stage.now() + timedelta(minutes=7)
            acknowledge_hours(by=doctor)


def _vacation(stage: Stage, doctor: User, today: date) -> Story:
    """A specialist has asked for days off, and nobody has answered yet."""
    begins, days = VACATION
    words = {
        "begins_on": today + timedelta(days=begins),
        "ends_on": today + timedelta(days=begins + days - 1),
    }
    ask_absence(by=doctor, **words)
    yield from ()
