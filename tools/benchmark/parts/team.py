"""Colleagues: one reader for each scope, and the crowd that holds the other clients."""

from benchmark.asking import Case
from benchmark.story import Story
from pomni.team.models import Location, Role, RoleHeld, Team, User

# Who reads: login, preset role. What each reaches of the clients: all; a tenth; 5 %; 0.1 %.
READERS = {"all": "director", "location": "front_desk", "team": "head_of_sales", "own": "salesperson"}
TEAM = ("own", "mate1", "mate2", "mate3", "mate4")
OTHERS = tuple(f"seller{number}" for number in range(20))


def fill(story: Story) -> None:
    """Two locations, a team of six, twenty sellers more."""
    story.locations = [_location(story, name) for name in ("North", "South")]
    logins = [*READERS, *TEAM[1:], *OTHERS]
    for login in logins:
        story.colleagues[login] = _colleague(login, READERS.get(login, "salesperson"), story)
    team = Team.objects.create(name="Sellers", lead_id=story.colleagues["team"])
    User.objects.filter(username__in=[*TEAM, "team"]).update(team=team)


def _location(story: Story, name: str) -> int:
    return Location.objects.create(name=name, zone="Europe/Warsaw").pk


def _colleague(login: str, preset: str, story: Story) -> int:
    stamps = {"access_stamp": 1, "key_stamp": 1}  # fixed: the company is the same every time
    user = User.objects.create(username=login, name=login.capitalize(), language="en", password="!", **stamps)
    place = story.locations[0] if preset == "front_desk" else None
    RoleHeld.objects.create(user=user, role=Role.objects.get(preset=preset), location_id=place)
    return user.pk


CASES = (
    Case("live poll with nothing new", lambda reader: _poll(reader), ("all",), at_most=0.8, status="204"),
    Case("smallest page in the full shell", lambda reader: "/me/language/", ("all",), at_most=3),
    Case("Today", lambda reader: "/", at_most=8),
    Case("log", lambda reader: "/team/log/", readers=("all",), at_most=6),
    Case("log, 500,000 moments back", lambda reader: f"/team/log/?before={_middle()}", ("all",), at_most=6),
    Case("colleagues", lambda reader: "/team/", at_most=6),
)


def _poll(reader: User) -> str:
    from pomni.team.live import number_for

    return f"/live/?since={number_for(reader.pk)}"


def _middle() -> int:
    from pomni.memory.models import Moment

    return (Moment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) // 2 + 1
