"""Who books for clients: a member of the team with the few rights that booking needs, which everybody can look up."""

from django.utils.translation import gettext as _

from pomni.kit.ids import new_stamp
from pomni.kit.prepared import records_of
from pomni.team.grants import Scope
from pomni.team.models import Role, RoleHeld, User
from pomni.team.robots import robot

NAME = "Online booking"
LOGIN = "robot:online-booking"
GRANTS = (
    "schedule.visit.see",
    "schedule.visit.book",
    "schedule.visit.change",
    "people.client.add",
    "catalog.service.see",
)


def make_robot() -> User:
    """The robot, with its role: called when online booking is set up."""
    made = robot(NAME)
    if not RoleHeld.objects.filter(user=made).exists():
        role = Role.objects.create(name=_("Online booking"), grants=dict.fromkeys(GRANTS, int(Scope.ALL)))
        RoleHeld.objects.create(user=made, role=role)
        made.access_stamp = new_stamp()
        made.save(update_fields=["access_stamp"])
    return made


def booking_robot() -> User | None:
    """The robot, once online booking was set up."""
    found = records_of("booking robot", lambda: User.objects.filter(username=LOGIN))
    return found[0] if found else None
