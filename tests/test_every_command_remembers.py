"""Every public command of the house is run, and its moment is seen. A command that is not listed here fails the test."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import override_settings

from pomni.agenda import commands as agenda
from pomni.agenda.imports import TaskTold
from pomni.automation import commands as automation
from pomni.billing import commands as billing
from pomni.billing.commands import Paid
from pomni.booking import commands as booking
from pomni.booking.rules import Person
from pomni.catalog import commands as offering
from pomni.catalog.imports import Told as OfferTold
from pomni.documents import commands as documents
from pomni.documents.taking import take_file
from pomni.exchange import carrying
from pomni.exchange.arriving import arrived
from pomni.exchange.commands import exporting, running, wizard
from pomni.exchange.queries.wizard import reading_of
from pomni.facts import commands as defining
from pomni.kit import clock
from pomni.memory.models import Moment
from pomni.people import commands as people
from pomni.people.imports import Told, Wish, called
from pomni.people.models import BulkChange, Pin
from pomni.post.models import Outgoing, Status
from pomni.recall import commands as recall
from pomni.recall.models import Due
from pomni.reminders import commands as writing_to
from pomni.reminders.models import Message
from pomni.schedule import commands as scheduling
from pomni.schedule import laying as visiting
from pomni.schedule.models import Shift
from pomni.schedule.queries import Asked
from pomni.team import commands as team
from pomni.team.dividing import Wanted
from pomni.team.models import Notice, Role, User
from pomni.team.notices import InvitationTaken, notify
from pomni.team.robots import command_line, front_door
from tests.house import commands

NO_MAIL = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


def an_export(vera):
    return exporting.ask_export(format="csv", query="", columns=["name"], by=vera)


def a_written_export(vera):
    return exporting.finish_export(an_export(vera), stored="exports/one", rows=1, size=1, by=vera)


def past_row(vera):
    """A row of a file of visits: one of yesterday."""
    offering.add_service(name="Cut", minutes=30, by=vera)
    north(vera)
    told = {
        "day": (clock.today() - timedelta(days=1), time(10)),
        "services": "Cut",
        "who": called(client_of(vera).name),
    }
    return OfferTold(2, told)


def an_import(vera):
    with arrived(BytesIO(b"Name;Phone\nAnna;+48600100200\n"), "clients.csv") as file:
        return wizard.add_import(file=file, by=vera)


def its_line(client):
    return Moment.objects.filter(record="people.client", record_id=client.pk).earliest("pk").pk


def pinned(client, vera):
    return people.pin_moment(client, moment=its_line(client), by=vera)


def role(preset):
    return Role.objects.get(preset=preset)


def invitation(vera):
    return team.invite(name="Nina", role=role("front_desk"), by=vera)


def two_alike(vera):
    return [people.add_client(name="Anna", by=vera) for _n in range(2)]


def colleague(vera, login="nina"):
    return team.take_invitation(invitation(vera), username=login, password="correct horse", by=front_door())


def a_notice(vera):
    notify([vera], InvitationTaken, dedupe="one", name="Nina")
    return Notice.objects.get()


def disabled(vera):
    return team.disable_colleague(colleague(vera), by=vera)


def trainee(vera):
    return team.add_role(name="Trainee", like=role("marketer"), by=vera)


def sellers(vera):
    return team.form_team(name="Sellers", by=vera)


def north(vera):
    return team.add_location(name="North", zone="Europe/Warsaw", by=vera)


def a_field(vera):
    return defining.add_field(name="Shoe size", kind="number", by=vera)


def a_service(vera):
    return offering.add_service(name="Haircut", minutes=45, category="Hair", by=vera)


def a_good(vera):
    return offering.add_good(name="Shampoo", by=vera)


def a_price_list(vera):
    return offering.add_price_list(name="Summer", by=vera)


def a_tax_rate(vera):
    return offering.add_tax_rate(name="VAT", percent=Decimal(20), by=vera)


def in_poland(vera):
    return team.edit_company(country="PL", by=vera)


def a_package(vera):
    rows = [(10, [a_service(vera)])]
    return offering.add_package(name="Ten", price=Decimal(9), rows=rows, by=vera)


def a_certificate(vera):
    return offering.add_certificate(name="A present", amount=Decimal(50), by=vera)


def a_place(vera):
    return team.add_location(name="North", zone="UTC", by=vera)


def an_offer(vera):
    return a_place(vera), offering.set_performers(a_service(vera), performers=[(vera, None, None)], by=vera)


def a_visit(vera):
    return _booked(vera, an_offer(vera))


def open_counter(vera):
    """A place where visits are booked online; Vera works there in a week."""
    place, service = an_offer(vera)
    days = [clock.today() + timedelta(days=n) for n in (7, 8)]
    scheduling.set_days(vera, location=place, days=days, hours=[["09:00", "18:00"]], by=vera)
    booking.set_up_booking(locations=[place], is_on=True, by=vera)
    return place, service


def _in_a_week(hour):
    return datetime.combine(clock.today() + timedelta(days=7), time(hour), UTC)


def _booked_online(vera, two):
    place, service = two
    anna = Person("Anna", "+48600100200")
    return booking.book_online(place, wanted=[Asked(service, vera)], at=_in_a_week(12), person=anna, by=vera)


def _waits_online(vera, two):
    place, service = two
    anna = Person("Anna", "+48600100200")
    return booking.wait_online(place, wanted=[Asked(service, vera)], person=anna, days=7, by=vera)


def an_offer_to_somebody(vera):
    return *an_offer(vera), client_of(vera)


def _booked_by_themselves(vera, three):
    place, service, anna = three
    lines = [visiting.Wanted(service, vera)]
    return scheduling.book_own(anna, location=place, at=_in_a_week(12), lines=lines, by=vera)


def a_visit_online(vera):
    return _booked_online(vera, open_counter(vera))


def a_code(vera):
    anna = Person("Anna", "+48600100200", "anna@example.org")
    booking.ask_code(a_place(vera), told={}, person=anna, by=vera)
    return booking.AskedFor.objects.get()


def a_message_rule(vera):
    return writing_to.add_rule(occasion="before", minutes=60, texts={"en": "{name}, come"}, by=vera)


def cancelled_by_link(vera):
    visit = a_visit(vera)
    scheduling.set_terms(visit.location, own_change=1, by=vera)
    return visit


def asked_by_sms(vera):
    told = {"rule": a_message_rule(vera), "version": 0, "due_at": clock.now(), "state": "sent"}
    return Message.objects.create(visit=a_visit(vera), channel="sms", to="+48", **told)


def _booked(vera, offer):
    place, service = offer
    tomorrow, lines = clock.today() + timedelta(days=1), [visiting.Wanted(service, vera)]
    return scheduling.book_visit(location=place, day=tomorrow, begins=time(12), lines=lines, by=vera)


SOLD = [billing.Sold(name="Comb", price=Decimal(10))]


def a_sale(vera):
    return billing.make_sale(client_of(vera), location=a_place(vera), lines=SOLD, by=vera)


def _completed(vera, visit):
    lines = [billing.Sold(name="Cut", price=Decimal(10))]
    return scheduling.complete_visit(visit, lines=lines, paid=[Paid("cash")], by=vera)


def a_thing(vera):
    return scheduling.add_thing(name="Chair", kind="chair", location=a_place(vera), by=vera)


def a_class(vera):
    place, service = an_offer(vera)
    scheduling.set_seats(service, seats=5, by=vera)
    return _booked(vera, (place, service))


def someone_due(vera):
    """A client with a phone, who consented to nothing: they are to be called."""
    day, caller = date(2026, 5, 3), people.add_client(name="Anna", phone="+48 600 100 200", by=vera)
    place, service = an_offer(vera)
    return Due.objects.create(
        client=caller, location=place, service=service, last_on=day, interval_on=day, due_on=day
    )


def in_series(vera, offer):
    place, service = offer
    lines = [visiting.Wanted(service, vera)]
    told = {"location": place, "first": IN_MAY, "begins": time(9), "lines": lines}
    return scheduling.book_series(**told, rule="FREQ=WEEKLY;COUNT=2", by=vera)


def a_visit_of_series(vera):
    return in_series(vera, an_offer(vera)).visits.first()


IN_MAY = date(2027, 5, 3)
MAY_NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)


def waits_at(vera):
    """A place where there is time on a day in May, and somebody who waits for it."""
    place, service = an_offer(vera)
    scheduling.set_days(vera, location=place, days=[IN_MAY], hours=[["12:00", "14:00"]], by=vera)
    return place, scheduling.add_waiting(client_of(vera), services=[service], last=IN_MAY, by=vera)


def an_offered_time(vera):
    place, _waiting = waits_at(vera)
    return scheduling.offer_time(place, begins=MAY_NOON, ends=MAY_NOON + timedelta(hours=1), by=vera)


def a_closure(vera):
    day = date(2027, 5, 3)
    return scheduling.add_closure(a_place(vera), first=day, last=day, why="Repairs", by=vera)


def a_worked_day(vera):
    place, day = a_place(vera), clock.today() + timedelta(days=7)
    scheduling.set_days(vera, location=place, days=[day], hours=[["09:00", "18:00"]], by=vera)
    return place


def a_published_day(vera):
    Shift.objects.create(user=vera, location=a_place(vera), day=clock.today(), told_at=clock.now())
    return vera


def a_view(vera):
    return scheduling.save_view(name="No-shows", query="state=no_show", by=vera)


def a_day_that_waits(vera):
    place = a_place(vera)
    sam = User.objects.create(username="sam-waits", name="Sam")
    Shift.objects.create(user=sam, location=place, day=clock.today(), told_at=clock.now())
    return place


def a_minimum(vera):
    return scheduling.add_minimum(a_place(vera), number=2, by=vera)


def a_pattern(vera):
    return _comes_round(vera, a_place(vera))


def _comes_round(vera, place):
    return scheduling.set_pattern(vera, location=place, begins_on=date(2027, 1, 4), days=[[]], by=vera)


AWAY = {"begins_on": date(2027, 1, 4), "ends_on": date(2027, 1, 8)}


def an_absence(vera):
    return scheduling.ask_absence(**AWAY, by=vera)


def clocked_in(vera):
    return scheduling.clock_in(location=a_place(vera), by=vera)


def clocked_out(vera):
    clocked_in(vera)
    with clock.travel_to(clock.now() + timedelta(hours=1)):
        return scheduling.clock_out(by=vera)


WORKED = {"day": date(2026, 1, 12), "begins": time(9), "ends": time(17)}


def _single_days(vera, place):
    scheduling.set_days(vera, location=place, days=[date(2027, 1, 4)], hours=[], by=vera)


def a_visit_begun(vera):
    return scheduling.set_status(a_visit(vera), status="started", by=vera)


def _nobody_came(vera, visit):
    with clock.travel_to(visit.ends_at):
        scheduling.miss_visit(visit, by=vera)


def a_segment(vera):
    return people.make_segment(name="Segment", condition={}, by=vera)


def webhook(vera):
    return automation.add_webhook(name="Shop", url="https://example.org/hook", by=vera)


def call(vera):
    made = automation.try_webhook(webhook(vera), by=vera)
    Outgoing.objects.update(status=Status.SENT, sent_at=clock.now())
    made.refresh_from_db()
    return made


def a_file(vera):
    return take_file(people.add_client(name="Anna", by=vera), BytesIO(b"Dear Anna"), name="a.txt", by=vera)


def set_up_mail(vera):
    with override_settings(MAILERS=NO_MAIL):
        team.set_mail_server(host="smtp.example.org", sender="hello@example.org", by=vera)


def first_link(vera):
    """A director's invitation in a company that has no director any more."""
    made = team.invite(name="Vera", role=role("director"), by=command_line())
    User.objects.filter(pk=vera.pk).update(is_active=False)
    return made


