"""A small company that is the same every time: one colleague of each role, two locations, a team, and clients with canaries.

A canary is a word that stands in one record only. A test that finds it in an answer for somebody who may not see the
record has found a leak.
"""

import secrets
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.people.commands import add_client
from pomni.team.commands import add_location, edit_colleague, form_team, give_role, invite, take_invitation
from pomni.team.models import Location, Role, User
from pomni.team.presets import PRESETS
from pomni.team.queries import anybody_can_sign_in
from pomni.team.robots import command_line, front_door

# Colleagues: login, name, role, location. Two of the sellers share a team that the head of sales leads.
PEOPLE = (
    ("director", "Vera Director", "director", None),
    ("front_desk", "Fay Desk", "front_desk", "North"),
    ("specialist", "Sam Specialist", "specialist", "North"),
    ("salesperson", "Sal Seller", "salesperson", None),
    ("salesperson2", "Sol Seller", "salesperson", None),
    ("head_of_sales", "Hal Head", "head_of_sales", None),
    ("marketer", "Mia Marketer", "marketer", None),
    ("accountant", "Abe Accountant", "accountant", None),
    ("product_manager", "Pam Product", "product_manager", None),
    ("configurator", "Con Configurator", "configurator", None),
)

# Clients: canary in the name, phone and e-mail; who answers for it; location.
CLIENTS = (
    ("canary-director-south", "director", "South"),
    ("canary-salesperson-south", "salesperson", "South"),
    ("canary-salesperson2-south", "salesperson2", "South"),
    ("canary-specialist-north", "specialist", "North"),
    ("canary-head-south", "head_of_sales", "South"),
    ("canary-director-north", "director", "North"),
)


def seed(password: str | None = None) -> Iterator[str]:
    """Fill an empty company; yields each login with its password. Refused where somebody is here already."""
    if anybody_can_sign_in():
        raise Refused(_("This company has people already; `pomni seed` fills only an empty one."))
    by = command_line()
    places = {
        name: add_location(name=name, zone=zone, by=by)
        for name, zone in (("North", "Europe/Warsaw"), ("South", "Europe/Moscow"))
    }
    yield from (_colleague(*told, places=places, password=password, by=by) for told in PEOPLE)
    people = {user.username: user for user in User.objects.people()}
    team = form_team(name="Sellers", lead=people["head_of_sales"], by=by)
    for login in ("salesperson", "salesperson2", "head_of_sales"):
        edit_colleague(people[login], team=team, by=by)
    for number, (canary, responsible, place) in enumerate(CLIENTS, 1):
        add_client(
            name=f"Client {canary}",
            phone=f"+48 600 100 2{number:02}",
            email=f"{canary}@example.com",
            responsible=people[responsible],
            location=places[place],
            by=by,
        )


def _colleague(
    login: str,
    name: str,
    preset: str,
    place: str | None,
    *,
    places: dict[str, Location],
    password: str | None,
    by: User,
) -> str:
    assert preset in PRESETS  # noqa: S101 (a slip in the table above)
    role = Role.objects.get(preset=preset)
    invitation = invite(name=name, role=role, location=places.get(place or ""), language="en", by=by)
    own = password or secrets.token_urlsafe(12)
    user = take_invitation(invitation, username=login, password=own, by=front_door())
    give_role(user, role, location=places.get(place or ""), by=by)
    return f"{login}\t{own}"
