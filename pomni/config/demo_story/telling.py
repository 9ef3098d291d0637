"""Telling a whole company: its people come first, then two years of clients, then what stands on the desks today."""

from typing import Any

from pomni.config.demo_story import clinic, diary, everyday, ordering, visiting, wholesale
from pomni.config.demo_story.script import Script
from pomni.config.demo_story.stage import Stage
from pomni.kit import clock
from pomni.kit.places import country_facts
from pomni.memory.sealer import seal
from pomni.team.commands import (
    add_location,
    edit_colleague,
    form_team,
    invite,
    set_hours,
    set_up_company,
    take_invitation,
)
from pomni.team.models import Role, User
from pomni.team.robots import command_line, front_door

ARRIVALS = {"clinic": clinic.arrivals, "wholesale": wholesale.arrivals}
SELLING = ("salesperson", "head_of_sales")


def tell(language: str, trade: str = "clinic", *, share: float = 1.0) -> Stage:
    """Fill the company, up to this moment. Its people have no passwords: whoever looks goes in by the door of the demo.

    `share` tells a smaller story, for tests. The same day gives the same story.
    """
    until = clock.now()
    stage = Stage(Script(language, trade), until, share)
    with clock.travel_to(stage.began):
        _found(stage)
        ordering.set_up(stage)
        visiting.set_up(stage)
    for story, at in ARRIVALS[trade](stage):
        stage.begin(story, at)
    everyday.plan(stage)
    diary.plan(stage)
    ordering.plan(stage)
    visiting.plan(stage)
    stage.run()
    everyday.open_cards(stage)
    ordering.look_for_doubles(stage)
    seal()
    return stage


def _found(stage: Stage) -> None:
    """The company with its places and people."""
    told, by = stage.script.company, command_line()
    _set_up(told, stage.script, by)
    stage.places = [add_location(**place, zone=told["zone"], by=by) for place in told["places"]]
    for place in stage.places:
        set_hours(place, opening=stage.opening(), closed_on_holidays=True, by=by)
    roles = {role.preset: role for role in Role.objects.all()}
    leaver = stage.script.memory["leaver"]
    for one in [*told["people"], leaver]:
        user = _colleague(one, roles[one["preset"]], stage, by)
        stage.staff.setdefault(one["preset"], []).append(user)
        stage.sex_of[user.pk], stage.short[user.pk] = one["sex"], one.get("short", one["name"])
        if one["preset"] == "front_desk":
            stage.desks.setdefault(stage.places[one["place"]].pk, []).append(user)
    team = form_team(name=told["team"], lead=stage.staff["head_of_sales"][0], by=by)
    for user in (user for preset in SELLING for user in stage.staff[preset]):
        edit_colleague(user, team=team, by=by)
    # Made anew: what they may do is read once a request, and they were asked before they had a team.
    fresh = {user.pk: user for user in User.objects.people()}
    stage.staff = {preset: [fresh[user.pk] for user in users] for preset, users in stage.staff.items()}
    stage.leaver = next(user for user in fresh.values() if user.username == leaver["login"])
    stage.desks = {place: [fresh[user.pk] for user in users] for place, users in stage.desks.items()}


def _set_up(told: dict[str, Any], script: Script, by: User) -> None:
    facts = country_facts(told["country"])
    set_up_company(
        name=told["name"],
        trade=script.trade,
        country=told["country"],
        currency=facts.currency,
        phone_region=told["country"],
        week_start=facts.week_start,
        zone=told["zone"],
        language=script.language,
        by=by,
    )


def _colleague(one: dict[str, Any], role: Role, stage: Stage, by: User) -> User:
    place = stage.places[one["place"]] if "place" in one else None
    words = {"name": one["name"], "language": stage.script.language}
    invitation = invite(role=role, location=place, by=by, **words)
    return take_invitation(invitation, username=one["login"], password=None, by=front_door())
