"""Robots are members of the team too: what no person did, a robot did, so the timeline's "by" is always somebody."""

from django.utils.translation import gettext_lazy as _

from pomni.team.models import Role, RoleHeld, User

NAMES = {
    "Command line": _("Command line"),
    "Front door": _("Front door"),
    "Webhooks": _("Webhooks"),
    "Waiting list": _("Waiting list"),
    "Online booking": _("Online booking"),
    "Reminders": _("Reminders"),
    "Schedule": _("Schedule"),
}


def robot(name: str, *, preset: str = "") -> User:
    """The robot with this name, made on first use; it holds the preset role, or none."""
    made, is_new = User.objects.get_or_create(
        username=f"robot:{name.lower().replace(' ', '-')}",
        defaults={"name": name, "is_robot": True, "password": "!"},
    )
    if is_new and preset:
        RoleHeld.objects.get_or_create(user=made, role=Role.objects.get(preset=preset), location=None)
    return made


def robot_name(name: str) -> str:
    """The robot's name in the language in force."""
    return str(NAMES.get(name, name))


def command_line() -> User:
    """Whoever sits at the machine itself: has the rights of a director."""
    return robot("Command line", preset="director")


def front_door() -> User:
    """Lets people in by their invitations; has no rights of its own."""
    return robot("Front door")