FACTS = {"name": "Mill Lane", "trade": "clinic", "country": "PL", "currency": "PLN", "phone_region": "PL"}
FACTS |= {"week_start": 1, "zone": "Europe/Warsaw", "language": "pl"}


def task(vera):
    return agenda.add_task(title="Call back", by=vera)


def a_task_asked_of(vera):
    return agenda.add_task(title="Call back", responsible=vera, by=colleague(vera))


def a_meeting(vera):
    tomorrow = clock.today() + timedelta(days=1)
    return agenda.add_meeting(title="Plans", day=tomorrow, begins=time(9), by=vera)


def an_invitation(vera):
    tomorrow, other = clock.today() + timedelta(days=1), colleague(vera)
    return agenda.add_meeting(title="Plans", day=tomorrow, begins=time(9), guests=[vera], by=other)


def client_of(vera):
    return people.add_client(name="Anna", by=vera)


def a_promise(vera):
    return agenda.add_promise(client_of(vera), text="Call back", by=vera)


def a_tie(vera):
    return people.add_tie(client_of(vera), kind="knows", colleague=vera, by=vera)


def a_pet(vera):
    return people.add_peculiarity(client_of(vera), kind="pet", text="Cat", by=vera)


def a_date(vera):
    return people.add_date(client_of(vera), title="Wedding", day="--06-12", by=vera)


