"""Doing in Pomni what the plan says, by its own commands, and telling the books. What is gone is passed over."""

import copy
from datetime import UTC, datetime, time, timedelta
from typing import Any

from benchmark.planting.books import MEETING, PROMISE, TASK, Books, Colleague, Customer, Thing
from benchmark.planting.plan import FAR, PEOPLE, RULES, Act
from pomni.agenda import commands as agenda
from pomni.agenda.models import Meeting, Promise, Task
from pomni.kit import clock
from pomni.people import commands as people
from pomni.people.models import Client, Merge
from pomni.team import commands as team
from pomni.team import company, leaving
from pomni.team.dividing import Wanted
from pomni.team.models import Location, Role, RoleHeld, Team, User

MODELS: dict[str, Any] = {PROMISE: Promise, TASK: Task, MEETING: Meeting}
LEADS = ("p0", "p3")
BEGINS = time(12, 40)  # of meetings: so that one is reminded of them while somebody looks


class Player:
    """The company of the plan: who works there, and all that they do."""

    def __init__(self) -> None:
        self.director = _hire("vera", "director", None)
        self.books = Books(company.current().zone, ("vera",))
        self.keys: dict[str, int] = {}  # by key of the plan: the record
        self.doubled: dict[str, str] = {}  # by client: their second card
        self.places = {
            "home": Location.objects.create(name="Home", zone=self.books.zone),
            "near": Location.objects.create(name="Near", zone=self.books.zone),
            "far": Location.objects.create(name="Far", zone=FAR),
        }
        self.books.people["vera"] = Colleague("vera")
        self.teams = [Team.objects.create(name=name) for name in ("First", "Second")]
        for number in range(PEOPLE):
            self._join(f"p{number}", self.teams[number * len(self.teams) // PEOPLE])
        for group, lead in zip(self.teams, LEADS, strict=True):
            self._lead(group, lead)

    def carry_out(self, act: Act, at: datetime | None = None) -> None:
        """One act, unless what it is about is gone. `at`: when it was, where it is entered later."""
        self.at = at or clock.now()
        getattr(self, f"_{act.what}")(act.key, **act.told)

    @property
    def state(self) -> dict[str, Any]:
        """What the books know, to go back to."""
        return copy.deepcopy({"books": self.books, "keys": self.keys, "doubled": self.doubled})

    @state.setter
    def state(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @staticmethod
    def named(url: str) -> str:
        """What an address leads to, as the books name it."""
        uid = url.strip("/").split("/")[-1]
        for model, words, day in (
            (Task, "title", "due_on"),
            (Promise, "text", "due_on"),
            (Meeting, "title", "day"),
        ):
            if found := model.objects.filter(uid=uid).values_list(words, day).first():
                return f"{found[0]} {found[1].isoformat()}"
        return url

    # --- Colleagues -----------------------------------------------------------------------------------------------------

    def _join(self, key: str, group: Team) -> None:
        preset = "head_of_sales" if key in LEADS else "salesperson"
        user = _hire(key, preset, group)
        self.keys[key] = user.pk
        lead = next(
            (one.lead for one in self.books.people.values() if one.lead and self._group(one.key) == group.pk),
            "",
        )
        self.books.people[key] = Colleague(key, lead)

    def _group(self, key: str) -> int | None:
        return User.objects.values_list("team", flat=True).get(username=key)

    def _lead(self, group: Team, lead: str) -> None:
        team.edit_team(group, lead=self.user(lead), by=self.director)
        for one in self.books.people.values():
            if one.key != "vera" and self._group(one.key) == group.pk:
                one.lead = lead

    def user(self, key: str) -> User:
        """The colleague as Pomni knows them."""
        return self.director if key == "vera" else User.objects.get(pk=self.keys[key])

    def working(self) -> list[str]:
        """Who works here now, save the director."""
        return [one.key for one in self.books.people.values() if one.is_active and one.key != "vera"]

    def _one_of(self, number: int, but: str = "") -> str:
        able = [key for key in self.working() if key != but]
        return able[number % len(able)]

    def _hire(self, key: str, like: str) -> None:
        self._join(key, Team.objects.get(pk=self._group(like)))

    def _leave(self, key: str, heirs: dict[str, int]) -> None:
        named = {kind: self._one_of(number, but=key) for kind, number in heirs.items()}
        wanted = Wanted(heirs={kind: self.keys[heir] for kind, heir in named.items()})
        leaving.leave(self.user(key), by=self.director, wanted=wanted)
        self.books.leave(key, named)

    def _change_lead(self, key: str, by: str) -> None:
        self._lead(Team.objects.get(pk=self._group(key)), by)

    # --- Clients --------------------------------------------------------------------------------------------------------

    def _client(
        self, key: str, *, owner: int, place: str, birthday: str, date: str, comes: Any, lapses: bool
    ) -> None:
        whose, where = self._one_of(owner), self.places.get(place)
        made = people.add_client(
            name=key, birthday=f"--{birthday}" if birthday else "", responsible=self.user(whose), location=where,
            by=self.director,
        )  # fmt: skip
        self.keys[key] = made.pk
        zone = where.zone if where else ""
        self.books.clients[key] = Customer(key, whose, zone, birthday, comes=comes, lapses=lapses)
        if date:
            people.add_date(made, title="contract", day=f"--{date}", by=self.director)
            self.books.clients[key].dates["contract"] = date

    def client(self, key: str) -> Client | None:
        """The client, where there still is one under this key."""
        return Client.objects.get(pk=self.keys[key]) if key in self.books.clients else None

    def _visit(self, key: str) -> None:
        key = self.doubled.get(key, key) if clock.today().toordinal() % 2 else key
        if client := self.client(key):
            by = self.user(self.books.clients[key].responsible)
            people.add_interaction(client, how="visit", at=self.at, by=by)
            self.books.clients[key].came.append(self.books.today(self.at))

    def _archive(self, key: str) -> None:
        if client := self.client(key):
            people.archive_client(client, by=self.director)
            self.books.clients[key].is_archived = True

    def _erase(self, key: str) -> None:
        if client := self.client(key):
            people.forget_client(client, by=self.director)
            self.books.erase(key)

    def _double(self, key: str, of: str, owner: int) -> None:
        if of in self.doubled or self.client(of) is None or self.books.clients[of].is_archived:
            return
        self._client(key, owner=owner, place="", birthday="", date="", comes=[], lapses=False)
        self.doubled[of] = key

    def _merge(self, key: str, of: str) -> None:
        kept, gone = self.client(of), self.client(key)
        if kept and gone and not self.books.clients[of].is_archived:
            differ = dict.fromkeys(("name", "responsible", "location", "birthday"), "kept")
            people.merge_clients(kept, gone, choices=differ, by=self.director)
            self.books.merge(of, key)
            del self.doubled[of]

    def _unmerge(self, key: str) -> None:
        kept = self.books.merged.get(key, ("",))[0]
        if kept in self.books.clients:
            people.unmerge_clients(
                Merge.objects.get(gone_id=self.keys[key], undone_at=None), by=self.director
            )
            self.books.unmerge(key)

    # --- What is due ----------------------------------------------------------------------------------------------------

    def _thing(
        self, key: str, *, owner: int, due: Any, noun: str, client: str, sort: str, others: bool, **more: Any
    ) -> None:
        card = self.client(client) if client else None
        if client and (card is None or self.books.clients[client].is_archived):
            return
        own = self.books.clients[client].responsible if client and not others else ""
        whose = own or self._one_of(owner)
        one = Thing(key, noun, client, whose, due, is_step=sort == "next_step")
        told = {"responsible": self.user(whose), "by": self.user(whose) if own else self.director}
        self.keys[key] = self._made(one, card, told, sort, more).pk
        self.books.things[key] = one
        self._remind(one, more.get("before"))

    def _made(
        self, one: Thing, card: Client | None, told: dict[str, Any], sort: str, more: dict[str, Any]
    ) -> Any:
        if one.noun == PROMISE and card:
            return agenda.add_promise(card, text=one.key, kind=sort, due_on=one.due, **told)
        if one.noun == TASK:
            return agenda.add_task(card, title=one.key, due_on=one.due, repeat=more.get("repeat", ""), **told)
        guest = self._one_of(more["guest"], but=one.responsible) if more["guest"] is not None else ""
        one.guests = (guest,) if guest else ()
        told |= {"guests": [self.user(guest)] if guest else [], "by": self.director}
        return agenda.add_meeting(card, title=one.key, day=one.due, begins=BEGINS, **told)

    def _remind(self, one: Thing, before: int | None) -> None:
        if before is None:
            return
        at = datetime.combine(one.due, time(9), tzinfo=UTC) - timedelta(minutes=before, days=1)
        if at > clock.now():
            one.before, one.reminds = before, one.responsible
            agenda.set_reminder(
                self.user(one.reminds), about=self.record(one), before=before, by=self.user(one.reminds)
            )

    def record(self, one: Thing) -> Any:
        """The record of a thing."""
        return MODELS[one.noun].objects.get(pk=self.keys[one.key])

    def _by(self, one: Thing) -> User:
        """Whoever sees to it, where they reach its client, else the director."""
        client = self.books.clients.get(one.client)
        return (
            self.user(one.responsible)
            if client is None or client.responsible == one.responsible
            else self.director
        )

    def _found(self, key: str, *, is_open: bool = True) -> Thing | None:
        one = self.books.things.get(key)
        return one if one and one.is_open == is_open else None

    def _close(self, key: str) -> None:
        if not (one := self._found(key)):
            return
        record, by = self.record(one), self._by(one)
        if one.noun == PROMISE:
            agenda.close_promise(record, state="kept", by=by)
        elif one.noun == MEETING:
            agenda.hold_meeting(record, by=by)
            if one.client in self.books.clients:
                self.books.clients[one.client].came.append(min(one.due, self.books.today(clock.now())))
                self.books.clients[one.client].came.sort()
        else:
            agenda.finish_task(record, by=by)
        one.is_open = False
        if one.noun == TASK and record.repeat:
            self._come_again(one)

    def _come_again(self, one: Thing) -> None:
        """By the rule, the first day behind its own and not before today."""
        record, after = self.record(one), max(one.due, clock.today() - timedelta(days=1))
        first, step = record.repeats_from, RULES[record.repeat]
        day = one.due
        while day <= after:
            day = day + timedelta(days=step) if step else _month_on(day, first.day)
        self.keys[one.key], one.due, one.is_open, one.times = record.next_one_id, day, True, one.times + 1

    def _reopen(self, key: str) -> None:
        if (one := self._found(key, is_open=False)) and one.noun != MEETING:
            (agenda.reopen_promise if one.noun == PROMISE else agenda.reopen_task)(
                self.record(one), by=self._by(one)
            )
            one.is_open = True

    def _drop(self, key: str) -> None:
        if one := self._found(key):
            agenda.drop_task(self.record(one), by=self._by(one))
            one.is_open = False

    def _move(self, key: str, by: int) -> None:
        if one := self._found(key):
            day = max(one.due, clock.today()) + timedelta(days=by)
            act = {PROMISE: agenda.edit_promise, TASK: agenda.edit_task, MEETING: agenda.edit_meeting}[
                one.noun
            ]
            act(self.record(one), by=self._by(one), **{"day" if one.noun == MEETING else "due_on": day})
            one.due = day

    def _give(self, key: str, owner: int) -> None:
        if (one := self._found(key)) and one.before is None:
            heir = self._one_of(owner, but=one.responsible)
            act = agenda.edit_promise if one.noun == PROMISE else agenda.edit_task
            act(self.record(one), responsible=self.user(heir), by=self.director)
            one.responsible = heir


def _month_on(day: Any, number: int) -> Any:
    """The same day of the first month behind this one that has it."""
    year, month = day.year, day.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        try:
            return day.replace(year=year, month=month, day=number)
        except ValueError:
            continue


def _hire(login: str, preset: str, group: Team | None) -> User:
    user = User(username=login, name=login, language="en", team=group)
    user.set_unusable_password()
    user.save()
    RoleHeld.objects.create(user=user, role=Role.objects.get(preset=preset))
    return user
