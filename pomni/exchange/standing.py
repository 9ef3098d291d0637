"""How whoever an import or an export runs for stands: asked anew at each stroke, for rights may end while it runs."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pomni.exchange.models import Export, Import
from pomni.exchange.sources import source_of
from pomni.exchange.subjects import subject_of
from pomni.exchange.told import needed
from pomni.kit.errors import NotAllowed
from pomni.kit.prepared import rows_of
from pomni.people.imports import Wish
from pomni.team.grants import Reach
from pomni.team.models import User
from pomni.team.robots import command_line

RUN, CHANGE = "exchange.import.run", "people.client.change"
WRITING = (RUN, "people.client.add", CHANGE)
EXPORT = "exchange.export.run"


def anew(user: User) -> User:
    """The same colleague as the tables have them now: what was read before may have ended since."""
    ((is_active, stamp),) = rows_of("how a colleague stands", _stands, user.pk)
    if (bool(is_active), stamp) == (user.is_active, user.access_stamp):
        return user
    return User.objects.get(pk=user.pk)


def anybody(by: User, right: str) -> User:
    """Whoever may still write down that it stopped: `by`, or a robot where they may not do this any more."""
    by = anew(by)
    return by if by.is_active and by.may(right) else command_line()


def _stands(user: int) -> QuerySet[Any, Any]:
    return User.objects.filter(pk=user).values_list("is_active", "access_stamp")


def reached_by(user: User) -> list[Any]:
    """How far somebody reaches who brings clients in, as it is kept with the import."""
    reach = user.reach(CHANGE)
    return [reach.own, reach.team, sorted(reach.locations), reach.all]


def check_importing(import_: Import, by: User) -> None:
    """Raise NotAllowed, in a sentence that names them, unless `by` may still do what was begun in their name.

    Whoever imports may add clients and change them, sees in full what the file tells, and reaches no less than when it
    began: what they lost meanwhile is not filled up in their name.
    """
    _check_access(by)
    told = {"name": by.name}
    if not import_.is_of_clients:
        check_offering(import_.of, by, import_.mapping.values())
        if import_.of == Import.Of.VISITS and Wish.from_json(import_.options).strangers == "add":
            _check_adding_clients(by)
        return
    if not all(by.may(capability) for capability in (*WRITING, *needed(import_.mapping))):
        raise NotAllowed(_("%(name)s may no longer bring {clients} in.") % told, capability=RUN)
    if any(by.field_rule(f"people.client.{key}") for key in import_.mapping.values()):
        raise NotAllowed(
            _("Your role does not show you a field in full that this file tells, so you cannot bring it in.")
        )
    if (kept := import_.figures.get("reach")) and not by.reach(CHANGE).covers(_reach(kept)):
        raise NotAllowed(_("%(name)s no longer reaches as many {clients} as when this began.") % told)


def check_adding(of: str, by: User) -> None:
    """Raise NotAllowed unless `by` may bring in what stands in such a file: clients, or a part of the catalogue."""
    if of != Import.Of.CLIENTS:
        check_offering(of, by)
    elif not may_bring_clients(by):
        raise NotAllowed(_("%(name)s may not bring {clients} in.") % {"name": by.name}, capability=WRITING[1])


def may_bring_clients(by: User) -> bool:
    """Whether `by` may bring clients in: who brings only the catalogue in adds and changes none."""
    return all(by.may(capability) for capability in WRITING)


def check_offering(of: str, by: User, told: Iterable[str] = ()) -> None:
    """Raise NotAllowed, in a sentence that names them, unless `by` may bring in a part of the catalogue, or visits.

    `told`: the facts that columns tell; what a role hides of them cannot be brought in.
    """
    source = source_of(of)
    if lacking := [right for right in (RUN, *source.rights) if not by.may(right)]:
        sentence = (
            _("%(name)s may not bring visits in.")
            if of == Import.Of.VISITS
            else _("%(name)s may not bring the catalogue in.")
        )
        raise NotAllowed(sentence % {"name": by.name}, capability=lacking[-1])
    if any(by.field_rule(source.full[key]) for key in told if key in source.full):
        raise NotAllowed(
            _("Your role does not show you a field in full that this file tells, so you cannot bring it in.")
        )


def _check_adding_clients(by: User) -> None:
    """Raise NotAllowed unless `by` may add those whom a file of visits names and who are not here."""
    if not may_bring_clients(by):
        sentence = _("%(name)s may not add {clients}: have rows that mean nobody who is here set aside.")
        raise NotAllowed(sentence % {"name": by.name}, capability=WRITING[1])


def check_undoing(import_: Import, by: User) -> None:
    """The same of taking an import back: whom `by` does not reach is left as it is, row by row."""
    _check_access(by)
    if not import_.is_of_clients:
        check_offering(import_.of, by)
        return
    if not (by.may(RUN) and by.may(CHANGE)):
        raise NotAllowed(_("%(name)s may no longer take imports back.") % {"name": by.name}, capability=RUN)


def check_exporting(export: Export, by: User, *, began_as: User) -> None:
    """The same of an export: it holds what its maker reached when it began, so it is not written on with other rights."""
    _check_access(by)
    told = {"name": by.name}
    subject = subject_of(export.of)
    known = subject.columns()
    hidden = (field for key in export.columns if key in known and (field := known[key].field))
    if not by.may(EXPORT):
        raise NotAllowed(_("%(name)s may no longer export {clients}.") % told, capability=EXPORT)
    if not by.may(subject.see):
        raise NotAllowed(_("%(name)s may no longer see what is exported.") % told, capability=subject.see)
    if any(by.field_rule(field) == "hide" for field in hidden):
        raise NotAllowed(_("Your role hides one of these columns from you. Leave it out."))
    if by.access_stamp != began_as.access_stamp:
        raise NotAllowed(_("The rights of %(name)s changed while this was written. Export anew.") % told)


def _check_access(by: User) -> None:
    if not by.is_active:
        raise NotAllowed(_("%(name)s has no access any more.") % {"name": by.name})


def _reach(kept: list[Any]) -> Reach:
    own, team, locations, everything = kept
    return Reach(own, team, frozenset(locations), everything)