def a_note(vera):
    return people.add_note(client_of(vera), text="Prefers mornings", by=vera)


def a_call(vera):
    return people.add_interaction(client_of(vera), how="call", by=vera)


def a_trial(vera):
    return running.begin_trial(an_import(vera), by=vera, in_background=False)


def a_tried_import(vera):
    return carrying.try_rows(a_trial(vera))


def a_running_import(vera):
    return running.start_import(a_tried_import(vera), by=vera, in_background=False)


def a_done_import(vera):
    return carrying.take_all(a_running_import(vera))


def some_rows(vera):
    told = Told(2, {"name": "Anna"})
    return people.take_rows(rows=[told], wish=Wish(), by=vera)


def ask_bulk(vera):
    return people.ask_bulk_change(asked="", what="category", value="A", by=vera)


def bulk_asked(vera):
    client_of(vera)
    return ask_bulk(vera)


def bulk_begun(vera):
    return people.start_bulk_change(bulk_asked(vera), by=vera, in_background=False)


def bulk_stroke(vera, change):
    return people.change_stroke(change, clients=BulkChange.objects.get(pk=change.pk).keys, since=0, by=vera)


def bulk_done(vera):
    return people.finish_bulk_change(bulk_stroke(vera, bulk_begun(vera)), by=vera)


def bulk_undone(vera):
    return people.undo_bulk_change(bulk_done(vera), by=vera, in_background=False)


def herself(vera):
    """The record that a command about oneself takes."""
    return vera


def after(prepare, command, **words):
    """What is there once a command was run before the one that is looked at."""
    return lambda vera: command(prepare(vera), **words, by=vera)


