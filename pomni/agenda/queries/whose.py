"""Who can be given something to do, and how they are called with an @."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from pomni.agenda.models import Task
from pomni.agenda.rules import handles_of
from pomni.kit import spelling
from pomni.team.models import RoleHeld, User


def owners(viewer: User, see: str = Task.see) -> QuerySet[User]:
    """Colleagues within the viewer's reach who can be given a task: they have access, and see tasks (or what `see` says)."""
    sees = RoleHeld.objects.filter(user=OuterRef("pk"), role__grants__has_key=see)
    able = User.objects.visible_to(viewer).people().filter(Exists(sees), is_active=True)
    return able.order_by("name", "pk")


def owners_answering(viewer: User, words: list[str], *, size: int = 20) -> list[User]:
    """Those of them whose names hold these words, in any order and spelling; oneself first."""
    patterns = [told for word in words if (told := spelling.pattern(word))]
    found = list(owners(viewer).filter(*(Q(name__regex=told) for told in patterns))[:size])
    return sorted(found, key=lambda user: user.pk != viewer.pk)


def handles(viewer: User) -> dict[str, User]:
    """By what comes after an @: the one colleague who is called so, of those who can be given something to do."""
    able = {user.pk: user for user in owners(viewer)}
    called = handles_of((pk, user.name, user.username) for pk, user in able.items())
    return {handle: able[pk] for handle, pk in called.items()}


def followed(viewer: User, see: str = Task.see) -> list[User]:
    """Colleagues whose tasks the viewer reaches beside their own; none for whom sees but their own."""
    reach = viewer.reach(see)
    if reach.all:
        return list(owners(viewer))
    if not (reach.team or reach.locations):
        return []
    near = Q(pk__in=viewer.grants.teammates) if reach.team else Q()
    if reach.locations:
        near |= Q(roles_held__location__in=reach.locations)
    return list(owners(viewer).filter(near | Q(pk=viewer.pk)).distinct())
