"""How whoever changes very many clients stands: asked anew at each stroke, for rights may end while it runs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.kit.errors import NotAllowed
from pomni.kit.prepared import rows_of
from pomni.people.act import Act
from pomni.people.changing import act_of
from pomni.people.models import BulkChange
from pomni.team.grants import Reach
from pomni.team.models import User


def anew(user: User) -> User:
    """The same colleague as the tables have them now: what was read before may have ended since."""
    ((is_active, stamp),) = rows_of("how whoever changes many stands", _stands, user.pk)
    if (bool(is_active), stamp) == (user.is_active, user.access_stamp):
        return user
    return User.objects.get(pk=user.pk)


def _stands(user: int) -> QuerySet[Any, Any]:
    return User.objects.filter(pk=user).values_list("is_active", "access_stamp")


def reached_by(by: User, act: Act) -> list[Any]:
    """How far somebody reaches with an act, as it is kept with the change."""
    reach = by.reach(act.capability)
    return [reach.own, reach.team, sorted(reach.locations), reach.all]


def check_changing(change: BulkChange, by: User) -> None:
    """Raise NotAllowed, in a sentence that names them, unless `by` may still do what was begun in their name.

    They see in full what they change, and reach no less than when it was looked at.
    """
    act = _may(change, by)
    own, team, locations, everything = change.reach
    if not by.reach(act.capability).covers(Reach(own, team, frozenset(locations), everything)):
        told = {"name": by.name}
        raise NotAllowed(_("%(name)s no longer reaches as many {clients} as when this began.") % told)


def check_undoing(change: BulkChange, by: User) -> None:
    """The same of taking it back: whom `by` does not reach is left as it is, client by client."""
    _may(change, by)


def check_field(by: User, act: Act) -> None:
    """Nobody changes what they may not see: they could not tell what they overwrite."""
    if by.field_rule(f"people.client.{act.key}"):
        raise NotAllowed(_("Your role does not show you this field in full, so you cannot change it."))


def _may(change: BulkChange, by: User) -> Act:
    act = act_of(change.what)
    if not by.is_active:
        raise NotAllowed(_("%(name)s has no access any more.") % {"name": by.name})
    if not by.may(act.capability):
        sentence = _("%(name)s may no longer change {clients} so.")
        raise NotAllowed(sentence % {"name": by.name}, capability=act.capability)
    check_field(by, act)
    return act