COMMANDS = commands()
# How each command is run: what makes the record that it takes (None: it takes none), and the words beside it, or the act.
ACTS = {
    "agenda.add_task": (None, task),
    "agenda.edit_task": (task, {"title": "Write back"}),
    "agenda.finish_task": (task, {}),
    "agenda.reopen_task": (after(task, agenda.finish_task), {}),
    "agenda.drop_task": (task, {}),
    "agenda.restore_task": (after(task, agenda.drop_task), {}),
    "agenda.hand_over_tasks": (task, lambda v, t: agenda.hand_over_tasks(v, tasks=[t.pk], to=None, by=v)),
    "agenda.add_promise": (client_of, {"text": "Call"}),
    "agenda.edit_promise": (a_promise, {"text": "Write"}),
    "agenda.close_promise": (a_promise, {}),
    "agenda.reopen_promise": (after(a_promise, agenda.close_promise), {}),
    "agenda.hand_over_promises": (
        a_promise,
        lambda v, p: agenda.hand_over_promises(v, promises=[p.pk], to=None, by=v),
    ),
    "agenda.tick_item": (
        lambda v: agenda.add_task(title="Pack", checklist=["Keys"], by=v),
        {"item": 0, "is_done": True},
    ),
    "agenda.accept_task": (a_task_asked_of, {}),
    "agenda.decline_task": (a_task_asked_of, {"reason": "No time"}),
    "agenda.add_meeting": (None, a_meeting),
    "agenda.edit_meeting": (a_meeting, {"title": "Review"}),
    "agenda.hold_meeting": (a_meeting, {}),
    "agenda.reopen_meeting": (after(a_meeting, agenda.hold_meeting), {}),
    "agenda.cancel_meeting": (a_meeting, {}),
    "agenda.restore_meeting": (after(a_meeting, agenda.cancel_meeting), {}),
    "agenda.decline_meeting": (an_invitation, {}),
    "agenda.accept_meeting": (after(an_invitation, agenda.decline_meeting), {}),
    "agenda.hand_over_meetings": (
        a_meeting,
        lambda v, m: agenda.hand_over_meetings(v, meetings=[m.pk], to=None, by=v),
    ),
    "agenda.set_reminder": (a_meeting, lambda v, m: agenda.set_reminder(v, about=m, before=60, by=v)),
    "agenda.drop_reminder": (lambda v: agenda.set_reminder(v, about=a_meeting(v), before=60, by=v), {}),
    "agenda.choose_wishes": (herself, {}),
    "agenda.open_calendar": (herself, {}),
    "agenda.close_calendar": (
        after(herself, agenda.open_calendar),
        lambda v, _: agenda.close_calendar(v, by=v),
    ),
    "people.note_touch": (
        client_of,
        lambda v, c: people.note_touch(c, kind="agenda.meeting", record_id=1, at=clock.now(), by=v),
    ),
    "people.ask_bulk_change": (client_of, lambda v, _: ask_bulk(v)),
    "people.start_bulk_change": (bulk_asked, {}),
    "people.change_stroke": (bulk_begun, bulk_stroke),
    "people.finish_bulk_change": (bulk_begun, {}),
    "people.stop_bulk_change": (bulk_begun, {}),
    "people.halt_bulk_change": (bulk_begun, {"trouble": "No."}),
    "people.undo_bulk_change": (bulk_done, {}),
    "people.undo_stroke": (
        bulk_undone,
        lambda v, b: people.undo_stroke(b, rows=[row.pk for row in b.done.all()], by=v),
    ),
    "people.finish_undo_of_bulk": (bulk_undone, {}),
    "people.let_go_of_bulk": (bulk_done, lambda v, b: people.let_go_of_bulk(changes=[b.pk], by=v)),
    "team.arrange_today": (herself, {"hidden": ["a.b"], "order": []}),
    "people.note_next_due": (client_of, {"due": people.Ahead}),
    "people.note_touches": (
        client_of,
        lambda v, c: people.note_touches(
            kind="schedule.visit", touches=[people.Touched(c.pk, 1, clock.now())], by=v
        ),
    ),
    "people.drop_touches": (
        client_of,
        lambda v, _: people.drop_touches(kind="schedule.visit", records=[1], by=v),
    ),
    "schedule.take_visits": (
        past_row,
        lambda v, row: scheduling.take_visits(rows=[row], wish=Wish(), meant={}, by=v),
    ),
    "schedule.take_back_visits": (
        lambda v: scheduling.take_visits(rows=[past_row(v)], wish=Wish(), meant={}, by=v)[0].record,
        lambda v, one: scheduling.take_back_visits(rows=[(one.pk, True, {})], by=v),
    ),
    "people.note_visits": (client_of, {"counted": people.Visited}),
    "team.edit_company": (None, {"name": "Salon Vera"}),
    "team.choose_look": (None, {"hue": 20}),
    "team.set_policy": (None, {"session_days": 7}),
    "team.set_mail_server": (None, set_up_mail),
    "team.invite": (None, invitation),
    "team.set_up_company": (None, FACTS),
    "team.open_company": (
        first_link,
        lambda v, i: team.open_company(
            i, username="anna", password="correct horse", name="Anna", company=FACTS, by=front_door()
        ),
    ),
    "team.note_recovery_sheet_shown": (None, {}),
    "team.note_recovery_sheet_kept": (None, {}),
    "team.new_sign_in_link": (colleague, {}),
    "team.take_sign_in_link": (
        lambda v: (u := colleague(v), team.new_sign_in_link(u, by=v)),
        lambda v, told: team.take_sign_in_link(
            told[0], secret=told[1], password="another horse", by=front_door()
        ),
    ),
    "team.withdraw_invitation": (invitation, {}),
    "team.take_invitation": (
        invitation,
        lambda v, i: team.take_invitation(i, username="nina", password="correct horse", by=front_door()),
    ),
    "team.edit_colleague": (colleague, {"name": "Nina Klimova"}),
    "team.disable_colleague": (colleague, {}),
    "team.enable_colleague": (disabled, {}),
    "team.give_role": (colleague, lambda v, u: team.give_role(u, role("marketer"), by=v)),
    "team.take_role": (colleague, lambda v, u: team.take_role(u, role("front_desk"), by=v)),
    "team.change_role": (lambda v: role("marketer"), {"grants": {"people.client.see": 1}}),
    "team.renew_invitation": (invitation, {}),
    "team.set_roles": (
        colleague,
        lambda v, u: team.set_roles(u, held=[(role("front_desk"), None), (role("marketer"), None)], by=v),
    ),
    "team.add_role": (None, trainee),
    "team.rename_role": (trainee, {"name": "Helper"}),
    "team.remove_role": (trainee, {}),
    "team.note_seen_as": (colleague, {}),
    "team.note_hand_over": (colleague, {"pile": "teams", "number": 2, "heir": None}),
    "team.begin_handing": (colleague, {"wanted": Wanted()}),
    "team.hand_some": (
        after(colleague, team.begin_handing, wanted=Wanted()),
        {"kind": "teams", "things": [], "heir": None},
    ),
    "team.take_some_back": (
        after(colleague, team.begin_handing, wanted=Wanted()),
        {"kind": "teams", "things": [], "heir": None},
    ),
    "team.end_handing": (after(colleague, team.begin_handing, wanted=Wanted()), {}),
    "team.note_taken_back": (after(colleague, team.begin_handing, wanted=Wanted()), {"number": 1}),
    "team.set_keeping": (None, {"exports": 8}),
    "team.hand_over_teams": (lambda v: team.form_team(name="Sellers", lead=v, by=v) and v, {"to": None}),
    "team.edit_team": (sellers, {"name": "Buyers"}),
    "team.join_team": (sellers, lambda v, t: team.join_team(t, v, by=v)),
    "team.leave_team": (
        lambda v: team.form_team(name="Sellers", members=[v], by=v),
        lambda v, t: team.leave_team(t, v, by=v),
    ),
    "team.dissolve_team": (sellers, {}),
    "team.edit_location": (north, {"name": "South"}),
    "team.set_hours": (north, {"opening": {"1": [["09:00", "18:00"]]}, "closed_on_holidays": True}),
    "team.archive_location": (north, {}),
    "team.reopen_location": (after(north, team.archive_location), {}),
    "people.hand_over_clients": (
        client_of,
        lambda v, c: people.hand_over_clients(v, clients=[c.pk], to=None, by=v),
    ),
    "team.form_team": (None, {"name": "Sellers"}),
    "team.add_location": (None, {"name": "North", "zone": "Europe/Warsaw"}),
    "team.note_sign_in": (herself, {"how": "password"}),
    "team.note_password_change": (herself, {}),
    "team.note_second_factor": (herself, {"what": "totp"}),
    "team.read_notice": (a_notice, {}),
    "team.read_all_notices": (a_notice, lambda v, n: team.read_all_notices(v, by=v)),
    "team.ask_for_access": (colleague, lambda v, u: team.ask_for_access(u, right="team.role.give", by=u)),
    "team.choose_language": (herself, {"language": "pl"}),
    "team.set_pin": (herself, {"pin": "4829"}),
    "team.make_token": (herself, {"name": "Till", "scopes": ["team:read"]}),
    "team.withdraw_token": (after(herself, team.make_token, name="Till", scopes=["team:read"]), {}),
    "people.add_client": (None, {"name": "Anna"}),
    "people.edit_client": (client_of, {"name": "Anna Nowak"}),
    "people.add_tie": (client_of, lambda v, c: people.add_tie(c, kind="knows", colleague=v, by=v)),
    "people.edit_tie": (a_tie, {"note": "From school"}),
    "people.withdraw_tie": (a_tie, {}),
    "people.restore_tie": (after(a_tie, people.withdraw_tie), {}),
    "people.add_peculiarity": (client_of, {"kind": "pet", "text": "Cat"}),
    "people.edit_peculiarity": (a_pet, {"text": "Dog"}),
    "people.withdraw_peculiarity": (a_pet, {}),
    "people.restore_peculiarity": (after(a_pet, people.withdraw_peculiarity), {}),
    "people.add_date": (client_of, {"title": "Wedding", "day": "--06-12"}),
    "people.edit_date": (a_date, {"title": "Anniversary"}),
    "people.withdraw_date": (a_date, {}),
    "people.restore_date": (after(a_date, people.withdraw_date), {}),
    "people.tell_consent": (client_of, {"kind": "data", "is_given": True}),
    "people.merge_clients": (two_alike, lambda v, both: people.merge_clients(*both, by=v)),
    "people.unmerge_clients": (lambda v: people.merge_clients(*two_alike(v), by=v), {}),
    "people.tell_apart": (two_alike, lambda v, both: people.tell_apart(*both, by=v)),
    "people.put_off_pair": (two_alike, lambda v, both: people.put_off_pair(*both, by=v)),
    "people.look_again": (two_alike, lambda v, both: people.look_again(*both, by=v)),
    "people.note_pairs": (
        two_alike,
        lambda v, both: people.note_pairs(alike={(both[0].pk, both[1].pk): (0.9, ["same_name"])}, by=v),
    ),
    "people.compare_later": (two_alike, lambda v, both: people.compare_later(clients=[both[0].pk], by=v)),
    "people.be_done_comparing": (two_alike, lambda v, both: people.be_done_comparing(clients=None, by=v)),
    "people.ask_after": (two_alike, lambda v, both: people.ask_after(clients=[both[0].pk], by=v)),
    "people.archive_client": (client_of, {}),
    "people.restore_client": (after(client_of, people.archive_client), {}),
    "people.put_names_in_order": (client_of, lambda v, c: people.put_names_in_order(clients=[c.pk], by=v)),
    "people.hand_over_chosen": (client_of, lambda v, c: people.hand_over_chosen(heirs={c.pk: None}, by=v)),
    "people.tag_chosen": (client_of, lambda v, c: people.tag_chosen(clients=[c.pk], tag="VIP", by=v)),
    "people.untag_chosen": (
        lambda v: people.add_client(name="Anna", tags=["VIP"], by=v),
        lambda v, c: people.untag_chosen(clients=[c.pk], tag="VIP", by=v),
    ),
    "people.archive_chosen": (client_of, lambda v, c: people.archive_chosen(clients=[c.pk], by=v)),
    "people.restore_chosen": (
        after(client_of, people.archive_client),
        lambda v, c: people.restore_chosen(clients=[c.pk], by=v),
    ),
    "people.disclose_client": (client_of, {}),
    "people.forget_client": (client_of, {}),
    "exchange.ask_export": (None, an_export),
    "exchange.finish_export": (an_export, {"stored": "exports/one", "rows": 1, "size": 1}),
    "exchange.fail_export": (an_export, {"trouble": "Why"}),
    "exchange.fetch_export": (a_written_export, {}),
    "exchange.delete_export": (a_written_export, {}),
    "exchange.add_import": (None, an_import),
    "exchange.read_import": (
        an_import,
        lambda v, i: wizard.read_import(i, reading=reading_of(i).changed(dates="mdy"), by=v),
    ),
    "exchange.match_columns": (an_import, {"mapping": {0: "name"}, "wish": Wish()}),
    "exchange.drop_import": (an_import, {}),
    "exchange.begin_trial": (an_import, {}),
    "exchange.keep_trial": (a_trial, {"trial": {"rows": 1, "elsewhere": 0}}),
    "exchange.stop_trial": (a_trial, {"rows": 1, "elsewhere": 1}),
    "exchange.start_import": (a_tried_import, {}),
    "exchange.take_stroke": (
        a_running_import,
        lambda v, i: running.take_stroke(i, rows=list(carrying.ready_rows(i, v)), since=0, by=v),
    ),
    "exchange.finish_import": (a_running_import, {}),
    "exchange.pause_import": (a_running_import, {}),
    "exchange.resume_import": (after(a_running_import, running.pause_import), {}),
    "exchange.stop_import": (a_running_import, {}),
    "exchange.fail_import": (a_running_import, {"trouble": "Why"}),
    "exchange.let_go_of_import": (a_running_import, {}),
    "exchange.undo_import": (a_done_import, {}),
    "exchange.take_back_stroke": (
        after(a_done_import, running.undo_import),
        lambda v, i: running.take_back_stroke(i, rows=[row.pk for row in i.taken.all()], by=v),
    ),
    "exchange.finish_undo": (after(a_done_import, running.undo_import), {}),
    "people.take_rows": (None, some_rows),
    "people.take_back_clients": (
        some_rows,
        lambda v, taken: people.take_back_clients(clients={taken.outcomes[0].card.pk: 1}, by=v),
    ),
    "people.take_back_changes": (
        lambda v: people.add_client(name="Anna", source="fair", by=v),
        lambda v, c: people.take_back_changes(changes=[(c.pk, {"source": ["", "fair"]})], by=v),
    ),
    "people.bring_forward": (client_of, lambda v, c: people.bring_forward(days={c.pk: None}, by=v)),
    "agenda.take_tasks": (client_of, lambda v, c: agenda.take_tasks(rows=[(c.pk, TaskTold("Call"))], by=v)),
    "agenda.take_back_tasks": (
        lambda v: agenda.take_tasks(rows=[(client_of(v).pk, TaskTold("Call"))], by=v),
        lambda v, tasks: agenda.take_back_tasks(tasks={tasks[0]: 1}, by=v),
    ),
    "agenda.remove_tasks_of": (None, {"clients": []}),
    "people.let_go_of_tags": (None, {"tags": []}),
    "documents.add_file": (client_of, lambda v, c: take_file(c, BytesIO(b"Dear Anna"), name="a.txt", by=v)),
    "documents.rename_file": (a_file, {"name": "b.txt"}),
    "documents.remove_file": (a_file, {}),
    "documents.take_back_file": (a_file, {}),
    "documents.put_back_file": (after(a_file, documents.take_back_file), {}),
    "documents.restore_file": (after(a_file, documents.remove_file), {}),
    "automation.add_webhook": (None, webhook),
    "automation.change_webhook": (webhook, {"name": "Till"}),
    "automation.switch_on_webhook": (after(webhook, automation.switch_off_webhook), {}),
    "automation.switch_off_webhook": (webhook, {}),
    "automation.stop_webhook": (
        webhook,
        lambda v, w: automation.stop_webhook(w, why="failing", by=front_door()),
    ),
    "automation.rotate_secret": (webhook, {}),
    "automation.remove_webhook": (webhook, {}),
    "automation.try_webhook": (webhook, {}),
    "automation.replay_delivery": (call, {}),
    "automation.replay_since": (
        webhook,
        lambda v, w: automation.replay_since(w, since=clock.now() - timedelta(hours=1), by=v),
    ),
    "catalog.add_service": (None, a_service),
    "catalog.edit_service": (a_service, {"minutes": 60}),
    "catalog.set_performers": (
        a_service,
        lambda v, s: offering.set_performers(s, performers=[(v, None, 50)], by=v),
    ),
    "catalog.archive_service": (a_service, {}),
    "catalog.restore_service": (after(a_service, offering.archive_service), {}),
    "catalog.add_good": (None, a_good),
    "catalog.edit_good": (a_good, {"unit": "ml"}),
    "catalog.archive_good": (a_good, {}),
    "catalog.restore_good": (after(a_good, offering.archive_good), {}),
    "catalog.take_offers": (
        None,
        lambda v: offering.take_offers(
            of="goods", rows=[OfferTold(2, {"name": "Soap"})], existing="fill", meant={}, by=v
        ),
    ),
    "catalog.take_back_offers": (
        a_good,
        lambda v, one: offering.take_back_offers(of="goods", rows=[(one.pk, True, {})], by=v),
    ),
    "catalog.add_tax_rate": (None, a_tax_rate),
    "catalog.edit_tax_rate": (a_tax_rate, {"name": "Other"}),
    "catalog.set_tax_percent": (a_tax_rate, {"percent": Decimal(22), "starts_on": date(2027, 1, 1)}),
    "catalog.take_usual_rates": (
        in_poland,
        lambda v, _company: offering.take_usual_rates(names=["VAT 8%"], by=v),
    ),
    "catalog.archive_tax_rate": (a_tax_rate, {}),
    "catalog.restore_tax_rate": (after(a_tax_rate, offering.archive_tax_rate), {}),
    "catalog.add_package": (
        a_service,
        lambda v, s: offering.add_package(name="Ten", price=Decimal(9), rows=[(10, [s])], by=v),
    ),
    "catalog.edit_package": (a_package, {"days": 30}),
    "catalog.archive_package": (a_package, {}),
    "catalog.restore_package": (after(a_package, offering.archive_package), {}),
    "catalog.add_certificate": (None, a_certificate),
    "catalog.edit_certificate": (a_certificate, {"days": 30}),
    "catalog.archive_certificate": (a_certificate, {}),
    "catalog.restore_certificate": (after(a_certificate, offering.archive_certificate), {}),
    "catalog.add_price_list": (None, a_price_list),
    "catalog.edit_price_list": (a_price_list, {"ends_on": date(2027, 1, 1)}),
    "catalog.set_prices": (
        lambda v: (a_price_list(v), a_good(v)),
        lambda v, two: offering.set_prices(two[0], prices={two[1]: Decimal(5)}, by=v),
    ),
    "catalog.archive_price_list": (a_price_list, {}),
    "catalog.restore_price_list": (after(a_price_list, offering.archive_price_list), {}),
    "catalog.rename_category": (lambda v: a_service(v).category, {"name": "Beard"}),
    "recall.invite": (
        someone_due,
        lambda v, one: recall.invite(due=[one.pk], texts={"en": "Come"}, call=True, by=v),
    ),
    "recall.put_off": (
        someone_due,
        lambda v, one: recall.put_off(
            due=[one.pk], until=clock.today() + timedelta(days=9), why="Abroad", by=v
        ),
    ),
    "reminders.add_rule": (None, a_message_rule),
    "reminders.edit_rule": (a_message_rule, {"minutes": 120}),
    "reminders.remove_rule": (a_message_rule, {}),
    "reminders.set_manner": (None, {"channels": ["sms"]}),
    "reminders.set_wish": (client_of, {"is_silent": True}),
    "reminders.set_gateway": (None, {"channel": "sms", "kind": "file"}),
    "reminders.switch_off_gateway": (
        lambda v: writing_to.set_gateway(channel="sms", kind="file", by=v),
        lambda v, _gateway: writing_to.switch_off_gateway(channel="sms", by=v),
    ),
    "reminders.open_replies": (None, {"channel": "sms"}),
    "reminders.confirm_visit": (a_visit, lambda v, visit: writing_to.confirm_visit(visit, by=front_door())),
    "reminders.cancel_by_client": (
        cancelled_by_link,
        lambda v, visit: writing_to.cancel_by_client(visit, by=front_door()),
    ),
    "reminders.hear_reply": (
        asked_by_sms,
        lambda v, _asked: writing_to.hear_reply(channel="sms", sender="+48", text="No", by=front_door()),
    ),
    "schedule.book_visit": (an_offer, _booked),
    "schedule.move_visit": (a_visit, {"begins": time(15)}),
    "schedule.stretch_visit": (a_visit, {"minutes": 15}),
    "schedule.set_status": (a_visit, {"status": "confirmed"}),
    "schedule.edit_visit": (a_visit, {"comment": "Late"}),
    "schedule.cancel_visit": (a_visit, {"why": "Ill"}),
    "schedule.miss_visit": (a_visit, _nobody_came),
    "schedule.finish_visit": (a_visit_begun, {}),
    "schedule.resume_visit": (after(a_visit_begun, scheduling.finish_visit), {}),
    "schedule.hand_over_visits": (
        a_visit,
        lambda v, visit: scheduling.hand_over_visits(
            visit.lines.get().user, visits=[visit.pk], to=None, by=v
        ),
    ),
    "schedule.complete_visit": (
        a_visit,
        lambda v, one: _completed(v, one),
    ),
    "schedule.reopen_visit": (
        lambda v: _completed(v, a_visit(v)).visit,
        {},
    ),
    "billing.make_sale": (
        lambda v: (client_of(v), a_place(v)),
        lambda v, two: billing.make_sale(two[0], location=two[1], lines=SOLD, by=v),
    ),
    "billing.reverse_sale": (a_sale, {}),
    "billing.take_payment": (a_sale, {"way": "cash", "amount": Decimal(5)}),
    "billing.take_prepayment": (
        lambda v: (client_of(v), a_place(v)),
        lambda v, two: billing.take_prepayment(two[0], location=two[1], way="cash", amount=Decimal(5), by=v),
    ),
    "billing.give_back": (
        lambda v: billing.take_payment(a_sale(v), way="cash", amount=Decimal(5), by=v),
        {},
    ),
    "billing.set_discount_limit": (
        None,
        lambda v: billing.set_discount_limit(
            Role.objects.get(preset="front_desk"), per_cent=Decimal(10), by=v
        ),
    ),
    "people.note_standing": (
        client_of,
        lambda v, c: people.note_standing(c, standing=lambda: people.Standing(), by=v),
    ),
    "schedule.set_pattern": (a_place, _comes_round),
    "schedule.end_pattern": (a_pattern, {"ends_on": date(2027, 3, 1)}),
    "schedule.set_days": (a_place, _single_days),
    "schedule.set_seats": (a_service, {"seats": 5}),
    "schedule.enrol": (
        lambda v: (a_class(v), client_of(v)),
        lambda v, two: scheduling.enrol(*two, by=v),
    ),
    "schedule.mark_seat": (
        lambda v: scheduling.enrol(a_class(v), client_of(v), by=v),
        {"status": "attended"},
    ),
    "schedule.book_series": (an_offer, lambda v, two: in_series(v, two)),
    "schedule.move_series": (a_visit_of_series, {"scope": "all", "days": 1}),
    "schedule.cancel_series": (a_visit_of_series, {"scope": "all"}),
    "schedule.add_waiting": (
        lambda v: (client_of(v), a_service(v)),
        lambda v, two: scheduling.add_waiting(two[0], services=[two[1]], last=IN_MAY, by=v),
    ),
    "schedule.drop_waiting": (lambda v: waits_at(v)[1], {}),
    "schedule.offer_time": (
        lambda v: waits_at(v)[0],
        {"begins": MAY_NOON, "ends": MAY_NOON + timedelta(hours=1)},
    ),
    "schedule.accept_offer": (an_offered_time, {}),
    "schedule.decline_offer": (an_offered_time, {}),
    "schedule.set_terms": (a_place, {"lead": 30}),
    "schedule.add_closure": (
        a_place,
        {"first": date(2027, 5, 3), "last": date(2027, 5, 3), "why": "Repairs"},
    ),
    "schedule.drop_closure": (a_closure, {}),
    "schedule.publish_hours": (
        a_worked_day,
        lambda v, place: scheduling.publish_hours(
            place, first=clock.today(), last=clock.today() + timedelta(days=7), by=v
        ),
    ),
    "schedule.remind_of_hours": (
        a_day_that_waits,
        lambda v, place: scheduling.remind_of_hours(place, by=v),
    ),
    "schedule.acknowledge_hours": (a_published_day, lambda v, one: scheduling.acknowledge_hours(by=v)),
    "schedule.save_view": (None, {"name": "No-shows"}),
    "schedule.change_view": (a_view, {"name": "Missed"}),
    "schedule.delete_view": (a_view, {}),
    "schedule.add_minimum": (a_place, {"number": 2}),
    "schedule.edit_minimum": (a_minimum, {"number": 3}),
    "schedule.drop_minimum": (a_minimum, {}),
    "schedule.plan_days": (
        a_place,
        lambda v, place: scheduling.plan_days(
            location=place, users=[v], days=[date(2027, 1, 4)], hours=[], by=v
        ),
    ),
    "schedule.clock_in": (a_place, lambda v, place: scheduling.clock_in(location=place, by=v)),
    "schedule.clock_out": (clocked_in, lambda v, one: scheduling.clock_out(by=v)),
    "schedule.add_clocked": (
        a_place,
        lambda v, place: scheduling.add_clocked(user=v, location=place, **WORKED, by=v),
    ),
    "schedule.correct_clocked": (clocked_out, WORKED),
    "schedule.drop_clocked": (clocked_out, {}),
    "schedule.ask_absence": (None, AWAY),
    "schedule.add_absence": (herself, lambda v, one: scheduling.add_absence(user=v, **AWAY, by=v)),
    "schedule.approve_absence": (an_absence, {"answer": "Rest well"}),
    "schedule.decline_absence": (an_absence, {"answer": "Too many are away"}),
    "schedule.withdraw_absence": (an_absence, {}),
    "schedule.add_thing": (
        a_place,
        lambda v, place: scheduling.add_thing(name="Chair", kind="chair", location=place, by=v),
    ),
    "schedule.edit_thing": (a_thing, {"name": "Chair 2"}),
    "schedule.set_needs": (a_service, {"needs": [("chair", [])]}),
    "booking.set_up_booking": (
        a_place,
        lambda v, place: booking.set_up_booking(locations=[place], is_on=True, by=v),
    ),
    "booking.book_online": (open_counter, _booked_online),
    "booking.move_online": (
        a_visit_online,
        lambda v, visit: booking.move_online(visit, at=_in_a_week(15), by=v),
    ),
    "schedule.book_own": (an_offer_to_somebody, _booked_by_themselves),
    "schedule.move_own": (
        a_visit_online,
        lambda v, visit: scheduling.move_own(visit, at=_in_a_week(15), by=v),
    ),
    "schedule.cancel_own": (a_visit_online, {}),
    "booking.wait_online": (open_counter, _waits_online),
    "booking.ask_code": (
        a_place,
        lambda v, place: booking.ask_code(
            place, told={}, person=Person("Anna", "1", "anna@example.org"), by=v
        ),
    ),
    "booking.try_code": (a_code, {"secret": "wrong", "code": "000000"}),
    "facts.add_field": (None, a_field),
    "facts.change_field": (a_field, {"name": "Other"}),
    "facts.archive_field": (a_field, {}),
    "facts.restore_field": (after(a_field, defining.archive_field), {}),
    "people.fill_own_fields": (
        lambda v: (client_of(v), a_field(v)),
        lambda v, two: people.fill_own_fields(two[0], values={f"own_{two[1].uid}": "42"}, by=v),
    ),
    "people.make_segment": (None, a_segment),
    "people.change_segment": (a_segment, {"name": "Other"}),
    "people.archive_segment": (a_segment, {}),
    "people.restore_segment": (after(a_segment, people.archive_segment), {}),
    "people.add_note": (client_of, {"text": "Prefers mornings"}),
    "people.edit_note": (a_note, {"text": "Prefers evenings"}),
    "people.withdraw_note": (a_note, {}),
    "people.restore_note": (after(a_note, people.withdraw_note), {}),
    "people.pin_moment": (client_of, lambda v, c: people.pin_moment(c, moment=its_line(c), by=v)),
    "people.unpin_moment": (
        lambda v: pinned(client_of(v), v),
        lambda v, c: people.unpin_moment(c, moment=Pin.objects.get().moment_id, by=v),
    ),
    "people.add_interaction": (client_of, {"how": "call"}),
    "people.edit_interaction": (a_call, {"outcome": "Yes"}),
    "people.withdraw_interaction": (a_call, {}),
    "people.restore_interaction": (after(a_call, people.withdraw_interaction), {}),
}


TWO_AT_ONCE = {
    "schedule.book_series": 3,  # two visits, and that they are one series
    "schedule.move_series": 3,
    "schedule.cancel_series": 3,
    "booking.book_online": 2,  # a client is added, and books a visit
    "booking.wait_online": 2,  # likewise, and waits
    "schedule.accept_offer": 2,  # it is booked, and the offer has its answer
    "reminders.confirm_visit": 2,  # its state changed, and its client confirmed it
    "schedule.complete_visit": 3,  # sold, paid, completed
    "schedule.reopen_visit": 3,
    "team.open_company": 2,
}  # the company is set up, and its first director came in


def test_every_command_of_the_house_is_run_here():
    assert set(ACTS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_a_command_is_remembered(vera, name):
    prepare, act = ACTS[name]
    records = [prepare(vera)] if prepare else []
    before = Moment.objects.count()
    if isinstance(act, dict):
        COMMANDS[name](*records, **act, by=vera)
    else:
        act(vera, *records)
    made = Moment.objects.count() - before
    assert made == (0 if COMMANDS[name].quiet else TWO_AT_ONCE.get(name, 1))
