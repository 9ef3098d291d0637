"""Every public command of the house is run, and its moment is seen. A command that is not listed here fails the test."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from django.test import override_settings

from pomni.agenda import commands as agenda
from pomni.agenda.imports import TaskTold
from pomni.automation import commands as automation
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
from pomni.people.imports import Told, Wish
from pomni.people.models import BulkChange, Pin
from pomni.post.models import Outgoing, Status
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


# How each command is run: (what it needs, the act itself).
ACTS = {
    "agenda.add_task": (lambda v: v, lambda v, _: task(v)),
    "agenda.edit_task": (task, lambda v, t: agenda.edit_task(t, title="Write back", by=v)),
    "agenda.finish_task": (task, lambda v, t: agenda.finish_task(t, by=v)),
    "agenda.reopen_task": (
        lambda v: agenda.finish_task(task(v), by=v),
        lambda v, t: agenda.reopen_task(t, by=v),
    ),
    "agenda.drop_task": (task, lambda v, t: agenda.drop_task(t, by=v)),
    "agenda.restore_task": (
        lambda v: agenda.drop_task(task(v), by=v),
        lambda v, t: agenda.restore_task(t, by=v),
    ),
    "agenda.hand_over_tasks": (
        task,
        lambda v, t: agenda.hand_over_tasks(v, tasks=[t.pk], to=None, by=v),
    ),
    "agenda.add_promise": (client_of, lambda v, c: agenda.add_promise(c, text="Call", by=v)),
    "agenda.edit_promise": (a_promise, lambda v, p: agenda.edit_promise(p, text="Write", by=v)),
    "agenda.close_promise": (a_promise, lambda v, p: agenda.close_promise(p, by=v)),
    "agenda.reopen_promise": (
        lambda v: agenda.close_promise(a_promise(v), by=v),
        lambda v, p: agenda.reopen_promise(p, by=v),
    ),
    "agenda.hand_over_promises": (
        a_promise,
        lambda v, p: agenda.hand_over_promises(v, promises=[p.pk], to=None, by=v),
    ),
    "agenda.tick_item": (
        lambda v: agenda.add_task(title="Pack", checklist=["Keys"], by=v),
        lambda v, t: agenda.tick_item(t, item=0, is_done=True, by=v),
    ),
    "agenda.accept_task": (a_task_asked_of, lambda v, t: agenda.accept_task(t, by=v)),
    "agenda.decline_task": (a_task_asked_of, lambda v, t: agenda.decline_task(t, reason="No time", by=v)),
    "agenda.add_meeting": (lambda v: v, lambda v, _: a_meeting(v)),
    "agenda.edit_meeting": (a_meeting, lambda v, m: agenda.edit_meeting(m, title="Review", by=v)),
    "agenda.hold_meeting": (a_meeting, lambda v, m: agenda.hold_meeting(m, by=v)),
    "agenda.reopen_meeting": (
        lambda v: agenda.hold_meeting(a_meeting(v), by=v),
        lambda v, m: agenda.reopen_meeting(m, by=v),
    ),
    "agenda.cancel_meeting": (a_meeting, lambda v, m: agenda.cancel_meeting(m, by=v)),
    "agenda.restore_meeting": (
        lambda v: agenda.cancel_meeting(a_meeting(v), by=v),
        lambda v, m: agenda.restore_meeting(m, by=v),
    ),
    "agenda.decline_meeting": (an_invitation, lambda v, m: agenda.decline_meeting(m, by=v)),
    "agenda.accept_meeting": (
        lambda v: agenda.decline_meeting(an_invitation(v), by=v),
        lambda v, m: agenda.accept_meeting(m, by=v),
    ),
    "agenda.hand_over_meetings": (
        a_meeting,
        lambda v, m: agenda.hand_over_meetings(v, meetings=[m.pk], to=None, by=v),
    ),
    "agenda.set_reminder": (a_meeting, lambda v, m: agenda.set_reminder(v, about=m, before=60, by=v)),
    "agenda.drop_reminder": (
        lambda v: agenda.set_reminder(v, about=a_meeting(v), before=60, by=v),
        lambda v, r: agenda.drop_reminder(r, by=v),
    ),
    "agenda.choose_wishes": (lambda v: v, lambda v, _: agenda.choose_wishes(v, by=v)),
    "agenda.open_calendar": (lambda v: v, lambda v, _: agenda.open_calendar(v, by=v)),
    "agenda.close_calendar": (
        lambda v: agenda.open_calendar(v, by=v),
        lambda v, _: agenda.close_calendar(v, by=v),
    ),
    "people.note_touch": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.note_touch(c, kind="agenda.meeting", record_id=1, at=clock.now(), by=v),
    ),
    "people.ask_bulk_change": (client_of, lambda v, _: ask_bulk(v)),
    "people.start_bulk_change": (bulk_asked, lambda v, b: people.start_bulk_change(b, by=v)),
    "people.change_stroke": (bulk_begun, lambda v, b: bulk_stroke(v, b)),
    "people.finish_bulk_change": (bulk_begun, lambda v, b: people.finish_bulk_change(b, by=v)),
    "people.stop_bulk_change": (bulk_begun, lambda v, b: people.stop_bulk_change(b, by=v)),
    "people.halt_bulk_change": (bulk_begun, lambda v, b: people.halt_bulk_change(b, trouble="No.", by=v)),
    "people.undo_bulk_change": (bulk_done, lambda v, b: people.undo_bulk_change(b, by=v)),
    "people.undo_stroke": (
        bulk_undone,
        lambda v, b: people.undo_stroke(b, rows=[row.pk for row in b.done.all()], by=v),
    ),
    "people.finish_undo_of_bulk": (bulk_undone, lambda v, b: people.finish_undo_of_bulk(b, by=v)),
    "people.let_go_of_bulk": (bulk_done, lambda v, b: people.let_go_of_bulk(changes=[b.pk], by=v)),
    "team.arrange_today": (lambda v: v, lambda v, _: team.arrange_today(v, hidden=["a.b"], order=[], by=v)),
    "people.note_next_due": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.note_next_due(c, due=people.Ahead, by=v),
    ),
    "team.edit_company": (lambda v: v, lambda v, _: team.edit_company(name="Salon Vera", by=v)),
    "team.choose_look": (lambda v: v, lambda v, _: team.choose_look(hue=20, by=v)),
    "team.set_policy": (lambda v: v, lambda v, _: team.set_policy(session_days=7, by=v)),
    "team.set_mail_server": (lambda v: v, lambda v, _: set_up_mail(v)),
    "team.invite": (lambda v: v, lambda v, _: invitation(v)),
    "team.set_up_company": (lambda v: v, lambda v, _: team.set_up_company(**FACTS, by=v)),
    "team.open_company": (
        first_link,
        lambda v, i: team.open_company(
            i, username="anna", password="correct horse", name="Anna", company=FACTS, by=front_door()
        ),
    ),
    "team.note_recovery_sheet_shown": (lambda v: v, lambda v, _: team.note_recovery_sheet_shown(by=v)),
    "team.note_recovery_sheet_kept": (lambda v: v, lambda v, _: team.note_recovery_sheet_kept(by=v)),
    "team.new_sign_in_link": (colleague, lambda v, u: team.new_sign_in_link(u, by=v)),
    "team.take_sign_in_link": (
        lambda v: (u := colleague(v), team.new_sign_in_link(u, by=v)),
        lambda v, told: team.take_sign_in_link(
            told[0], secret=told[1], password="another horse", by=front_door()
        ),
    ),
    "team.withdraw_invitation": (invitation, lambda v, i: team.withdraw_invitation(i, by=v)),
    "team.take_invitation": (
        invitation,
        lambda v, i: team.take_invitation(i, username="nina", password="correct horse", by=front_door()),
    ),
    "team.edit_colleague": (colleague, lambda v, u: team.edit_colleague(u, name="Nina Klimova", by=v)),
    "team.disable_colleague": (colleague, lambda v, u: team.disable_colleague(u, by=v)),
    "team.enable_colleague": (disabled, lambda v, u: team.enable_colleague(u, by=v)),
    "team.give_role": (colleague, lambda v, u: team.give_role(u, role("marketer"), by=v)),
    "team.take_role": (colleague, lambda v, u: team.take_role(u, role("front_desk"), by=v)),
    "team.change_role": (
        lambda v: role("marketer"),
        lambda v, r: team.change_role(r, grants={"people.client.see": 1}, by=v),
    ),
    "team.renew_invitation": (invitation, lambda v, i: team.renew_invitation(i, by=v)),
    "team.set_roles": (
        colleague,
        lambda v, u: team.set_roles(u, held=[(role("front_desk"), None), (role("marketer"), None)], by=v),
    ),
    "team.add_role": (lambda v: v, lambda v, _: trainee(v)),
    "team.rename_role": (trainee, lambda v, r: team.rename_role(r, name="Helper", by=v)),
    "team.remove_role": (trainee, lambda v, r: team.remove_role(r, by=v)),
    "team.note_seen_as": (colleague, lambda v, u: team.note_seen_as(u, by=v)),
    "team.note_hand_over": (
        colleague,
        lambda v, u: team.note_hand_over(u, pile="teams", number=2, heir=None, by=v),
    ),
    "team.begin_handing": (colleague, lambda v, u: team.begin_handing(u, wanted=Wanted(), by=v)),
    "team.hand_some": (
        lambda v: team.begin_handing(colleague(v), wanted=Wanted(), by=v),
        lambda v, h: team.hand_some(h, kind="teams", things=[], heir=None, by=v),
    ),
    "team.take_some_back": (
        lambda v: team.begin_handing(colleague(v), wanted=Wanted(), by=v),
        lambda v, h: team.take_some_back(h, kind="teams", things=[], heir=None, by=v),
    ),
    "team.end_handing": (
        lambda v: team.begin_handing(colleague(v), wanted=Wanted(), by=v),
        lambda v, h: team.end_handing(h, by=v),
    ),
    "team.note_taken_back": (
        lambda v: team.begin_handing(colleague(v), wanted=Wanted(), by=v),
        lambda v, h: team.note_taken_back(h, number=1, by=v),
    ),
    "team.set_keeping": (lambda v: v, lambda v, _: team.set_keeping(exports=8, by=v)),
    "team.hand_over_teams": (
        lambda v: team.form_team(name="Sellers", lead=v, by=v) and v,
        lambda v, u: team.hand_over_teams(u, to=None, by=v),
    ),
    "team.edit_team": (sellers, lambda v, t: team.edit_team(t, name="Buyers", by=v)),
    "team.join_team": (sellers, lambda v, t: team.join_team(t, v, by=v)),
    "team.leave_team": (
        lambda v: team.form_team(name="Sellers", members=[v], by=v),
        lambda v, t: team.leave_team(t, v, by=v),
    ),
    "team.dissolve_team": (sellers, lambda v, t: team.dissolve_team(t, by=v)),
    "team.edit_location": (north, lambda v, p: team.edit_location(p, name="South", by=v)),
    "team.set_hours": (
        north,
        lambda v, p: team.set_hours(p, opening={"1": [["09:00", "18:00"]]}, closed_on_holidays=True, by=v),
    ),
    "team.archive_location": (north, lambda v, p: team.archive_location(p, by=v)),
    "team.reopen_location": (
        lambda v: team.archive_location(north(v), by=v),
        lambda v, p: team.reopen_location(p, by=v),
    ),
    "people.hand_over_clients": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.hand_over_clients(v, clients=[c.pk], to=None, by=v),
    ),
    "team.form_team": (lambda v: v, lambda v, _: team.form_team(name="Sellers", by=v)),
    "team.add_location": (
        lambda v: v,
        lambda v, _: team.add_location(name="North", zone="Europe/Warsaw", by=v),
    ),
    "team.note_sign_in": (lambda v: v, lambda v, u: team.note_sign_in(u, how="password", by=v)),
    "team.note_password_change": (lambda v: v, lambda v, u: team.note_password_change(u, by=v)),
    "team.note_second_factor": (lambda v: v, lambda v, u: team.note_second_factor(u, what="totp", by=v)),
    "team.read_notice": (a_notice, lambda v, n: team.read_notice(n, by=v)),
    "team.read_all_notices": (a_notice, lambda v, n: team.read_all_notices(v, by=v)),
    "team.ask_for_access": (
        colleague,
        lambda v, u: team.ask_for_access(u, right="team.role.give", by=u),
    ),
    "team.choose_language": (lambda v: v, lambda v, u: team.choose_language(u, language="pl", by=v)),
    "team.set_pin": (lambda v: v, lambda v, u: team.set_pin(u, pin="4829", by=v)),
    "team.make_token": (
        lambda v: v,
        lambda v, u: team.make_token(u, name="Till", scopes=["team:read"], by=v),
    ),
    "team.withdraw_token": (
        lambda v: team.make_token(v, name="Till", scopes=["team:read"], by=v),
        lambda v, t: team.withdraw_token(t, by=v),
    ),
    "people.add_client": (lambda v: v, lambda v, _: people.add_client(name="Anna", by=v)),
    "people.edit_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.edit_client(c, name="Anna Nowak", by=v),
    ),
    "people.add_tie": (client_of, lambda v, c: people.add_tie(c, kind="knows", colleague=v, by=v)),
    "people.edit_tie": (a_tie, lambda v, t: people.edit_tie(t, note="From school", by=v)),
    "people.withdraw_tie": (a_tie, lambda v, t: people.withdraw_tie(t, by=v)),
    "people.restore_tie": (
        lambda v: people.withdraw_tie(a_tie(v), by=v),
        lambda v, t: people.restore_tie(t, by=v),
    ),
    "people.add_peculiarity": (
        client_of,
        lambda v, c: people.add_peculiarity(c, kind="pet", text="Cat", by=v),
    ),
    "people.edit_peculiarity": (a_pet, lambda v, p: people.edit_peculiarity(p, text="Dog", by=v)),
    "people.withdraw_peculiarity": (a_pet, lambda v, p: people.withdraw_peculiarity(p, by=v)),
    "people.restore_peculiarity": (
        lambda v: people.withdraw_peculiarity(a_pet(v), by=v),
        lambda v, p: people.restore_peculiarity(p, by=v),
    ),
    "people.add_date": (
        client_of,
        lambda v, c: people.add_date(c, title="Wedding", day="--06-12", by=v),
    ),
    "people.edit_date": (a_date, lambda v, d: people.edit_date(d, title="Anniversary", by=v)),
    "people.withdraw_date": (a_date, lambda v, d: people.withdraw_date(d, by=v)),
    "people.restore_date": (
        lambda v: people.withdraw_date(a_date(v), by=v),
        lambda v, d: people.restore_date(d, by=v),
    ),
    "people.tell_consent": (
        client_of,
        lambda v, c: people.tell_consent(c, kind="data", is_given=True, by=v),
    ),
    "people.merge_clients": (two_alike, lambda v, both: people.merge_clients(*both, by=v)),
    "people.unmerge_clients": (
        lambda v: people.merge_clients(*two_alike(v), by=v),
        lambda v, merge: people.unmerge_clients(merge, by=v),
    ),
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
    "people.archive_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.archive_client(c, by=v),
    ),
    "people.restore_client": (
        lambda v: people.archive_client(people.add_client(name="Anna", by=v), by=v),
        lambda v, c: people.restore_client(c, by=v),
    ),
    "people.put_names_in_order": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.put_names_in_order(clients=[c.pk], by=v),
    ),
    "people.hand_over_chosen": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.hand_over_chosen(heirs={c.pk: None}, by=v),
    ),
    "people.tag_chosen": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.tag_chosen(clients=[c.pk], tag="VIP", by=v),
    ),
    "people.untag_chosen": (
        lambda v: people.add_client(name="Anna", tags=["VIP"], by=v),
        lambda v, c: people.untag_chosen(clients=[c.pk], tag="VIP", by=v),
    ),
    "people.archive_chosen": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.archive_chosen(clients=[c.pk], by=v),
    ),
    "people.restore_chosen": (
        lambda v: people.archive_client(people.add_client(name="Anna", by=v), by=v),
        lambda v, c: people.restore_chosen(clients=[c.pk], by=v),
    ),
    "people.disclose_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.disclose_client(c, by=v),
    ),
    "people.forget_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.forget_client(c, by=v),
    ),
    "exchange.ask_export": (lambda v: v, lambda v, _: an_export(v)),
    "exchange.finish_export": (
        an_export,
        lambda v, e: exporting.finish_export(e, stored="exports/one", rows=1, size=1, by=v),
    ),
    "exchange.fetch_export": (a_written_export, lambda v, e: exporting.fetch_export(e, by=v)),
    "exchange.delete_export": (a_written_export, lambda v, e: exporting.delete_export(e, by=v)),
    "exchange.add_import": (lambda v: v, lambda v, _: an_import(v)),
    "exchange.read_import": (
        an_import,
        lambda v, i: wizard.read_import(i, reading=reading_of(i).changed(dates="mdy"), by=v),
    ),
    "exchange.match_columns": (
        an_import,
        lambda v, i: wizard.match_columns(i, mapping={0: "name"}, wish=Wish(), by=v),
    ),
    "exchange.drop_import": (an_import, lambda v, i: wizard.drop_import(i, by=v)),
    "exchange.begin_trial": (an_import, lambda v, i: running.begin_trial(i, by=v)),
    "exchange.keep_trial": (
        a_trial,
        lambda v, i: running.keep_trial(i, trial={"rows": 1, "elsewhere": 0}, by=v),
    ),
    "exchange.stop_trial": (a_trial, lambda v, i: running.stop_trial(i, rows=1, elsewhere=1, by=v)),
    "exchange.start_import": (a_tried_import, lambda v, i: running.start_import(i, by=v)),
    "exchange.take_stroke": (
        a_running_import,
        lambda v, i: running.take_stroke(i, rows=list(carrying.ready_rows(i, v)), since=0, by=v),
    ),
    "exchange.finish_import": (a_running_import, lambda v, i: running.finish_import(i, by=v)),
    "exchange.pause_import": (a_running_import, lambda v, i: running.pause_import(i, by=v)),
    "exchange.resume_import": (
        lambda v: running.pause_import(a_running_import(v), by=v),
        lambda v, i: running.resume_import(i, by=v),
    ),
    "exchange.stop_import": (a_running_import, lambda v, i: running.stop_import(i, by=v)),
    "exchange.fail_import": (a_running_import, lambda v, i: running.fail_import(i, trouble="Why", by=v)),
    "exchange.undo_import": (a_done_import, lambda v, i: running.undo_import(i, by=v)),
    "exchange.take_back_stroke": (
        lambda v: running.undo_import(a_done_import(v), by=v),
        lambda v, i: running.take_back_stroke(i, rows=[row.pk for row in i.taken.all()], by=v),
    ),
    "exchange.finish_undo": (
        lambda v: running.undo_import(a_done_import(v), by=v),
        lambda v, i: running.finish_undo(i, by=v),
    ),
    "people.take_rows": (lambda v: v, lambda v, _: some_rows(v)),
    "people.take_back_clients": (
        some_rows,
        lambda v, taken: people.take_back_clients(clients={taken.outcomes[0].card.pk: 1}, by=v),
    ),
    "people.take_back_changes": (
        lambda v: people.add_client(name="Anna", source="fair", by=v),
        lambda v, c: people.take_back_changes(changes=[(c.pk, {"source": ["", "fair"]})], by=v),
    ),
    "people.bring_forward": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.bring_forward(days={c.pk: None}, by=v),
    ),
    "agenda.take_tasks": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: agenda.take_tasks(rows=[(c.pk, TaskTold("Call"))], by=v),
    ),
    "agenda.take_back_tasks": (
        lambda v: agenda.take_tasks(rows=[(people.add_client(name="Anna", by=v).pk, TaskTold("Call"))], by=v),
        lambda v, tasks: agenda.take_back_tasks(tasks={tasks[0]: 1}, by=v),
    ),
    "agenda.remove_tasks_of": (lambda v: v, lambda v, _: agenda.remove_tasks_of(clients=[], by=v)),
    "people.let_go_of_tags": (lambda v: v, lambda v, _: people.let_go_of_tags(tags=[], by=v)),
    "documents.add_file": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: take_file(c, BytesIO(b"Dear Anna"), name="a.txt", by=v),
    ),
    "documents.rename_file": (a_file, lambda v, f: documents.rename_file(f, name="b.txt", by=v)),
    "documents.remove_file": (a_file, lambda v, f: documents.remove_file(f, by=v)),
    "documents.take_back_file": (a_file, lambda v, f: documents.take_back_file(f, by=v)),
    "documents.put_back_file": (
        lambda v: documents.take_back_file(a_file(v), by=v),
        lambda v, f: documents.put_back_file(f, by=v),
    ),
    "documents.restore_file": (
        lambda v: documents.remove_file(a_file(v), by=v),
        lambda v, f: documents.restore_file(f, by=v),
    ),
    "automation.add_webhook": (lambda v: v, lambda v, _: webhook(v)),
    "automation.change_webhook": (webhook, lambda v, w: automation.change_webhook(w, name="Till", by=v)),
    "automation.switch_on_webhook": (
        lambda v: automation.switch_off_webhook(webhook(v), by=v),
        lambda v, w: automation.switch_on_webhook(w, by=v),
    ),
    "automation.switch_off_webhook": (webhook, lambda v, w: automation.switch_off_webhook(w, by=v)),
    "automation.stop_webhook": (
        webhook,
        lambda v, w: automation.stop_webhook(w, why="failing", by=front_door()),
    ),
    "automation.rotate_secret": (webhook, lambda v, w: automation.rotate_secret(w, by=v)),
    "automation.remove_webhook": (webhook, lambda v, w: automation.remove_webhook(w, by=v)),
    "automation.try_webhook": (webhook, lambda v, w: automation.try_webhook(w, by=v)),
    "automation.replay_delivery": (call, lambda v, c: automation.replay_delivery(c, by=v)),
    "automation.replay_since": (
        webhook,
        lambda v, w: automation.replay_since(w, since=clock.now() - timedelta(hours=1), by=v),
    ),
    "facts.add_field": (lambda v: v, lambda v, _: a_field(v)),
    "facts.change_field": (a_field, lambda v, f: defining.change_field(f, name="Other", by=v)),
    "facts.archive_field": (a_field, lambda v, f: defining.archive_field(f, by=v)),
    "facts.restore_field": (
        lambda v: defining.archive_field(a_field(v), by=v),
        lambda v, f: defining.restore_field(f, by=v),
    ),
    "people.fill_own_fields": (
        lambda v: (client_of(v), a_field(v)),
        lambda v, two: people.fill_own_fields(two[0], values={f"own_{two[1].uid}": "42"}, by=v),
    ),
    "people.make_segment": (lambda v: v, lambda v, _: a_segment(v)),
    "people.change_segment": (a_segment, lambda v, s: people.change_segment(s, name="Other", by=v)),
    "people.archive_segment": (a_segment, lambda v, s: people.archive_segment(s, by=v)),
    "people.restore_segment": (
        lambda v: people.archive_segment(a_segment(v), by=v),
        lambda v, s: people.restore_segment(s, by=v),
    ),
    "people.add_note": (client_of, lambda v, c: people.add_note(c, text="Prefers mornings", by=v)),
    "people.edit_note": (a_note, lambda v, n: people.edit_note(n, text="Prefers evenings", by=v)),
    "people.withdraw_note": (a_note, lambda v, n: people.withdraw_note(n, by=v)),
    "people.restore_note": (
        lambda v: people.withdraw_note(a_note(v), by=v),
        lambda v, n: people.restore_note(n, by=v),
    ),
    "people.pin_moment": (client_of, lambda v, c: people.pin_moment(c, moment=its_line(c), by=v)),
    "people.unpin_moment": (
        lambda v: pinned(client_of(v), v),
        lambda v, c: people.unpin_moment(c, moment=Pin.objects.get().moment_id, by=v),
    ),
    "people.add_interaction": (client_of, lambda v, c: people.add_interaction(c, how="call", by=v)),
    "people.edit_interaction": (a_call, lambda v, i: people.edit_interaction(i, outcome="Yes", by=v)),
    "people.withdraw_interaction": (a_call, lambda v, i: people.withdraw_interaction(i, by=v)),
    "people.restore_interaction": (
        lambda v: people.withdraw_interaction(a_call(v), by=v),
        lambda v, i: people.restore_interaction(i, by=v),
    ),
}


TWO_AT_ONCE = {"team.open_company": 2}  # the company is set up, and its first director came in


def test_every_command_of_the_house_is_run_here():
    assert set(ACTS) == set(commands())


@pytest.mark.parametrize("name", sorted(ACTS))
def test_a_command_is_remembered(vera, name):
    prepare, act = ACTS[name]
    ready = prepare(vera)
    before = Moment.objects.count()
    act(vera, ready)
    made = Moment.objects.count() - before
    assert made == (0 if commands()[name].quiet else TWO_AT_ONCE.get(name, 1))
