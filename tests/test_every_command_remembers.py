"""Every public command of the house is run, and its moment is seen. A command that is not listed here fails the test."""

from datetime import timedelta

import pytest
from django.test import override_settings

from pomni.automation import commands as automation
from pomni.kit import clock
from pomni.memory.models import Moment
from pomni.people import commands as people
from pomni.post.models import Outgoing, Status
from pomni.team import commands as team
from pomni.team.models import Notice, Role, User
from pomni.team.notices import InvitationTaken, notify
from pomni.team.robots import command_line, front_door
from tests.house import commands

NO_MAIL = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


def role(preset):
    return Role.objects.get(preset=preset)


def invitation(vera):
    return team.invite(name="Nina", role=role("front_desk"), by=vera)


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


def webhook(vera):
    return automation.add_webhook(name="Shop", url="https://example.org/hook", by=vera)


def call(vera):
    made = automation.try_webhook(webhook(vera), by=vera)
    Outgoing.objects.update(status=Status.SENT, sent_at=clock.now())
    made.refresh_from_db()
    return made


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


# How each command is run: (what it needs, the act itself).
ACTS = {
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
    "people.forget_client": (
        lambda v: people.add_client(name="Anna", by=v),
        lambda v, c: people.forget_client(c, by=v),
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
